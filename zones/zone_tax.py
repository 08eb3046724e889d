"""The incentives of one zone as its page, the comparison and the answer pack tell them."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from countries.in_force import Standing, standing
from countries.models import Incentive
from sez_portal.common import dates
from sez_portal.common.dates import spell
from sez_portal.common.fields import text_in
from sez_portal.records.evidence.facts import Notes
from sez_portal.records.field_types.basic import plain
from zones.cache import ZoneCache
from zones.incentives.best_case import Best, Case
from zones.incentives.eligibility import Offered, offered_at, place_of
from zones.incentives.tax_bands import Cell, best_cells
from zones.models import Zone


class IncentiveFact:
    """A best case in words, the same for every page that tells it."""

    best: Best | None

    @property
    def condition(self) -> str:
        return condition_of(self.best.case) if self.best else ""

    @property
    def least_condition(self) -> str:
        return condition_of(self.best.least) if self.best and self.best.least else ""

    @property
    def without_rule(self) -> str:
        rate = plain(self.best.standard_pct) if self.best else ""
        return _("no rule holds: %(rate)s%% from year 1") % {"rate": rate}

    @property
    def is_one_case(self) -> bool:
        """Whether best and least are the same rates in every year."""
        return self.best is not None and self.best.rates == self.best.least_rates


@dataclass
class ZoneTax(IncentiveFact):
    zone: Zone
    reference: ZoneCache
    notes: Notes

    @property
    def today(self) -> datetime.date:
        return dates.today()

    @property
    def start(self) -> int:
        """The first year of the band, as in the schedule: next year."""
        return self.today.year + 1

    @cached_property
    def offered(self) -> Offered:
        """Everything whose stated limits the zone meets, by whom it is for and whether it is in
        force today."""
        return offered_at(self.reference.incentives[self.zone.country_id], self.zone, self.today)

    @cached_property
    def best(self) -> Best | None:  # type: ignore[override]
        """Return the best case; None where no rule with figures is in force or no rate is known."""
        return self.reference.best(place_of(self.zone), self.start)

    @cached_property
    def ahead(self) -> list[Incentive]:
        """The rules of the best and the least case that begin later than today."""
        cases = [self.best.case, self.best.least] if self.best else []
        parts = {part.key: part for case in cases if case for part in case.plan.parts}
        return [one for one in parts.values() if standing(one, self.today) == Standing.AHEAD]

    @property
    def ahead_in_words(self) -> list[str]:
        """A sentence for each of them."""
        told = _("Not yet in force: “%(rule)s” begins on %(day)s.")
        return [
            told % {"rule": text_in(one, "name"), "day": spell(one.effective_from)}
            for one in self.ahead
        ]

    @cached_property
    def band(self) -> list[Cell]:
        return best_cells(self.best) if self.best else []

    @cached_property
    def sources(self) -> list[int]:
        """The numbers of the sources behind the rules of the band."""
        parts = self.best.case.plan.parts if self.best else ()
        sources = [
            source
            for part in parts
            for source in self.reference.incentive_sources.get(part.key, ())
        ]
        return list(dict.fromkeys(self.notes.cite(sources)))

    @cached_property
    def others(self) -> tuple[Incentive, ...]:
        """Return what is in force for a tenant beside the rule of the band."""
        in_band = {incentive.pk for incentive in self.best.case.plan.parts} if self.best else set()
        return tuple(row for row in self.offered.tenants if row.pk not in in_band)


def condition_of(case: Case) -> str:
    """Return its condition in few words, else in those of the law; "" where none is known."""
    return case.lead.holds_if or case.lead.conditions_en
