"""The queue: what a row tells, filters that stay, the next one, accepting many at once."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from sez_portal.common import dates
from sez_portal.records import policy
from sez_portal.records.choices import RemarkKind
from sez_portal.records.models import Remark, Submission
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY, OTHER, THIRD = "la-savan-seno", "la-boten", "kh-phnom-penh-sez"
QUEUE, ACCEPT = "/desk/queue/", "/desk/queue/accept/"


@pytest.fixture
def moderator(client):
    user = cast.moderator()
    cast.sign_in(client, user)
    return user


def send(key: str = KEY, *, days: int = 30, name: str = "", **values) -> Submission:
    """What an official of the zone sent so many days ago."""
    author = cast.official(key, f"{name or key}@sample.invalid", office="Zone office")
    sent = propose(record=ZONE, key=key, by=author, values=values or {"firms": 148})
    since = timezone.now() - datetime.timedelta(days=days)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=since)
    sent.refresh_from_db()
    return sent


def titles(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/desk/submissions/[^"]*">([^<]*)</a>', page)


def test_a_row_tells_what_about_where_and_who(client, moderator):
    values = {"firms": 1290, "jobs": 6250, "developer": "A developer", "operator": "An operator"}
    send(**values, days=40)
    page = text(client.get(QUEUE))
    row = page.partition("Savan-Seno Special")[2].partition("</ul>")[0]
    assert "Zone, Lao PDR" in row
    assert "Zone office" in row
    assert "proposed by its office" in row
    assert "<del>129</del>" in row and "<ins>1,290</ins>" in row and "× 10" in row
    assert "and 1 more" in row
    assert "is the unit right?" in row
    assert "working days" in page.partition("is the unit right?")[2]


def test_the_search_finds_names_and_authors(client, moderator):
    send(KEY, name="somphone")
    send(OTHER)
    assert len(titles(text(client.get(QUEUE)))) == 2
    for words in ("savan seno", "SOMPHONE"):
        assert titles(text(client.get(QUEUE, {"q": words}))) == [str(Zone.objects.get(key=KEY))]
    assert titles(text(client.get(QUEUE, {"q": "nobody"}))) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"country": "KH"}, {THIRD}),
        ({"country": "LA", "finding": "nothing"}, {OTHER}),
        ({"finding": "something"}, {KEY}),
        ({"finding": "jump"}, {KEY}),
        ({"finding": "abroad"}, set()),
        ({"age": "late"}, {KEY, THIRD}),
        ({"age": "fresh"}, {OTHER}),
        ({"kind": "zone"}, {KEY, OTHER, THIRD}),
        ({"kind": "incentive"}, set()),
        ({"seen": "nobody"}, {KEY, OTHER, THIRD}),
        ({"country": "nowhere", "kind": "x" * 200}, {KEY, OTHER, THIRD}),
    ],
)
def test_each_filter(client, moderator, asked: dict, expected: set):
    send(KEY, firms=1290)
    send(OTHER, days=0, developer="A developer")
    send(THIRD, developer="A developer")
    rows = client.get(QUEUE, asked).context["rows"]
    assert {row.submission.key for row in rows} == expected


def test_the_filter_stays_through_a_decision_and_leads_to_the_next_of_it(client, moderator):
    first = send(KEY, days=40, developer="A developer")
    send(THIRD, days=35, developer="A developer")
    last = send(OTHER, days=30, developer="A developer")
    page = text(client.get(QUEUE, {"country": "LA", "q": "zone"}))
    address = f"{first.get_absolute_url()}?q=zone&amp;country=LA"
    assert address in page
    asked = "?q=zone&country=LA"
    review = text(client.get(f"{first.get_absolute_url()}{asked}"))
    assert f'href="{QUEUE}?q=zone&amp;country=LA"' in review
    assert "1 of 2" in review
    data = {"turn": first.turn, "verdict-developer": "declined", "reason-developer": "No source."}
    answered = client.post(f"{first.get_absolute_url()}{asked}", data)
    assert answered.url == f"{last.get_absolute_url()}{asked}"
    data["turn"] = last.turn
    answered = client.post(answered.url, data)
    assert answered.url == f"{QUEUE}{asked}"


def test_next_goes_on_and_never_back(client, moderator):
    sent = [send(key, days=40 - n) for n, key in enumerate((KEY, OTHER, THIRD))]
    found = []
    address = sent[0].get_absolute_url()
    while address:
        found.append(address)
        place = client.get(address).context["place"]
        address = place.following.get_absolute_url() if place.following else ""
    assert found == [row.get_absolute_url() for row in sent]


def test_who_opens_a_row_is_marked_until_some_minutes_have_passed(client, moderator):
    sent, colleague = send(), cast.moderator("colleague@sample.invalid")
    send(OTHER, days=20)
    address = sent.get_absolute_url()
    cast.sign_in(client, colleague)
    client.head(address)
    sent.refresh_from_db()
    assert sent.looked_at_by is None
    client.get(address)
    cast.sign_in(client, moderator)
    assert "colleague looks at it, since" in text(client.get(QUEUE))
    assert "colleague looks at it, since" in text(client.get(address))
    sent.refresh_from_db()
    assert sent.looked_at_by == colleague  # to open it too takes it from nobody
    assert [len(client.get(QUEUE, {"seen": who}).context["rows"]) for who in ("others", "me")] == [
        1,
        0,
    ]
    long_ago = timezone.now() - datetime.timedelta(minutes=21)
    Submission.objects.filter(pk=sent.pk).update(assigned_at=long_ago)
    assert "looks at it, since" not in text(client.get(QUEUE))


def test_a_decision_and_giving_back_end_the_mark(client, moderator):
    sent = send(firms=148, jobs=5000)
    client.get(sent.get_absolute_url())
    answered = client.post(reverse("submission-assign", args=[sent.pk]))
    assert answered.url == QUEUE  # opened once more, it would be marked once more
    sent.refresh_from_db()
    assert sent.looked_at_by is None
    client.get(sent.get_absolute_url())
    data = {"turn": sent.turn, "verdict-firms": "accepted", "seen-firms": "129"}
    client.post(sent.get_absolute_url(), data)
    sent.refresh_from_db()
    assert (sent.is_waiting, sent.looked_at_by) == (True, None)


def test_next_passes_over_what_a_colleague_looks_at(client, moderator):
    first, second, third = (send(key, days=40 - n) for n, key in enumerate((KEY, OTHER, THIRD)))
    colleague = cast.moderator("colleague@sample.invalid")
    moment = timezone.now()
    rows = Submission.objects.filter(pk=second.pk)
    rows.update(assigned_to=colleague, assigned_at=moment)
    assert client.get(first.get_absolute_url()).context["place"].following == third


def test_while_the_country_may_answer_nothing_is_offered_that_would_be_refused(client, moderator):
    cast.focal_point("LA")
    sent = send(days=0, firms=148)
    until = dates.spell(policy.silent_until(sent).isoformat())
    assert f"from {until}" in text(client.get(QUEUE))
    page = text(client.get(sent.get_absolute_url()))
    assert f"It can be accepted from {until}" in page
    assert 'value="accepted"' not in page
    assert 'value="all"' not in page
    assert "Decide what is chosen" not in page
    assert 'value="declined"' in page
    assert 'name="shown"' not in text(client.get(ACCEPT))
    remark = {"kind": RemarkKind.ENDORSED, "author_name": "focal"}
    Remark.objects.create(submission=sent, **remark)
    assert 'value="accepted"' in text(client.get(sent.get_absolute_url()))


@pytest.mark.parametrize("word", ["silent", "endorsed", "of the focal point", "no focal point"])
def test_what_the_country_may_still_answer_is_one_thing_in_the_filter_and_beside_the_row(word: str):
    focal = cast.focal_point("LA" if word != "no focal point" else "KH")
    rows = [
        Submission.objects.create(
            record="zone",
            key=f"la-{days}",
            country="LA",
            title="t",
            origin="proposal",
            status="waiting",
            author=focal if word == "of the focal point" else None,
            submitted_at=timezone.now() - datetime.timedelta(days=days),
        )
        for days in range(25)
    ]
    if word == "endorsed":
        Remark.objects.create(submission=rows[3], kind=RemarkKind.ENDORSED)
    awaited = set(Submission.objects.filter(policy.awaiting_answer(dates.today())))
    words = policy.country_words(rows)
    assert awaited == {row for row in rows if words[row.pk].is_awaited}
    assert bool(awaited) == (word in ("silent", "endorsed"))
    assert (rows[3] in awaited) == (word == "silent")


def test_the_next_is_one_that_may_be_decided(client, moderator):
    first = send(KEY, days=40, developer="A developer")
    cast.focal_point("LA")
    send(OTHER, days=3, developer="A developer")
    last = send(THIRD, days=1, developer="A developer")
    assert client.get(first.get_absolute_url()).context["place"].following == last
