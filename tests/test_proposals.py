"""From a proposal to a decision: what waits, what goes live, what is refused, what history says."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sez_portal.common.dates import working_days
from sez_portal.records import policy
from sez_portal.records.choices import RemarkKind, SubmissionStatus, Verdict
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.models import DataVersion, Evidence, Submission
from sez_portal.records.past import values_at
from sez_portal.records.services import propose as proposals
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.decide import Moved, Overtaken, Ruling, TooEarly, decide, remark
from sez_portal.records.services.edit import edit
from sez_portal.records.services.revert import revert
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


def official(name: str = "official", zone: str = KEY):
    return cast.official(zone, f"{name}@sample.invalid", office="Savan-Seno Authority")


def focal_point(name: str = "focal"):
    return cast.focal_point("LA", f"{name}@sample.invalid")


def moderator(name: str = "moderator"):
    return cast.moderator(f"{name}@sample.invalid")


def propose(by, values: dict, **more) -> Submission:
    more = {"based_on": DataVersion.current(), "note": "counted again"} | more
    return proposals.propose(record=ZONE, key=KEY, by=by, values=values, **more)


def accept(sent: Submission, by, **seen) -> Submission:
    live = ZONE.read(Zone.objects.get(key=sent.key))
    rulings = {
        name: Ruling(Verdict.ACCEPTED, seen=seen.get(name, live[name])) for name in sent.undecided
    }
    return decide(submission=sent, by=by, rulings=rulings, turn=sent.turn)


def zone() -> Zone:
    return Zone.objects.get(key=KEY)


def test_a_proposal_waits_and_changes_nothing():
    before = ZONE.read(zone())
    sent = propose(official(), {"firms": 148, "jobs": 6250})
    assert sent.status == SubmissionStatus.WAITING
    assert sent.changes["firms"] == {"from": 129, "to": 148}
    assert sent.office == "Savan-Seno Authority"
    assert ZONE.read(zone()) == before


def test_what_is_accepted_goes_live_with_the_day_and_office_that_said_it():
    piece = Piece(148, speaks_of="2026", confirmed_on="2026-11-21", confirmed_by="The office")
    sent = propose(official(), {"firms": 148}, evidence={"firms": [piece]})
    done = accept(sent, moderator())
    assert done.status == SubmissionStatus.ACCEPTED
    assert zone().firms == 148
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert (shown.speaks_of, shown.confirmed_by) == ("2026", "The office")
    part = done.parts.get()
    assert (part.status, part.author, part.decided_by_name) == ("applied", sent.author, "moderator")


def test_some_fields_are_accepted_and_others_declined_with_a_reason(
    commit,
):
    sent = propose(official(), {"firms": 148, "jobs": 6250, "developer": "Somebody"})
    rulings = {
        "firms": Ruling(Verdict.ACCEPTED, seen=129),
        "jobs": Ruling(Verdict.DECLINED, reason="Send the half-year report."),
    }
    with commit():
        decide(submission=sent, by=moderator(), rulings=rulings, turn=sent.turn)
    sent.refresh_from_db()
    assert sent.status == SubmissionStatus.WAITING
    assert sent.undecided == ["developer"]
    assert (zone().firms, zone().jobs) == (148, 4681)
    assert sent.changes["jobs"]["to"] == 6250  # what was declined is kept
    letter = mail.outbox[-1]
    assert letter.to == [sent.author.email]
    assert "Send the half-year report." in letter.body


@pytest.mark.parametrize("reason", ["", " \n"])
def test_declining_needs_a_reason(reason: str):
    sent = propose(official(), {"firms": 148})
    rulings = {"firms": Ruling(Verdict.DECLINED, reason)}
    with pytest.raises(ValidationError, match="reason"):
        decide(submission=sent, by=moderator(), rulings=rulings, turn=sent.turn)
    sent.refresh_from_db()
    assert sent.decisions == {}


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_nobody_decides_what_they_sent_themselves(role: str):
    somebody = getattr(cast, role)()
    sent = propose(somebody, {"firms": 148})
    with pytest.raises(PermissionDenied):
        accept(sent, somebody)
    assert zone().firms == 129


@pytest.mark.parametrize("role", ["official", "focal_point", "person"])
def test_only_mi_decides(role: str):
    sent = propose(official("author"), {"firms": 148})
    makers = {"official": official, "focal_point": focal_point, "person": cast.person}
    somebody = makers[role]("another")
    with pytest.raises(PermissionDenied):
        accept(sent, somebody)


def test_officials_of_other_zones_cannot_propose():
    other = official("other", zone="la-boten")
    with pytest.raises(PermissionDenied):
        propose(other, {"firms": 148})


def test_the_second_of_two_moderators_is_told_who_was_faster():
    sent = propose(official(), {"firms": 148})
    seen = Submission.objects.get(pk=sent.pk)
    accept(sent, moderator("first"))
    with pytest.raises(Overtaken, match="first was faster"):
        accept_as_seen(seen, moderator("second"))


def accept_as_seen(seen: Submission, by) -> Submission:
    rulings = {"firms": Ruling(Verdict.ACCEPTED, seen=129)}
    return decide(submission=seen, by=by, rulings=rulings, turn=seen.turn)


def test_a_figure_that_moved_since_the_page_was_opened_is_not_overwritten():
    sent = propose(official(), {"firms": 148})
    focal = focal_point()
    edit(record=ZONE, key=KEY, values={"firms": 140}, by=focal, office="F", note="n")
    mod = moderator()
    remark(submission=sent, by=focal, kind=RemarkKind.ENDORSED, text="", turn=sent.turn)
    sent.refresh_from_db()
    with pytest.raises(Moved):
        accept(sent, mod, firms=129)
    assert zone().firms == 140
    sent.refresh_from_db()
    accept(sent, mod)  # having seen 140
    assert zone().firms == 148


def test_nothing_changed_is_refused_and_refreshes_nothing():
    before = list(Evidence.objects.filter(key=KEY).values())
    with pytest.raises(proposals.Unchanged):
        propose(official(), {"firms": 129})
    assert list(Evidence.objects.filter(key=KEY).values()) == before
    assert not Submission.objects.open().exists()


def test_what_others_changed_meanwhile_is_no_change_of_the_author():
    started = DataVersion.current()
    edit(record=ZONE, key=KEY, values={"jobs": 5000}, by=focal_point(), office="F", note="")
    sent = propose(official(), {"firms": 148, "jobs": 4681}, based_on=started)
    assert list(sent.changes) == ["firms"]


def test_low_risk_fields_go_live_at_once_and_the_rest_waits():
    sent = propose(official(), {"office_phone": "+856 41 000", "area_ha": "960"})
    assert zone().office_phone == "+856 41 000"
    assert sent.status == SubmissionStatus.WAITING
    assert sent.undecided == ["area_ha"]
    assert sent.decisions["office_phone"]["verdict"] == Verdict.ACCEPTED


def test_what_was_sent_before_stays_under_way_with_what_is_sent_now():
    author = official()
    propose(author, {"firms": 148})
    sent = propose(author, {"area_ha": "960"})
    assert sorted(sent.changes) == ["area_ha", "firms"]


def test_one_open_submission_a_record_and_author():
    author = official()
    first = propose(author, {"firms": 148})
    second = propose(author, {"firms": 150})
    assert first.pk == second.pk
    assert Submission.objects.open().count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"firms": 1290}, "firms"),
        ({"available_ha": "2000"}, "available_ha"),
        ({"lat": "48.1"}, "lat"),
        ({"area_ha": "9540"}, "area_ha"),
    ],
)
def test_checks_are_shown_and_raise_the_tier(values: dict, field: str):
    sent = propose(official(), values)
    assert field in sent.checks
    assert sent.tier == "checked"


def test_a_figure_of_a_day_to_come_does_not_go_live_at_once():
    piece = Piece("x", speaks_of="2099")
    sent = propose(official(), {"website": "https://a.example"}, evidence={"website": [piece]})
    assert "website" in sent.checks
    assert sent.status == SubmissionStatus.WAITING


def test_the_focal_point_is_waited_for_and_silence_ends():
    focal_point()
    sent = propose(official(), {"firms": 148})
    with pytest.raises(TooEarly):
        accept(sent, moderator())
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=long_ago)
    sent.refresh_from_db()
    accept(sent, moderator("other"))
    part = sent.parts.get()
    assert part.awaits_country
    assert policy.silent_until(Submission.objects.get(pk=sent.pk)) is not None


def test_the_page_awaits_the_country_until_it_endorses(client):
    focal, sent = focal_point(), propose(official(), {"firms": 148, "jobs": 6250})
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=long_ago)
    awaited = "Awaiting country confirmation:"
    assert awaited not in client.get(f"/zones/{KEY}/").content.decode()
    rulings = {"firms": Ruling(Verdict.ACCEPTED, seen=129)}
    decide(submission=sent, by=moderator(), rulings=rulings, turn=sent.turn)
    assert f"{awaited} Firms" in client.get(f"/zones/{KEY}/").content.decode()
    turn = Submission.objects.get(pk=sent.pk).turn
    remark(submission=sent, by=focal, kind=RemarkKind.ENDORSED, text="", turn=turn)
    assert awaited not in client.get(f"/zones/{KEY}/").content.decode()


def test_the_country_does_not_wait_for_itself():
    sent = propose(focal_point(), {"firms": 148})
    assert policy.silent_until(sent) is None
    accept(sent, moderator())
    assert not sent.parts.get().awaits_country


@pytest.mark.parametrize("today", [datetime.date(2026, 11, day) for day in range(16, 30)])
def test_late_is_one_thing_in_the_queue_and_beside_the_clock(today: datetime.date):
    for days in range(20):
        since = today - datetime.timedelta(days=days)
        is_late = working_days(since, today) > policy.DECISION_DAYS
        assert (since < policy.overdue_before(today)) == is_late


def test_an_endorsed_proposal_needs_no_waiting():
    sent = propose(official(), {"firms": 148})
    remark(submission=sent, by=focal_point(), kind=RemarkKind.ENDORSED, text="", turn=sent.turn)
    sent.refresh_from_db()
    accept(sent, moderator())
    assert not sent.parts.get().awaits_country


def test_a_proposal_can_be_withdrawn_until_it_is_decided():
    author = official()
    sent = propose(author, {"firms": 148})
    proposals.withdraw(submission=sent, by=author)
    assert Submission.objects.get(pk=sent.pk).status == SubmissionStatus.WITHDRAWN
    with pytest.raises(Overtaken):
        accept_as_seen(sent, moderator())


def test_reverting_one_change_keeps_later_edits_of_other_fields():
    author, mod = official(), moderator()
    first = accept(propose(author, {"firms": 148, "jobs": 6250}), mod)
    accept(propose(author, {"jobs": 6300}), mod)
    made = revert(submission=first.parts.get(), by=mod, note="the count was of 2024")
    assert made.changes == {"firms": {"from": 148, "to": 129}}
    assert (zone().firms, zone().jobs) == (129, 6300)
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert shown.speaks_of == "2019"  # the evidence from before is back


def test_reverting_what_was_edited_again_is_refused():
    author, mod = official(), moderator()
    first = accept(propose(author, {"firms": 148}), mod)
    accept(propose(author, {"firms": 150}), mod)
    with pytest.raises(ValidationError, match="edited again"):
        revert(submission=first.parts.get(), by=mod, note="no")


def test_confirming_moves_the_dates_of_just_these_fields():
    author = official()
    others = Evidence.objects.filter(key=KEY).exclude(field__in=["firms", "jobs"])
    before = list(others.order_by("pk").values())
    confirm(record=ZONE, key=KEY, names=["firms", "jobs"], by=author)
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert (shown.confirmed_by, shown.speaks_of) == ("Savan-Seno Authority", "2019")
    assert shown.confirmed_on == datetime.date.today()  # noqa: DTZ011
    assert list(others.order_by("pk").values()) == before
    with pytest.raises(ValidationError, match="today already"):
        confirm(record=ZONE, key=KEY, names=["firms", "jobs"], by=author)


def test_history_replays_to_what_is_live():
    author, mod = official(), moderator()
    accept(propose(author, {"firms": 148, "office_phone": "1"}), mod)
    assert values_at(ZONE, KEY, DataVersion.current()) == ZONE.read(zone())


def test_a_new_zone_is_proposed_and_accepted():
    values = {
        "name_en": "Sample Zone",
        "country": "LA",
        "type": "special_economic_zone",
        "status": "planned",
        "management": "unknown",
        "lat": "17.9",
        "lon": "102.6",
        "coord_precision": "town",
        "website": "https://zone.example/",
    }
    sent = proposals.propose(record=ZONE, key="la-sample", by=cast.person(), values=values)
    assert sent.is_new
    assert "website" in sent.undecided  # of a new row nothing goes live at once
    assert (sent.country, sent.title) == ("LA", "Sample Zone")
    rulings = {name: Ruling(Verdict.ACCEPTED) for name in sent.undecided}
    decide(submission=sent, by=moderator(), rulings=rulings, turn=sent.turn)
    assert Zone.objects.get(key="la-sample").name_en == "Sample Zone"


def test_a_source_given_is_kept_with_the_figure():
    piece = Piece(148, sources=(Cited("https://a.example/report.pdf", "Half-year report"),))
    sent = propose(official(), {"firms": 148}, evidence={"firms": [piece]})
    accept(sent, moderator())
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert [source.title for source in shown.sources.all()] == ["Half-year report"]
