"""What the page tells of the prices: where each is from, and one's own figure beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.forms import BoundField
from django.utils.translation import gettext as _

from countries.choices import OFFICIAL_RATE_ONLY, GatewayKind
from countries.cost_table import CostLine, place_of
from countries.costs import Level
from countries.models import Country
from countries.record import COUNTRY
from investors.calculators.cost.engine import Site
from investors.calculators.cost.inputs import (
    DAYS_OF_WORK,
    FIELDS,
    LABELS,
    OWN,
    PARTS,
    RECORD,
    RECORDS,
    Input,
    Inputs,
)
from investors.calculators.cost.own import WHAT, Own, name_of, rate_name
from investors.calculators.prices import Price
from investors.zone_facts import facts_of_each
from sez_portal.common import dates
from sez_portal.common.lists import in_parts
from sez_portal.records.evidence.facts import Fact, Notes
from zones.cache import ZoneCache
from zones.kilometres import in_km, none_near
from zones.models import Zone
from zones.near import Reach, reaches
from zones.record import ZONE

RATE = "currency_per_usd"
FREIGHT = "freight"


@dataclass(frozen=True)
class PriceCell:
    """The price of one part in one zone: what is known, whose it is, and a field for one's own."""

    zone: Zone
    input: Input
    fact: Fact | None  # where a record holds it: of the zone, or of its country
    lines: Sequence[CostLine]
    bound: BoundField
    is_km: bool = False
    port: tuple[str, str] = ("", "")  # of kilometres: how far, and to which port

    @property
    def price(self) -> Price | None:
        return self.input.price

    @property
    def said(self) -> str:
        """Whose figure it is; "" of the zone's own, which its source says."""
        place = self.lines[0].place if self.lines else ""
        told = {
            OWN: _("yours"),
            RECORD: _("figure of the country"),
            Level.ZONE: "",
            Level.PROVINCE: _("figure of the province: %(place)s") % {"place": place},
            Level.REGION: _("figure of a region: %(place)s") % {"place": place},
            Level.COUNTRY: _("figure of the country"),
        }
        return told.get(self.input.level, "")

    @property
    def counted(self) -> str:
        """What a careful reader must know of how it was turned into the unit of the row."""
        measures = {line.figure.measure for line in self.lines}
        if "day" in measures:
            return _("a day’s wage times %(days)s") % {"days": DAYS_OF_WORK}
        if self.input.is_bought:
            return _("bought")
        return ""


@dataclass(frozen=True)
class PriceRow:
    part: str
    label: str
    unit: str
    cells: list[PriceCell]


@dataclass(frozen=True)
class RateLine:
    """A currency of the zones shown: its dated rate, and a field for one's own."""

    currency: str
    fact: Fact
    bound: BoundField

    is_official: bool  # the rate that is published is far from the market

    @property
    def is_own(self) -> bool:
        return bool(self.bound.value())


class Held(NamedTuple):
    """What the records hold: the facts of the zones and of their countries, by key."""

    by_zones: dict[str, dict[str, Fact]]
    by_countries: dict[str, dict[str, Fact]]


class Told:
    """The prices of the chosen zones, with their facts and sources."""

    def __init__(
        self,
        zones: Sequence[Zone],
        found: dict[str, tuple[Site, Inputs]],
        own: Own,
        reference: ZoneCache,
        notes: Notes,
    ) -> None:
        self.zones, self.found, self.own = zones, found, own
        self.reference, self.notes = reference, notes

    def rows(self, parts: Sequence[str]) -> list[PriceRow]:
        """A row a part, a cell a zone. The facts are read whichever of them a cell needs: one zone
        takes as many queries as four."""
        held = Held(self._facts, self._country_facts)
        rows = [
            PriceRow(
                part,
                str(LABELS[part]),
                str(WHAT[part][1]),
                [self._cell(part, zone, held) for zone in self.zones],
            )
            for part in parts
            if part in PARTS
        ]
        if FREIGHT in parts:
            cells = [self._kilometres(zone) for zone in self.zones]
            rows.append(PriceRow("km", str(WHAT["km"][0]), _("km, straight line"), cells))
        return rows

    def _cell(self, part: str, zone: Zone, held: Held) -> PriceCell:
        found = self.found[zone.key][1][part]
        priced, fact = PARTS[part], None
        if found.level == Level.ZONE and not found.figures:
            fact = held.by_zones[zone.key][priced.field]
        elif found.level == RECORD:
            fact = held.by_countries[zone.country.key][priced.record]
        today = dates.today()
        lines = [
            CostLine(
                row,
                place_of(row, self.reference.provinces),
                self.reference.costs.moon(row, today),
                self.reference.costs.cite([row], self.notes),
            )
            for row in found.figures
        ]
        return PriceCell(zone, found, fact, lines, self.own.form[name_of(part, zone.key)])

    def _kilometres(self, zone: Zone) -> PriceCell:
        km = self.found[zone.key][0].port_km
        level = OWN if self.own.of("km", zone.key) is not None else Level.ZONE
        found = Input(None if km is None else Price(km, km), level if km is not None else "")
        bound = self.own.form[name_of("km", zone.key)]
        port = self._ports.get(zone.pk)
        return PriceCell(zone, found, None, (), bound, is_km=True, port=self._port(port, zone))

    @cached_property
    def _ports(self) -> dict[int, Reach]:
        return reaches(GatewayKind.SEAPORT, self.reference, [zone.pk for zone in self.zones])

    def _port(self, reach: Reach | None, zone: Zone) -> tuple[str, str]:
        """How far, in words, and to which port; that none is near."""
        if reach is None:
            return none_near(), ""
        main = reach.main_line(self.reference, zone.coord_precision)
        names = in_parts(filter(None, (reach.name(self.reference), main)))
        return in_km(reach.km, zone.coord_precision), names

    @cached_property
    def _facts(self) -> dict[str, dict[str, Fact]]:
        return facts_of_each(ZONE, self.zones, FIELDS, self.notes)

    @cached_property
    def _countries(self) -> list[Country]:
        return list({zone.country.key: zone.country for zone in self.zones}.values())

    @cached_property
    def _country_facts(self) -> dict[str, dict[str, Fact]]:
        return facts_of_each(COUNTRY, self._countries, [*RECORDS, RATE], self.notes)

    @property
    def rates(self) -> list[RateLine]:
        """The rates at which the figures of these zones are turned into dollars."""
        return [
            RateLine(
                country.currency_code,
                self._country_facts[country.key][RATE],
                self.own.form[rate_name(country.currency_code)],
                country.iso2 in OFFICIAL_RATE_ONLY,
            )
            for country in self._countries
            if country.currency_code
        ]
