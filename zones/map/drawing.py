"""The map as the server draws it, for who has no script: dots that choose, crowds that come
nearer, squares of gateways."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from countries.choices import GatewayRank, GatewayStatus, Sector
from countries.models import Gateway
from sez_portal.common.fields import text_in
from sez_portal.common.marks import in_words
from sez_portal.maps.projection import degrees, place
from sez_portal.maps.static_map import Dot, StaticMap, diameter_of
from zones import static_maps
from zones.facets import FacetPlace, Index, mask
from zones.map.state import LETTERS, At, MapState

KEY = "KEY"  # of the zone, in the address of a dot
SIZE = "s"  # of letters and dots: readable where a phone shows the whole region
NEARER = 2  # levels by which a crowd comes nearer
# The size of a dot by the area in ha from which it is that large; 0: the area is not known.
AREAS = ((2000, 4), (500, 3), (100, 2), (0, 1))
SCALES = {0: 0.9, 1: 0.75, 2: 1.05, 3: 1.4, 4: 1.9}
HAS, HAS_NOT, UNSAID = "dot", "dot dot--plan", "dot dot--none"  # of a sector
OPEN, SHUT, LATER = 0, 1, 2  # the state of a gateway, in the feed too


class GateSign(NamedTuple):
    """The square of a gateway; the address is that of its page."""

    x: float
    y: float
    letter: str
    state: int
    title: str
    url: str


@dataclass(frozen=True, eq=False)
class WorkingMap:
    """All that `plates/_work_map.html` draws."""

    drawn: StaticMap
    dots: list[Dot]
    gates: list[GateSign]
    side: float  # of a square


def area_class(place: FacetPlace) -> int:
    """Return how large the zone is, 1 to 4; 0 of an unknown area."""
    area = place.area_ha
    return 0 if area is None else next(size for least, size in AREAS if area >= least)


def sector_numbers(place: FacetPlace) -> list[int]:
    """Return its sectors as their numbers in the vocabulary."""
    return [_NUMBERS[key] for key in place.sectors if key in _NUMBERS]


_NUMBERS = {sector.value: number for number, sector in enumerate(Sector)}


def state_of_gate(gateway: Gateway) -> int:
    if gateway.status == GatewayStatus.CLOSED:
        return SHUT
    is_later = gateway.status in (GatewayStatus.PLANNED, GatewayStatus.RESTRICTED)
    return LATER if is_later else OPEN


def is_main(gateway: Gateway) -> bool:
    """Whether a map of the whole region names it."""
    return gateway.rank == GatewayRank.MAIN or gateway.status == GatewayStatus.CLOSED


def by_weight(gateways: Iterable[Gateway]) -> list[Gateway]:
    """The main ones first: where there is no room for all, they stay."""
    return sorted(gateways, key=lambda gateway: not is_main(gateway))


def inside(index: Index, bits: int, state: MapState) -> int:
    """Those of the zones that lie in the part of which the list speaks."""
    frame = state.box or (state.at.frame if state.at else None)
    if frame is None:
        return bits
    held = (n for n, p in enumerate(index.places) if frame.holds(p.x, p.y))
    return bits & mask(held)


def draw(
    index: Index, bits: int, state: MapState, address: str, nearer: Callable[[At], str]
) -> WorkingMap:
    """`address` chooses the zone KEY; `nearer` gives the address of another part."""
    drawn = static_maps.region(index, bits, size=SIZE, frame=state.frame, address=address)
    places = {place.key: place for place in index.places_in(bits)}
    keys = {address.replace(KEY, key): key for key in places}
    dots = [_dot(dot, keys, places, state, nearer) for dot in drawn.dots]
    if chosen := places.get(state.selected):
        dots = [dot for dot in dots if keys.get(dot.url) != chosen.key]
        r = round(diameter_of(state.frame, SIZE) * 0.75, 1)
        url = address.replace(KEY, chosen.key)
        dots.append(Dot(chosen.x, chosen.y, r, "dot dot--on", 1, chosen.name, url))
    side = round(drawn.letters * 0.85, 1)
    return WorkingMap(drawn, dots, _gates(index, state, dots, side), side)


def _dot(
    dot: Dot,
    keys: Mapping[str, str],
    places: Mapping[str, FacetPlace],
    state: MapState,
    nearer: Callable[[At], str],
) -> Dot:
    """Colour the dot of one zone as the state asks; let a crowd lead nearer."""
    key = keys.get(dot.url, "")
    if dot.zones > 1:
        lon, lat = degrees(dot.x, dot.y)
        at = At(lat, lon, state.moved(NEARER).zoom)
        return dot._replace(url=nearer(at))
    if not key:
        return dot
    if state.by == "size":
        scale = SCALES[area_class(places[key])]
        return dot._replace(r=round(dot.r * scale, 1))
    if state.by == "sector":
        return dot._replace(kind=_of_sector(places[key].sectors, state.of))
    return dot


def _of_sector(sectors: Iterable[Any], of: str) -> str:
    sectors = list(sectors)
    if not sectors:
        return UNSAID
    return HAS if of in sectors else HAS_NOT


def _gates(index: Index, state: MapState, dots: Iterable[Dot], side: float) -> list[GateSign]:
    """The gateways of the layers: from afar the main ones, and none that would cover a number."""
    frame, signs = state.frame, list[GateSign]()
    taken = [(dot.x, dot.y, dot.r + side / 2) for dot in dots if dot.zones > 1]
    for gateway in by_weight(index.reference.gateways.values()):
        x, y = place(*gateway.point)
        is_shown = gateway.kind in state.layers and (not frame.is_region or is_main(gateway))
        if not is_shown or not frame.holds(x, y) or any(_meet(x, y, *other) for other in taken):
            continue
        taken.append((x, y, side))
        signs.append(_gate_sign(gateway, x, y))
    return signs


def _meet(x: float, y: float, left: float, top: float, reach: float) -> bool:
    return abs(x - left) < reach and abs(y - top) < reach


def _gate_sign(gateway: Gateway, x: float, y: float) -> GateSign:
    name = str(text_in(gateway, "name"))
    title = f"{name} ({in_words(gateway.marks)})" if gateway.marks else name
    letter, state = LETTERS.get(gateway.kind, ""), state_of_gate(gateway)
    return GateSign(x, y, letter, state, title, gateway.get_absolute_url())
