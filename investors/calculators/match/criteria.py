"""The figures that zones are matched by: one column a criterion, kept until the data changes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from countries.choices import GatewayKind
from investors.calculators.forms import next_year
from investors.calculators.match.engine import Ranking, Scale, rank
from zones import facets
from zones.cache import ZoneCache
from zones.incentives.eligibility import Place
from zones.models import NearestGateway, Zone

KINDS = {
    GatewayKind.SEAPORT.value: "seaport",
    GatewayKind.AIRPORT.value: "airport",
    GatewayKind.BORDER_CROSSING.value: "border",
}


@dataclass(frozen=True, eq=False)
class Criterion:
    """What zones can be weighed by. `field` is the zone's field whose date is shown beside it.

    Two are equal only when they are one: comparing lazy labels would translate them.
    """

    key: str
    label: Any
    unit: Any
    weight: int  # to begin with
    less_is_better: bool = False
    field: str = ""


CRITERIA = (
    Criterion("available", _("Free land"), _("ha"), 5, field="available_ha"),
    Criterion("lease", _("Land price"), _("US$ per m²"), 5, True, "lease_price_usd_m2"),
    Criterion("power", _("Price of power"), _("US$ per kWh"), 5, True, "power_usd_kwh"),
    Criterion("seaport", _("Distance to a seaport"), _("km"), 5, True),
    Criterion("airport", _("Distance to an airport"), _("km"), 0, True),
    Criterion("border", _("Distance to a border crossing"), _("km"), 0, True),
    Criterion("exempt", _("Years free of profit tax"), _("years"), 5),
    Criterion("jobs", _("Jobs in the zone"), "", 0, field="jobs"),
    Criterion("fresh", _("How recent its figures are"), "", 3),
    Criterion("complete", _("How much is known of it"), _("% of its fields"), 3),
)
USUAL = {criterion.key: criterion.weight for criterion in CRITERIA if criterion.weight}
_COLUMNS = (
    "pk",
    "key",
    "country_id",
    "type",
    "province_id",
    "further_provinces",
    "district",
    "available_ha",
    "lease_price_usd_m2",
    "power_usd_kwh",
    "jobs",
    "known",
    "countable",
    "confirmed_on",
    "speaks_of",
)


@dataclass(frozen=True)
class Figures:
    """Every published zone, fullest first, with its figures as scales by criterion."""

    pks: list[int]
    positions: dict[int, int]  # by pk
    scales: dict[str, Scale]
    of_country: set[int]  # positions whose price of power is the country's
    reference: ZoneCache

    @cached_property
    def usual(self) -> Ranking:
        """All of them by the weights of who has not chosen any."""
        return rank(self.scales, USUAL, range(len(self.pks)))


def build(reference: ZoneCache) -> Figures:
    """Read the figures in two queries, whatever the number of zones, and from what is kept."""
    rows = list(Zone.objects.published().most_complete_first().values_list(*_COLUMNS))
    prices = {
        iso2: country.electricity_industrial_usd_kwh
        for iso2, country in reference.countries.items()
    }
    distances = _distances()
    exempt = exempt_years(reference)
    pks = [row[0] for row in rows]
    columns: dict[str, list[Any]] = {
        "available": [row[7] for row in rows],
        "lease": [row[8] for row in rows],
        "power": [row[9] if row[9] is not None else prices.get(row[2]) for row in rows],
        "jobs": [row[10] for row in rows],
        "complete": [round(100 * row[11] / row[12]) if row[12] else None for row in rows],
        "fresh": [_newest(row[13], row[14]) for row in rows],
        "exempt": [exempt(row) for row in rows],
    }
    columns |= {key: [distances[key].get(pk) for pk in pks] for key in KINDS.values()}
    scales = {
        criterion.key: Scale(columns[criterion.key], criterion.less_is_better)
        for criterion in CRITERIA
    }
    of_country = {at for at, row in enumerate(rows) if row[9] is None and prices.get(row[2])}
    return Figures(pks, {pk: at for at, pk in enumerate(pks)}, scales, of_country, reference)


def _distances() -> dict[str, dict[int, Any]]:
    """Kilometres to the nearest of each kind by zone."""
    distances: dict[str, dict[int, Any]] = {key: {} for key in KINDS.values()}
    rows = NearestGateway.objects.filter(kind__in=KINDS).order_by()
    for zone, kind, km in rows.values_list("zone_id", "kind", "distance_km"):
        distances[KINDS[kind]][zone] = km
    return distances


def _newest(confirmed_on: Any, speaks_of: str) -> str | None:
    """The later of both as text that sorts by date: "2024" or "2026-11-25"."""
    return max(confirmed_on.isoformat() if confirmed_on else "", speaks_of) or None


def exempt_years(reference: ZoneCache) -> Callable[[tuple[Any, ...]], int | None]:
    """Years without profit tax in the least case of a new tenant that begins next year, as the
    page of the zone tells it; None where no rule is in force."""
    start = next_year()

    def years(row: tuple[Any, ...]) -> int | None:
        _pk, key, country, kind, province, further, district = row[:7]
        provinces = tuple(filter(None, (province, *further)))
        best = reference.best(Place(country, key, kind, provinces, district), start)
        return best.least_exempt_years if best else None

    return years


_lock = threading.Lock()
_latest: tuple[facets.Index, int, int, Figures] | None = None


def current() -> Figures:
    """The figures of the data as it stands; one query when nothing changed."""
    global _latest  # noqa: PLW0603  the one copy of this process
    index, year = facets.current(), next_year()
    with _lock:
        latest = _latest
        if latest is None or latest[0] is not index or latest[1:3] != (index.version, year):
            latest = _latest = (index, index.version, year, build(index.reference))
        return latest[3]
