"""What a schedule comes to and how it is told: sums, years, parts and choices of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from countries.models import Incentive
from countries.schedule import EXEMPT, REDUCED, STANDARD, Outcome, RateChange, Year
from investors.calculators.written import pct
from sez_portal.common.fields import text_in
from sez_portal.common.lists import listed
from zones.incentives.best_case import Case
from zones.incentives.combining import Plan

STATES = {
    EXEMPT: pgettext_lazy("tax state of a year", "exempt"),
    REDUCED: pgettext_lazy("tax state of a year", "reduced"),
    STANDARD: pgettext_lazy("tax state of a year", "standard"),
}
SPANS = (10, 15, 20)  # years over which tax and rate are summed


@dataclass(frozen=True)
class Sums:
    """What the first years come to, at both ends: the most relief and the least."""

    years: int
    outcome: Outcome
    discount_pct: Decimal

    @property
    def tax_usd(self) -> tuple[Decimal, Decimal]:
        return self.outcome.most.tax_usd(self.years), self.outcome.least.tax_usd(self.years)

    @property
    def rate_pct(self) -> tuple[Decimal | None, Decimal | None]:
        ends = (self.outcome.most, self.outcome.least)
        low, high = (end.effective_pct(self.years) for end in ends)
        return low, high

    @property
    def present_usd(self) -> tuple[Decimal, Decimal]:
        ends = (self.outcome.most, self.outcome.least)
        low, high = (end.present_usd(self.discount_pct, self.years) for end in ends)
        return low, high

    @property
    def saved_usd(self) -> tuple[Decimal, Decimal]:
        return self.outcome.least.saved_usd(self.years), self.outcome.most.saved_usd(self.years)


@dataclass(frozen=True)
class Part:
    """One incentive of the rule shown: its limits in words, and the numbers of its sources."""

    incentive: Incentive
    where: str
    sectors: str
    notes: list[int]


@dataclass(frozen=True)
class YearRow:
    """One year of the table: with the longest and with the shortest relief."""

    most: Year
    least: Year
    behind: list[Incentive]
    span: int  # years that the rules behind fill; 0 when an earlier row tells them
    is_open_ended: bool = False  # a relief follows that is known in words only

    @property
    def is_range(self) -> bool:
        return (self.most.rate_pct, self.most.tax_usd) != (self.least.rate_pct, self.least.tax_usd)

    @property
    def calendar(self) -> str:
        return str(self.most.calendar)

    @property
    def state(self) -> str:
        if self.is_open_ended and self.most.state == STANDARD:
            return _("reduced, not stated")
        most, least = str(STATES[self.most.state]), str(STATES[self.least.state])
        # Translators: two states of a year: “exempt or reduced”.
        return most if most == least else _("%(one)s or %(other)s") % {"one": most, "other": least}


@dataclass(frozen=True)
class Choice:
    """Rules that hold together, what they come to, and the address that shows them in full."""

    plan: Plan | None  # None: no incentive at all
    outcome: Outcome
    sums: list[Sums]
    address: str = ""
    where: str = ""
    instead: str = ""  # its own words that it stands alone

    def leads(self, case: Case | None) -> bool:
        """Whether it is that case; None is no incentive."""
        mine = self.plan.lead.key if self.plan else None
        return mine == (case.lead.key if case else None)

    @property
    def ten(self) -> Sums:
        return self.sums[0]

    @property
    def twenty(self) -> Sums:
        return self.sums[-1]


def expiries(outcome: Outcome, parts: Iterable[Incentive]) -> list[str]:
    """What changes when, with the longest relief; then the same with the shortest."""
    names = {part.key: str(text_in(part, "name")) for part in parts}
    most, least = (
        [_in_a_sentence(change, names) for change in end.changes]
        for end in (outcome.most, outcome.least)
    )
    if not outcome.is_range:
        return most
    longest, shortest = _("With the longest relief: %(change)s"), _("With the shortest: %(change)s")
    return [
        *(longest % {"change": change} for change in most),
        *(shortest % {"change": change} for change in least),
    ]


def _in_a_sentence(change: RateChange, names: Mapping[str, str]) -> str:
    """Tell a change: the year, the rate before and from then on, and the rule that ends."""
    words = {
        "year": change.calendar,
        "before": pct(change.before.rate_pct),
        "now": pct(change.now.rate_pct),
    }
    over = [names[key] for key in change.before.keys if key not in change.now.keys]
    if not over:
        # Translators: a change of the tax rate in a year: “2031: from 0 % to 20 %”.
        return _("%(year)s: from %(before)s to %(now)s") % words
    words["over"] = listed(over)
    # Translators: the same; “ends” names the incentives that end with that year.
    return _("%(year)s: from %(before)s to %(now)s; ends: %(over)s") % words
