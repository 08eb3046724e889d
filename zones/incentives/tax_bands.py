"""Profit tax as bands of years 1 to 20: exempt, reduced, full, as the law states them. No advice.

A stretch is the years in a row with the same rate, at best and at least; where the two differ it
depends on a condition and is hatched.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from countries.models import Incentive
from countries.schedule import LONGEST
from sez_portal.common.dates import last_day
from sez_portal.records.evidence.facts import Notes
from sez_portal.records.field_types.basic import plain
from sez_portal.records.models import Source
from zones.incentives.best_case import Best, Case, Rates, case_of, rates_of
from zones.incentives.combining import Book, Question

YEARS = range(1, LONGEST + 1)
EXEMPT, HALF, REDUCED, FULL, DEPENDS = "b0", "b1", "b2", "b3", "b4"  # classes of the style sheet


class RateStretch(NamedTuple):
    """Years in a row; a rate is None where it is not known."""

    first: int
    last: int
    rate: Decimal | None
    least: Decimal | None  # the rate in the least case

    @property
    def years(self) -> int:
        return self.last - self.first + 1


class Cell(NamedTuple):
    """A stretch of years as one cell of the table."""

    style: str
    words: str
    years: str
    span: int


@dataclass(frozen=True)
class Band:
    """One rule by itself."""

    incentive: Incentive
    cells: list[Cell]
    notes: list[int]


def stretches(rates: Rates, least: Rates) -> list[RateStretch]:
    """Both rates of each year as stretches that cover every year once, in order."""
    stretches: list[RateStretch] = []
    pairs = enumerate(zip(rates, least, strict=True), 1)
    for (rate, low), years in groupby(pairs, lambda pair: pair[1]):
        numbers = [number for number, _pair in years]
        stretches.append(RateStretch(numbers[0], numbers[-1], rate, low))
    return stretches


def cells_of(rates: Rates, least: Rates, standard_pct: Decimal) -> list[Cell]:
    return [_cell(stretch, standard_pct) for stretch in stretches(rates, least)]


def best_cells(best: Best) -> list[Cell]:
    return cells_of(best.rates, best.least_rates, best.standard_pct)


def case_cells(case: Case, standard_pct: Decimal) -> list[Cell]:
    """Return the cells of one rule alone: hatched are the years its own range leaves open."""
    least = rates_of(case.outcome.least, case.plan)
    return cells_of(case.most, least, standard_pct)


def bands_of(
    incentives: Iterable[Incentive],
    book: Book,
    start: int,
    notes: Notes,
    sources: Mapping[str, Sequence[Source]],
) -> list[Band]:
    """The rules that can stand first, each by itself, with the numbers of their sources.

    A rule that ended is drawn for the last projects that it was open to.
    """
    bands = []
    for incentive in incentives:
        standard = incentive.country.standard_cit_rate_pct
        ends = last_day(incentive.effective_to).year if incentive.effective_to else start
        year = min(start, ends)
        plan = book.alone(incentive, Question(year))
        if standard is None or plan is None:
            continue
        cells = case_cells(case_of(plan, standard, year), standard)
        bands.append(Band(incentive, cells, notes.cite(sources.get(incentive.key, ()))))
    return bands


def _cell(stretch: RateStretch, standard_pct: Decimal) -> Cell:
    style = _style(stretch.rate, standard_pct) if stretch.rate == stretch.least else DEPENDS
    return Cell(style, _words(stretch, standard_pct), years_in_words(stretch), stretch.years)


def years_in_words(stretch: RateStretch) -> str:
    years = {"first": stretch.first, "last": stretch.last}
    is_single = stretch.first == stretch.last
    return _("year %(first)s") % years if is_single else _("years %(first)s to %(last)s") % years


def _style(rate: Decimal | None, standard_pct: Decimal) -> str:
    if rate is None:
        return DEPENDS
    if rate >= standard_pct:
        return FULL
    if not rate:
        return EXEMPT
    return HALF if 2 * rate <= standard_pct else REDUCED


def _words(stretch: RateStretch, standard_pct: Decimal) -> str:
    rate, least = stretch.rate, stretch.least
    if rate is None:
        return _("reduced, not stated")
    rates = {"rate": plain(rate), "least": "" if least is None else plain(least)}
    if least is None:
        return _("%(rate)s%%, else not stated") % rates
    if rate != least:
        return _("%(rate)s to %(least)s%%") % rates
    if not rate:
        return _("Exempt")
    return _("Full, %(rate)s%%") % rates if rate >= standard_pct else _("%(rate)s%%") % rates
