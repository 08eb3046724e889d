"""What zones charge, read from the records: the inputs of the cost, and which figures they are."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _l

from countries.choices import GatewayKind
from countries.models import Country
from investors.calculators.cost.engine import Site
from investors.calculators.prices import Price
from sez_portal.records.choices import State
from sez_portal.records.models import Evidence
from zones.models import NearestGateway, Zone

PRICES = {
    "lease_price_usd_m2": "lease_usd_m2",
    "factory_rent_usd_m2": "rent_usd_m2_month",
    "management_fee_usd_m2": "fee_usd_m2_year",
    "power_usd_kwh": "power_usd_kwh",
    "water_usd_m3": "water_usd_m3",
}
COUNTRY_PRICES = ("electricity_industrial_usd_kwh", "minimum_wage_usd_month")
LABELS = {
    "land": _l("Land"),
    "rent": _l("Factory rent"),
    "fee": _l("Management fee"),
    "power": _l("Power"),
    "water": _l("Water"),
    "wages": _l("Wages at the minimum"),
    "skilled": _l("Skilled workers"),
    "freight": _l("Transport to the nearest seaport"),
}
# The fields that each part of the cost rests on, as (record, field).
INPUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "land": (
        ("zone", "lease_price_usd_m2"),
        ("zone", "lease_term_years"),
        ("zone", "lease_price_text"),
    ),
    "rent": (("zone", "factory_rent_usd_m2"),),
    "fee": (("zone", "management_fee_usd_m2"),),
    "power": (("zone", "power_usd_kwh"), ("country", "electricity_industrial_usd_kwh")),
    "water": (("zone", "water_usd_m3"),),
    "wages": (("country", "minimum_wage_usd_month"),),
}
_COLUMNS = ("pk", "key", "country_id", "lease_term_years", *PRICES)


def sites(zones: QuerySet[Zone], *, with_ports: bool) -> dict[str, Site]:
    """What each zone charges, by key: three queries, and one for the distances to ports."""
    others, ports = _others(), _ports() if with_ports else {}
    countries = {country.iso2: country for country in Country.objects.published()}
    by_key = {}
    for pk, key, iso2, term, *prices in zones.order_by().values_list(*_COLUMNS):
        prices_usd: dict[str, Any] = {
            name: _price(value, others.get((key, column), []))
            for (column, name), value in zip(PRICES.items(), prices, strict=True)
        }
        country = countries.get(iso2)
        if country is not None:
            power = _price(country.electricity_industrial_usd_kwh, [])
            prices_usd["power_usd_kwh"] = prices_usd["power_usd_kwh"] or power
            prices_usd["wage_usd_month"] = _price(country.minimum_wage_usd_month, [])
        by_key[key] = Site(lease_years=term, port_km=ports.get(pk), **prices_usd)
    return by_key


def _others() -> dict[tuple[str, str], list[Decimal]]:
    """What further sources give for the prices of zones, never on show."""
    prices: dict[tuple[str, str], list[Decimal]] = {}
    rows = Evidence.objects.standing().filter(
        record="zone", field__in=PRICES, is_shown=False, state=State.KNOWN
    )
    for key, name, value in rows.values_list("key", "field", "value"):
        prices.setdefault((key, name), []).append(Decimal(str(value)))
    return prices


def _ports() -> dict[int, Decimal]:
    """Kilometres to the nearest seaport by zone."""
    rows = NearestGateway.objects.filter(kind=GatewayKind.SEAPORT).order_by()
    return dict(rows.values_list("zone_id", "distance_km"))


def _price(value: Decimal | None, others: Sequence[Decimal]) -> Price | None:
    return None if value is None else Price.of([value, *others])
