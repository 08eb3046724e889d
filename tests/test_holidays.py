"""Public holidays: a table of the country's record, and the clocks that leave its days out."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from countries.models import Country, Holiday
from countries.record import COUNTRY
from countries.seeding.loader import Loader
from investors.choices import EnquiryLevel
from investors.enquiries import routing, services
from investors.models import Thread
from sez_portal.common.dates import add_working_days, working_days
from sez_portal.records import policy
from sez_portal.records.choices import Origin
from sez_portal.records.models import DataVersion, Evidence, Submission
from sez_portal.records.past import values_at
from sez_portal.records.services.apply import apply
from tests import cast
from tests.administration import change, faults, state
from tests.investor import KEY, after_the_limit, sent, thread_of
from tests.pages import text
from tests.seeds import rows_of
from tests.test_query_counts import queries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("plain_weeks"),
    pytest.mark.one_database,  # counted by Python
]
LAOS = "lao-pdr"
NEW_YEAR = {"day": "2027-01-01", "name": "New Year", "name_local": "", "certainty": ""}
ASK = f"/zones/{KEY}/enquire/"


def enter(*days: datetime.date, key: str = LAOS) -> None:
    """Through the one door, where the table stood empty or held what was entered before."""
    named = {"name": "A holiday", "name_local": "", "certainty": ""}
    rows = [{"day": day.isoformat(), **named} for day in days]
    apply(record=COUNTRY, key=key, values={"holidays": rows}, evidence={}, origin=Origin.ADMIN)


def workday(count: int) -> datetime.date:
    """So many days from Monday to Friday after today."""
    return add_working_days(timezone.localdate(), count)


def test_the_table_opens_with_two_years_of_each_country_and_how_sure_each_day_is(client):
    for item in Loader().items():
        if item.record is COUNTRY:
            COUNTRY["holidays"].kind.write(
                Country.objects.get(key=item.key), "holidays", item.values["holidays"]
            )
            assert item.evidence["holidays"][0].sources
    assert Holiday.objects.count() == len(rows_of("holidays.csv")) > 200
    assert {day.day.year for day in Holiday.objects.all()} == {2026, 2027}
    assert not Holiday.objects.filter(certainty="").exists()
    page = text(client.get(f"/countries/{LAOS}/"))
    section = page.partition('id="h-holidays"')[2].partition("</section>")[0]
    assert 'lang="lo"' in section
    assert "by rule" in section


def test_an_empty_table_is_said_not_to_be_known(client):
    page = text(client.get(f"/countries/{LAOS}/"))
    section = page.partition('id="h-holidays"')[2].partition("</section>")[0]
    assert "not known" in section


def test_a_focal_point_edits_it_in_the_administration(client):
    cast.sign_in(client, cast.focal_point("LA", office="Ministry of Planning"))
    given = {"holidays-0-day": "2027-01-01", "holidays-0-name": "New Year"}
    told = {"holidays__source": "Decree of the holidays", "holidays__speaks_of": "2026"}
    answer = change(client, LAOS, Country, **given, **told)
    assert answer.status_code == 302, faults(answer)
    assert Submission.objects.applied().first().changes == {
        "holidays": {"from": [], "to": [NEW_YEAR]}
    }
    shown = Evidence.objects.get(record="country", key=LAOS, field="holidays", is_shown=True)
    assert (shown.value, shown.confirmed_by) == ([NEW_YEAR], "Ministry of Planning")
    page = text(client.get(f"/countries/{LAOS}/"))
    assert "1 January 2027" in page
    assert "Decree of the holidays" in page
    before = state()
    assert change(client, LAOS, Country).status_code == 302
    assert state() == before  # sent untouched, nothing changes


@pytest.mark.parametrize(
    "cells", [{"day": "soon", "name": "x"}, {"day": "2027-01", "name": "x"}, {"name": "x"}]
)
def test_a_row_needs_a_whole_day(client, cells):
    cast.sign_in(client, cast.focal_point("LA"))
    given = {f"holidays-0-{name}": value for name, value in cells.items()}
    answer = change(client, LAOS, Country, **given)
    assert answer.status_code == 422
    assert "Row 1" in str(faults(answer)["holidays"])
    assert not Holiday.objects.exists()


def test_a_row_needs_a_name(client):
    cast.sign_in(client, cast.focal_point("LA"))
    answer = change(client, LAOS, Country, **{"holidays-0-day": "2027-01-01"})
    assert answer.status_code == 422
    assert not Holiday.objects.exists()


def test_it_is_proposed_at_the_desk_by_the_focal_point_of_the_country_alone(client):
    url = reverse("propose-section", args=["country", LAOS, "holidays"])
    cast.sign_in(client, cast.focal_point("KH", "kh@sample.invalid"))
    assert client.get(url).status_code == 403
    cast.sign_in(client, cast.focal_point("LA"))
    assert 'name="holidays-11-day"' in text(client.get(url))  # room for those of a year
    given = {"holidays-0-day": "2027-01-01", "holidays-0-name": "New Year", "note": "2027"}
    assert client.post(url, given).status_code == 302
    made = Submission.objects.get(record="country", key=LAOS, status="waiting")
    assert made.changes["holidays"]["to"] == [NEW_YEAR]
    assert not Holiday.objects.exists()


def test_the_past_is_replayed():
    before = DataVersion.current()
    enter(datetime.date(2027, 1, 1))
    between = DataVersion.current()
    enter()
    assert not Holiday.objects.exists()
    assert len(values_at(COUNTRY, LAOS, before, ["holidays"])["holidays"]) == 16  # as seeded
    (row,) = values_at(COUNTRY, LAOS, between, ["holidays"])["holidays"]
    assert row["day"] == "2027-01-01"


def test_a_holiday_moves_the_day_on_which_an_enquiry_moves_on(commit):
    cast.official(KEY)
    cast.focal_point("LA")
    thread = thread_of(sent())
    before, limit = workday(1), after_the_limit()
    assert list(routing.overdue(limit)) == [thread]
    enter(before)
    assert not list(routing.overdue(limit))
    later = add_working_days(limit, 1)
    assert list(routing.overdue(later)) == [thread]
    enter(before, limit, later)  # a holiday on the very day counts no more than the others
    assert not list(routing.overdue(later))
    last = add_working_days(later, 2)
    assert not list(routing.overdue(last - datetime.timedelta(days=1)))
    assert list(routing.overdue(last)) == [thread]
    assert routing.move_on(thread=thread, today=last)
    thread.refresh_from_db()
    assert (thread.level, thread.waits_since) == (EnquiryLevel.COUNTRY, last)


def test_the_holidays_of_another_country_change_nothing():
    cast.official(KEY)
    thread, limit = thread_of(sent()), after_the_limit()
    enter(workday(1), key="cambodia")
    assert list(routing.overdue(limit)) == [thread]


def test_an_answer_counts_the_days_that_were_worked():
    official, thread = cast.official(KEY), thread_of(sent())
    Thread.objects.filter(pk=thread.pk).update(sent_at=timezone.now() - datetime.timedelta(days=14))
    worked = [timezone.localdate() - datetime.timedelta(days=days) for days in range(1, 13)]
    enter(*[day for day in worked if day.weekday() == 2])  # both or one of the Wednesdays
    services.answer(thread=thread, by=official, text="Yes.")
    thread.refresh_from_db()
    assert thread.answer_days == 10 - Holiday.objects.count()


def test_the_form_says_which_days_it_counts(client):
    year = timezone.localdate().year
    none = f"Lao PDR: working days are Monday to Friday. No public holidays of {year} have been"
    assert none in text(client.get(ASK))
    enter(datetime.date(year, 1, 6), datetime.date(year, 1, 7))
    page = text(client.get(ASK))
    assert f"Monday to Friday, less the 2 public holidays of {year} that the country" in page
    assert none not in page
    both = text(client.get(f"/enquire/?zone={KEY}&zone=kh-phnom-penh-sez"))
    assert "Lao PDR: working days" in both
    assert "Cambodia: working days" in both


def test_the_desk_says_which_days_it_counts(client):
    thread = thread_of(sent())
    cast.sign_in(client, cast.moderator())
    assert "No public holidays of" in text(client.get(thread.get_absolute_url()))


def test_more_enquiries_take_no_more_queries(client, django_assert_num_queries):
    cast.official(KEY)
    cast.sign_in(client, cast.moderator())
    keys = [KEY, "kh-phnom-penh-sez", "vn-chu-lai", "th-bangpoo", "la-boten"]
    for key in keys[:2]:
        thread_of(sent(key), key)
    pages = [reverse("enquiries"), "/desk/", ASK]
    before = [queries(client, url) for url in pages]
    for key in keys:
        thread_of(sent(key, email=f"{key}@investor.test"), key)
    assert [queries(client, url) for url in pages] == before
    day = after_the_limit()
    with django_assert_num_queries(2):
        list(routing.overdue(day))


def waiting(country: str, days_ago: int) -> Submission:
    return Submission.objects.create(
        record="zone",
        key=KEY,
        country=country,
        title="t",
        origin="proposal",
        status="waiting",
        submitted_at=timezone.now() - datetime.timedelta(days=days_ago),
    )


def test_the_silence_of_a_focal_point_is_counted_without_holidays():
    cast.focal_point("LA")
    sent_today = waiting("LA", 0)
    assert policy.silent_until(sent_today) == workday(policy.SILENCE_DAYS)
    enter(workday(1), workday(2))
    assert policy.silent_until(sent_today) == workday(policy.SILENCE_DAYS + 2)


@pytest.mark.parametrize("country", ["LA", "KH", ""])
def test_late_is_one_thing_in_the_queue_and_beside_the_clock_over_a_holiday(country):
    today = timezone.localdate()
    off = {today - datetime.timedelta(days=days) for days in range(2, 6)}
    enter(*sorted(off))
    rows = [waiting(country, days) for days in range(20)]
    late = set(
        Submission.objects.filter(policy.overdue(today, policy.days_off()), status="waiting")
    )
    for row in rows:
        since = timezone.localdate(row.submitted_at)
        days = working_days(since, today, off if country == "LA" else ())
        assert (row in late) == (days > policy.DECISION_DAYS)


def test_the_queue_counts_by_the_calendar_of_the_country(client):
    today = timezone.localdate()
    row = waiting("LA", 14)
    cast.sign_in(client, cast.moderator())
    (shown,) = client.get("/desk/queue/").context["rows"]
    assert (shown.submission, shown.days, shown.is_late) == (row, 10, True)
    enter(*[today - datetime.timedelta(days=days) for days in range(14)])
    (shown,) = client.get("/desk/queue/").context["rows"]
    assert (shown.days, shown.is_late) == (0, False)
    assert not client.get("/desk/queue/?age=late").context["rows"]


def test_the_public_median_counts_by_the_calendar_of_the_country(client):
    today = timezone.localdate()
    for _number in range(5):
        row = waiting("LA", 14)
        decided = {"decided_at": timezone.now(), "decided_by_name": "A moderator"}
        Submission.objects.filter(pk=row.pk).update(status="accepted", **decided)
    enter(today)

    def median() -> float:
        rows = client.get("/about/moderation/").context["services"]
        return next(one.median_days for one in rows if one.country.iso2 == "LA")

    assert median() == 10 - (today.weekday() < 5)
