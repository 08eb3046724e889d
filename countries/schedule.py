"""Profit tax year by year from the terms of incentives, in exact decimals.

It decides rates, taxes and sums. It knows no models, no country, and not which terms hold where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

LONGEST = 20  # years that a schedule looks ahead
HUNDRED = Decimal(100)
CENT = Decimal("0.01")
EXEMPT, REDUCED, STANDARD = "exempt", "reduced", "standard"


@dataclass(frozen=True)
class Profit:
    """Taxable profit in US$: the first year's, and what each later year adds in per cent."""

    first_usd: Decimal
    growth_pct: Decimal = Decimal(0)

    def in_year(self, number: int) -> Decimal:
        """The profit of year 1, 2, … in US$, to the cent."""
        factor = (1 + self.growth_pct / HUNDRED) ** (number - 1)
        return (self.first_usd * factor).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Terms:
    """What one incentive grants, as its record states it.

    `least_years` to `most_years` without tax; then `reductions`, the relief of each later year in
    per cent of the tax due, or one relief `for_good`. `rate_pct` replaces the standard rate in
    `rate_years` years from the first on (None: to the end). `after` says that all of it begins
    when the terms before it have run out. `until` is the last calendar year in which the rule
    itself holds. `cap_usd` is the most tax that the years without tax may save.
    """

    key: str
    least_years: int = 0
    most_years: int = 0
    reductions: tuple[Decimal, ...] = ()
    for_good_pct: Decimal = Decimal(0)
    rate_pct: Decimal | None = None
    rate_years: int | None = None
    after: bool = False
    until: int | None = None
    cap_usd: Decimal | None = None

    def exempt_years(self, *, longest: bool) -> int:
        return self.most_years if longest else self.least_years

    def length(self, *, longest: bool) -> int:
        """Years until its relief has run out, counted from its own first year."""
        rate_years = (self.rate_years or 0) if self.rate_pct is not None else 0
        return max(self.exempt_years(longest=longest) + len(self.reductions), rate_years)


class TaxRelief(NamedTuple):
    """What one incentive grants in one year: a rate instead of the standard one, and a share
    of the tax at that rate that is not paid, in per cent."""

    key: str
    rate_pct: Decimal | None
    off_pct: Decimal
    cap_usd: Decimal | None


@dataclass(frozen=True)
class Year:
    """One year of a schedule; money in US$, `rate_pct` is what is paid of the profit."""

    number: int
    calendar: int
    profit_usd: Decimal
    rate_pct: Decimal
    tax_usd: Decimal
    standard_usd: Decimal
    state: str
    keys: tuple[str, ...]  # the incentives behind it


class RateChange(NamedTuple):
    """A change of the rate: from this year on another applies than the year before."""

    calendar: int
    before: Year
    now: Year


@dataclass(frozen=True)
class Schedule:
    years: tuple[Year, ...]

    def tax_usd(self, count: int = LONGEST) -> Decimal:
        """The tax of the first years together."""
        return sum((year.tax_usd for year in self.years[:count]), Decimal(0))

    def saved_usd(self, count: int = LONGEST) -> Decimal:
        """How much less that is than at the standard rate."""
        standard = sum((year.standard_usd for year in self.years[:count]), Decimal(0))
        return standard - self.tax_usd(count)

    def effective_pct(self, count: int) -> Decimal | None:
        """Tax of the first years in per cent of their profit; None when there is no profit."""
        profit = sum((year.profit_usd for year in self.years[:count]), Decimal(0))
        return self.tax_usd(count) / profit * HUNDRED if profit else None

    def present_usd(self, discount_pct: Decimal, count: int = LONGEST) -> Decimal:
        """The tax of the first years as of the start; year n is discounted n times."""
        factor = 1 + discount_pct / HUNDRED
        taxes = ((year.number, year.tax_usd) for year in self.years[:count])
        present = sum((tax / factor**number for number, tax in taxes), Decimal(0))
        return present.quantize(CENT, ROUND_HALF_UP)

    @property
    def exempt_years(self) -> int:
        return sum(year.state == EXEMPT for year in self.years)

    @property
    def changes(self) -> list[RateChange]:
        """What expires, and what it gives way to."""
        pairs = zip(self.years, self.years[1:], strict=False)
        return [
            RateChange(now.calendar, before, now)
            for before, now in pairs
            if (before.rate_pct, before.keys) != (now.rate_pct, now.keys)
        ]


@dataclass(frozen=True)
class Outcome:
    """Both ends of what the terms allow: the shortest and the longest years without tax."""

    least: Schedule  # the least relief, hence the most tax
    most: Schedule

    @property
    def is_range(self) -> bool:
        return self.least != self.most


def outcome(
    plan: Sequence[Terms],
    *,
    standard_pct: Decimal,
    profit: Profit,
    start: int,
    horizon: int = LONGEST,
) -> Outcome:
    """The two schedules of terms that hold together; of none, twice the standard rate."""
    ends = [
        _schedule(plan, standard_pct, profit, start, horizon, longest=longest)
        for longest in (False, True)
    ]
    return Outcome(*ends)


def _schedule(
    plan: Sequence[Terms],
    standard_pct: Decimal,
    profit: Profit,
    start: int,
    horizon: int,
    *,
    longest: bool,
) -> Schedule:
    """Compute it year by year. Raises ValueError for a horizon or a rate outside the bounds."""
    if not 1 <= horizon <= LONGEST:
        raise ValueError(f"a schedule has 1 to {LONGEST} years")
    if not 0 <= standard_pct <= HUNDRED or profit.first_usd < 0:
        raise ValueError("a rate is 0 to 100 per cent and a profit is not negative")
    years: list[Year] = []
    saved: dict[str, Decimal] = {}
    for number in range(1, horizon + 1):
        calendar = start + number - 1
        granted = _granted(plan, number, calendar, longest=longest)
        year = _year(number, calendar, profit.in_year(number), standard_pct, granted, saved)
        years.append(year)
    return Schedule(tuple(years))


def _granted(
    plan: Sequence[Terms], number: int, calendar: int, *, longest: bool
) -> list[TaxRelief]:
    """What each of the terms grants in that year, those that grant nothing left out."""
    reliefs, over = [], 0
    for terms in plan:
        begun = over if terms.after else 0
        over = max(over, begun + terms.length(longest=longest))
        nth_year = number - begun  # its own first year is 1
        if nth_year < 1 or (terms.until is not None and calendar > terms.until):
            continue
        rated = terms.rate_pct is not None and (
            terms.rate_years is None or nth_year <= terms.rate_years
        )
        off = _off_pct(terms, nth_year, longest=longest)
        if rated or off:
            exempt = nth_year <= terms.exempt_years(longest=longest)
            cap = terms.cap_usd if exempt else None
            reliefs.append(TaxRelief(terms.key, terms.rate_pct if rated else None, off, cap))
    return reliefs


def _off_pct(terms: Terms, nth_year: int, *, longest: bool) -> Decimal:
    exempt = terms.exempt_years(longest=longest)
    if nth_year <= exempt:
        return HUNDRED
    reduced = nth_year - exempt
    if reduced <= len(terms.reductions):
        return max(terms.reductions[reduced - 1], terms.for_good_pct)
    return terms.for_good_pct


def _year(
    number: int,
    calendar: int,
    profit: Decimal,
    standard_pct: Decimal,
    granted: Sequence[TaxRelief],
    saved: dict[str, Decimal],
) -> Year:
    """The lowest rate and the largest relief of it; no incentive ever raises the tax.

    `saved` holds what the capped ones have used up so far, and is kept up to date.
    """
    base_pct, keys = standard_pct, []
    rated = [relief for relief in granted if relief.rate_pct is not None]
    for relief in sorted(rated, key=lambda relief: relief.rate_pct or 0)[:1]:
        if relief.rate_pct is not None and relief.rate_pct < standard_pct:
            base_pct, keys = relief.rate_pct, [relief.key]
    best = max(granted, key=lambda relief: relief.off_pct, default=None)
    full = profit * base_pct / HUNDRED
    off = Decimal(0)
    if best is not None and best.off_pct:
        off = full * best.off_pct / HUNDRED
        if best.cap_usd is not None:
            off = min(off, max(Decimal(0), best.cap_usd - saved.get(best.key, Decimal(0))))
            saved[best.key] = saved.get(best.key, Decimal(0)) + off
        if off or best.cap_usd is None:
            keys = _behind(best, keys)
    rate_pct = _paid_pct(profit, full, off, base_pct, best)
    tax = (full - off).quantize(CENT, ROUND_HALF_UP)
    standard = (profit * standard_pct / HUNDRED).quantize(CENT, ROUND_HALF_UP)
    state = STANDARD if rate_pct >= standard_pct else REDUCED if rate_pct else EXEMPT
    return Year(
        number, calendar, profit, rate_pct, min(tax, standard), standard, state, tuple(keys)
    )


def _behind(best: TaxRelief, keys: list[str]) -> list[str]:
    """Return the incentives that a year rests on: one without tax on its exemption alone."""
    others = [] if best.off_pct == HUNDRED else keys
    return list(dict.fromkeys([best.key, *others]))


def _paid_pct(
    profit: Decimal, full: Decimal, off: Decimal, base_pct: Decimal, best: TaxRelief | None
) -> Decimal:
    """The rate that is left; without any profit, the one that the terms state."""
    if not profit:
        share = best.off_pct if best else Decimal(0)
        return base_pct * (HUNDRED - share) / HUNDRED
    return ((full - off) / profit * HUNDRED).quantize(Decimal("0.0001"))
