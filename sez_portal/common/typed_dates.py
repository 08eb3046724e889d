"""The one reader of dates: what people type becomes "2019", "2019-10" or "2019-10-05".

A day and a month that can be changed round, and a year of the Buddhist calendar, are asked back.
"""

import datetime
import re
from collections.abc import Iterator
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sez_portal.common import numbers
from sez_portal.common.dates import first_day, last_day, spell, validate_day, validate_partial

LONGEST = 60  # characters that are looked at
FIRST_YEAR, LAST_YEAR = 1800, 2100
_MARK = r"\s?[-/.]\s?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:{_MARK}(\d\d?)(?:{_MARK}(\d\d?))?)?", re.ASCII)
_YEAR_LAST = re.compile(rf"(?:(\d\d?){_MARK})?(\d\d?){_MARK}(\d{{4}})", re.ASCII)
_BUDDHIST_ERA = re.compile(r"พ\.? ?ศ\.? ?|ພ\.? ?ສ\.? ?|\bB\.?E\b\.? ?")
_COMMON_ERA = re.compile(r"ค\.? ?ศ\.? ?|ຄ\.? ?ສ\.? ?|\b(?:C\.?E|A\.?D)\b\.? ?|年$")
_ENGLISH = ("j F Y", "F j, Y", "F j Y", "j M Y", "M j, Y", "F Y", "M Y")
MONTHS = 12


def read_partial(text: str, *, strict: bool = False) -> str:
    """A year, month or day in canonical form, "" for nothing; `strict` takes that form alone.

    Raises ValidationError with a sentence that says how to put it right.
    """
    text = numbers.within_length(text, LONGEST)
    if not text:
        return ""
    if strict:
        validate_partial(text)
        return text
    simple, is_buddhist = _without_era(numbers.ascii_digits(text))
    date = _read(text, simple)
    if is_buddhist and (year := numbers.buddhist(int(date[:4]))):
        date = f"{year}{date[4:]}"
    return _within_years(text, date)


def _without_era(text: str) -> tuple[str, bool]:
    """The date without the name of its era, and whether that is the Buddhist one."""
    rest, found = _BUDDHIST_ERA.subn("", text)
    return _COMMON_ERA.sub("", rest).strip(), bool(found)


def _read(text: str, simple: str) -> str:
    """A date in digits or with the name of a month, in canonical form."""
    if match := _YEAR_FIRST.fullmatch(simple):
        year, month, day = match.groups()
    elif match := _YEAR_LAST.fullmatch(simple):
        day, month, year = match.groups()
        if day and not _is_day_first() and int(month) != int(day):
            month, day = _sure(text, year, day, month)
    else:
        return _with_month_name(simple)
    parts = [year, *(part.zfill(2) for part in (month, day) if part)]
    return "-".join(parts)


def read_day(text: str, *, strict: bool = False) -> str:
    """A whole date, with its day, "" for nothing."""
    date = read_partial(text, strict=strict)
    if date:
        validate_day(date)
    return date


def _is_day_first() -> bool:
    """Whether the reader's language writes the day before the month in digits, too."""
    return str(get_format("SHORT_DATE_FORMAT"))[0] in "jd"


def _sure(text: str, year: str, first: str, second: str) -> tuple[str, str]:
    """(month, day) of two numbers, where only one of the orders is a date."""
    dates = []
    for month, day in ((second, first), (first, second)):
        date = f"{year}-{month.zfill(2)}-{day.zfill(2)}"
        if _is_date(date):
            dates.append((date, (month, day)))
    if len(dates) == 1:
        return dates[0][1]
    if not dates:
        return second, first
    (first_date, _parts), (second_date, _others) = dates
    words = {"text": numbers.short(text), "first": spell(first_date), "second": spell(second_date)}
    words |= {"write_first": first_date, "write_second": second_date}
    raise ValidationError(
        _(
            "“%(text)s” can be read in two ways. Did you mean %(first)s or %(second)s? "
            "Write %(write_first)s or %(write_second)s."
        )
        % words,
        code="unclear",
    )


def _is_date(text: str) -> bool:
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def _within_years(text: str, date: str) -> str:
    """The date, unless its year is hardly meant."""
    year = int(date[:4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        meant = numbers.buddhist(year)
        if meant:
            raise numbers.buddhist_year(text, f"{meant}{date[4:]}")
        words = {"text": numbers.short(text), "first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(
            _("“%(text)s” does not fit: write a year from %(first)s to %(last)s.") % words,
            code="bounds",
        )
    validate_partial(date)
    return date


def _with_month_name(text: str) -> str:
    """A date with the name of its month, as the site writes it or in English."""
    folded = _folded(text)
    numbers = [int(part) for part in re.findall(r"[0-9]{1,4}", folded)][:3]
    for pattern, language in _patterns():
        has_day = any(sign in re.sub(r"\\.", "", pattern) for sign in "jd")
        with translation.override(language):
            for date in _dates(numbers):
                if _folded(date_format(date, pattern)) == folded:
                    return date.isoformat() if has_day else date.isoformat()[:7]
    _refuse()


def _dates(numbers: list[int]) -> Iterator[datetime.date]:
    """Every day that these numbers can be part of."""
    years = [number for number in numbers if FIRST_YEAR <= number <= 2 * LAST_YEAR]
    days = [number for number in numbers if number <= 31] or [1]  # noqa: PLR2004
    for year in years:
        for day in days:
            for month in range(1, MONTHS + 1):
                try:
                    yield datetime.date(year, month, day)
                except ValueError:
                    continue


def _patterns() -> Iterator[tuple[str, str]]:
    language = get_language() or "en"
    for name in ("DATE_FORMAT", "YEAR_MONTH_FORMAT"):
        yield str(get_format(name)), language
    yield from ((pattern, "en") for pattern in _ENGLISH)


def _folded(text: str) -> str:
    text = _COMMON_ERA.sub("", numbers.ascii_digits(text))
    return re.sub(r"[\s.]+", " ", text).casefold().strip()


def _refuse() -> NoReturn:
    raise ValidationError(_("Write a date as 2026, 2026-11 or 2026-11-23."), code="partial_date")


def as_date(text: str) -> datetime.date | None:
    """The whole day that was typed; None for nothing. Raises ValidationError."""
    date = read_day(text)
    return last_day(date) if date else None
