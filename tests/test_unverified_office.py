"""An office that somebody wrote about themself confirms nothing, and is shown as not verified."""

import pytest
from django.urls import reverse

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.accounts.roles import speaker_of
from sez_portal.records.choices import Verdict
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.decide import Ruling, decide
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
CLAIMED = "Mekong Institute"
TYPED = {
    "name_en": "Sample Zone of Nobody",
    "country": "LA",
    "type": "industrial_park",
    "status": "planned",
    "management": "unknown",
    "lat": "15.0",
    "lon": "106.9",
}


def proposed_by(client, user) -> Submission:
    cast.sign_in(client, user)
    answer = client.post(reverse("propose-new"), TYPED)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Submission.objects.get(author=user)


def accepted(sent: Submission) -> Submission:
    rulings = {name: Ruling(Verdict.ACCEPTED) for name in sent.undecided}
    turn = sent.turn
    return decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=turn)


def test_a_free_account_confirms_nothing_by_an_office_it_wrote_itself(client):
    sent = proposed_by(client, cast.person(office=CLAIMED))
    sent.country = ""  # no focal point is waited for
    sent.save()
    accepted(sent)
    rows = Evidence.objects.filter(record="zone", key=sent.key)
    assert rows
    for row in rows:
        assert (row.confirmed_on, row.confirmed_by) == (None, "")
        assert [source.title for source in row.sources.all()] == [
            "Statement of Mekong Institute, not verified"
        ]
        assert {source.publisher for source in row.sources.all()} == {""}
    page = client.get(f"/zones/{sent.key}/").content.decode()
    assert "by Mekong Institute" not in page
    assert (
        "not verified: Mekong Institute"
        in client.get(f"/zones/{sent.key}/history/").content.decode()
    )


def test_the_desk_says_that_the_office_is_not_verified(client):
    sent = proposed_by(client, cast.person(office=CLAIMED))
    cast.sign_in(client, cast.moderator())
    for path in (sent.get_absolute_url(), "/desk/queue/"):
        assert "not verified: Mekong Institute" in client.get(path).content.decode()
    assert "proposed by its office" not in client.get(sent.get_absolute_url()).content.decode()


def test_without_an_office_nobodys_name_or_address_stands_in_for_one(client):
    sent = proposed_by(client, cast.person("private@sample.invalid"))
    assert sent.office == ""
    titles = {s["title"] for pieces in sent.evidence.values() for p in pieces for s in p["sources"]}
    assert titles == {"Statement without an office, not verified"}


def test_an_official_of_another_zone_confirms_nothing_here(client):
    user = cast.official("kh-sihanoukville", office="Office of Sihanoukville")
    sent = proposed_by(client, user)
    assert sent.office_told == "Office of Sihanoukville"
    pieces = [piece for given in sent.evidence.values() for piece in given]
    assert {piece["confirmed_by"] for piece in pieces} == {""}


def test_the_focal_point_of_the_country_confirms(client):
    sent = proposed_by(client, cast.focal_point("LA", office="Ministry of Planning"))
    pieces = [piece for given in sent.evidence.values() for piece in given]
    assert {piece["confirmed_by"] for piece in pieces} == {"Ministry of Planning"}


def test_an_appointment_without_an_office_does_not_lend_itself_to_a_written_one():
    user = cast.person(office=CLAIMED)
    Appointment.objects.create(user=user, role=Role.OFFICIAL, zone_key=KEY, country="LA")
    speaker = speaker_of(user, country="LA", key=KEY)
    assert (speaker.office, speaker.is_appointed) == ("official of a zone", True)
    Zone.objects.get(key=KEY)
    confirm(record=ZONE, key=KEY, names=["jobs"], by=user)
    assert not Evidence.objects.filter(record="zone", key=KEY, confirmed_by=CLAIMED).exists()
