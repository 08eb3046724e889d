"""Ten-year cost of a site from prices and needs: ranges in US$, and what is missing.

It adds what is known and names what is not. It knows no models, and guesses no price.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from investors.calculators.prices import Price

YEARS = 10
M2_OF_HECTARE = Decimal(10_000)
DAYS, MONTHS = 365, 12  # of a year
DOLLAR = Decimal(1)
MOST_MISSING = 2  # one part in so many of the lines may be missing, before a zone stands apart


@dataclass(frozen=True)
class Need:
    """What a project takes; None where it takes nothing of the kind."""

    hectares: Decimal | None = None
    building_m2: Decimal | None = None
    power_kw: Decimal | None = None
    load_hours: Decimal | None = None  # a year
    water_m3_day: Decimal | None = None
    workers: Decimal | None = None
    skilled: Decimal | None = None
    skilled_usd_month: Decimal | None = None
    containers_month: Decimal | None = None
    freight_usd_km: Decimal | None = None  # a container


@dataclass(frozen=True)
class Site:
    """What a zone charges; None where no figure is known.

    The lease is paid once for `lease_years`, or the land is `bought`; rent is a month, the fee a
    year, both a m².
    """

    lease_usd_m2: Price | None = None
    lease_years: int | None = None
    bought: bool = False
    rent_usd_m2_month: Price | None = None
    fee_usd_m2_year: Price | None = None
    power_usd_kwh: Price | None = None
    water_usd_m3: Price | None = None
    wage_usd_month: Price | None = None
    port_km: Decimal | None = None


@dataclass(frozen=True)
class CostItem:
    """One part of the cost over ten years, in US$; without a span when inputs are missing."""

    key: str
    span: Price | None
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cost:
    lines: tuple[CostItem, ...]

    @property
    def known(self) -> list[CostItem]:
        return [line for line in self.lines if line.span is not None]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The parts that no figure is known for."""
        return tuple(line.key for line in self.lines if line.span is None)

    @property
    def span(self) -> Price:
        """The sum of the known parts."""
        spans = [line.span for line in self.lines if line.span is not None]
        low = sum((span.low for span in spans), Decimal(0))
        return Price(low, sum((span.high for span in spans), Decimal(0)))

    @property
    def stands_apart(self) -> bool:
        """Whether more than half of the parts are not known: a sum would say nothing."""
        return len(self.unknown) * MOST_MISSING > len(self.lines)


def cost(need: Need, site: Site) -> Cost:
    """The parts of the cost that this need has, each as a range over ten years."""
    return Cost(tuple(line for make in LINES if (line := make(need, site)) is not None))


def _land(need: Need, site: Site) -> CostItem | None:
    """A lease paid once: the ten years' share of its term, up to the whole paid at the start."""
    if not need.hectares:
        return None
    if site.lease_usd_m2 is None:
        return CostItem("land", None, ("lease_price_usd_m2",))
    area_m2 = need.hectares * M2_OF_HECTARE
    low, high = (price * area_m2 for price in site.lease_usd_m2)
    if site.bought:
        return CostItem("land", _rounded(low, high), remarks=("bought",))
    if not site.lease_years:
        return CostItem("land", _rounded(low, high), remarks=("lease_term_years",))
    share = Decimal(YEARS) / site.lease_years
    once = Decimal(1)  # the whole price, however long the term
    return CostItem("land", _rounded(low * min(share, once), high * max(share, once)))


def _rent(need: Need, site: Site) -> CostItem | None:
    quantity = _times(need.building_m2, Decimal(MONTHS * YEARS))
    return _line("rent", quantity, site.rent_usd_m2_month, "factory_rent_usd_m2")


def _fee(need: Need, site: Site) -> CostItem | None:
    area_m2 = need.hectares * M2_OF_HECTARE if need.hectares else need.building_m2
    quantity = _times(area_m2, Decimal(YEARS))
    return _line("fee", quantity, site.fee_usd_m2_year, "management_fee_usd_m2")


def _power(need: Need, site: Site) -> CostItem | None:
    quantity = _times(need.power_kw, (need.load_hours or Decimal(0)) * YEARS)
    return _line("power", quantity, site.power_usd_kwh, "power_usd_kwh")


def _water(need: Need, site: Site) -> CostItem | None:
    quantity = _times(need.water_m3_day, Decimal(DAYS * YEARS))
    return _line("water", quantity, site.water_usd_m3, "water_usd_m3")


def _wages(need: Need, site: Site) -> CostItem | None:
    quantity = _times(need.workers, Decimal(MONTHS * YEARS))
    return _line("wages", quantity, site.wage_usd_month, "minimum_wage_usd_month")


def _skilled(need: Need, site: Site) -> CostItem | None:
    pay = need.skilled_usd_month
    quantity = _times(need.skilled, Decimal(MONTHS * YEARS))
    price = Price(pay, pay) if pay is not None else None
    return _line("skilled", quantity, price, "skilled_wage")


def _freight(need: Need, site: Site) -> CostItem | None:
    quantity = _times(need.containers_month, Decimal(MONTHS * YEARS))
    if quantity is None:
        return None
    rate, km = need.freight_usd_km, site.port_km
    missing = (("freight",) if rate is None else ()) + (("port_km",) if km is None else ())
    if rate is None or km is None:
        return CostItem("freight", None, missing)
    return _line("freight", quantity, Price(rate * km, rate * km), "")


LINES: Sequence[Callable[[Need, Site], CostItem | None]] = (
    _land,
    _rent,
    _fee,
    _power,
    _water,
    _wages,
    _skilled,
    _freight,
)


def _times(quantity: Decimal | None, factor: Decimal) -> Decimal | None:
    return quantity * factor if quantity else None


def _line(key: str, quantity: Decimal | None, price: Price | None, column: str) -> CostItem | None:
    """Return the part of the cost; None when nothing of the kind is needed."""
    if quantity is None:
        return None
    if price is None:
        return CostItem(key, None, (column,))
    return CostItem(key, _rounded(price.low * quantity, price.high * quantity))


def _rounded(low: Decimal, high: Decimal) -> Price:
    return Price(low.quantize(DOLLAR, ROUND_HALF_UP), high.quantize(DOLLAR, ROUND_HALF_UP))


@dataclass
class CostGroup:
    """Zones whose sums hold the same parts, so that they can be compared; cheapest first."""

    unknown: tuple[str, ...]
    places: list[tuple[int, bool, str, Cost]] = field(default_factory=list)  # place, tied, key


def ranked(costs: dict[str, Cost]) -> tuple[list[CostGroup], dict[str, Cost]]:
    """Groups by what is missing, the most complete first; and the zones that stand apart."""
    apart = {key: zone_cost for key, zone_cost in costs.items() if zone_cost.stands_apart}
    by_unknown: dict[tuple[str, ...], list[tuple[Price, str, Cost]]] = {}
    for key, zone_cost in costs.items():
        if key not in apart and zone_cost.lines:
            by_unknown.setdefault(zone_cost.unknown, []).append((zone_cost.span, key, zone_cost))
    groups = []
    for unknown, members in sorted(by_unknown.items(), key=lambda pair: (len(pair[0]), pair[0])):
        members.sort(key=lambda member: (member[0].low + member[0].high, member[1]))
        groups.append(CostGroup(unknown, _placed(members)))
    return groups, apart


def _placed(members: list[tuple[Price, str, Cost]]) -> list[tuple[int, bool, str, Cost]]:
    """Equal sums share a place."""
    sums = [span.low + span.high for span, _key, _cost in members]
    first = {total: place for place, total in reversed(list(enumerate(sums, 1)))}
    times = Counter(sums)
    return [
        (first[total], times[total] > 1, key, zone_cost)
        for total, (_span, key, zone_cost) in zip(sums, members, strict=True)
    ]
