"""Two zones made one: what comes along, what leads on, and the very state when they are parted."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from countries.models import Incentive, OneStopCentre
from countries.record import INCENTIVE
from investors.choices import MessageKind, ThreadStatus
from investors.models import AnswerTemplate, Enquiry, Message, Shortlist, ShortlistItem, Thread
from sez_portal.accounts.models import Appointment, Invitation
from sez_portal.records.choices import Origin, SubmissionStatus, Verdict
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.models import Draft, Evidence, Flag, FormerKey, MailLink, Submission
from sez_portal.records.services import basket
from sez_portal.records.services.apply import apply
from sez_portal.records.services.confirm import new_link
from sez_portal.records.services.decide import Overtaken, Ruling, decide
from sez_portal.records.services.edit import edit
from sez_portal.records.services.merge import differing, merge, merging_of, unmerge
from sez_portal.records.services.propose import propose
from tests import cast
from tests.row_acts import said, told
from zones.models import Claim, CrossBorderZone, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
GOES, STAYS = "la-savan-seno", "la-vita-park"
ZONE_VALUES = {
    "name_en": "Long Twin SEZ",
    "name_lo": "ຄູ່",
    "other_names": ["Twin"],
    "country": "LA",
    "type": "special_economic_zone",
    "status": "planned",
    "management": "unknown",
    "lat": "17.97",
    "lon": "102.6",
    "coord_precision": "province",
    "firms": 14,
    "power_text": "A line of its own",
}
TWIN = "la-twin"
LIST = Cited("https://list.example/zones", "List of the ministry", "Ministry")


@pytest.fixture
def focal():
    return cast.focal_point("LA", office="Ministry of Planning")


@pytest.fixture
def twin(db):
    """A second row about the zone that stays."""
    piece = Piece(value=14, speaks_of="2025", sources=(LIST,))
    apply(
        record=ZONE, key=TWIN, values=ZONE_VALUES, evidence={"firms": [piece]}, origin=Origin.SEED
    )
    apply(record=ZONE, key=STAYS, values={"firms": None, "power_text": ""}, origin=Origin.ADMIN)
    return Zone.objects.get(key=TWIN)


def made_one(by, *take: str, **more) -> Submission:
    return merge(record=ZONE, key=TWIN, into=STAYS, take=take, told=told(by), **more)


def parted(by) -> Submission:
    return unmerge(record=ZONE, key=TWIN, told=told(by, "Two after all"))


def row(key: str) -> Zone:
    return Zone.objects.get(key=key)


def everything() -> dict:
    """All that stands of both rows, and of what hangs on them."""
    keys = (TWIN, STAYS)
    zones = {key: row(key) for key in keys}
    derived = ("is_published", "known", "countable", "search_text", "listed", "has_note")
    return {
        "values": {key: ZONE.read(zone) for key, zone in zones.items()},
        "derived": {key: [getattr(zone, name) for name in derived] for key, zone in zones.items()},
        "evidence": {key: said(ZONE, key) for key in keys},
        "open": sorted(
            Submission.objects.open().values_list("pk", "key", "title", "status", "typed")
        ),
        "drafts": sorted(Draft.objects.values_list("pk", "key", "section")),
        "flags": sorted(Flag.objects.values_list("pk", "key", "title")),
        "links": sorted(MailLink.objects.values_list("pk", "key", "revoked_at")),
        "people": sorted(
            Appointment.objects.values_list("pk", "zone_key", "ends_on", "ended_by", "note"),
            key=str,
        ),
        "invited": sorted(Invitation.objects.values_list("pk", "zone_key", "title")),
        "claims": sorted(Claim.objects.values_list("pk", "zone", "status", "reason")),
        "threads": sorted(Thread.objects.values_list("pk", "zone", "status", "level")),
        "messages": sorted(Message.objects.values_list("pk", "thread")),
        "templates": sorted(AnswerTemplate.objects.values_list("pk", "zone")),
        "shortlists": sorted(ShortlistItem.objects.values_list("pk", "zone_key", "note")),
        "led": sorted(FormerKey.objects.values_list("record", "former", "key")),
        "named": sorted(Incentive.objects.values_list("key", "zone_keys"), key=str),
        "centres": sorted(OneStopCentre.objects.values_list("key", "zone_key")),
        "pairs": sorted(CrossBorderZone.objects.values_list("key", "zone_a", "zone_b"), key=str),
    }


def asked(zone: Zone, *more: Zone, **columns) -> Thread:
    enquiry = Enquiry.objects.create(
        need="land", questions="How much land?", name="I", email="i@sample.invalid", language="en"
    )
    columns = {"sent_at": timezone.now(), "waits_since": datetime.date(2026, 11, 20), **columns}
    for other in more:
        Thread.objects.create(enquiry=enquiry, zone=other, **columns)
    return Thread.objects.create(enquiry=enquiry, zone=zone, **columns)


def hung_on(zone: Zone) -> dict:
    """One of everything that can wait for a zone."""
    official = cast.official(zone.key, "o@sample.invalid")
    both = cast.official(zone.key, "both@sample.invalid")
    Appointment.objects.create(user=both, role="official", zone_key=STAYS, country="LA")
    sent = propose(record=ZONE, key=zone.key, by=official, values={"jobs": 410})
    second = propose(record=ZONE, key=zone.key, by=both, values={"jobs": 411})
    propose(record=ZONE, key=STAYS, by=both, values={"jobs": 412})
    writer = cast.official(zone.key, "draft@sample.invalid")
    typed = basket.Typed({"jobs": ["7"]})
    draft = basket.save(record=ZONE, key=zone.key, section="glance", by=writer, typed=typed)
    new_link(user=official, record=ZONE, key=zone.key, group="glance")
    claimant = cast.person("claims@sample.invalid")
    claim = Claim.objects.create(zone=zone, user=claimant, office="O", position="P")
    again = Claim.objects.create(zone=zone, user=both, office="O", position="P")
    flag = Flag.objects.create(
        record="zone", key=zone.key, country="LA", title=str(zone), text="wrong"
    )
    shortlist = Shortlist.objects.create(user=claimant)
    ShortlistItem.objects.create(shortlist=shortlist, zone_key=zone.key, note="mine")
    first = Incentive.objects.filter(country="LA").order_by("pk").first()
    apply(record=INCENTIVE, key=first.key, values={"zone_keys": [zone.key]}, origin=Origin.ADMIN)
    AnswerTemplate.objects.create(zone=zone, title="t", text="t")
    invitation = Invitation.objects.create(
        email="x@sample.invalid",
        role="official",
        zone_key=zone.key,
        title=str(zone),
        country="LA",
        token_hash="x",
        expires_on=timezone.localdate() + datetime.timedelta(days=9),
        invited_by=official,
    )
    thread, twice = asked(zone), asked(zone, row(STAYS))
    FormerKey.objects.create(record="zone", former="la-older-twin", key=zone.key)
    return locals()


def test_the_row_that_stays_takes_over_what_was_chosen_with_its_evidence(twin, focal):
    assert {"firms", "power_text"} <= {field.key for field in differing(ZONE, twin, row(STAYS))}
    made_one(focal, "firms")
    now = row(STAYS)
    assert (now.firms, now.power_text) == (14, "")
    piece = Evidence.objects.get(key=STAYS, field="firms", is_shown=True)
    assert (piece.speaks_of, [source.title for source in piece.sources.all()]) == (
        "2025",
        ["List of the ministry"],
    )
    assert now.other_names[-3:] == ["Long Twin SEZ", "ຄູ່", "Twin"]
    assert "long twin" in now.search_text
    assert not row(TWIN).is_published


def test_a_point_is_taken_over_whole(twin, focal):
    made_one(focal, "lat")
    assert (row(STAYS).lat, row(STAYS).lon) == (row(TWIN).lat, row(TWIN).lon)


def test_parting_restores_the_very_state(twin, focal, django_capture_on_commit_callbacks):
    hung_on(twin)
    before = everything()
    with django_capture_on_commit_callbacks(execute=True):
        made_one(focal, *[field.key for field in differing(ZONE, twin, row(STAYS))])
    assert everything() != before
    parted(focal)
    after = everything()
    assert {name: after[name] for name in after if after[name] != before[name]} == {}


def test_a_merging_can_be_undone_and_done_again(twin, focal):
    for _round in range(2):
        before = everything()
        made_one(focal, "firms")
        assert FormerKey.objects.filter(former=TWIN, key=STAYS).exists()
        parted(focal)
        assert everything() == before


def test_what_waited_goes_along(twin, focal, django_capture_on_commit_callbacks):
    hung = hung_on(twin)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        made_one(focal)
    stays = row(STAYS)
    hung["draft"].refresh_from_db()
    assert hung["draft"].key == STAYS
    for sent in (hung["sent"], hung["flag"]):
        sent.refresh_from_db()
        assert (sent.key, sent.title) == (STAYS, stays.name_en)
    for claim, thread in ((hung["claim"], hung["thread"]),):
        claim.refresh_from_db()
        thread.refresh_from_db()
        assert claim.zone == thread.zone == stays
    hung["invitation"].refresh_from_db()
    assert hung["invitation"].zone_key == STAYS
    kept = Appointment.objects.in_force().filter(zone_key=STAYS)
    assert {"o@sample.invalid", "both@sample.invalid", "draft@sample.invalid"} <= set(
        kept.values_list("user__email", flat=True)
    )
    assert not Appointment.objects.in_force().filter(zone_key=TWIN).exists()
    assert STAYS in Incentive.objects.get(key=hung["first"].key).zone_keys
    assert dict(FormerKey.objects.values_list("former", "key")) == {
        "la-older-twin": STAYS,
        TWIN: STAYS,
    }


def test_what_cannot_go_along_ends_with_a_word_and_a_mail(
    twin, focal, django_capture_on_commit_callbacks
):
    hung = hung_on(twin)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        made_one(focal)
    hung["second"].refresh_from_db()
    hung["again"].refresh_from_db()
    hung["twice"].refresh_from_db()
    assert hung["second"].status == SubmissionStatus.WITHDRAWN
    assert hung["second"].remarks.get().text
    assert (hung["again"].status, bool(hung["again"].reason)) == ("declined", True)
    assert hung["twice"].status == ThreadStatus.CLOSED
    assert hung["twice"].messages.get().kind == MessageKind.ANSWER
    mails = {(letter.to[0], letter.subject) for letter in mail.outbox}
    to = [address for address, _subject in mails]
    assert to.count("both@sample.invalid") >= 3  # the proposal, the claim, the two rows
    assert "i@sample.invalid" in to  # whose answer comes from the other zone
    assert any("is one with" in subject for address, subject in mails if address[0] == "o")
    assert not [letter for letter in mail.outbox if "{" in letter.subject + letter.body]


def test_a_proposal_that_went_along_is_decided_there(twin, focal):
    sent = hung_on(twin)["sent"]
    made_one(focal)
    moderator = cast.moderator()
    ruling = {"jobs": Ruling(Verdict.ACCEPTED, seen=row(STAYS).jobs)}
    with pytest.raises(Overtaken):
        decide(submission=sent, by=moderator, rulings=ruling, turn=sent.turn)
    sent.refresh_from_db()
    sent.submitted_at -= datetime.timedelta(days=40)
    sent.save()
    decide(submission=sent, by=moderator, rulings=ruling, turn=sent.turn)
    assert row(STAYS).jobs == 410
    parted(focal)
    sent.refresh_from_db()
    assert (sent.key, sent.status) == (STAYS, SubmissionStatus.ACCEPTED)  # its history stays there


def test_what_was_edited_since_stays_when_they_are_parted(twin, focal):
    made_one(focal, "firms", "power_text")
    edit(record=ZONE, key=STAYS, values={"firms": 15}, by=focal, office="O", note="n")
    parted(focal)
    assert (row(STAYS).firms, row(STAYS).power_text, row(TWIN).firms) == (15, "", 14)


def test_both_histories_tell_of_it(client, twin, focal):
    made_one(focal)
    page = client.get(f"/zones/{STAYS}/history/").content.decode()
    assert "Made one with it" in page
    assert "Long Twin SEZ" in page
    assert "A decision of the committee" in page
    feed = client.get(f"/updates.atom?zone={STAYS}").content.decode()
    assert "merged or parted again" in feed
    parted(focal)
    page = client.get(f"/zones/{TWIN}/history/").content.decode()
    assert "Merged into" in page
    assert "Two after all" in page


def test_a_shortlist_with_both_shows_one(client, twin, focal):
    user = cast.person("list@sample.invalid")
    shortlist = Shortlist.objects.create(user=user)
    for key in (TWIN, STAYS):
        ShortlistItem.objects.create(shortlist=shortlist, zone_key=key, note=f"of {key}")
    made_one(focal)
    cast.sign_in(client, user)
    entries = client.get("/shortlist/").context["page"].entries
    assert [(entry.zone.key, entry.note) for entry in entries] == [(STAYS, f"of {STAYS}")]


def test_cautions_always_come_along(twin, focal):
    caution = dict.fromkeys(("said_by", "said_on", "is_named", "reply"), "")
    caution |= {"kind": "sanction", "text": "Listed by an office."}
    apply(record=ZONE, key=TWIN, values={"cautions": [caution]}, origin=Origin.SEED)
    made_one(focal)
    assert [one.text for one in row(STAYS).cautions.all()] == ["Listed by an office."]
    assert row(STAYS).has_note
    parted(focal)
    assert not row(STAYS).cautions.exists()


@pytest.mark.parametrize(
    ("key", "into", "note"),
    [
        (TWIN, TWIN, "n"),
        (TWIN, "no-such", "n"),
        ("no-such", STAYS, "n"),
        (TWIN, STAYS, " "),
        (TWIN, "kh-phnom-penh-sez", "n"),
    ],
)
def test_what_makes_no_sense_is_refused_whole(twin, key, into, note):
    by = cast.moderator()
    before = everything()
    with pytest.raises(ValidationError):
        merge(record=ZONE, key=key, into=into, told=told(by, note))
    assert everything() == before


def test_a_third_row_is_parted_first(twin, focal):
    made_one(focal)
    merge(record=ZONE, key=STAYS, into=GOES, told=told(focal))
    assert dict(FormerKey.objects.values_list("former", "key")) == {TWIN: GOES, STAYS: GOES}
    unmerge(record=ZONE, key=STAYS, told=told(focal))
    assert dict(FormerKey.objects.values_list("former", "key")) == {TWIN: STAYS}
    parted(focal)
    assert not FormerKey.objects.exists()


@pytest.mark.parametrize("who", ["official", "elsewhere", "person"])
def test_only_who_keeps_both_makes_them_one(twin, who):
    by = {
        "official": lambda: cast.official(TWIN, "z@sample.invalid"),
        "elsewhere": lambda: cast.focal_point("KH", "kh@sample.invalid"),
        "person": lambda: cast.person("p@sample.invalid"),
    }[who]()
    with pytest.raises(PermissionDenied):
        made_one(by)
    merge(record=ZONE, key=TWIN, into=STAYS, told=told(cast.moderator()))
    with pytest.raises(PermissionDenied):
        parted(by)
    assert merging_of(ZONE, TWIN)
