"""Claims, the people of a zone, photos: who may, what comes of it, what is refused."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sez_portal.accounts.models import Appointment, Invitation
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import may
from tests import cast
from tests.papers import PDF
from zones import claims
from zones.models import Claim

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def claim(client, user, letter: bytes = PDF, **more):
    cast.sign_in(client, user)
    data = {"office": "Zone office", "position": "Head", "letter": SimpleUploadedFile("l", letter)}
    return client.post(reverse("zone-claim", args=[KEY]), data | more)


def test_a_claim_is_sent_decided_and_gives_the_role(client, commit):
    focal, author = cast.focal_point("LA"), cast.person()
    with commit():
        answer = claim(client, author)
    found = Claim.objects.get()
    assert answer.url == found.get_absolute_url()
    assert mail.outbox[-1].to == [focal.email]
    cast.sign_in(client, focal)
    assert "Zone office" in client.get(reverse("desk")).content.decode()
    letter = client.get(reverse("claim-letter", args=[found.pk]))
    assert letter["Content-Disposition"].startswith("attachment")
    assert letter.getvalue().startswith(b"%PDF-")
    with commit():
        client.post(found.get_absolute_url(), {"do": "accept"})
    assert mail.outbox[-1].to == [author.email]
    author = type(author).objects.get(pk=author.pk)
    assert roles_of(author).zones == {KEY}
    assert Appointment.objects.get(user=author).granted_by == focal


def test_declining_needs_a_reason_and_leaves_no_role(client):
    author = cast.person()
    claim(client, author)
    found = Claim.objects.get()
    cast.sign_in(client, cast.moderator())
    client.post(found.get_absolute_url(), {"do": "decline"})
    found.refresh_from_db()
    assert found.status == "open"
    client.post(found.get_absolute_url(), {"do": "decline", "reason": "Send a letter."})
    found.refresh_from_db()
    assert (found.status, found.reason) == ("declined", "Send a letter.")
    assert not Appointment.objects.filter(user=author).exists()


@pytest.mark.parametrize("maker", ["administrator", "moderator"])
def test_nobody_decides_their_own_claim(client, maker: str):
    user = getattr(cast, maker)()
    claim(client, user)
    assert not may(user, "decide", Claim.objects.get())  # the desk does not offer it either
    with pytest.raises(PermissionDenied):
        claims.decide(claim=Claim.objects.get(), by=user, is_accepted=True, reason="")


@pytest.mark.parametrize(
    ("who", "expected"), [("author", 200), ("focal", 200), ("other", 404), ("person", 404)]
)
def test_who_sees_a_claim(client, who: str, expected: int):
    author = cast.person("author@sample.invalid")
    claim(client, author)
    people = {
        "author": lambda: author,
        "focal": lambda: cast.focal_point("LA"),
        "other": lambda: cast.focal_point("KH"),
        "person": cast.person,
    }
    cast.sign_in(client, people[who]())
    found = Claim.objects.get()
    assert client.get(found.get_absolute_url()).status_code == expected
    letter = client.get(reverse("claim-letter", args=[found.pk]))
    assert letter.status_code == expected
    assert letter.getvalue().startswith(b"%PDF-") == (expected == 200)


@pytest.mark.parametrize("letter", [b"MZ\x90 a program", b"%PDF-1.4 /JavaScript %%EOF"])
def test_a_letter_that_is_no_plain_pdf_is_refused_and_the_rest_stays(client, letter: bytes):
    answer = claim(client, cast.person(), letter, position="Head <of> all")
    assert answer.status_code == 422
    assert "Head &lt;of&gt; all" in answer.content.decode()
    assert not Claim.objects.exists()


def test_one_open_claim_a_person_and_zone(client):
    author = cast.person()
    claim(client, author)
    assert "waiting already" in claim(client, author, note="And more").content.decode()
    assert Claim.objects.count() == 1


def test_the_focal_point_invites_and_ends_and_an_official_hands_over(client):
    official, focal = cast.official(KEY), cast.focal_point("LA")
    page = reverse("zone-people", args=[KEY])
    cast.sign_in(client, focal)
    new = {"do": "invite", "email": "new@sample.invalid", "language": "en"}
    client.post(page, new | {"office": "Zone office"})
    assert Invitation.objects.get().office == "Zone office"
    assert official.appointments.get().ends_on is None
    cast.sign_in(client, official)
    appointment = official.appointments.get().pk
    client.post(reverse("role", args=[appointment]), {"do": "confirm"})
    assert official.appointments.get().mandate_confirmed_on
    cast.sign_in(client, focal)
    client.post(reverse("role-end", args=[appointment]), {"reason": "Left the office."})
    assert official.appointments.get().ends_on


@pytest.mark.parametrize(
    "path", ["claims/2026/x.pdf", "photos/2026/..%2Fx", "photos/2026/none.webp"]
)
def test_only_photos_and_documents_are_served(client, path: str):
    assert client.get(f"/media/{path}").status_code == 404
