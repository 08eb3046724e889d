"""The figures that zones are matched by: one column a criterion, kept until the data changes."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from countries.choices import GatewayKind
from countries.cost_choices import CostItem, CostMeasure
from countries.cost_table import not_converted
from countries.costs import Level, since_year
from countries.models import CostFigure
from investors.calculators.forms import next_year
from investors.calculators.match.engine import Ranking, Scale, rank
from sez_portal.common import dates
from zones import facets
from zones.cache import ZoneCache
from zones.incentives.eligibility import Place
from zones.models import Zone
from zones.near import Reach, reaches_of_each

KINDS = {
    GatewayKind.SEAPORT.value: "seaport",
    GatewayKind.AIRPORT.value: "airport",
    GatewayKind.BORDER_CROSSING.value: "border",
}


POWER = str(CostItem.POWER)


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
    Criterion("available", _("Vacant land"), _("ha"), 5, field="available_ha"),
    Criterion("lease", _("Land price"), _("US$ per m²"), 5, True, "lease_price_usd_m2"),
    Criterion("power", _("Price of power"), _("US$ per kWh"), 5, True, "power_usd_kwh"),
    Criterion("seaport", _("Distance to a seaport"), _("km"), 5, True),
    Criterion("airport", _("Distance to an airport"), _("km"), 0, True),
    Criterion("border", _("Distance to a border crossing"), _("km"), 0, True),
    Criterion("exempt", _("Years free of profit tax"), _("years"), 5),
    Criterion("jobs", _("Jobs in the zone"), "", 0, field="jobs"),
    Criterion("fresh", _("How recent its figures are"), "", 3),
    Criterion("complete", _("How much is known of it"), _("per cent of its fields"), 3),
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
    # By position: whose the price of power is, where it is not the zone's own; and the figures of
    # those whose price no rate converts.
    power_of: Mapping[int, Level]
    unconverted: Mapping[int, tuple[CostFigure, ...]]
    reaches: Mapping[str, Mapping[int, Reach]]  # by criterion and pk
    reference: ZoneCache

    @cached_property
    def usual(self) -> Ranking:
        """All of them by the weights of who has not chosen any."""
        among = range(len(self.pks))
        return rank(self.scales, self.known_enough(USUAL, among), among)

    def known_enough(self, weights: Mapping[str, int], among: Sequence[int]) -> dict[str, int]:
        """The weights of those criteria that are known of at least a fifth of these zones."""
        return {
            key: weight
            for key, weight in weights.items()
            if self.scales[key].is_known_enough(among)
        }


def build(reference: ZoneCache) -> Figures:
    """Read the figures in two queries, whatever the number of zones, and from what is kept."""
    rows = list(Zone.objects.published().most_complete_first().values_list(*_COLUMNS))
    power = [_power(row, reference) for row in rows]
    by_kind = reaches_of_each(list(KINDS), reference, also_far=True)
    distances = {key: by_kind[kind] for kind, key in KINDS.items()}
    exempt = exempt_years(reference)
    years = [exempt(row) for row in rows]
    pks = [row[0] for row in rows]
    columns: dict[str, list[Any]] = {
        "available": [row[7] for row in rows],
        "lease": [row[8] for row in rows],
        "power": [price.most for price in power],
        "jobs": [row[10] for row in rows],
        "complete": [round(100 * row[11] / row[12]) if row[12] else None for row in rows],
        "fresh": [_newest(row[13], row[14]) for row in rows],
        "exempt": [span[0] if span else None for span in years],
    }
    bests: dict[str, list[Any]] = {
        "power": [price.least for price in power],
        "exempt": [span[1] if span else None for span in years],
    }
    for key, by_zone in distances.items():
        columns[key] = [by_zone[pk].km if pk in by_zone else None for pk in pks]
    scales = {
        one.key: Scale(columns[one.key], one.less_is_better, bests.get(one.key)) for one in CRITERIA
    }
    power_of = {
        at: price.level for at, price in enumerate(power) if price.level not in (None, Level.ZONE)
    }
    unconverted = {at: price.unconverted for at, price in enumerate(power) if price.unconverted}
    positions = {pk: at for at, pk in enumerate(pks)}
    return Figures(pks, positions, scales, power_of, unconverted, distances, reference)


class Power(NamedTuple):
    """The price of a kWh in US dollars; what is known of it where no rate of exchange is."""

    least: Decimal | None = None
    most: Decimal | None = None
    level: Level | None = None  # whose price it is
    unconverted: tuple[CostFigure, ...] = ()


def _power(row: tuple[Any, ...], reference: ZoneCache) -> Power:
    """The zone's own price, else that of its region or country for industry."""
    _pk, key, country, _kind, province, further = row[:6]
    if row[9] is not None:
        return Power(row[9], row[9], Level.ZONE)
    provinces = tuple(filter(None, (province, *further)))
    since = since_year(dates.today())
    found = reference.costs.best((POWER,), country, provinces, key, since=since)
    if found is None:
        return Power()
    ends: list[Decimal] = []
    for figure in found.figures:
        rate = _rate(figure, reference)
        if rate is None or figure.measure != CostMeasure.KWH:
            return Power(unconverted=tuple(filter(not_converted, found.figures)))
        ends += [end / rate for end in (figure.value_min, figure.value_max) if end is not None]
    return Power(min(ends), max(ends), found.level)


def _rate(figure: CostFigure, reference: ZoneCache) -> Decimal | None:
    if figure.currency == "USD":
        return Decimal(1)
    country = reference.countries[figure.country_id]
    return country.currency_per_usd if country.currency_code == figure.currency else None


def _newest(confirmed_on: Any, speaks_of: str) -> str | None:
    """The later of both as text that sorts by date: "2024" or "2026-11-25"."""
    return max(confirmed_on.isoformat() if confirmed_on else "", speaks_of) or None


def exempt_years(
    reference: ZoneCache,
) -> Callable[[tuple[Any, ...]], tuple[int, int] | None]:
    """Years without profit tax of a new tenant that begins next year, in the least and in the
    best case, as the page of the zone tells them; None where no rule is in force."""
    start = next_year()

    def years(row: tuple[Any, ...]) -> tuple[int, int] | None:
        _pk, key, country, kind, province, further, district = row[:7]
        provinces = tuple(filter(None, (province, *further)))
        best = reference.best(Place(country, key, kind, provinces, district), start)
        return (best.least_exempt_years, best.exempt_years) if best else None

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
