"""Rows renamed and parted; what the institute asks waits for another person."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from sez_portal.accounts.models import Appointment
from sez_portal.common.access import may
from sez_portal.records.choices import Origin, RowAct, SubmissionStatus
from sez_portal.records.models import Evidence, FormerKey, Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.decide import Overtaken, TooEarly
from sez_portal.records.services.edit import edit
from sez_portal.records.services.propose import propose
from tests import cast
from tests.row_acts import CITED, KEY, begin, said, undo
from zones.models import CrossBorderZone, Zone
from zones.record import PAIR, ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal():
    return cast.focal_point("LA", office="Ministry of Planning")


def zone(key: str = KEY) -> Zone:
    return Zone.objects.get(key=key)


def test_a_new_name_leaves_the_former_one_findable(client, focal):
    before = zone().name_en
    piece = {"speaks_of": "2026-07", "sources": [CITED]}
    terms = {"names": {"name_en": "Savan Park Two"}, "new_key": "la-savan-two", "piece": piece}
    made = begin(RowAct.RENAME, focal, **terms)
    now = zone("la-savan-two")
    assert (now.name_en, before in now.other_names) == ("Savan Park Two", True)
    shown = Evidence.objects.get(key=now.key, field="name_en", is_shown=True)
    assert (shown.speaks_of, shown.sources.get().title) == ("2026-07", "Decree No. 301/GOV")
    assert client.get(f"/zones/{KEY}/?as_of=2026-01-01")["Location"] == (
        "/zones/la-savan-two/?as_of=2026-01-01"
    )
    found = client.get("/zones/", {"q": before}).content.decode()
    assert "/zones/la-savan-two/" in found
    history = client.get(f"/zones/{now.key}/history/").content.decode()
    assert "A decision of the committee" not in history
    assert before in history
    undo(made, focal)
    assert (zone().name_en, before in zone().other_names) == (before, False)
    assert client.get("/zones/la-savan-two/")["Location"] == f"/zones/{KEY}/"
    with pytest.raises(ValidationError):
        undo(made, focal)


def test_a_slip_is_not_kept_as_a_name(focal):
    before = zone().name_en
    begin(RowAct.RENAME, focal, names={"name_en": "Savan"}, is_kept=False)
    assert before not in zone().other_names


@pytest.mark.parametrize(
    "terms",
    [
        {"names": {}},
        {"names": {"name_en": ""}},
        {"names": {}, "new_key": "la-boten"},
        {"names": {"name_en": "Savan"}, "new_key": "Not a key"},
        {"names": {}, "new_key": "la-former"},
    ],
)
def test_a_name_or_key_that_cannot_be_is_refused_whole(focal, terms):
    FormerKey.objects.create(record="zone", former="la-former", key="la-boten")
    before = ZONE.read(zone())
    with pytest.raises(ValidationError):
        begin(RowAct.RENAME, focal, **terms)
    assert ZONE.read(zone()) == before


def test_invitations_and_appointments_follow_a_rename(focal):
    official = cast.official(KEY)
    begin(RowAct.RENAME, focal, names={}, new_key="la-savan-two")
    assert Appointment.objects.get(user=official).zone_key == "la-savan-two"


def test_a_zone_is_parted_and_both_histories_say_so(client, focal):
    evidence = said(ZONE, KEY)
    values = {"name_en": "Savan East", "area_ha": "120"}
    piece = {"speaks_of": "2026", "sources": [CITED]}
    terms = {"new_key": "la-savan-east", "values": values, "take": ["developer", "firms"]}
    made = begin(RowAct.PART, focal, piece=piece, **terms)
    new, old = zone("la-savan-east"), zone()
    assert (new.developer, new.firms, new.jobs) == (old.developer, old.firms, None)
    assert (new.country_id, new.type, new.status) == (old.country_id, old.type, old.status)
    copied = {one for one in evidence if one[0] == "firms"}
    assert copied <= said(ZONE, new.key)
    of_area = Evidence.objects.get(key=new.key, field="area_ha", is_shown=True)
    assert of_area.sources.get().title == "Decree No. 301/GOV"
    for key, words in ((new.key, "Parted from"), (KEY, "Parted off it")):
        assert words in client.get(f"/zones/{key}/history/").content.decode()
    assert said(ZONE, KEY) == evidence
    before = ZONE.read(old)
    undo(made, focal)
    assert ZONE.read(zone()) == before
    assert client.get("/zones/la-savan-east/")["Location"] == f"/zones/{KEY}/"
    told = client.get(f"/zones/{KEY}/history/").content.decode()
    assert "The parting was undone: Savan East is part of it again" in told
    assert "Made one" not in told
    assert "/zones/la-savan-east/" not in client.get("/sitemap-zones.xml").content.decode()


@pytest.mark.parametrize("key", [KEY, "la-boten", "", "No key"])
def test_a_part_needs_a_key_of_its_own(focal, key):
    count = Zone.objects.count()
    with pytest.raises(ValidationError):
        begin(RowAct.PART, focal, new_key=key, values={"name_en": "X"})
    assert Zone.objects.count() == count


TERMS = {
    RowAct.RENAME: {"names": {"name_en": "Savan Park Two"}},
    RowAct.MERGE: {"into": "la-vita-park", "take": []},
    RowAct.PART: {"new_key": "la-savan-east", "values": {"name_en": "Savan East"}},
}


@pytest.mark.parametrize("act", TERMS)
@pytest.mark.parametrize("decider", ["moderator", "focal"])
def test_what_the_institute_asks_waits_for_another_person(
    focal, act, decider, django_capture_on_commit_callbacks
):
    moderator, before = cast.moderator(), (ZONE.read(zone()), Zone.objects.count())
    with django_capture_on_commit_callbacks(execute=True):
        sent = begin(act, moderator, **TERMS[act])
    assert (sent.status, sent.origin, sent.act) == (SubmissionStatus.WAITING, Origin.MI, act)
    (letter,) = [letter for letter in mail.outbox if letter.to == [focal.email]]
    assert f"asks for: {act.label}" in letter.subject
    assert (ZONE.read(zone()), Zone.objects.count()) == before
    assert not Submission.objects.applied().filter(act=act).exists()
    assert begin(act, moderator, **TERMS[act]) == sent  # pressed twice
    with pytest.raises(PermissionDenied):
        row_acts.agree(submission=sent, by=moderator, turn=sent.turn)
    by = cast.moderator("other@sample.invalid") if decider == "moderator" else focal
    if decider == "moderator":
        with pytest.raises(TooEarly):
            row_acts.agree(submission=sent, by=by, turn=sent.turn)
        Appointment.objects.filter(user=focal).delete()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        made = row_acts.agree(submission=sent, by=by, turn=sent.turn)
    assert (made.author, made.decided_by, made.proposal) == (moderator, by, sent)
    sent.refresh_from_db()
    assert sent.status == SubmissionStatus.ACCEPTED
    assert moderator.email in {letter.to[0] for letter in mail.outbox}
    with pytest.raises(Overtaken):
        row_acts.agree(submission=sent, by=by, turn=sent.turn)


def test_what_is_declined_changes_nothing_and_says_why(focal, django_capture_on_commit_callbacks):
    moderator, before = cast.moderator(), ZONE.read(zone())
    sent = begin(RowAct.RENAME, moderator, **TERMS[RowAct.RENAME])
    with pytest.raises(ValidationError):
        row_acts.refuse(submission=sent, by=focal, turn=sent.turn, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        row_acts.refuse(submission=sent, by=focal, turn=sent.turn, reason="No such decision")
    assert ZONE.read(zone()) == before
    letter = mail.outbox[-1]
    assert "declined" in letter.subject
    assert "No such decision" in letter.body


def test_what_waits_for_a_row_is_no_basket_for_its_fields(focal):
    moderator = cast.moderator()
    sent = begin(RowAct.RENAME, moderator, **TERMS[RowAct.RENAME])
    edited = edit(record=ZONE, key=KEY, values={"firms": 148}, by=moderator, office="MI", note="n")
    assert edited.pk != sent.pk
    assert propose(record=ZONE, key=KEY, by=moderator, values={"jobs": 5}).pk == edited.pk
    sent.refresh_from_db()
    assert not sent.changes


def test_what_cannot_be_done_is_not_asked_for(focal):
    with pytest.raises(ValidationError):
        begin(RowAct.MERGE, cast.moderator(), into="kh-phnom-penh-sez")
    assert not Submission.objects.waiting().exists()


def test_a_row_that_two_countries_share_waits_for_the_other_side(focal):
    row = next(one for one in CrossBorderZone.objects.all() if "LA" in PAIR.sides(one))
    (other_country,) = PAIR.sides(row) - {"LA"}
    other = cast.focal_point(other_country, "side@sample.invalid")
    abroad = cast.focal_point("KH", "kh@sample.invalid")
    terms = {"names": {"name_en": "Another name"}}
    sent = begin(RowAct.RENAME, focal, row.key, record=PAIR, **terms)
    assert sent.status == SubmissionStatus.WAITING
    assert [one for one in (focal, other, abroad) if may(one, "decide", sent)] == [other]
    row_acts.agree(submission=sent, by=other, turn=sent.turn)
    assert CrossBorderZone.objects.get(key=row.key).name_en == "Another name"
    made = Submission.objects.applied().get(act=RowAct.RENAME)
    with pytest.raises(PermissionDenied):
        undo(made, focal)
    assert undo(made, cast.moderator())


def test_a_zone_of_a_pair_is_made_one_only_when_the_institute_agrees(focal):
    row = next(one for one in CrossBorderZone.objects.all() if "LA" in PAIR.sides(one))
    mine = next(one for one in (row.zone_a, row.zone_b) if one.country_id == "LA")
    into = Zone.objects.published().filter(country="LA").exclude(key=mine.key).first()
    sent = begin(RowAct.MERGE, focal, mine.key, into=into.key)
    assert sent.status == SubmissionStatus.WAITING
    assert mine.key in {row.zone_a_id, row.zone_b_id}
    row_acts.agree(submission=sent, by=cast.moderator(), turn=sent.turn)
    row.refresh_from_db()
    assert into.key in {row.zone_a_id, row.zone_b_id}


@pytest.mark.parametrize("act", TERMS)
@pytest.mark.parametrize("who", ["official", "elsewhere", "person"])
def test_whole_rows_are_for_those_who_keep_the_country(act, who):
    by = {
        "official": lambda: cast.official(KEY, "z@sample.invalid"),
        "elsewhere": lambda: cast.focal_point("KH", "kh@sample.invalid"),
        "person": lambda: cast.person("p@sample.invalid"),
    }[who]()
    with pytest.raises(PermissionDenied):
        begin(act, by, **TERMS[act])
    assert not Submission.objects.exclude(act="").exists()


def test_nothing_is_done_for_somebody_who_keeps_the_row_no_longer(focal):
    moderator = cast.moderator()
    sent = begin(RowAct.MERGE, moderator, **TERMS[RowAct.MERGE])
    Appointment.objects.filter(user=moderator).delete()
    sent.refresh_from_db()
    with pytest.raises(PermissionDenied):
        row_acts.agree(submission=sent, by=focal, turn=sent.turn)
    assert zone().is_published


def test_what_is_one_with_another_is_not_put_on_the_public_pages_beside_it(client, focal):
    key = "la-luang-prabang"
    made = begin(RowAct.MERGE, focal, key, into="la-vita-park")
    cast.sign_in(client, focal)
    address = f"/admin/zones/zone/act/publish/?ids={zone(key).pk}"
    page = client.get(address, follow=True).content.decode()
    assert "The history of the page shows it" not in page
    told = client.post(address, {"note": "again"}, follow=True).content.decode()
    assert "is one with another row now. Part them first." in told
    assert not zone(key).is_published
    undo(made, focal)
    assert zone(key).is_published


@pytest.mark.parametrize("act", [RowAct.RENAME, RowAct.PART])
def test_who_keeps_the_row_hears_that_an_act_was_undone(
    focal, act, django_capture_on_commit_callbacks
):
    official = cast.official(KEY, "keeper@sample.invalid", office="Zone office")
    made = begin(act, focal, **TERMS[act])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        undo(made, focal)
    (told,) = [one for one in mail.outbox if one.to == [official.email]]
    assert f"focal undid this: {act.label}" in told.subject
    assert "“It was a mistake”" in told.body
