"""Who sees a photo or a paper before and after its decision, how it is sent, when it goes."""

import os
import time
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from sez_portal.records.models import Submission
from sez_portal.records.services import basket
from sez_portal.records.services.decide import Ruling, decide, remark
from sez_portal.records.services.propose import withdraw
from sez_portal.records.services.revert import revert
from tests import cast
from tests.papers import PDF
from tests.test_desk import the_proposal, typed, url
from tests.test_files import KEY, accept, send
from zones.models import Document, Photo, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
VARIANTS = (".webp", ".jpg", "-small.jpg")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def name_in(sent: Submission, field: str) -> str:
    (row,) = sent.changes[field]["to"]
    return row["image" if field == "photos" else "file"]


def addresses(name: str) -> list[str]:
    stem = name.removesuffix(".webp")
    return [f"/media/{stem}{end}" for end in VARIANTS] if stem != name else [f"/media/{name}"]


def answers(client, user, name: str) -> set[int]:
    client.logout()
    if user:
        cast.sign_in(client, user)
    found = [client.get(address) for address in addresses(name)]
    assert all(answer.getvalue() for answer in found)  # read, and so closed
    return {answer.status_code for answer in found}


def read(client, address: str):
    answer = client.get(address)
    assert answer.getvalue()
    return answer


@pytest.mark.parametrize("field", ["photos", "documents"])
@pytest.mark.parametrize("state", ["waiting", "returned", "declined", "withdrawn"])
def test_what_was_not_accepted_is_for_those_who_see_the_proposal(client, field: str, state: str):
    author, moderator = cast.official(KEY), cast.moderator()
    sent = send(client, author, field, "A gate")
    if state == "withdrawn":
        withdraw(submission=sent, by=author)
    elif state == "declined":
        rulings = {field: Ruling("declined", reason="Not ours")}
        decide(submission=sent, by=moderator, rulings=rulings, turn=sent.turn)
    elif state == "returned":
        remark(submission=sent, by=moderator, kind="returned", text="?", turn=sent.turn)
    name = name_in(sent, field)
    colleague = cast.official(KEY, "colleague@sample.invalid")
    for user in (author, colleague, moderator, cast.focal_point("LA")):
        assert answers(client, user, name) == {200}
    strangers = (None, cast.person(), cast.official("la-boten", "b@sample.invalid"))
    for user in (*strangers, cast.focal_point("KH", "kh@sample.invalid")):
        assert answers(client, user, name) == {404}


def test_a_saved_paper_is_for_its_author(client):
    author = cast.official(KEY)
    sent = send(client, author, "photos", "A gate")
    name = name_in(sent, "photos")
    Submission.objects.filter(pk=sent.pk).delete()
    assert answers(client, author, name) == {404}
    typed = basket.Typed({"photos": [{"file": name, "alt": "A gate"}]}, paper=(name, "A gate"))
    basket.save(record=ZONE, key=KEY, section="files", by=author, typed=typed)
    assert answers(client, author, name) == {200}
    for user in (None, cast.official(KEY, "colleague@sample.invalid"), cast.moderator()):
        assert answers(client, user, name) == {404}


@pytest.mark.parametrize("field", ["photos", "documents"])
def test_what_is_live_is_everybodys_while_its_zone_is_shown(client, field: str):
    author = cast.official(KEY)
    sent = send(client, author, field, "A gate")
    part = accept(sent)
    assert answers(client, None, name_in(sent, field)) == {200}
    revert(submission=part, by=cast.moderator("o@sample.invalid"), note="Mistaken")
    assert answers(client, None, name_in(sent, field)) == {200}  # its history is public
    Zone.objects.filter(key=KEY).update(is_published=False)
    assert answers(client, None, name_in(sent, field)) == {404}
    assert answers(client, author, name_in(sent, field)) == {200}


def test_how_files_are_sent(client):
    author = cast.official(KEY)
    sent = send(client, author, "documents", 'Decree 12/2020: "terms"\r\n of ພາສາລາວ')
    address = addresses(name_in(sent, "documents"))[0]
    answer = read(client, address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Decree%2012%20")
    assert "%E0%BA%9E" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    accept(sent)
    client.logout()
    public = read(client, address)
    assert public["Cache-Control"] == "public, max-age=86400"
    assert "Cookie" not in public.get("Vary", "")
    accept(send(client, author, "photos", "The gate"))
    picture = read(client, Photo.objects.get().image.url)
    assert picture["Content-Disposition"] == 'inline; filename="The gate.webp"'
    assert picture["Content-Type"] == "image/webp"


def test_a_paper_that_shows_a_figure_follows_the_proposal(client):
    author = cast.official(KEY)
    cast.sign_in(client, author)
    more = {"firms__source": "Report of 2026", "paper": SimpleUploadedFile("r.pdf", PDF)}
    client.post(url("glance"), typed(client, "glance", firms="148") | more)
    sent = the_proposal(author)
    address = sent.evidence["firms"][0]["sources"][0]["url"].partition("/media/")[2]
    assert answers(client, author, address) == {200}
    assert answers(client, None, address) == {404}
    accept(sent)
    assert answers(client, None, address) == {200}
    named = read(client, f"/media/{address}")["Content-Disposition"]
    assert named == 'attachment; filename="Report of 2026.pdf"'


def paths() -> set[str]:
    return {
        f"{folder}/{year}/{name}"
        for folder in default_storage.listdir("")[0]
        for year in default_storage.listdir(folder)[0]
        for name in default_storage.listdir(f"{folder}/{year}")[1]
    }


def told(*more: str) -> str:
    out = StringIO()
    call_command("remove_orphans", *more, stdout=out)
    return out.getvalue()


def test_files_that_nothing_names_are_removed(client, settings):
    author = cast.official(KEY)
    live = send(client, author, "photos", "Live")
    reverted = accept(live)
    accept(send(client, author, "documents", "Live too"))
    revert(submission=reverted, by=cast.moderator("o@sample.invalid"), note="Mistaken")
    waits = send(client, author, "photos", "Waits")
    second = cast.official(KEY, "second@sample.invalid")
    withdrawn = send(client, second, "photos", "Withdrawn")
    withdraw(submission=withdrawn, by=second)
    basket.throw_away(ZONE, KEY, basket.FILES, second)  # until then it can be sent again
    lost = default_storage.save("documents/2026/lost.pdf", SimpleUploadedFile("l", PDF))
    before = paths()
    assert "0 removed" in told("--days=0")  # all came within a day
    for path in before:
        os.utime(default_storage.path(path), (time.time() - 1e6,) * 2)
    assert "4 would be removed" in told("--days=0", "--dry-run")
    assert "1 would be removed" in told("--dry-run")  # what was withdrawn may be sent again
    assert paths() == before
    assert "4 removed" in told("--days=0")
    gone = {lost, *(one.removeprefix("/media/") for one in addresses(name_in(withdrawn, "photos")))}
    assert before - paths() == gone
    assert "0 removed" in told("--days=0")
    for sent, field in ((live, "photos"), (waits, "photos")):
        assert answers(client, author, name_in(sent, field)) == {200}
    assert default_storage.exists(Document.objects.get().file.name)
