"""Which incentives bear on a place, and which of them hold together: plans for the schedule.

It judges only what the records hold as data; a condition in words is shown, never judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, cast

from django.utils.translation import gettext as _

from countries.choices import Beneficiary, IncentiveCategory
from countries.models import Incentive
from countries.readings import Read, read
from countries.schedule import Terms
from sez_portal.common.dates import first_day, last_day, spell
from zones.models import Zone
from zones.page import applies

PROFIT_TAX = {IncentiveCategory.CIT_HOLIDAY.value, IncentiveCategory.CIT_REDUCED_RATE.value}


class Place(NamedTuple):
    """What the limits of incentives are compared with; without a key: anywhere in the country."""

    country: str
    key: str = ""
    type: str = ""
    province_keys: tuple[str, ...] = ()
    district: str = ""


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

    @property
    def lead(self) -> Incentive:
        return self.parts[0]


@dataclass
class Relief:
    """What bears on one place."""

    plans: list[Plan] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    other: list[Incentive] = field(default_factory=list)


class Book:
    """The incentives of some countries, with what their words say; one query, asked by whoever
    makes it."""

    def __init__(self, incentives: Iterable[Incentive]) -> None:
        self.by_country: dict[str, list[Incentive]] = {}
        self.by_key: dict[str, Incentive] = {}
        for incentive in incentives:
            if incentive.beneficiary != Beneficiary.INVESTOR:
                continue
            self.by_country.setdefault(incentive.country_id, []).append(incentive)
            self.by_key[incentive.key] = incentive

    @cached_property
    def readings(self) -> dict[str, Read]:
        return {key: read(incentive, self.by_key) for key, incentive in self.by_key.items()}

    def relief(self, place: Place, question: Question) -> Relief:
        """Plans, other relief, and what was left out and why."""
        found = Relief()
        fitting: list[Incentive] = []
        for incentive in self.by_country.get(place.country, ()):
            if not _bears_on(incentive, place):
                continue
            if not is_profit_tax(incentive):
                found.other += [incentive] if not self._closed(incentive, question) else []
                continue
            out = self._left_out(incentive, place, question)
            if out is None:
                fitting.append(incentive)
            else:
                found.left_out.append(out)
        found.plans = self._plans(fitting, question, found)
        return found

    def _closed(self, incentive: Incentive, question: Question) -> str:
        """Why it is not for a project of that year or sector; "" when it is."""
        start, sector = question.start, question.sector
        if incentive.effective_to and last_day(incentive.effective_to).year < start:
            return _("It ended on %(day)s.") % {"day": spell(incentive.effective_to)}
        if incentive.effective_from and first_day(incentive.effective_from).year > start:
            return _("It begins on %(day)s.") % {"day": spell(incentive.effective_from)}
        if sector and incentive.sectors and sector not in incentive.sectors:
            return _("It is for other sectors.")
        return ""

    def _left_out(self, incentive: Incentive, place: Place, question: Question) -> LeftOut | None:
        """The incentive with the reason why it is not computed; None when it is."""
        said = self.readings[incentive.key]
        if "not_type" in said and place.type == said.holding["not_type"].value:
            return LeftOut(incentive, _("It is not for this kind of zone."), said.words("not_type"))
        if closed := self._closed(incentive, question):
            return LeftOut(incentive, closed)
        if "apart" in said:
            why = _("It is tied to a condition that a new project as such does not meet.")
            return LeftOut(incentive, why, said.words("apart"))
        return self._uncountable(incentive, said)

    def _uncountable(self, incentive: Incentive, said: Read) -> LeftOut | None:
        """Why it fits the place but no schedule can be made of it."""
        if said.gone:
            return LeftOut(incentive, _("Its record has changed since its words were read."))
        if not incentive.legal_basis:
            return LeftOut(incentive, _("No law is known behind it."), incentive.checked_note)
        if "steps" in said or _has_figures(incentive):
            return None
        why = _("Its record does not hold how much, or for how long, as a figure.")
        return LeftOut(incentive, why, incentive.checked_note)

    def _plans(self, fitting: Sequence[Incentive], question: Question, found: Relief) -> list[Plan]:
        """One plan for each that can stand alone, with those that its words tie to it."""
        keys = {incentive.key for incentive in fitting}
        tied = {incentive.key: self._leads(incentive) for incentive in fitting}
        plans = []
        for incentive in fitting:
            leads = tied[incentive.key]
            if not leads:
                parts = [one for one in fitting if incentive.key in tied[one.key]]
                plans.append(self._plan([incentive, *parts], question))
            elif not leads & keys:
                why = _("It follows another incentive, which does not hold here.")
                found.left_out.append(LeftOut(incentive, why))
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
        unjudged = int(bool(self.where(lead))) + int(bool(lead.sectors and not question.sector))
        return Plan(tuple(parts), terms, tuple(dict.fromkeys(gaps)), unjudged)

    def _terms(self, incentive: Incentive, question: Question, gaps: list[str]) -> Terms:
        """The record as terms; what it leaves open is added to the gaps."""
        said = self.readings[incentive.key]
        least, most = _holiday(incentive, gaps)
        reductions, for_good = _reductions(incentive, said, gaps)
        until = self._until(said)
        if incentive.cit_rate_pct is not None and not (incentive.cit_rate_years or until):
            gaps.append(_("No number of years is known for its rate: counted to the end."))
        if "unread" in said:
            gaps.append(
                _(
                    "What follows the years free of tax is known in words only (“%(words)s”): "
                    "computed at the standard rate."
                )
                % {"words": said.words("unread")}
            )
        gaps += _door_gaps(incentive, question)
        return Terms(
            key=incentive.key,
            least_years=least,
            most_years=most,
            reductions=reductions,
            for_good_pct=for_good,
            rate_pct=incentive.cit_rate_pct,
            rate_years=None if until else incentive.cit_rate_years,
            after="after" in said,
            until=until,
            cap_usd=_cap(said, question, gaps),
        )

    def where(self, incentive: Incentive) -> str:
        """The limit of place that no record lets us judge, in the words of the record."""
        said = self.readings[incentive.key]
        return incentive.area or (said.words("where") if "where" in said else "")

    def instead(self, incentive: Incentive) -> str:
        """Its own words that it does not hold beside another, if it has any."""
        said = self.readings[incentive.key]
        return said.words("instead") if "instead" in said else ""

    def _until(self, said: Read) -> int | None:
        """The last year of the rule that it ends with; None when it has no such end on record."""
        if "until" not in said:
            return None
        other = self.by_key.get(said.holding["until"].others[0])
        return last_day(other.effective_to).year if other and other.effective_to else None


def is_profit_tax(incentive: Incentive) -> bool:
    return incentive.category in PROFIT_TAX or _has_figures(incentive)


def place_of(zone: Zone) -> Place:
    return Place(zone.country_id, zone.key, zone.type, tuple(zone.province_keys), zone.district)


def _bears_on(incentive: Incentive, place: Place) -> bool:
    """Whether the place meets the limits stated as data; a country meets none of them."""
    if place.key:
        return applies(incentive, cast(Zone, place))
    limits = (incentive.zone_keys, incentive.zone_types, incentive.provinces, incentive.districts)
    return not any(limits)


def _has_figures(incentive: Incentive) -> bool:
    years = incentive.holiday_years_min or incentive.holiday_years_max
    return bool(years or incentive.cit_reduction_pct or incentive.cit_rate_pct is not None)


def _holiday(incentive: Incentive, gaps: list[str]) -> tuple[int, int]:
    least, most = incentive.holiday_years_min, incentive.holiday_years_max
    if least is None and most is None:
        return 0, 0
    if least is None:
        gaps.append(
            _("Only “up to %(years)s years” is known: computed from none to all.") % {"years": most}
        )
        return 0, most
    if most is None:
        gaps.append(_("Only the least number of years free of tax is known."))
        return least, least
    return least, most


def _reductions(
    incentive: Incentive, said: Read, gaps: list[str]
) -> tuple[tuple[Decimal, ...], Decimal]:
    """Relief of each year after the years without tax, or one for good; in per cent."""
    if "steps" in said:
        return tuple(Decimal(step) for step in said.holding["steps"].value.split(";")), Decimal(0)
    relief, years = incentive.cit_reduction_pct, incentive.cit_reduction_years
    if not relief:
        return (), Decimal(0)
    if not years:
        gaps.append(_("No number of years is known for its relief: counted to the end."))
        return (), relief
    return (relief,) * years, Decimal(0)


def _door_gaps(incentive: Incentive, question: Question) -> list[str]:
    end = incentive.effective_to
    if end and last_day(end).year == question.start and last_day(end).strftime("%m%d") != "1231":
        return [_("Only for a project that starts by %(day)s.") % {"day": spell(end)}]
    return []


def _cap(said: Read, question: Question, gaps: list[str]) -> Decimal | None:
    if "cap" not in said:
        return None
    if question.investment_usd is None:
        gaps.append(
            _(
                "The tax saved may not pass a share of the investment (“%(words)s”). Without the "
                "investment the limit was not applied."
            )
            % {"words": said.words("cap")}
        )
        return None
    return question.investment_usd * Decimal(said.holding["cap"].value) / 100
