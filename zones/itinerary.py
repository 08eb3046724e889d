"""The strip map of a corridor: gateways in the order in which the line passes them.

Distances follow the mapped line from the point nearest to the zone; the road is longer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from countries.choices import GatewayKind
from countries.corridor_line import CorridorLine
from countries.models import Corridor, Country, Gateway
from zones.models import Zone

NEAR_KM = 60  # a zone farther from every line is not shown on one
ROUND_TO_KM = 5
LEFT_END, RIGHT_END = 20, 980  # ends of the drawn line
FLICKER_KM = 25
MOST_STOPS = 5  # on each side of the line: there is room for their names


class Stop(NamedTuple):
    """A gateway on the strip: where it is drawn and how far from the zone."""

    name: str
    x: int
    is_above: bool
    anchor: str
    km: int
    state: str = ""  # in a word, of one that is not open


class Leg(NamedTuple):
    """A country as a band behind the line."""

    name: str
    x: int
    width: int
    middle: int
    is_even: bool


@dataclass(frozen=True)
class Itinerary:
    corridor: Corridor
    zone_x: int
    zone_anchor: str
    stops: list[Stop]
    stretches: list[Leg]


def itinerary_of(
    zone: Zone, lines: Iterable[CorridorLine], countries: Mapping[str, Country]
) -> Itinerary | None:
    """The strip of the line that passes nearest to the zone, or None when all are far."""
    places = [(*line.along(zone.point), line) for line in lines]
    near = [(away, at_km, line) for at_km, away, line in places if away <= NEAR_KM]
    if not near:
        return None
    _away, at_km, line = min(near, key=lambda passing: passing[0])
    zone_x = _x(at_km, line.length)
    return Itinerary(
        corridor=line.corridor,
        zone_x=zone_x,
        zone_anchor=_anchor(zone_x),
        stops=_stops(line.passed, at_km, line.length),
        stretches=_stretches(line.passed, line.length, countries),
    )


def _x(km: float, length: float) -> int:
    return round(LEFT_END + (RIGHT_END - LEFT_END) * km / length)


def _anchor(x: int) -> str:
    return "start" if x < 90 else "end" if x > 910 else "middle"  # noqa: PLR2004  of 1000


def _stops(passed: list[tuple[float, Gateway]], at_km: float, length: float) -> list[Stop]:
    """Return at most MOST_STOPS gateways, border crossings on one side only, well apart."""
    stops: list[Stop] = []
    apart = (RIGHT_END - LEFT_END) / MOST_STOPS
    last_above = last_below = -1000.0
    for km, gateway in passed:
        if gateway.kind == GatewayKind.AIRPORT:
            continue
        x = _x(km, length)
        is_above = x - last_above >= x - last_below
        last = last_above if is_above else last_below
        if x - last < apart or (stops and x - stops[-1].x < apart / 6):
            continue
        if is_above:
            last_above = x
        else:
            last_below = x
        away = ROUND_TO_KM * round(abs(km - at_km) / ROUND_TO_KM)
        state = gateway.held_back
        stops.append(Stop(str(gateway), x, is_above, _anchor(x), away, state))
    return stops


def _stretches(
    passed: list[tuple[float, Gateway]], length: float, countries: Mapping[str, Country]
) -> list[Leg]:
    """Countries in their order along the line, parted half-way between their gateways."""
    runs: list[list] = []  # [iso2, first km, last km]
    for km, gateway in passed:
        if runs and runs[-1][0] == gateway.country_id:
            runs[-1][2] = km
        else:
            runs.append([gateway.country_id, km, km])
    runs = without_flicker(runs)
    edges = [0.0, *((a[2] + b[1]) / 2 for a, b in pairwise(runs)), length]
    legs = []
    for number, (run, (start, end)) in enumerate(zip(runs, pairwise(edges), strict=True)):
        x, width = _x(start, length), _x(end, length) - _x(start, length)
        name = str(countries[run[0]]) if width > 70 else run[0]  # noqa: PLR2004  room for the name
        legs.append(Leg(name, x, width, x + width // 2, number % 2 == 0))
    return legs


def without_flicker(runs: list[list]) -> list[list]:
    """Drop runs that only alternate: both gates of a crossing lie at one place, in either order."""
    longest = {iso2: max(run[2] - run[1] for run in runs if run[0] == iso2) for iso2, *_ in runs}
    runs_kept: list[list] = []
    for run in runs:
        if run[2] - run[1] < min(FLICKER_KM, longest[run[0]]):
            continue
        if runs_kept and runs_kept[-1][0] == run[0]:
            runs_kept[-1][2] = run[2]
        else:
            runs_kept.append(run)
    return runs_kept
