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
    """One year of the table at both ends: the best case and the least, or a rule's own range."""

    most: Year
    least: Year
    behind: list[Incentive]
    span: int  # years that the rules behind fill; 0 when an earlier row tells them
    is_open_ended: bool = False  # a relief follows that is known in words only
    is_least_open: bool = False  # the same at the other end

    @property
    def is_range(self) -> bool:
        return (self.most.rate_pct, self.most.tax_usd) != (self.least.rate_pct, self.least.tax_usd)

    @property
    def calendar(self) -> str:
        return str(self.most.calendar)

    @property
    def state(self) -> str:
        most = _state(self.most, is_open=self.is_open_ended)
        least = _state(self.least, is_open=self.is_least_open)
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


def _state(year: Year, *, is_open: bool) -> str:
    if is_open and year.state == STANDARD:
        return _("reduced, not stated")
    return str(STATES[year.state])


def expiries(outcome: Outcome, parts: Iterable[Incentive], *, is_best: bool) -> list[str]:
    """What changes when at best; then the same in the least case, or with the shortest relief."""
    names = {part.key: str(text_in(part, "name")) for part in parts}
    most, least = (
        [_in_a_sentence(change, names) for change in end.changes]
        for end in (outcome.most, outcome.least)
    )
    if not outcome.is_range:
        return most
    longest, shortest = _("With the longest relief: %(change)s"), _("With the shortest: %(change)s")
    if is_best:
        longest, shortest = _("In the best case: %(change)s"), _("In the least case: %(change)s")
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


def assumptions() -> list[str]:
    """What the sums rest on, in sentences."""
    return [
        _("Every year of each rule counts from the first year of profit, which is year 1."),
        _("Profit is taxable profit. Losses, depreciation and minimum taxes are left out."),
        _(
            "Each place starts with its best case: a rule of the zone goes before one of its "
            "kind or area, and that before one of the whole country; among them the one that "
            "leaves the least tax in twenty years. Whether your project meets its condition "
            "is for you to check."
        ),
        _(
            "Where a law says “up to” a number of years and no least, the best and the least case "
            "count that number."
        ),
        _("Rules are combined only where the record says so."),
        _(
            "A rate with years free of tax beside it counts from the first year; the relief "
            "is taken off that rate."
        ),
        _("Rules that ended before your first year, or begin after it, are left out."),
        _("The present value counts the tax of year n as paid at the end of that year."),
        _("Rules for developers of zones are left out."),
    ]
