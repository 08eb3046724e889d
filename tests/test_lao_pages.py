"""A reader of Lao walks the portal: every string that is asked for stands in our own catalogue,
whether it is ours, Django's or that of a library; and once the catalogue is full, translated."""

from collections.abc import Iterator

import polib
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse
from django.utils import translation

from sez_portal import languages
from tests import cast
from tests.administration import MODELS, url
from tests.pages import ACCOUNT_PAGES, DESK_PAGES, PAGES, ZONE, address
from tests.test_desk_access import args_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LAO = "lo"
FILES = ("media", "claim-letter")
Message = tuple[str | None, str]
# Asked for where nobody reads it: our pages of errors say it in their own words.
NOT_SHOWN = {"", "No %(verbose_name)s found matching the query"}


@pytest.fixture(scope="module")
def catalogue() -> dict[Message, bool]:
    """Each string of the Lao catalogue, and whether it has a translation that counts."""
    entries = polib.pofile(str(languages.catalogue(LAO)))
    return {(one.msgctxt, one.msgid): one.translated() for one in entries if not one.obsolete}


@pytest.fixture
def asked(monkeypatch) -> set[Message]:
    """The strings that were asked for in Lao; it is as if its catalogue were full."""
    found: set[Message] = set()
    real = translation._trans
    real.gettext  # noqa: B018  loads the functions that are wrapped

    def heard(context: str | None, text: str) -> None:
        if translation.get_language() == LAO:
            found.add((context, text))

    wrapped = {
        "gettext": lambda ask: lambda text: (heard(None, text), ask(text))[1],
        "pgettext": lambda ask: lambda context, text: (heard(context, text), ask(context, text))[1],
        "ngettext": lambda ask: lambda one, *more: (heard(None, one), ask(one, *more))[1],
        "npgettext": lambda ask: (
            lambda context, one, *more: (
                heard(context, one),
                ask(context, one, *more),
            )[1]
        ),
    }
    for name, wrap in wrapped.items():
        monkeypatch.setattr(real, name, wrap(getattr(real, name)), raising=False)
    monkeypatch.setattr(languages, "complete_languages", lambda: ["en", LAO])
    return found


@pytest.fixture
def walk(client, asked, catalogue, settings, tmp_path) -> Iterator:
    """Visits pages; at the end none of their strings may be missing."""
    settings.MEDIA_ROOT = tmp_path
    settings.PAGE_CACHE_SECONDS = 0

    def visit(path: str, data: dict | None = None) -> None:
        path = path if path.startswith("/admin/") else f"/{LAO}{languages.in_english(path)}"
        answer = client.get(path) if data is None else client.post(path, data, follow=True)
        assert answer.status_code < 500, path
        answer.getvalue()

    yield visit
    missing = {one for one in asked if one[1] not in NOT_SHOWN} - catalogue.keys()
    assert not missing, f"not in the catalogue: {sorted(missing, key=str)}"
    if sum(catalogue.values()) >= 0.98 * len(catalogue):
        lacking = {one for one in asked if one in catalogue and not catalogue[one]}
        assert not lacking, f"not translated: {sorted(lacking, key=str)}"


def in_english(name: str, args: tuple = ()) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


@pytest.mark.parametrize("name", PAGES)
def test_public_pages(walk, name):
    walk(address(name))


def test_words_that_cannot_be_read(walk):
    for query in ("country=XX&area_min=many&as_of=never", "q=zzzzzz", "near=atlantis&within=no"):
        walk(f"/zones/?{query}")
    walk("/tools/cost/?hectares=x&workers=-1")
    walk("/tools/incentives/?profit=x&start=1")
    walk("/no-such-page/")


def test_pages_of_an_account(walk, client):
    for name, page in ACCOUNT_PAGES.items():
        walk(in_english(name, page.args))
        if page.visitor == 200:
            walk(in_english(name, page.args), {})
    user = cast.person(language=LAO)
    RecoveryCodes.activate(user)
    cast.sign_in(client, user)
    for name, page in ACCOUNT_PAGES.items():
        if name != "account_logout":
            walk(in_english(name, page.args))
    weak = {"oldpassword": "x", "password1": "12345", "password2": "12345"}
    walk(in_english("account_change_password"), weak)


@pytest.mark.parametrize("name", [name for name in DESK_PAGES if name not in FILES])
def test_pages_of_the_desk(walk, client, name):
    args = args_of(name)
    for user in (cast.official(ZONE, language=LAO), cast.moderator(language=LAO)):
        cast.sign_in(client, user)
        walk(in_english(name, args))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_administration(walk, client, model):
    cast.sign_in(client, cast.administrator(language=LAO))
    walk("/admin/")
    walk(url(model, "changelist"))
    row = model.objects.first()
    for page, args in (("add", ()), ("change", (row.pk,)), ("history", (row.pk,))):
        with translation.override("en"):
            path = url(model, page, *args)
        walk(path)
    walk(url(model, "add"), {})
    walk(url(model, "changelist"), {"action": "", "index": "0"})
