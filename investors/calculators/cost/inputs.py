"""What each part of the cost is computed from: one's own figure, else the zone's price, else a
figure of its province, its region or its country. All in US dollars, at dated rates."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.choices import GatewayKind
from countries.cost_choices import CostItem, CostMeasure
from countries.cost_table import not_converted, unconverted
from countries.costs import LAND, Level, since_year
from countries.models import CostFigure, Country
from investors.calculators.cost.engine import Site
from investors.calculators.cost.own import Own
from investors.calculators.prices import Price
from sez_portal.common.lists import listed
from sez_portal.records.choices import State
from sez_portal.records.models import Evidence
from zones.cache import ZoneCache
from zones.models import Zone
from zones.near import reaches
from zones.price_range import PRICE, STATED, stated_range

DAYS_OF_WORK = 26  # of a month, where a wage is told by the day
LABELS = {
    "land": gettext_lazy("Land"),
    "rent": gettext_lazy("Factory rent"),
    "fee": gettext_lazy("Management fee"),
    "power": gettext_lazy("Electricity"),
    "water": gettext_lazy("Water"),
    "wages": gettext_lazy("Wages at the minimum"),
    "skilled": gettext_lazy("Skilled workers"),
    "freight": gettext_lazy("Transport to the nearest seaport"),
}
OWN, RECORD = "own", "record"  # levels beside those of cost figures: typed; told by the country


@dataclass(frozen=True)
class Priced:
    """Where the price of one part is found, and how many of its units a measure holds.

    `field` is of the zone, `record` of its country; `site` is what the arithmetic calls it.
    """

    site: str
    field: str = ""
    items: tuple[str, ...] = ()
    units: Mapping[str, Decimal] | None = None
    record: str = ""


def _units(**measures: str) -> dict[str, Decimal]:
    return {str(getattr(CostMeasure, name)): Decimal(units) for name, units in measures.items()}


PARTS = {
    "land": Priced(
        "lease_usd_m2",
        "lease_price_usd_m2",
        LAND,
        _units(M2_TERM="1", M2="1", RAI="1600", ACRE="4046.86"),
    ),
    "rent": Priced(
        "rent_usd_m2_month",
        "factory_rent_usd_m2",
        (str(CostItem.FACTORY_RENT),),
        _units(M2_MONTH="1"),
    ),
    "fee": Priced(
        "fee_usd_m2_year",
        "management_fee_usd_m2",
        (str(CostItem.MANAGEMENT_FEE),),
        {**_units(M2_YEAR="1"), str(CostMeasure.M2_MONTH): 1 / Decimal(12)},
    ),
    "power": Priced(
        "power_usd_kwh",
        "power_usd_kwh",
        (str(CostItem.POWER),),
        _units(KWH="1"),
        "electricity_industrial_usd_kwh",
    ),
    "water": Priced("water_usd_m3", "water_usd_m3", (str(CostItem.WATER),), _units(M3="1")),
    "wages": Priced(
        "wage_usd_month",
        "",
        (str(CostItem.MINIMUM_WAGE),),
        {**_units(MONTH="1"), str(CostMeasure.DAY): 1 / Decimal(DAYS_OF_WORK)},
        "minimum_wage_usd_month",
    ),
}
FIELDS = [part.field for part in PARTS.values() if part.field]
RECORDS = [part.record for part in PARTS.values() if part.record]
_COLUMNS = (
    *("pk", "key", "country_id", "province_id", "further_provinces", "lease_term_years"),
    STATED,
)


@dataclass(frozen=True)
class Input:
    """What one part is computed from in one zone; `figures` are the cost figures behind it."""

    price: Price | None = None
    level: Level | str = ""
    figures: tuple[CostFigure, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.level == OWN

    @property
    def unconverted(self) -> str:
        """The figures that stand there and that nothing is counted with for want of a rate."""
        return unconverted(self.figures) if self.price is None else ""

    @property
    def is_bought(self) -> bool:
        return any(figure.item == CostItem.LAND_BOUGHT for figure in self.figures)


Inputs = dict[str, Input]  # by part


class Prices:
    """What zones charge, for many of them at once, in a few queries."""

    def __init__(self, reference: ZoneCache, own: Own, today: datetime.date) -> None:
        self.reference, self.own, self.since = reference, own, since_year(today)
        self.others = _others()
        self.countries = {row.iso2: row for row in Country.objects.published()}
        self.confirmed = _confirmed_by_countries()

    def of(self, zones: QuerySet[Zone]) -> dict[str, tuple[Site, Inputs]]:
        """By key, what each charges and what that rests on."""
        ports = reaches(GatewayKind.SEAPORT, self.reference)
        found = {}
        for pk, *row in zones.order_by().values_list(*_COLUMNS, *FIELDS):
            key, iso2, province, further, term, stated = row[:6]
            values: dict[str, Any] = dict(zip(FIELDS, row[6:], strict=True))
            values["stated"] = stated_range(values[PRICE], stated)
            places = tuple(filter(None, (province, *further)))
            inputs = {
                part: self._input(part, key, iso2, places, _ends_of(priced, values))
                for part, priced in PARTS.items()
            }
            port = ports[pk].km if pk in ports else None
            found[key] = self._site(key, inputs, term, port), inputs
        return found

    def _site(self, key: str, inputs: Inputs, term: int | None, port: Decimal | None) -> Site:
        prices: dict[str, Any] = {priced.site: inputs[part].price for part, priced in PARTS.items()}
        land = inputs["land"]
        own_km = self.own.of("km", key)
        return Site(
            lease_years=term,
            bought=land.is_own or land.is_bought,
            port_km=port if own_km is None else own_km,
            **prices,
        )

    def _input(
        self, part: str, key: str, iso2: str, places: tuple[str, ...], ends: list[Decimal]
    ) -> Input:
        """`ends` are those of the zone's own price, none where it gives none."""
        typed = self.own.of(part, key)
        if typed is not None:
            return Input(Price(typed, typed), OWN)
        priced = PARTS[part]
        if ends:
            further = self.others.get((key, priced.field), [])
            return Input(Price.of([*ends, *further]), Level.ZONE)
        found = self._figures(priced, key, iso2, places)
        if found is None or found.price is None:
            found = self._recorded(priced, iso2) or found
        if found is not None and found.price is not None:
            return found
        typed = self.own.anywhere(part)
        return found or Input() if typed is None else Input(Price(typed, typed), OWN)

    def _figures(
        self, priced: Priced, key: str, iso2: str, places: tuple[str, ...]
    ) -> Input | None:
        """The nearest cost figure that can be counted; a country's own word goes before its."""
        book = self.reference.costs
        found = book.best(priced.items, iso2, places, key, since=self.since)
        if found is None:
            return None
        if found.level == Level.COUNTRY and (iso2, priced.record) in self.confirmed:
            return None
        ends = [end for row in found.figures for end in self._ends(priced, row)]
        if not ends:
            told = [row for row in found.figures if not_converted(row)]
            return Input(None, found.level, tuple(told)) if told else None
        return Input(Price.of(ends), found.level, found.figures)

    def _ends(self, priced: Priced, row: CostFigure) -> list[Decimal]:
        """The least and the most in US dollars a unit; none where no rate or unit is known."""
        units, rate = (priced.units or {}).get(row.measure), self.rate(row)
        if units is None or not rate:
            return []
        least = Decimal(0) if row.value_min is None else row.value_min
        return [least / units / rate, row.value_max / units / rate]

    def rate(self, row: CostFigure) -> Decimal | None:
        """Units of the currency for a dollar: one's own, else that of the country's record."""
        if row.currency == "USD":
            return Decimal(1)
        country = self.countries.get(row.country_id)
        known = country is not None and country.currency_code == row.currency
        return self.own.rate(row.currency) or (
            country.currency_per_usd if country is not None and known else None
        )

    def _recorded(self, priced: Priced, iso2: str) -> Input | None:
        country = self.countries.get(iso2)
        value = getattr(country, priced.record) if country and priced.record else None
        return None if value is None else Input(Price(value, value), RECORD)


def _ends_of(priced: Priced, values: Mapping[str, Any]) -> list[Decimal]:
    """The zone's own price, of land as the range that it states."""
    if priced.field == PRICE and values["stated"]:
        return list(values["stated"])
    value = values.get(priced.field)
    return [] if value is None else [value]


def _others() -> dict[tuple[str, str], list[Decimal]]:
    """What further sources give for the prices of zones, never on show."""
    prices: dict[tuple[str, str], list[Decimal]] = {}
    rows = Evidence.objects.standing().filter(
        record="zone", field__in=FIELDS, is_shown=False, state=State.KNOWN
    )
    for key, name, value in rows.values_list("key", "field", "value"):
        prices.setdefault((key, name), []).append(Decimal(str(value)))
    return prices


def _confirmed_by_countries() -> frozenset[tuple[str, str]]:
    """The figures of countries that an office has confirmed, as (country, field)."""
    rows = Evidence.objects.standing().filter(record="country", field__in=RECORDS, is_shown=True)
    confirmed = rows.exclude(confirmed_on=None)
    return frozenset(confirmed.values_list("country", "field"))


def joined(labels: Iterable[Any]) -> str:
    """Labels of parts in a sentence."""
    return listed(str(label) for label in labels)


def labels_of(parts: Sequence[str]) -> str:
    return joined(LABELS[part] for part in parts)


def whose_figure(found: Input) -> str:
    """In a word whose figure it is; "" where none is known."""
    words = {
        OWN: _("yours"),
        RECORD: _("country"),
        Level.ZONE: _("zone"),
        Level.PROVINCE: _("province"),
        Level.REGION: _("region"),
        Level.COUNTRY: _("country"),
    }
    return words.get(found.level, "")
