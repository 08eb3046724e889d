"""Dates that may be only a year or a month."""

import calendar
import datetime
import re
from pathlib import Path
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from sez_portal.common.dates import (
    add_months,
    add_working_days,
    day_of,
    first_day,
    last_day,
    spell,
    today,
    validate_day,
    validate_partial,
    working_days,
)
from sez_portal.common.typed_dates import read_partial

ROOT = Path(__file__).resolve().parent.parent
APPS = ("sez_portal", "countries", "zones", "investors")
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
MONTHS = st.integers(-600, 600)
NEAR = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
FRIDAY = datetime.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2019-10-05", "2019-10-05", "2019-10-05"),
    ],
)
def test_first_and_last_day(text, first, last):
    assert first_day(text).isoformat() == first
    assert last_day(text).isoformat() == last


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-30", "2019-1", "5 May 2019"])
def test_no_date_is_refused(text):
    with pytest.raises(ValidationError):
        validate_partial(text)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-12-15", 1, "2024-01-15"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_add_months(day, months, later):
    assert add_months(datetime.date.fromisoformat(day), months).isoformat() == later


@given(DAYS, MONTHS)
def test_months_are_counted_and_the_day_stays_where_it_can(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


@given(DAYS, DAYS, MONTHS)
def test_adding_months_keeps_the_order(one, other, months):
    one, other = min(one, other), max(one, other)
    assert add_months(one, months) <= add_months(other, months)


def test_spell():
    with translation.override("en"):
        assert spell("") == ""
        assert spell("2019") == "2019"
        assert spell("2019-10") == "October 2019"
        assert spell("2019-10-05") == "5 October 2019"


def day(number: int) -> datetime.date:
    """A day of December 2026, which begins on a Tuesday."""
    return datetime.date(2026, 12, number)


def test_working_days_by_hand():
    assert working_days(FRIDAY, day(4)) == 5  # Monday 30 November to Friday
    assert working_days(FRIDAY, day(6)) == 5  # Saturday and Sunday add none
    assert working_days(FRIDAY, day(4), {day(2)}) == 4  # a holiday on Wednesday
    assert working_days(FRIDAY, day(4), {day(5), FRIDAY}) == 5  # a Saturday; the day of the start
    assert add_working_days(FRIDAY, 5) == day(4)
    assert add_working_days(FRIDAY, 5, {day(2)}) == day(7)  # Monday, over the weekend
    assert add_working_days(FRIDAY, 5, {day(2), day(7)}) == day(8)


@given(NEAR, NEAR, st.frozensets(NEAR), st.frozensets(NEAR))
def test_more_holidays_never_make_more_working_days(one, other, some, more):
    one, other = min(one, other), max(one, other)
    fewer = working_days(one, other, some | more)
    assert 0 <= fewer <= working_days(one, other, some) <= working_days(one, other)


@given(NEAR, st.integers(1, 30), st.frozensets(NEAR))
def test_adding_working_days_is_the_inverse_of_counting_them(start, count, days_off):
    end = add_working_days(start, count, days_off)
    assert working_days(start, end, days_off) == count
    assert working_days(start, end - datetime.timedelta(days=1), days_off) == count - 1


@pytest.mark.parametrize("text", ["", "2026", "2026-11", "2026-02-30", "23.11.2026"])
def test_no_whole_day_is_refused(text):
    with pytest.raises(ValidationError):
        validate_day(text)


def test_what_day_it_is_is_asked_of_one_clock() -> None:
    """`dates.today` and `dates.day_of`: so that a test may move all of the portal to a day."""
    asked = re.compile(r"\b(date\.today|localdate)\(")
    files = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    own = ROOT / "sez_portal/common/dates.py"
    assert [path for path in files if path != own and asked.search(path.read_text("utf-8"))] == []


def test_a_day_is_that_of_bangkok() -> None:
    late = datetime.datetime(2026, 11, 23, 18, 30, tzinfo=datetime.UTC)
    assert day_of(late) == datetime.date(2026, 11, 24)
    with mock.patch.object(timezone, "now", return_value=late):
        assert today() == datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "30 {} 2026", "{} 2026"),
        ("zh-hans", "2026年11月30日", "2026年11月"),
        ("km", "ថ្ងៃទី 30 ខែ{} ឆ្នាំ 2026", "ខែ{} ឆ្នាំ 2026"),
        ("lo", "30 {} 2026", "{} 2026"),
        ("my", "2026 ခုနှစ်၊ {}လ 30 ရက်", "2026 ခုနှစ်၊ {}လ"),
        ("th", "30 {} ค.ศ. 2026", "{} ค.ศ. 2026"),
        ("vi", "ngày 30 tháng 11 năm 2026", "tháng 11 năm 2026"),
    ],
)
def test_a_date_is_written_as_each_language_writes_it(language, day, month):
    with translation.override(language):
        name = translation.gettext("November")
        assert spell("2026-11-30") == day.format(name)
        assert spell("2026-11") == month.format(name)
        assert spell("2026") == "2026"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("พ.ศ. 2568", "2025"),
        ("พ.ศ.๒๕๖๘", "2025"),
        ("ພ.ສ. 2568", "2025"),
        ("2568 BE", "2025"),
        ("ค.ศ. 2025", "2025"),
        ("31/12/2568 BE", "2025-12-31"),
        ("2025年", "2025"),
    ],
)
def test_a_year_with_its_era_is_read(typed: str, read: str):
    assert read_partial(typed) == read
