"""Two photos and two documents of a zone: sent, captioned, taken back, reviewed."""

import io
import re
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse, reverse_lazy
from PIL import Image

from sez_portal.records.choices import Origin
from sez_portal.records.models import Draft, Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.revert import revert
from tests import administration, cast
from tests.pages import refused
from tests.papers import PDF
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def photo(colour: str = "teal") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (400, 200), colour).save(out, "JPEG")
    return SimpleUploadedFile("p.jpg", out.getvalue())


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("d.pdf", PDF)


SENDING = {"photos": photo, "documents": document}
ABOUT = {"photos": "alt", "documents": "title"}
FILES = reverse_lazy("zone-files", args=[KEY])


def filled(client) -> dict:
    """What a browser sends of the page as it opens."""
    form = client.get(FILES).context["form"]
    data = {name: form[name].value() for name in ("based_on", "opened")}
    for field in ABOUT:
        for number, row in enumerate(form[field].value() or []):
            data |= {f"{field}-{number}-{column}": cell for column, cell in row.items()}
    return data


def added(client, field: str, title: str, upload=None) -> dict:
    """The same with one more file."""
    data = filled(client)
    number = len([name for name in data if name.startswith(field) and name.endswith(ABOUT[field])])
    start = f"{field}-{number}-"
    more = {f"{start}upload": upload or SENDING[field](), f"{start}{ABOUT[field]}": title}
    return data | more


def send(client, author, field: str, title: str) -> Submission:
    cast.sign_in(client, author)
    answer = client.post(FILES, added(client, field, title))
    assert answer.status_code == 302
    return Submission.objects.open().get(author=author)


def accept(sent: Submission) -> Submission:
    """Everything of it, by MI; what went live."""
    sent.refresh_from_db()
    live = ZONE.read(Zone.objects.get(key=KEY), sent.fields)
    rulings = {name: Ruling("accepted", seen=live[name]) for name in sent.fields}
    by = cast.User.objects.filter(email="moderator@sample.invalid").first() or cast.moderator()
    decide(submission=sent, by=by, rulings=rulings, turn=sent.turn)
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
    for address in (f"/zones/{KEY}/", f"/zones/{KEY}/history/"):
        page = client.get(address).content.decode()
        assert "The first" in page
        assert "The second" in page


@both
def test_a_change_with_files_is_taken_back(client, field: str):
    author = cast.official(KEY)
    accept(send(client, author, field, "The first"))
    part = accept(send(client, author, field, "The second"))
    revert(submission=part, by=cast.moderator("other@sample.invalid"), note="Mistaken")
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
    revert(submission=part, by=cast.moderator("other@sample.invalid"), note="Mistaken")
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


def test_captions_are_changed_photos_moved_removed_and_replaced(client):
    author = cast.official(KEY)
    for title in ("One", "Two", "Three"):
        accept(send(client, author, "photos", title))
    cast.sign_in(client, author)
    data = filled(client) | {
        "photos-0-remove": "1",
        "photos-1-alt": "Two, seen again",
        "photos-2-order": "1",
        "photos-2-upload": photo("red"),
    }
    before = [row["image"] for row in ZONE.read(Zone.objects.get(key=KEY), ["photos"])["photos"]]
    client.post(FILES, data)
    sent = Submission.objects.open().get(author=author)
    accept(sent)
    assert live("photos") == ["Three", "Two, seen again"]
    after = [row["image"] for row in ZONE.read(Zone.objects.get(key=KEY), ["photos"])["photos"]]
    assert after[1] == before[1]
    assert after[0] not in before
    assert set(sent.changes) == {"photos"}


def test_what_is_refused_says_why_and_loses_nothing(client):
    cast.sign_in(client, cast.official(KEY))
    data = added(client, "photos", "") | {
        "documents-0-upload": SimpleUploadedFile("d.pdf", b"MZ"),
        "documents-0-title": "A decree",
        "note": "As promised",
    }
    page = refused(client, str(FILES), data).content.decode()
    assert "Row 1: Say in a sentence what the photo shows." in page
    assert "Row 1: This is no PDF" in page
    assert 'value="A decree"' in page
    assert "As promised" in page
    kept = re.search(r'name="photos-0-image" value="([^"]+)"', page).group(1)
    assert f'src="/media/{kept.removesuffix(".webp")}-small.jpg"' in page
    page = client.get(FILES).content.decode()  # Back, or another day
    assert "Row 1: Say in a sentence what the photo shows." in page
    assert kept in page and 'value="A decree"' in page and "As promised" in page
    again = {"photos-0-image": kept, "photos-0-alt": "The gate", "based_on": data["based_on"]}
    assert client.post(FILES, again).status_code == 302
    (row,) = Submission.objects.open().get().proposed("photos")
    assert row["alt"] == "The gate"
    assert default_storage.exists(row["image"])


def test_nobody_names_a_file_of_somebody_else(client):
    theirs = send(client, cast.official(KEY), "photos", "Not decided").proposed("photos")[0]
    cast.sign_in(client, cast.official(KEY, "second@sample.invalid"))
    data = filled(client) | {"photos-0-image": theirs["image"], "photos-0-alt": "Taken"}
    page = refused(client, str(FILES), data).content.decode()
    assert "Choose a file." in page
    assert theirs["image"] not in page
    assert theirs["image"] not in str(Draft.objects.get().typed)


def test_a_page_that_changes_nothing_sends_nothing(client):
    author = cast.official(KEY)
    accept(send(client, author, "photos", "One"))
    cast.sign_in(client, author)
    page = refused(client, str(FILES), filled(client)).content.decode()
    assert "Nothing was changed, so nothing was sent." in page
    assert not Draft.objects.exists()


def test_what_was_refused_can_be_removed(client):
    cast.sign_in(client, cast.official(KEY))
    refused(client, str(FILES), added(client, "photos", ""))
    assert "This stands here as you left it." in client.get(FILES).content.decode()
    assert "Not named yet" in client.get(f"/desk/basket/zone/{KEY}/").content.decode()
    client.post(FILES, {"do": "remove"})
    assert not Draft.objects.exists()
    assert "photos-0-image" not in client.get(FILES).content.decode()


def test_a_photo_is_added_and_seen_in_the_administration(client):
    accept(send(client, cast.official(KEY), "photos", "The first"))
    cast.sign_in(client, cast.focal_point("LA"))
    more = {"photos-1-upload": photo("red"), "photos-1-alt": "The second"}
    assert administration.change(client, KEY, Zone, **more).status_code == 302
    assert live("photos") == ["The first", "The second"]
    pk = Zone.objects.get(key=KEY).pk
    for page in ("change", "history"):
        text = client.get(administration.url(Zone, page, pk)).content.decode()
        for row in ZONE.read(Zone.objects.get(key=KEY), ["photos"])["photos"]:
            assert f'src="/media/{row["image"].removesuffix(".webp")}-small.jpg"' in text


@both
def test_review_and_history_show_the_file_and_what_was_done_to_it(client, field: str):
    sent = send(client, cast.official(KEY), field, "The gate")
    name = sent.proposed(field)[0]["image" if field == "photos" else "file"]
    shown = name.replace(".webp", "-small.jpg")
    cast.sign_in(client, cast.moderator())
    page = client.get(sent.get_absolute_url()).content.decode()
    assert f'"/media/{shown}"' in page
    assert "<b>added</b>: The gate" in page
    accept(sent)
    client.logout()
    assert f'"/media/{shown}"' in client.get(f"/zones/{KEY}/history/").content.decode()


def test_a_photo_is_shown_on_its_page_in_both_formats(client):
    sent = send(client, cast.official(KEY), "photos", "A gate")
    client.logout()
    assert "A gate" not in client.get(f"/zones/{KEY}/").content.decode()
    accept(sent)
    assert 'alt="A gate"' in client.get(f"/zones/{KEY}/").content.decode()
    row = Zone.objects.get(key=KEY).photos.get()
    for address, kind, start in (
        (row.image.url, "image/webp", b"RIFF"),
        (row.fallback_url, "image/jpeg", b"\xff\xd8"),
    ):
        answer = client.get(address)
        assert answer["Content-Type"] == kind
        assert answer.getvalue().startswith(start)


def test_the_administration_keeps_what_others_added_meanwhile(client):
    accept(send(client, cast.official(KEY), "photos", "The first"))
    focal = cast.focal_point("LA")
    cast.sign_in(client, focal)
    address = administration.url(Zone, "change", Zone.objects.get(key=KEY).pk)
    mine = administration.typed(client, address)
    mine |= {"photos-1-upload": photo("red"), "photos-1-alt": "Mine", "firms": "140"}
    rows = ZONE.read(Zone.objects.get(key=KEY), ["photos"])["photos"]
    theirs = {**rows[0], "image": "photos/2026/theirs.webp", "alt": "Theirs"}
    values = {"firms": 135, "photos": [*rows, theirs]}
    apply(record=ZONE, key=KEY, values=values, origin=Origin.ADMIN, office="Another")
    clash = client.post(address, mine)
    assert clash.status_code == 422
    again = administration.Sent(clash.content.decode()).data | {"note": "counted again"}
    again |= {"clash-firms": "mine"}
    assert client.post(address, again).status_code == 302
    assert live("photos") == ["The first", "Theirs", "Mine"]


@pytest.mark.parametrize(
    ("field", "column", "typed", "told"),
    [
        ("photos", "taken", "2099", "2099 is still to come: write the day"),
        ("photos", "taken", "1850", "1850 is before 1900: check the year"),
        ("documents", "published", "2099-01-01", "1 January 2099 is still to come"),
        ("documents", "language", "klingon", "Write the language by its code: en, zh-hans, km"),
    ],
)
def test_what_is_said_of_a_file_is_checked(client, field, column, typed, told):
    cast.sign_in(client, cast.official(KEY))
    data = added(client, field, "The main gate") | {f"{field}-0-{column}": typed}
    page = client.post(FILES, data, follow=True).content.decode()
    assert told in page
    assert f'value="{typed}"' in page  # and stays as it was typed
    assert not Submission.objects.filter(key=KEY, origin=Origin.PROPOSAL).exists()


def test_who_reviews_a_file_reads_what_is_said_of_it(client):
    cast.sign_in(client, cast.official(KEY))
    for field, more in (
        ("photos", {"photos-0-taken": "2025-03", "photos-0-credit": "The zone office"}),
        ("documents", {"documents-0-language": "Khmer", "documents-0-published": "2024"}),
    ):
        client.post(FILES, added(client, field, "The main gate") | more)
    sent = Submission.objects.get(key=KEY, origin=Origin.PROPOSAL)
    assert sent.changes["documents"]["to"][0]["language"] == "km"
    cast.sign_in(client, cast.moderator())
    page = " ".join(client.get(sent.get_absolute_url()).content.decode().split())
    for told in ("Taken: March 2025", "Credit: The zone office", "Language: Khmer"):
        assert told in page, told
    assert "Published: 2024" in page
