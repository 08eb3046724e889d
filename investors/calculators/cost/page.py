"""The page of the site cost: needs, the cost of each zone, and where each figure is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.record import COUNTRY
from investors.calculators.cost.engine import Cost, CostGroup, CostItem, Need, Site, cost, ranked
from investors.calculators.cost.inputs import COUNTRY_PRICES, INPUTS, LABELS, sites
from investors.calculators.currency import Currency
from investors.calculators.forms import CostForm
from investors.calculators.zone_filter import Narrowed
from investors.zone_picker import ZonePicker
from sez_portal.common import dates
from sez_portal.common.fields import columns_of
from sez_portal.records.evidence.facts import Fact, Notes, evidence_of, fact
from zones import marks
from zones.models import Zone
from zones.record import ZONE

ROWS = 20  # of a group, and of the zones that stand apart


class CostRow(NamedTuple):
    """A zone with its cost: its place among those whose sums hold the same parts."""

    place: int
    is_tied: bool
    zone: Zone
    cost: Cost


@dataclass(frozen=True)
class CostTable:
    """Zones that can be compared, and what none of their sums holds."""

    without: list[str]
    rows: list[CostRow]
    more: int


@dataclass(frozen=True)
class Part:
    """A line of the cost with the facts behind it."""

    line: CostItem
    label: str
    facts: list[Fact]
    remark: str


class CostPage:
    """Everything that the page shows for a query string."""

    labels = LABELS

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.form = CostForm(query)
        self.picker = ZonePicker(query)
        self.zones = self.picker.zones
        self.narrowed = Narrowed(query)
        self.notes = Notes()
        self.currency = Currency(query, self.notes)
        self.is_right = self.form.is_valid()

    @cached_property
    def need(self) -> Need:
        needs = self.form.cleaned_data
        return Need(
            hectares=needs["hectares"],
            building_m2=needs["building"],
            power_kw=needs["power"],
            load_hours=needs["hours"],
            water_m3_day=needs["water"],
            workers=needs["workers"],
            skilled=needs["skilled"],
            skilled_usd_month=needs["skilled_wage"],
            containers_month=needs["containers"],
            freight_usd_km=needs["freight"],
        )

    @property
    def is_asked(self) -> bool:
        """Whether anything is needed that costs."""
        return self.is_right and bool(cost(self.need, Site()).lines)

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """The cost of each zone by key: of those chosen, else of all that the filters leave."""
        if not self.is_asked:
            return {}
        zones = self.narrowed.filter.qs
        if self.zones:
            zones = Zone.objects.filter(pk__in=[zone.pk for zone in self.zones])
        inputs = sites(zones, with_ports=bool(self.need.containers_month))
        return {key: cost(self.need, site) for key, site in inputs.items()}

    @cached_property
    def _ranking(self) -> tuple[list[CostGroup], dict[str, Cost]]:
        return ranked(self.costs)

    @cached_property
    def tables(self) -> list[CostTable]:
        groups, _apart = self._ranking
        return [
            CostTable(
                [str(LABELS[key]) for key in group.unknown],
                [
                    CostRow(place, tied, self._zones_by_key[key], zone_cost)
                    for place, tied, key, zone_cost in group.places[:ROWS]
                ],
                max(0, len(group.places) - ROWS),
            )
            for group in groups
        ]

    @property
    def apart_total(self) -> int:
        return len(self._ranking[1])

    @property
    def apart(self) -> list[tuple[Zone, list[str]]]:
        """Zones that are not ranked, with what is not known of them."""
        keys = list(self._ranking[1])[:ROWS]
        return [
            (self._zones_by_key[key], [str(LABELS[part]) for part in self.costs[key].unknown])
            for key in keys
        ]

    @cached_property
    def _zones_by_key(self) -> dict[str, Zone]:
        """The zones that are written on the page, with their names."""
        groups, apart = self._ranking
        keys = [place[2] for group in groups for place in group.places[:ROWS]]
        keys += list(apart)[:ROWS]
        zones = Zone.objects.filter(key__in=keys).select_related("country")
        names = [f"country__{name}" for name in columns_of("name")]
        columns = ("key", "country", *columns_of("name"), *names, "country__iso2", "country__key")
        columns += marks.COLUMNS
        return {zone.key: zone for zone in zones.only(*columns)}

    @cached_property
    def details(self) -> list[tuple[Zone, Cost, list[Part]]]:
        """Every input of the zones that were chosen by name."""
        if not self.zones or not self.costs:
            return []
        return [(zone, self.costs[zone.key], self._parts(zone)) for zone in self.zones]

    def _parts(self, zone: Zone) -> list[Part]:
        facts = {("zone", name): fact for name, fact in self._facts[zone.key].items()}
        country = self._country_facts.get(zone.country.key, {})
        facts |= {("country", name): fact for name, fact in country.items()}
        parts = []
        for line in self.costs[zone.key].lines:
            behind = [facts[name] for name in INPUTS.get(line.key, ()) if name in facts]
            if line.key == "power" and behind[0].is_known:
                behind = behind[:1]
            parts.append(Part(line, str(LABELS[line.key]), behind, _remark(line)))
        return parts

    @cached_property
    def _facts(self) -> dict[str, dict[str, Fact]]:
        names = [name for names in INPUTS.values() for record, name in names if record == "zone"]
        evidence = evidence_of(ZONE, [zone.key for zone in self.zones], sources=True)
        return {zone.key: self._facts_of(ZONE, zone, names, evidence) for zone in self.zones}

    @cached_property
    def _country_facts(self) -> dict[str, dict[str, Fact]]:
        countries = {zone.country.key: zone.country for zone in self.zones}
        evidence = evidence_of(COUNTRY, list(countries), COUNTRY_PRICES, sources=True)
        return {
            key: self._facts_of(COUNTRY, country, COUNTRY_PRICES, evidence)
            for key, country in countries.items()
        }

    def _facts_of(
        self, record: Any, row: Any, names: Sequence[str], evidence: Any
    ) -> dict[str, Fact]:
        today = dates.today()
        return {
            name: fact(
                record[name],
                row,
                record[name].kind.read(row, name),
                evidence.get((row.key, name), []),
                self.notes,
                today,
            )
            for name in names
        }

    @property
    def assumptions(self) -> list[str]:
        return [
            _("Ten years at today's prices: no inflation, no discount, no tax."),
            _(
                "The land price is taken as paid once for the longest lease. The low end counts "
                "ten years' share of the term, the high end the whole price."
            ),
            _(
                "Rent is a month, the management fee a year; the fee counts on the land, else on "
                "the building."
            ),
            _("Where a zone gives no price of power, the country's figure for industry stands in."),
            _("Water counts 365 days a year, wages twelve months without further contributions."),
            _(
                "Distances are straight lines; rates of transport and pay of skilled workers are "
                "your own figures."
            ),
            _(
                "Only prices that a source gives in US dollars are counted; prices in other "
                "currencies are shown as text, not computed."
            ),
            _("Where sources disagree, the range runs from the lowest to the highest figure."),
            *self._converted,
        ]

    @property
    def _converted(self) -> list[str]:
        if self.currency.rate is None:
            return []
        return [
            _("Sums are computed in US dollars, then converted at the one rate for all ten years.")
        ]


def _remark(line: CostItem) -> str:
    if "lease_term_years" in line.remarks:
        return _("The length of the lease is not known: the whole price is counted.")
    remarks = {
        "freight": _("Give a rate of transport to count it."),
        "skilled_wage": _("Give their pay to count it."),
        "port_km": _("No seaport is recorded near it."),
    }
    return " ".join(remarks[name] for name in line.missing if name in remarks)
