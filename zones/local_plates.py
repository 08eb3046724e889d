"""The surroundings of a zone, a crossing or a gateway at the scale of the matter, drawn by the
server on the finer ground."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from countries.choices import GatewayKind
from countries.models import Country, Gateway
from sez_portal.common.geo import Point, distance_km
from sez_portal.common.paths import path_of
from sez_portal.common.templatetags.text_tags import words
from sez_portal.maps.fine_ground import OPEN_SEA, country_at, km_to_land
from sez_portal.maps.local_plate import LocalPlate, Sign, plate_of
from sez_portal.maps.static_map import DOTS
from sez_portal.maps.towns import towns
from zones.choices import Precision
from zones.facets import FacetPlace, Index
from zones.models import Zone

LEAST_KM, MOST_KM = 5, 30  # half of what a plate shows across
REACH_KM = 24  # the nearest gateways within this decide the scale
LETTERS = {  # of the signs of gateways, told in the legend
    GatewayKind.SEAPORT: "S",
    GatewayKind.RIVER_PORT: "W",
    GatewayKind.DRY_PORT: "D",
    GatewayKind.AIRPORT: "A",
    GatewayKind.RAIL_STATION: "R",
    GatewayKind.BORDER_CROSSING: "B",
}


def of_zone(index: Index, zone: Zone, gateways: Sequence[Gateway]) -> LocalPlate | None:
    """A zone with its nearest gateways; None where its place is known to the province only."""
    if zone.coord_precision == Precision.PROVINCE:
        return None
    near = [gate for gate in gateways if distance_km(zone.point, gate.point) <= REACH_KM]
    here = Sign(*zone.point, "dot dot--on", str(zone), is_main=True)
    signs = [here, *_gates(near)]
    half = half_km(zone.point, [gate.point for gate in near])
    extent = _radius_km(zone.area_ha) if zone.area_ha else 0
    return _plate(index, zone.point, max(half, 1.3 * extent), signs, {zone.key}, extent)


def of_pair(index: Index, zones: Sequence[Zone], gates: Sequence[Gateway]) -> LocalPlate | None:
    """Zones on both sides of a border with the gates between them."""
    points = [zone.point for zone in zones] + [gate.point for gate in gates]
    lons, lats = zip(*points, strict=True)
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    signs = [Sign(*zone.point, "dot dot--on", str(zone), zone.get_absolute_url(),
                  is_main=True) for zone in zones]  # fmt: skip
    signs += _gates(gates)
    return _plate(index, middle, half_km(middle, points), signs, {zone.key for zone in zones}, 0)


def half_km(middle: Point, points: Iterable[Point]) -> float:
    """Half the width of a plate on which all these points stand well inside."""
    farthest = max((distance_km(middle, point) for point in points), default=0)
    return min(max(LEAST_KM, 1.6 * farthest), MOST_KM)


def _radius_km(area_ha: Decimal) -> float:
    return math.sqrt(float(area_ha) / 100 / math.pi)


def _gates(gates: Iterable[Gateway]) -> list[Sign]:
    return [
        Sign(
            *gate.point,
            "gate gate--shut" if gate.held_back else "gate",
            str(gate),
            gate.get_absolute_url(),
            LETTERS[GatewayKind(gate.kind)],
        )
        for gate in gates
    ]


def _plate(
    index: Index,
    middle: Point,
    half: float,
    signs: list[Sign],
    own: set[str],
    extent_km: float,
) -> LocalPlate | None:
    half = min(half, MOST_KM)
    west, south, east, north = _box(middle, half)
    signs += [
        Sign(town.lon, town.lat, "town", str(town.name))
        for town in towns()
        if west < town.lon < east and south < town.lat < north
    ]
    signs += [
        _zone_sign(place)
        for place in index.places_in(index.everything)
        if west < place.lon < east and south < place.lat < north and place.key not in own
    ]
    names = [(row.iso2, _short(row)) for row in index.reference.countries.values()]
    extent = extent_km if extent_km < half else 0
    return plate_of(middle, half, signs, names, extent_km=extent)


def _box(middle: Point, half: float) -> tuple[float, float, float, float]:
    tall = half / 111
    wide = tall / math.cos(math.radians(middle[1]))
    return middle[0] - wide, middle[1] - tall, middle[0] + wide, middle[1] + tall


def _short(country: Country) -> str:
    return str(country.name).partition(" (")[0]


def _zone_sign(place: FacetPlace) -> Sign:
    kind = DOTS.get(place.status, DOTS["unknown"])
    return Sign(place.lon, place.lat, kind, place.name, path_of("zone", place.key))


def where_the_point_lies(zone: Zone, index: Index) -> str:
    """Say that the point of a zone lies beyond the border by the finer line; else ""."""
    found = country_at(zone.point)
    if found in (None, OPEN_SEA, zone.country_id):
        return ""
    away = km_to_land(zone.point, zone.country_id)
    named = index.reference.countries.get(found or "")
    if away is None or named is None:
        return ""
    told = {"zone": words(zone, "name"), "country": _short(named), "km": f"{away:.1f}"}
    return _("By this line the point of %(zone)s lies %(km)s km inside %(country)s.") % told
