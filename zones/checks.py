"""What a machine can notice about a zone: a point abroad, more free land than land, a double."""

from decimal import Decimal

from django.db.models import Q

from sez_portal.common.geo import Point, box_around, distance_km, is_in_country
from sez_portal.common.text import fold
from sez_portal.maps.fine_ground import OPEN_SEA, country_at, km_to_land
from sez_portal.records.choices import Finding
from sez_portal.records.field_types.basic import Json
from zones.models import Zone

BEYOND_KM = 3.0  # a point this far inside another country, by the finer line, is abroad
DOUBLE_KM = 1.0  # two zones as near as this, or of the same name, may be one


def check(key: str, values: dict[str, Json]) -> dict[str, str]:
    """{field: Finding} for the values a zone would have."""
    findings: dict[str, str] = {}
    point = _point(values)
    if point and values.get("country") and _is_abroad(point, values["country"]):
        findings["lat"] = findings["lon"] = Finding.ABROAD
    area, free = (values.get(name) for name in ("area_ha", "available_ha"))
    if area and free and Decimal(free) > Decimal(area):
        findings["available_ha"] = Finding.TOO_MUCH_FREE
    if _is_double(key, values, point):
        findings["name_en"] = Finding.DOUBLE
    return findings


def _is_abroad(point: Point, iso2: str) -> bool:
    """By the outlines, and where the finer ground was cut out by that too."""
    if not is_in_country(point, iso2):
        return True
    if country_at(point) in (None, OPEN_SEA, iso2):
        return False
    return (km_to_land(point, iso2) or 0) > BEYOND_KM


def _point(values: dict[str, Json]) -> tuple[float, float] | None:
    if not values.get("lat") or not values.get("lon"):
        return None
    return float(values["lon"]), float(values["lat"])


def _is_double(key: str, values: dict[str, Json], point: tuple[float, float] | None) -> bool:
    """Whether this new zone looks like one of the directory."""
    if Zone.objects.filter(key=key).exists():
        return False
    name = fold(values.get("name_en") or "")
    alike = Q(search_name__contains=name) if name else Q(pk__in=())
    if point:
        west, south, east, north = box_around(point, DOUBLE_KM)
        alike |= Q(lon__range=(west, east), lat__range=(south, north))
    return any(
        (point and distance_km(point, zone.point) < DOUBLE_KM)
        or (name and name in zone.search_name.split("\n"))
        for zone in Zone.objects.filter(alike).only("key", "lat", "lon", "search_name")
    )
