"""The best case of a new tenant: one plan a place, year by year, and the least case beside it.

It chooses among what is in force: a rule of the zone goes before one of its kind or area, and that
before a national one; within a level the lowest tax over twenty years. A tenant makes goods: rules
for services alone are no best case. What nobody confirmed is none either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from countries.choices import IncentiveScope, Sector
from countries.models import Incentive
from countries.schedule import LONGEST, STANDARD, Outcome, Profit, Schedule, outcome
from zones.incentives.combining import Book, Plan, Question
from zones.incentives.eligibility import Level, Place, level

SERVICES = {
    Sector.LOGISTICS_WAREHOUSING.value,
    Sector.SERVICES_FINANCE.value,
    Sector.TOURISM_HOSPITALITY.value,
    Sector.TRADE_WHOLESALE.value,
}
ONE_MILLION = Profit(Decimal(1_000_000))  # the rates are the same for any profit
Rates = tuple[Decimal | None, ...]  # of years 1 to 20; None where the law's figure is not known


@dataclass(frozen=True)
class Case:
    """A plan with both ends of what it grants."""

    plan: Plan
    outcome: Outcome

    @property
    def lead(self) -> Incentive:
        return self.plan.lead

    @property
    def most(self) -> Rates:
        return rates_of(self.outcome.most, self.plan)

    @cached_property
    def least(self) -> Schedule:
        return least_of(self.plan, self.outcome)


@dataclass(frozen=True)
class Best:
    """The best case and the least; `least` is None where a project may meet no rule at all."""

    case: Case
    least: Case | None
    standard_pct: Decimal
    start: int
    better: Case | None  # a rule made farther from the zone that leaves less tax
    others: tuple[Case, ...]  # the rest of what is in force, least tax first

    @property
    def rates(self) -> Rates:
        return self.case.most

    @property
    def least_rates(self) -> Rates:
        if self.least is None:
            return (self.standard_pct,) * LONGEST
        return rates_of(self.least.least, self.least.plan)

    @property
    def exempt_years(self) -> int:
        """Count the years without tax from year 1 on, in the best case."""
        return _exempt(self.rates)

    @property
    def least_exempt_years(self) -> int:
        """The same in the least case."""
        return _exempt(self.least_rates)


def _exempt(rates: Rates) -> int:
    return len(list(takewhile(lambda rate: rate == 0, rates)))


def rates_of(schedule: Schedule, plan: Plan | None) -> Rates:
    """What is paid of the profit each year; None where a reduced rate follows that no record
    states. Without a plan nothing is left open."""
    is_open = plan is not None and plan.is_open_ended
    return tuple(
        None if is_open and year.state == STANDARD else year.rate_pct.normalize()
        for year in schedule.years
    )


def least_of(plan: Plan, outcomes: Outcome) -> Schedule:
    """Choose the shortest years that the law states; where it states none, the longest."""
    states = plan.lead.holiday_years_min is not None or not plan.lead.holiday_years_max
    return outcomes.least if states else outcomes.most


def case_of(plan: Plan, standard_pct: Decimal, start: int) -> Case:
    terms = plan.terms
    outcomes = outcome(terms, standard_pct=standard_pct, profit=ONE_MILLION, start=start)
    return Case(plan, outcomes)


def best_case(book: Book, place: Place, standard_pct: Decimal, question: Question) -> Best | None:
    """Return the best case of a new tenant of that sector, or of any that makes goods; None where
    no rule with figures is in force for it."""
    start = question.start
    plans = book.relief(place, question).plans
    cases = [case_of(plan, standard_pct, start) for plan in plans if not plan.is_doubtful]
    cases.sort(key=lambda case: (level(case.lead), case.outcome.most.tax_usd()))
    makers = [case for case in cases if question.sector or is_for_makers(case.lead)]
    if not makers:
        return None
    case = makers[0]
    nearest_level = level(case.lead)
    tax = case.outcome.most.tax_usd()
    farther = [other for other in makers if level(other.lead) > nearest_level]
    better = min(farther, key=lambda other: other.outcome.most.tax_usd(), default=None)
    return Best(
        case=case,
        least=_least(makers, nearest_level),
        standard_pct=standard_pct,
        start=start,
        better=better if better and better.outcome.most.tax_usd() < tax else None,
        others=tuple(other for other in cases if other is not case),
    )


def _least(makers: Sequence[Case], mine: Level) -> Case | None:
    """The case of a level that leaves the most tax.

    A single rule that not every project meets says nothing of the others: they have the least
    case of the next level, or none.
    """
    here = [case for case in makers if level(case.lead) == mine]
    if len(here) > 1 or (here and is_for_every_tenant(here[0].lead)):
        return max(here, key=lambda case: case.least.tax_usd())
    return _least(makers, Level(mine + 1)) if mine < Level.COUNTRY else None


def is_for_makers(incentive: Incentive) -> bool:
    return not incentive.sectors or not SERVICES.issuperset(incentive.sectors)


def is_for_every_tenant(incentive: Incentive) -> bool:
    """Whether it is tied to zones and to no sector: else it depends on what the project is."""
    return incentive.scope != IncentiveScope.NATIONAL and not incentive.sectors
