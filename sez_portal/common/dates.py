"""Dates that may be only a year or a month: "2019", "2019-10", "2019-10-05".

What people type is read by `common.typed_dates`; here everything is canonical.
"""

import calendar
import datetime
import re
from collections.abc import Collection
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Days = Collection[datetime.date]
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def today() -> datetime.date:
    """The day that it is where the portal stands: the one clock of all that asks for a day."""
    return timezone.localdate()


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day on which a moment was, where the portal stands."""
    return timezone.localdate(moment)


def first_day(text: str) -> datetime.date:
    """The first day the partial date can mean. Raises ValueError when it is none."""
    year, month, day = _parts(text)
    return datetime.date(year, month or 1, day or 1)


def last_day(text: str) -> datetime.date:
    """The last day the partial date can mean: the end of its year or month."""
    year, month, day = _parts(text)
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no year, month or day")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101  the pattern has it
    return year, month, day


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def validate_partial(text: str) -> None:
    try:
        first_day(text)
    except ValueError as error:
        raise ValidationError(
            _("Write a date as 2026, 2026-11 or 2026-11-23."), code="partial_date"
        ) from error


def spell(text: str) -> str:
    """Write a date in the reader's language: "2019", "October 2019", "5 October 2019"."""
    return _spelled(text, get_language()) if text else ""


@lru_cache(maxsize=4096)
def _spelled(text: str, _language: str | None) -> str:
    day = first_day(text)
    if len(text) == 4:  # noqa: PLR2004  YYYY
        return text
    pattern = get_format("YEAR_MONTH_FORMAT" if len(text) == 7 else "DATE_FORMAT")  # noqa: PLR2004
    return date_format(day, pattern)


def validate_day(text: str) -> None:
    """A whole date, with its day."""
    try:
        whole = first_day(text) == last_day(text)
    except ValueError:
        whole = False
    if not whole:
        raise ValidationError(_("Write a day as 2026-11-23."), code="day")


def add_working_days(day: datetime.date, count: int, days_off: Days = ()) -> datetime.date:
    """The day `count` working days (Monday to Friday, less those off) later."""
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= _is_worked(day, days_off)
    return day


def working_days(start: datetime.date, end: datetime.date, days_off: Days = ()) -> int:
    """How many working days (Monday to Friday, less those off) lie after `start`, up to and
    with `end`.
    """
    days = (start + datetime.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_is_worked(day, days_off) for day in days)


def _is_worked(day: datetime.date, days_off: Days) -> bool:
    return day.weekday() < 5 and day not in days_off  # noqa: PLR2004  Saturday
