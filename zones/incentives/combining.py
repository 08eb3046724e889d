"""Which incentives bear on a place, and which of them hold together: plans for the schedule.

It judges only what the records hold as data; a condition in words is shown, never judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from countries.choices import Beneficiary, Cumulation, IncentiveCategory
from countries.in_force import Standing, in_year, why_not
from countries.legal_readings import Readings, readings_of
from countries.models import Incentive
from countries.schedule import Terms
from sez_portal.common.dates import first_day, last_day, spell
from zones.incentives.eligibility import Place, applies, limits

NOWHERE: tuple[list[str], ...] = ([], [], [], [])  # no limit of place
PROFIT_TAX = {IncentiveCategory.CIT_HOLIDAY.value, IncentiveCategory.CIT_REDUCED_RATE.value}


class Question(NamedTuple):
    """What is planned: the sector ("" for any), the first year, the investment in US$."""

    start: int
    sector: str = ""
    investment_usd: Decimal | None = None


class LeftOut(NamedTuple):
    incentive: Incentive
    why: str
    words: str = ""  # of the record itself


@dataclass(frozen=True)
class Plan:
    """Incentives that hold together, the leading one first, and what is not known of them."""

    parts: tuple[Incentive, ...]
    terms: tuple[Terms, ...]
    gaps: tuple[str, ...]
    unjudged: int  # limits that the records do not let us judge
    is_doubtful: bool = False  # nobody confirmed that it takes new projects
    is_open_ended: bool = False  # what follows its years is known in words only

    @property
    def lead(self) -> Incentive:
        return self.parts[0]


@dataclass
class Relief:
    """Everything that bears on one place: plans, what was left out and why, other relief."""

    plans: list[Plan] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    other: list[Incentive] = field(default_factory=list)


class Book:
    """The incentives of some countries, with what their words say; one query, asked by whoever
    makes it."""

    def __init__(self, incentives: Iterable[Incentive]) -> None:
        self.by_country: dict[str, list[Incentive]] = {}
        self.by_key: dict[str, Incentive] = {}
        self.every: dict[str, Incentive] = {}  # those for developers and workers as well
        for incentive in incentives:
            self.every[incentive.key] = incentive
            if incentive.beneficiary != Beneficiary.INVESTOR:
                continue
            self.by_country.setdefault(incentive.country_id, []).append(incentive)
            self.by_key[incentive.key] = incentive

    @cached_property
    def readings(self) -> dict[str, Readings]:
        return {key: readings_of(incentive, self.by_key) for key, incentive in self.by_key.items()}

    def alike(self, place: Place) -> Place:
        """Return the same for places that no rule tells apart: what no rule names is left out."""
        zone_keys, districts = self._distinguishing
        return place._replace(
            key=place.key if place.key in zone_keys else "-",
            district=place.district if place.country in districts else "",
        )

    @cached_property
    def _distinguishing(self) -> tuple[set[str], set[str]]:
        rules = self.by_key.values()
        keys = {key for rule in rules for key in (*rule.zone_keys, *rule.excludes_zone_keys)}
        return keys, {rule.country_id for rule in rules if rule.districts}

    def relief(self, place: Place, question: Question) -> Relief:
        """Return plans, other relief, and what was left out and why."""
        relief = Relief()
        fitting: list[Incentive] = []
        for incentive in self.by_country.get(place.country, ()):
            if not bears_on(incentive, place):
                continue
            if not is_profit_tax(incentive):
                relief.other += [incentive] if not self._closed(incentive, question) else []
                continue
            out = self._left_out(incentive, place, question)
            if out is None:
                fitting.append(incentive)
            else:
                relief.left_out.append(out)
        relief.plans = self._plans(fitting, question, relief)
        return relief

    def _closed(self, incentive: Incentive, question: Question) -> str:
        """Say why it is not for a project of that year or sector; "" when it is."""
        if why := why_not(incentive, in_year(incentive, question.start)):
            return why
        if question.sector and incentive.sectors and question.sector not in incentive.sectors:
            return _("It is for other sectors.")
        return ""

    def _left_out(self, incentive: Incentive, place: Place, question: Question) -> LeftOut | None:
        """Return the incentive with the reason why it is not computed; None when it is."""
        reading = self.readings[incentive.key]
        if closed := self._closed(incentive, question):
            return LeftOut(incentive, closed)
        if incentive.for_whom:
            why = _("It is only for: %(whom)s.") % {"whom": incentive.for_whom}
            return LeftOut(incentive, why)
        if "apart" in reading:
            why = _("It is tied to a condition that a new project as such does not meet.")
            return LeftOut(incentive, why, reading.words("apart"))
        if "general_of" in reading and self._fit(
            reading.holding["general_of"].others, place, question
        ):
            why = _("It is the general form of rules that are shown one by one.")
            return LeftOut(incentive, why, reading.words("general_of"))
        if self.adds(incentive):
            why = _(
                "Its years come after those of another rule; how many may add up is not known, so "
                "they are not counted."
            )
            return LeftOut(incentive, why, reading.words("adds") if "adds" in reading else "")
        return self._uncountable(incentive, reading)

    def _fit(self, keys: Iterable[str], place: Place, question: Question) -> bool:
        """Whether one of these rules is for such a project at that place."""
        rules = [self.by_key[key] for key in keys if key in self.by_key]
        return any(
            bears_on(rule, place) and not why_not(rule, in_year(rule, question.start))
            for rule in rules
        )

    def adds(self, incentive: Incentive) -> bool:
        """Whether its tax-free years are more years of another rule, never the first ones."""
        if "adds" in self.readings[incentive.key]:
            return True
        return incentive.cumulation == Cumulation.ADDS and bool(incentive.holiday_years_max)

    def _uncountable(self, incentive: Incentive, reading: Readings) -> LeftOut | None:
        """Say why it fits the place but no schedule can be made of it."""
        if reading.gone:
            return LeftOut(incentive, _("Its record has changed since its words were read."))
        if not incentive.legal_basis:
            return LeftOut(incentive, _("No law is known behind it."), incentive.checked_note)
        if "steps" in reading or _has_figures(incentive):
            return None
        why = _("Its record does not hold how much, or for how long, as a figure.")
        return LeftOut(incentive, why, incentive.checked_note)

    def _plans(
        self, fitting: Sequence[Incentive], question: Question, relief: Relief
    ) -> list[Plan]:
        """One plan for each that can stand alone, with those that its words tie to it."""
        keys = {incentive.key for incentive in fitting}
        tied = {incentive.key: self._leads(incentive) for incentive in fitting}
        plans = []
        for incentive in fitting:
            leads = tied[incentive.key]
            if not leads:
                parts = [rule for rule in fitting if incentive.key in tied[rule.key]]
                plans.append(self._plan([incentive, *parts], question))
            elif not leads & keys:
                why = _("It follows another incentive, which does not hold here.")
                relief.left_out.append(LeftOut(incentive, why))
        return plans

    def _leads(self, incentive: Incentive) -> set[str]:
        holding = self.readings[incentive.key].holding
        return {
            key for kind in ("after", "within") if kind in holding for key in holding[kind].others
        }

    def _plan(self, parts: Sequence[Incentive], question: Question) -> Plan:
        gaps: list[str] = []
        terms = tuple(self._terms(incentive, question, gaps) for incentive in parts)
        lead = parts[0]
        is_doubtful = in_year(lead, question.start) == Standing.DOUBTFUL
        if is_doubtful:
            gaps.insert(0, _("It is not confirmed that it still takes new projects."))
        unjudged = int(bool(self.where(lead))) + int(bool(lead.sectors and not question.sector))
        return Plan(
            tuple(parts),
            terms,
            tuple(dict.fromkeys(gaps)),
            unjudged,
            is_doubtful,
            any("unread" in self.readings[part.key] for part in parts),
        )

    def alone(self, incentive: Incentive, question: Question) -> Plan | None:
        """The rule itself with those that follow it wherever it holds, whatever its standing;
        None for a rule that is no first band: it adds to, follows or runs within another, is their
        general form, is not for any tenant with a new project, or has no figures."""
        reading = self.readings.get(incentive.key)
        if reading is None or self.adds(incentive) or not is_profit_tax(incentive):
            return None
        if incentive.for_whom or "apart" in reading or "general_of" in reading:
            return None
        if self._leads(incentive) or self._uncountable(incentive, reading):
            return None
        parts = [
            rule
            for rule in self.by_country[incentive.country_id]
            if incentive.key in self._leads(rule) and limits(rule) in (NOWHERE, limits(incentive))
        ]
        return self._plan([incentive, *parts], question)

    def _terms(self, incentive: Incentive, question: Question, gaps: list[str]) -> Terms:
        """The record as terms; what it leaves open is added to the gaps."""
        reading = self.readings[incentive.key]
        least, most = _holiday(incentive, gaps)
        reductions, for_good = _reductions(incentive, reading, gaps)
        until = self._until(incentive, reading)
        if incentive.cit_rate_pct is not None and not (incentive.cit_rate_years or until):
            gaps.append(_("No number of years is known for its rate: counted to the end."))
        if "unread" in reading:
            gaps.append(
                _(
                    "What follows the years free of tax is known in words only (“%(words)s”): "
                    "computed at the standard rate."
                )
                % {"words": reading.words("unread")}
            )
        gaps += _door_gaps(incentive, question)
        return Terms(
            key=incentive.key,
            least_years=least,
            most_years=most,
            reductions=reductions,
            for_good_pct=for_good,
            rate_pct=incentive.cit_rate_pct,
            rate_years=incentive.cit_rate_years,
            after="after" in reading,
            until=until,
            cap_usd=_cap(reading, question, gaps),
        )

    def where(self, incentive: Incentive) -> str:
        """The limit of place that no record lets us judge, in the words of the record."""
        reading = self.readings[incentive.key]
        return incentive.area or (reading.words("where") if "where" in reading else "")

    def instead(self, incentive: Incentive) -> str:
        """Return its own words that it does not hold beside another, if it has any."""
        reading = self.readings[incentive.key]
        return reading.words("instead") if "instead" in reading else ""

    def _until(self, incentive: Incentive, reading: Readings) -> int | None:
        """The last year in which it holds; None when it has no such end on record.

        The end of another rule where its words say so. A rate without years stops with the rule.
        """
        other = self.by_key.get(reading.holding["until"].others[0]) if "until" in reading else None
        stops = incentive.cit_rate_pct is not None and not incentive.cit_rate_years
        ends = other.effective_to if other else incentive.effective_to if stops else ""
        return last_day(ends).year if ends else None


def is_profit_tax(incentive: Incentive) -> bool:
    return incentive.category in PROFIT_TAX or _has_figures(incentive)


def bears_on(incentive: Incentive, place: Place) -> bool:
    """Whether the place meets the limits stated as data; a country meets none of them."""
    return applies(incentive, place) if place.key else limits(incentive) == NOWHERE


def _has_figures(incentive: Incentive) -> bool:
    years = incentive.holiday_years_min or incentive.holiday_years_max
    return bool(years or incentive.cit_reduction_pct or incentive.cit_rate_pct is not None)


def _holiday(incentive: Incentive, gaps: list[str]) -> tuple[int, int]:
    least, most = incentive.holiday_years_min, incentive.holiday_years_max
    if least is None and most is None:
        return 0, 0
    if least is None:
        gaps.append(
            _("Only “up to %(years)s years” is known: it may be fewer or none.") % {"years": most}
        )
        return 0, most
    if most is None:
        gaps.append(_("Only the least number of years free of tax is known."))
        return least, least
    return least, most


def _reductions(
    incentive: Incentive, reading: Readings, gaps: list[str]
) -> tuple[tuple[Decimal, ...], Decimal]:
    """Relief of each year after the years without tax, or one for good; in per cent."""
    if "steps" in reading:
        return tuple(Decimal(step) for step in reading.holding["steps"].value.split(";")), Decimal(
            0
        )
    relief, years = incentive.cit_reduction_pct, incentive.cit_reduction_years
    if not relief:
        return (), Decimal(0)
    if not years:
        gaps.append(_("No number of years is known for its relief: counted to the end."))
        return (), relief
    return (relief,) * years, Decimal(0)


def _door_gaps(incentive: Incentive, question: Question) -> list[str]:
    gaps, begin, end = [], incentive.effective_from, incentive.effective_to
    if begin and first_day(begin).year == question.start and first_day(begin).month > 1:
        gaps.append(_("Only for a project that starts from %(day)s on.") % {"day": spell(begin)})
    if end and last_day(end).year == question.start and last_day(end).strftime("%m%d") != "1231":
        gaps.append(_("Only for a project that starts by %(day)s.") % {"day": spell(end)})
    return gaps


def _cap(reading: Readings, question: Question, gaps: list[str]) -> Decimal | None:
    if "cap" not in reading:
        return None
    if question.investment_usd is None:
        gaps.append(
            _(
                "The tax saved may not pass a share of the investment (“%(words)s”). Without the "
                "investment the limit was not applied."
            )
            % {"words": reading.words("cap")}
        )
        return None
    return question.investment_usd * Decimal(reading.holding["cap"].value) / 100
