"""Each field of a proposal waits since it was sent: what is added later has a clock of its own."""

import datetime

import pytest
from django.utils import timezone

from sez_portal.accounts.models import User
from sez_portal.common import dates
from sez_portal.common.dates import spell
from sez_portal.records import policy
from sez_portal.records.choices import RemarkKind, Verdict
from sez_portal.records.models import Remark, Submission
from sez_portal.records.services.decide import Ruling, TooEarly, decide, remark
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # counted by Python
KEY = "la-savan-seno"
QUEUE, ACCEPT = "/desk/queue/", "/desk/queue/accept/"
OFFER = {"kind": "plot", "area_m2": 5000}


@pytest.fixture
def official():
    cast.focal_point("LA", office="Ministry of Planning")
    return cast.official(KEY, office="Zone office")


def send(by, **values) -> Submission:
    return propose(record=ZONE, key=KEY, by=by, values=values)


def days_ago(sent: Submission, days: int) -> datetime.datetime:
    """The moment so many days ago, at which the whole proposal was sent now."""
    moment = timezone.now() - datetime.timedelta(days=days)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=moment, since={})
    sent.refresh_from_db()
    return moment


def live(field: str):
    return ZONE.read(Zone.objects.get(key=KEY), [field])[field]


def accept(sent: Submission, by, *fields: str) -> Submission:
    rulings = {name: Ruling(Verdict.ACCEPTED, seen=live(name)) for name in fields}
    now = Submission.objects.get(pk=sent.pk)
    return decide(submission=now, by=by, rulings=rulings, turn=now.turn)


def offer() -> dict:
    return {name: kind.empty for name, kind in ZONE["offers"].kind.columns.items()} | OFFER


@pytest.mark.parametrize("added", ["a section", "a row of a table"])
def test_what_is_added_has_a_clock_of_its_own_and_what_waits_keeps_its_day(official, added: str):
    since = days_ago(send(official, firms=148), 20)
    field, value = ("developer", "A developer") if added == "a section" else ("offers", [offer()])
    sent = send(official, **{field: value})
    assert sent.sent_at("firms") == since
    assert dates.day_of(sent.sent_at(field)) == dates.today()
    assert sent.submitted_at == since  # the queue goes by what waits longest
    moderator = cast.moderator()
    with pytest.raises(TooEarly):
        accept(sent, moderator, "firms", field)
    accept(sent, moderator, "firms")
    assert live("firms") == 148
    with pytest.raises(TooEarly):
        accept(sent, moderator, field)
    sent.refresh_from_db()
    assert dates.day_of(sent.submitted_at) == dates.today()  # nothing older waits any more
    assert not sent.since


def test_what_is_changed_begins_anew_and_what_is_sent_just_so_does_not(official):
    since = days_ago(send(official, firms=148, jobs=5000), 20)
    sent = send(official, firms=150, jobs=5000)
    assert sent.sent_at("jobs") == since
    assert sent.sent_at("firms") > since


def test_what_came_back_with_a_question_begins_anew(official):
    sent = send(official, firms=148, jobs=5000)
    since = days_ago(sent, 20)
    asked = {"kind": RemarkKind.RETURNED, "text": "Which year?", "turn": sent.turn}
    remark(submission=sent, by=cast.moderator(), **asked)
    sent = send(official, firms=150)
    assert sent.sent_at("jobs") > since


def test_an_endorsement_is_of_what_was_there_to_be_read(official):
    sent = send(official, firms=148)
    days_ago(sent, 3)
    focal = cast.focal_point("LA", "other@sample.invalid")
    remark(submission=sent, by=focal, kind=RemarkKind.ENDORSED, text="", turn=sent.turn)
    sent = send(official, developer="A developer")
    assert not policy.is_endorsed(sent)
    moderator = cast.moderator()
    with pytest.raises(TooEarly):
        accept(sent, moderator, "developer")
    assert not accept(sent, moderator, "firms").parts.get().awaits_country


def test_the_desk_says_which_field_is_too_early_and_accepts_the_others(client, official):
    days_ago(send(official, firms=148), 20)
    sent = send(official, developer="A developer")
    cast.sign_in(client, cast.moderator())
    until = dates.spell(policy.silent_until(sent, ["developer"]).isoformat())
    page = text(client.get(sent.get_absolute_url()))
    assert page.count(f"Can be accepted from {until}") == 1
    assert "Accept this 1 field" in page
    assert "Where the country still has time" not in text(client.get(QUEUE))
    shown = text(client.get(ACCEPT))
    assert f"field-{sent.pk}" in shown
    assert "Not among them, the country still has time: Developer" in shown
    data = {"do": "all", "turn": sent.turn, "seen-firms": live("firms")}
    client.post(sent.get_absolute_url(), data)
    assert live("firms") == 148
    assert Submission.objects.get(pk=sent.pk).undecided == ["developer"]


def test_the_form_says_of_each_field_when_it_was_sent(client, official):
    since = days_ago(send(official, firms=148), 20)
    send(official, jobs=5000)
    cast.sign_in(client, official)
    page = text(client.get(f"/desk/edit/zone/{KEY}/glance/"))
    for moment in (since, timezone.now()):
        assert f"sent on {dates.spell(dates.day_of(moment).isoformat())}" in page


def test_every_page_tells_the_same_day_until_which_a_country_may_answer(client, official):
    days_ago(send(official, firms=148), 4)
    sent = send(official, jobs=5000)
    moderator = cast.moderator()
    word = policy.country_words([sent])[sent.pk]
    last, first = (spell(day.isoformat()) for day in (word.last, word.first))
    assert policy.silent_until(sent) == word.last and last != first
    cast.sign_in(client, moderator)
    queue, page = text(client.get(QUEUE)), text(client.get(sent.get_absolute_url()))
    assert f"<b> from {last} </b>" in queue and f"some of it from {first}" in queue
    assert f"The focal point may answer until {last};" in page
    assert f"can be decided from {first}" in page


def test_every_page_tells_the_same_day_on_which_a_country_answered(client, official):
    sent = send(official, firms=148)
    days_ago(sent, 9)
    focal = User.objects.get(email="focal@sample.invalid")
    sent.refresh_from_db()
    said = remark(submission=sent, by=focal, kind=RemarkKind.ENDORSED, text="", turn=sent.turn)
    moment = timezone.now() - datetime.timedelta(days=3)
    Remark.objects.filter(pk=said.pk).update(created_at=moment)
    told = f"answered on {spell(dates.day_of(moment).isoformat())}"
    cast.sign_in(client, cast.moderator())
    for address in (QUEUE, ACCEPT, sent.get_absolute_url()):
        assert told in text(client.get(address)), address
