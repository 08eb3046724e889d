"""Dates that may be only a year or a month."""

import calendar
import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sez_portal.common.dates import add_months, first_day, last_day, spell, validate_partial

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
MONTHS = st.integers(-600, 600)


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
