"""A form that came too late can be sent with one press; a foreign one is offered nothing."""

import re

import pytest
from allauth.account import forms as account
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sez_portal.common import unsent_forms
from sez_portal.records.models import DataVersion, Flag, Submission
from tests import cast
from tests.pages import text
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-savan-seno"
EDIT = "/desk/edit/zone/la-savan-seno/glance/"
REPORT = "/zones/la-savan-seno/report/"
OURS = {"origin": "http://testserver"}
FOREIGN = [
    {},
    {"origin": "null"},
    {"origin": "https://elsewhere.invalid"},
    {"origin": "http://testserver:8001"},
    {"origin": "http://testserver.elsewhere.invalid"},
    {"referer": "https://elsewhere.invalid/"},
    {"origin": "https://elsewhere.invalid", "referer": "http://testserver/"},
    {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
]


@pytest.fixture
def browser_of():
    """`browser_of(user)` is a browser that the check of tokens takes seriously."""

    def made(user=None) -> Client:
        client = Client(enforce_csrf_checks=True)
        if user:
            cast.sign_in(client, user)
        return client

    return made


def offered(page: str) -> dict[str, list[str]]:
    """What the button of the page sends."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("who", ["visitor", "official"])
def test_a_foreign_form_is_offered_nothing(browser_of, who: str, headers: dict):
    client = browser_of(cast.official(KEY) if who == "official" else None)
    answer = client.post(f"{EDIT}?hostile=1", {"firms": "hostile value"}, headers=headers)
    assert answer.status_code == 403
    assert "hostile" not in text(answer)
    assert "resend-ticket" not in text(answer)
    assert "no-store" in answer["Cache-Control"]


def test_one_press_after_signing_in_sends_it(browser_of):
    client, official = browser_of(), cast.official(KEY)
    client.get("/accounts/login/")
    data = {"firms": "148", "based_on": DataVersion.current()}
    token = client.cookies["csrftoken"].value
    answer = client.post(EDIT, data | {"csrfmiddlewaretoken": token}, headers=OURS)
    page = text(answer)
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert ">148<" in page
    cast.sign_in(client, official)
    client.cookies["csrftoken"] = "b" * 32  # signing in renewed it
    answer = client.post(EDIT, offered(page), headers=OURS)
    assert answer.status_code == 302
    assert Submission.objects.get(author=official).proposed("firms") == 148


@pytest.mark.parametrize(
    "forged",
    [
        {"headers": {"origin": "https://elsewhere.invalid"}},
        {"headers": OURS, "more": {"firms": ["149"]}},
        {"headers": OURS, "more": {"jobs": ["1"]}},
        {"headers": OURS, "path": EDIT.replace("glance", "land")},
        {"headers": OURS, "more": {"resend-ticket": ["abc:def"]}},
    ],
    ids=str,
)
def test_a_ticket_lets_in_what_it_was_given_for_and_from_us_alone(browser_of, forged: dict):
    client = browser_of(cast.official(KEY))
    page = text(client.post(EDIT, {"firms": "148"}, headers=OURS))
    data = offered(page) | forged.get("more", {})
    data.pop("csrfmiddlewaretoken")
    answer = client.post(forged.get("path", EDIT), data, headers=forged["headers"])
    assert answer.status_code == 403
    assert not Submission.objects.filter(proposal=None, origin="proposal").exists()


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        ("/accounts/login/", "password"),
        ("/accounts/signup/", "password1"),
        ("/accounts/password/change/", "oldpassword"),
        ("/accounts/2fa/authenticate/", "code"),
        ("/accounts/2fa/webauthn/add/", "credential"),
        ("/accounts/2fa/reauthenticate/", "code"),
        ("/admin/zones/zone/add/", "new_password2"),
    ],
)
def test_secrets_are_not_shown_and_not_kept(browser_of, path: str, secret: str):
    data = {"login": "kept@sample.invalid", secret: "correct horse battery"}
    page = text(browser_of(cast.moderator()).post(path, data, headers=OURS))
    assert "kept@sample.invalid" in page
    assert "correct horse battery" not in page
    assert secret not in offered(page)
    assert "You will be asked for them again" in page


def test_every_secret_of_the_sign_in_library_is_known_as_one():
    """The names of all password inputs and codes of its forms."""
    found = set()
    for module in (account, base, totp, webauthn):
        for form in vars(module).values():
            for name, field in getattr(form, "base_fields", {}).items():
                is_hidden = isinstance(field.widget, forms.PasswordInput)
                if is_hidden or name in ("code", "credential"):
                    found.add(name)
    assert {"password", "oldpassword", "code", "credential"} <= found
    assert all(map(unsent_forms.is_secret, found))


def test_files_are_named_and_asked_for_again(browser_of):
    client = browser_of(cast.official(KEY))
    photo = SimpleUploadedFile("gate <1>.jpg", b"x", "image/jpeg")
    page = text(client.post(reverse("zone-files", args=[KEY]), {"photo": photo}, headers=OURS))
    assert "Photo: gate &lt;1&gt;.jpg" in page
    assert '<input type="file" name="photo"' in page
    assert 'enctype="multipart/form-data"' in page


def test_who_sends_no_cookie_is_told_so(browser_of):
    page = text(browser_of().post(EDIT, {"firms": "148"}, headers=OURS))
    assert "Your browser sent no cookie along" in page
    client = browser_of()
    client.get("/accounts/login/")
    assert "no cookie" not in text(client.post(EDIT, {"firms": "148"}, headers=OURS))


def test_a_visitor_without_cookies_reports_with_one_more_press(browser_of):
    data = {"field": "firms", "text": "There are\r\n99 firms.", "source": "", "email": ""}
    page = text(browser_of().post(REPORT, data, headers=OURS))
    sent = {
        name: [v.replace("&#x27;", "'") for v in values] for name, values in offered(page).items()
    }
    browser_of().post(REPORT, sent, headers=OURS)
    assert "99 firms" in Flag.objects.get(key=KEY).text


def test_what_waits_for_a_second_factor_is_kept(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    focal = cast.focal_point("LA")
    cast.enrol(focal)
    cast.sign_in(client, focal, second_factor=False)
    zone = Zone.objects.get(key=KEY)
    answer = client.post(f"/admin/zones/zone/{zone.pk}/change/", {"firms": "1"}, headers=OURS)
    assert answer.status_code == 403
    assert "This needs your second factor" in text(answer)
    assert offered(text(answer))["firms"] == ["1"]
