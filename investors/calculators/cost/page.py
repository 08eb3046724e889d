"""The page of the site cost: needs, the cost of each zone, and where each figure is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.http import QueryDict

from countries.models import Country
from investors.calculators.cost.assumptions import assumptions_of
from investors.calculators.cost.engine import Cost, CostGroup, Need, Site, cost, ranked
from investors.calculators.cost.inputs import LABELS, PARTS, Inputs, Prices, whose_figure
from investors.calculators.cost.own import Own, name_of, own_form, rate_name
from investors.calculators.cost.results import Bar, SideBySide, side_by_side
from investors.calculators.cost.told import PriceRow, RateLine, Told
from investors.calculators.currency import Currency
from investors.calculators.forms import CostForm
from investors.calculators.zone_filter import Narrowed
from investors.zone_picker import ZonePicker
from sez_portal.common import dates
from sez_portal.common.fields import columns_of
from sez_portal.records.evidence.facts import Notes
from zones import facets, marks
from zones.models import Zone

ROWS = 20  # of a group, and of the zones that stand apart


class CostRow(NamedTuple):
    """A zone with its cost: its place among those whose sums hold the same parts."""

    place: int
    is_tied: bool
    zone: Zone
    cost: Cost
    bar: Bar
    whose: dict[str, str]  # by part, in a word whose figure it is
    unconverted: list[tuple[str, str]]  # (part, its figure) of what could not be counted


@dataclass(frozen=True)
class CostTable:
    """Zones that can be compared, and what none of their sums holds."""

    without: list[str]
    rows: list[CostRow]
    more: int

    @property
    def has_unconverted(self) -> bool:
        return any(row.unconverted for row in self.rows)


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
        self.reference = facets.current().reference
        self.own_form = own_form(self.zones, self.currencies)(query)
        self.own = Own(self.own_form)
        self.is_right = self.form.is_valid() and self.own_form.is_valid()

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

    @cached_property
    def currencies(self) -> list[str]:
        """The currencies of the countries of the zones, of all where none are chosen."""
        countries = self.countries
        if self.zones:
            countries = list({zone.country_id: zone.country for zone in self.zones}.values())
        return sorted({row.currency_code for row in countries if row.currency_code})

    @property
    def countries(self) -> list[Country]:
        """The countries that visitors see."""
        return [row for row in self.reference.countries.values() if row.is_published]

    @cached_property
    def _found(self) -> dict[str, tuple[Site, Inputs]]:
        """What each zone charges and what that rests on."""
        zones = self.narrowed.filter.qs
        if self.zones:
            zones = Zone.objects.filter(pk__in=[zone.pk for zone in self.zones])
        return Prices(self.reference, self.own, dates.today()).of(zones)

    @property
    def is_asked(self) -> bool:
        """Whether anything is needed that costs."""
        return self.is_right and bool(cost(self.need, Site()).lines)

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """The cost of each zone by key: of those chosen, else of all that the filters leave."""
        if not self.is_asked:
            return {}
        return {key: cost(self.need, site) for key, (site, _inputs) in self._found.items()}

    @cached_property
    def _ranking(self) -> tuple[list[CostGroup], dict[str, Cost]]:
        return ranked(self.costs)

    @cached_property
    def _scale(self) -> Decimal:
        """The largest sum on the page: the bars of all tables are on one scale."""
        groups, _apart = self._ranking
        shown = (place[3].span.high for group in groups for place in group.places[:ROWS])
        return max(shown, default=Decimal(0))

    @cached_property
    def tables(self) -> list[CostTable]:
        groups, _apart = self._ranking
        return [
            CostTable(
                [str(LABELS[key]) for key in group.unknown],
                [
                    CostRow(
                        place,
                        tied,
                        self._zones_by_key[key],
                        zone_cost,
                        Bar.of(zone_cost.span, self._scale),
                        {part: whose_figure(one) for part, one in self.inputs[key].items()},
                        self._unconverted(key, group.unknown),
                    )
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
    def apart(self) -> list[tuple[Zone, list[str], list[tuple[str, str]]]]:
        """Zones that are not ranked, with what is not known of them, and what not converted."""
        rows = []
        for key in list(self._ranking[1])[:ROWS]:
            parts = self.costs[key].unknown
            missing = [part for part in parts if not self._told(key, part)]
            labels = [str(LABELS[part]) for part in missing]
            rows.append((self._zones_by_key[key], labels, self._unconverted(key, parts)))
        return rows

    def _unconverted(self, key: str, parts: Sequence[str]) -> list[tuple[str, str]]:
        """(part, what is known of it) of those with a figure that nothing is counted with."""
        return [(str(LABELS[part]), told) for part in parts if (told := self._told(key, part))]

    def _told(self, key: str, part: str) -> str:
        found = self.inputs[key].get(part)
        return found.unconverted if found is not None else ""

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
    def told(self) -> Told | None:
        """The prices of the zones that were chosen by name; None where none were."""
        if not self.zones:
            return None
        return Told(self.zones, self._found, self.own, self.reference, self.notes)

    @cached_property
    def prices(self) -> list[PriceRow]:
        """The parts that are asked for; before anything is, all that zones have prices of."""
        if self.told is None:
            return []
        asked = [line.key for line in cost(self.need, Site()).lines] if self.is_asked else []
        return self.told.rows(asked or list(PARTS))

    @cached_property
    def rates(self) -> list[RateLine]:
        return self.told.rates if self.told is not None else []

    @cached_property
    def side_by_side(self) -> SideBySide | None:
        """The result for the zones that were chosen."""
        if not self.zones or not self.costs:
            return None
        return side_by_side(self.zones, self.costs, self.inputs)

    @cached_property
    def inputs(self) -> dict[str, Inputs]:
        """What the cost of each zone rests on."""
        return {key: found[1] for key, found in self._found.items()}

    @property
    def zones_of_result(self) -> list[Zone]:
        """Every zone of the result, for the workbook: those chosen, else all, by name."""
        if self.zones or not self.costs:
            return self.zones if self.costs else []
        rows = Zone.objects.filter(key__in=self.costs).select_related("country")
        return list(rows.order_by("sort_name", "pk"))

    @property
    def own_anywhere(self) -> list[Any]:
        """The fields for figures that count wherever none is known, and for rates."""
        names = [name_of(part) for part in PARTS]
        if self.told is None:
            names += [rate_name(currency) for currency in self.currencies]
        return [self.own_form[name] for name in names]

    @property
    def has_own_anywhere(self) -> bool:
        return any(bound.value() for bound in self.own_anywhere)

    @property
    def workbook_query(self) -> str:
        return f"?{self.query.urlencode()}"

    @property
    def assumptions(self) -> list[str]:
        return assumptions_of(self.currency.rate is not None)
