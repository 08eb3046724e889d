"""Years free of profit tax by the rules that a new tenant of a country may meet, on a day.

Each rule by itself, as on the page of its country; a rule for services alone, and one that nobody
confirmed for new projects, is none of them.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from countries.models import Country, Incentive
from countries.schedule import LONGEST
from sez_portal.common.fields import text_in
from sez_portal.common.lists import in_parts
from zones.incentives.best_case import case_of, is_for_makers
from zones.incentives.combining import Book, Question
from zones.incentives.eligibility import offered


@dataclass(frozen=True)
class FreeYears:
    """What one rule grants, from its shortest to its longest case."""

    incentive: Incentive
    least: int
    most: int
    tax_usd: Decimal  # of twenty years, at most relief


@dataclass(frozen=True)
class Rules:
    """The rules of a country with figures, most years first; some grant a lower rate alone."""

    rows: tuple[FreeYears, ...]

    @cached_property
    def free(self) -> tuple[FreeYears, ...]:
        """Return those with any year free of tax."""
        return tuple(row for row in self.rows if row.most)

    @property
    def best(self) -> FreeYears | None:
        return self.rows[0] if self.rows else None

    @property
    def least(self) -> int:
        return min((row.least for row in self.free), default=0)

    @property
    def most(self) -> int:
        return self.rows[0].most if self.rows else 0


def rules_of(
    incentives: Iterable[Incentive], book: Book, standard_pct: Decimal | None, day: datetime.date
) -> Rules:
    """Return the rules in force for makers of goods that begin in the year after `day`."""
    if standard_pct is None:
        return Rules(())
    start, rows = day.year + 1, []
    for incentive in offered(incentives, day).tenants:
        plan = book.alone(incentive, Question(start)) if is_for_makers(incentive) else None
        if plan is None or plan.is_doubtful:
            continue
        case = case_of(plan, standard_pct, start)
        most = _beyond(incentive, case.outcome.most.exempt_years)
        least = _beyond(incentive, case.least.exempt_years)
        tax = case.outcome.most.tax_usd()
        rows.append(FreeYears(incentive, least, most, tax))
    return Rules(tuple(sorted(rows, key=lambda row: (-row.most, row.tax_usd, row.incentive.key))))


def _beyond(incentive: Incentive, years: int) -> int:
    """A schedule ends after twenty years; the law may grant more."""
    return max(years, incentive.holiday_years_max or 0) if years == LONGEST else years


class Dot(NamedTuple):
    """One number of years, with the rules that grant it at most."""

    years: int
    x: str  # per cent of the scale
    rules: list[Incentive]

    @property
    def names(self) -> str:
        return in_parts(str(text_in(rule, "name")) for rule in self.rules)


class Plot(NamedTuple):
    """The dots of a country, and the lines from the least to the most years of one rule."""

    country: Country
    dots: list[Dot]
    lines: list[tuple[str, str]]
    has_rules: bool


def plots_of(rules_by_country: Mapping[Country, Rules]) -> tuple[list[Plot], list[int]]:
    """Return the dot plot of every country, and the numbers of its scale."""
    most = max((rules.most for rules in rules_by_country.values()), default=0)
    end = max(20, -(-most // 10) * 10)

    def x(years: int) -> str:
        return f"{100 * years / end:.1f}%"

    plots = []
    for country, rules in rules_by_country.items():
        by_years: dict[int, list[Incentive]] = {}
        for row in reversed(rules.free):
            by_years.setdefault(row.most, []).append(row.incentive)
        dots = [Dot(years, x(years), same) for years, same in by_years.items()]
        lines = [(x(row.least), x(row.most)) for row in rules.free if row.least < row.most]
        plots.append(Plot(country, dots, lines, bool(rules.rows)))
    return plots, [*range(0, end + 1, 5 if end <= 20 else 10)]  # noqa: PLR2004  few enough to read
