"""What became of a proposal after it was decided: taken back, withdrawn, sent anew; all is told."""

import pytest

from sez_portal.records.choices import RowAct, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.propose import propose, withdraw
from sez_portal.records.services.revert import revert
from tests import cast
from tests.pages import in_one_line as text
from tests.row_acts import begin, undo
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages and mails
KEY = "la-savan-seno"


@pytest.fixture
def official():
    return cast.official(KEY, office="Zone office")


@pytest.fixture
def moderator():
    return cast.moderator()


def sent_by(official, **values) -> Submission:
    return propose(record=ZONE, key=KEY, by=official, values=values, note="Counted")


def ruled(sent: Submission, by, **verdicts: str) -> Submission:
    live = ZONE.read(Zone.objects.get(key=KEY), verdicts)
    rulings = {
        name: Ruling(verdict, reason="" if verdict == Verdict.ACCEPTED else "No", seen=live[name])
        for name, verdict in verdicts.items()
    }
    sent.refresh_from_db()
    return decide(submission=sent, by=by, rulings=rulings, turn=sent.turn)


def page_of(client, sent: Submission, reader) -> str:
    cast.sign_in(client, reader)
    return text(client.get(sent.get_absolute_url()))


def change(page: str, key: str) -> str:
    return page.partition(f'id="c-{key}"')[2].partition("</section>")[0]


def on_the_desk(client, reader) -> str:
    cast.sign_in(client, reader)
    return text(client.get("/desk/")).partition('id="w5"')[2].partition("</section>")[0]


def test_what_was_accepted_and_taken_back_is_told_to_its_author(client, official, moderator):
    sent = ruled(
        sent_by(official, firms=148, jobs=5000), moderator, firms="accepted", jobs="accepted"
    )
    part = sent.parts.get()
    revert(submission=part, by=moderator, note="It was the figure of 2024")
    for one in (sent, part):
        page = page_of(client, one, official)
        assert "<b>Taken back since</b>: on " in page
        assert "by moderator." in page and "“It was the figure of 2024”" in page
    page = page_of(client, sent, official)
    assert "<b>Taken back since</b>" in change(page, "firms")
    assert "accepted, and taken back since" in page
    assert "accepted, and taken back since" in on_the_desk(client, official)


def test_only_the_fields_taken_back_are_told_so(client, official, moderator):
    sent = ruled(
        sent_by(official, firms=148, jobs=5000), moderator, firms="accepted", jobs="accepted"
    )
    other = ruled(sent_by(official, jobs=5100), moderator, jobs="accepted")
    revert(submission=sent.parts.get(), by=moderator, note="Wrong year")
    page = page_of(client, sent, official)
    assert "<b>Taken back since</b>" in change(page, "firms")
    assert "<b>Taken back since</b>" not in change(page, "jobs")
    assert "accepted, and taken back in part since" in page
    assert "Taken back since" not in page_of(client, other, official)


def test_a_taking_back_that_was_taken_back_is_none(client, official, moderator):
    sent = ruled(sent_by(official, firms=148), moderator, firms="accepted")
    made = revert(submission=sent.parts.get(), by=moderator, note="Wrong year")
    revert(submission=made, by=moderator, note="It was right")
    page = page_of(client, sent, official)
    assert "Taken back since" not in page and "taken back" not in on_the_desk(client, official)


def test_an_act_that_was_undone_is_told_to_who_asked_for_it(client, moderator):
    focal = cast.focal_point("LA")
    asked = begin(RowAct.RENAME, moderator, names={"name_en": "Savan Two"})
    made = row_acts.agree(submission=asked, by=focal, turn=asked.turn)
    undo(made, focal)
    for one in (asked, made):
        page = page_of(client, one, moderator)
        assert "<b>Taken back since</b>" in page and "“It was a mistake”" in page


@pytest.mark.parametrize("verdict", ["accepted", "declined"])
def test_withdrawing_the_rest_hides_no_decision(client, official, moderator, verdict):
    sent = ruled(sent_by(official, firms=148, jobs=5000), moderator, firms=verdict)
    withdraw(submission=sent, by=official)
    page = page_of(client, sent, official)
    told = f"{verdict} in part, the rest withdrawn"
    assert told in page and told in on_the_desk(client, official)
    assert f"<b>{verdict.capitalize()}</b>" in change(page, "firms")
    assert "<b>Withdrawn</b>" in change(page, "jobs")


def test_what_is_sent_anew_does_not_take_the_place_of_what_was_decided(client, official, moderator):
    sent = ruled(sent_by(official, firms=148, jobs=5000), moderator, firms="accepted")
    again = sent_by(official, firms=150)
    assert again.pk == sent.pk
    for reader in (official, moderator):
        told = change(page_of(client, again, reader), "firms")
        former = told.partition("<b>Accepted before</b>")[2][:300]
        assert "<del>129</del> → 148" in former and "moderator" in former
    assert "<ins>150</ins>" in told
    ruled(again, moderator, firms="declined", jobs="accepted")
    told = change(page_of(client, again, official), "firms")
    assert "Accepted before" in told and "<b>Declined</b>" in told


def test_what_was_accepted_taken_back_and_sent_anew_is_told_whole(client, official, moderator):
    sent = ruled(sent_by(official, firms=148, jobs=5000), moderator, firms="accepted")
    revert(submission=sent.parts.get(), by=moderator, note="Wrong year")
    withdraw(submission=sent_by(official, firms=151), by=official)
    page = page_of(client, sent, official)
    assert "accepted in part and taken back since, the rest withdrawn" in page
    told = change(page, "firms")
    assert "Accepted before" in told and "<b>Taken back since</b>" in told


def test_what_was_declined_and_sent_anew_keeps_the_reason(client, official, moderator):
    sent = ruled(sent_by(official, firms=148, jobs=5000), moderator, firms="declined")
    sent_by(official, firms=150)
    told = change(page_of(client, sent, official), "firms")
    assert "<b>Declined before</b>: No" in told
