"""Two photos and two documents of a zone: sent, captioned, taken back, reviewed."""

import io
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sez_portal.records import deciding, reverting
from sez_portal.records.deciding import Ruling
from sez_portal.records.models import Submission
from tests import administration, cast
from tests.papers import PDF
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def photo(alt: str, colour: str = "teal") -> dict:
    out = io.BytesIO()
    Image.new("RGB", (400, 200), colour).save(out, "JPEG")
    return {"photo": SimpleUploadedFile("p.jpg", out.getvalue()), "alt": alt}


def document(title: str) -> dict:
    return {"document": SimpleUploadedFile("d.pdf", PDF), "title": title}


SENDING = {"photos": photo, "documents": document}
ABOUT = {"photos": "alt", "documents": "title"}


def send(client, author, field: str, title: str) -> Submission:
    cast.sign_in(client, author)
    answer = client.post(reverse("zone-files", args=[KEY]), SENDING[field](title))
    assert answer.status_code == 302
    return Submission.objects.open().get(author=author)


def accept(sent: Submission) -> Submission:
    """Everything of it, by MI; what went live."""
    sent.refresh_from_db()
    live = ZONE.read(Zone.objects.get(key=KEY), sent.fields)
    rulings = {name: Ruling("accepted", seen=live[name]) for name in sent.fields}
    by = cast.User.objects.filter(email="moderator@sample.invalid").first() or cast.moderator()
    deciding.decide(submission=sent, by=by, rulings=rulings, turn=sent.turn)
    return Submission.objects.applied().filter(proposal=sent).first()


def live(field: str) -> list[str]:
    return [row[ABOUT[field]] for row in ZONE.read(Zone.objects.get(key=KEY), [field])[field]]


both = pytest.mark.parametrize("field", ["photos", "documents"])


@both
def test_a_second_one_is_sent_reviewed_and_shown_beside_the_first(client, field: str):
    author = cast.official(KEY)
    accept(send(client, author, field, "The first"))
    second = send(client, author, field, "The second")
    cast.sign_in(client, cast.moderator("reviewer@sample.invalid"))
    assert "The second" in client.get(second.get_absolute_url()).content.decode()
    assert client.get(reverse("preview", args=[second.pk])).status_code == 200
    accept(second)
    assert live(field) == ["The first", "The second"]
    client.logout()
    page = client.get(f"/zones/{KEY}/").content.decode()
    assert "The first" in page
    assert "The second" in page
    assert client.get(f"/zones/{KEY}/history/").status_code == 200


@both
def test_a_change_with_files_is_taken_back(client, field: str):
    author = cast.official(KEY)
    accept(send(client, author, field, "The first"))
    part = accept(send(client, author, field, "The second"))
    reverting.revert(submission=part, by=cast.moderator("other@sample.invalid"), note="Mistaken")
    assert live(field) == ["The first"]


@both
def test_the_caption_of_a_live_one_is_changed_in_the_administration(client, field: str):
    author = cast.official(KEY)
    for title in ("The first", "The second"):
        accept(send(client, author, field, title))
    cast.sign_in(client, cast.focal_point("LA"))
    cell = f"{field}-1-{ABOUT[field]}"
    answer = administration.change(client, KEY, Zone, **{cell: "Seen from the east"})
    assert answer.status_code == 302
    assert live(field) == ["The first", "Seen from the east"]


@both
def test_what_is_sent_while_another_waits_goes_with_it(client, field: str):
    author = cast.official(KEY)
    other = "documents" if field == "photos" else "photos"
    send(client, author, field, "The first")
    send(client, author, field, "The second")
    sent = send(client, author, other, "Of the other kind")
    told = {name: [row[ABOUT[name]] for row in sent.proposed(name)] for name in sent.changes}
    assert told == {field: ["The first", "The second"], other: ["Of the other kind"]}
    accept(sent)
    assert live(field) == ["The first", "The second"]
    assert live(other) == ["Of the other kind"]


@both
def test_two_offices_do_not_replace_each_others(client, field: str):
    first, second = cast.official(KEY), cast.official(KEY, "second@sample.invalid")
    ours, theirs = (send(client, by, field, by.email) for by in (first, second))
    part = accept(ours)
    cast.sign_in(client, cast.moderator("reviewer@sample.invalid"))
    page = client.get(theirs.get_absolute_url()).content.decode()
    assert "The page has changed since the author started" not in page
    accept(theirs)
    assert live(field) == [first.email, second.email]
    reverting.revert(submission=part, by=cast.moderator("other@sample.invalid"), note="Mistaken")
    assert live(field) == [second.email]


def test_files_are_merged_row_by_row():
    kind = ZONE["photos"].kind
    a, b, c, d = ({"image": name, "alt": name} for name in "abcd")
    named = {"image": "a", "alt": "captioned"}
    assert kind.merged([a, b], [a], [a, c]) == [a, b, c]  # both added
    assert kind.merged([b, d], [a, b], [named, b]) == [b, d]  # captioned here, removed there
    assert kind.merged([a, b, d], [a, b], [named]) == [named, d]  # removed, captioned; added there
    assert kind.merged([a, b, d], [a, b], [b, a]) == [b, a, d]  # moved
    assert kind.merged([named, b], [a, b], [a, b, c]) == [named, b, c]  # captioned there
