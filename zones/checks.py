"""What a machine can notice about a zone: a point abroad, more free land than land, a double."""

from decimal import Decimal

from django.utils.translation import gettext as _

from sez_portal.common.geo import distance_km, is_in_country
from sez_portal.common.text import fold
from sez_portal.records.kinds import Json
from zones.models import Zone

DOUBLE_KM = 1.0  # two zones as near as this, or of the same name, may be one


def check(key: str, values: dict[str, Json]) -> dict[str, str]:
    """{field: what is strange} for the values a zone would have."""
    found = {}
    point = _point(values)
    if point and values.get("country") and not is_in_country(point, values["country"]):
        found["lat"] = found["lon"] = _("The point lies outside the country.")
    area, free = (values.get(name) for name in ("area_ha", "available_ha"))
    if area and free and Decimal(free) > Decimal(area):
        found["available_ha"] = _("There is more free land than land.")
    if double := _double(key, values, point):
        found["name_en"] = _("This may be the same zone as %(zone)s.") % {"zone": double}
    return found


def _point(values: dict[str, Json]) -> tuple[float, float] | None:
    if not values.get("lat") or not values.get("lon"):
        return None
    return float(values["lon"]), float(values["lat"])


def _double(key: str, values: dict[str, Json], point: tuple[float, float] | None) -> str:
    """The name of another zone that looks like this new one; "" for one that stands already."""
    if Zone.objects.filter(key=key).exists():
        return ""
    name = fold(values.get("name_en") or "")
    for zone in Zone.objects.only("key", "name_en", "lat", "lon", "search_name"):
        near = point and distance_km(point, zone.point) < DOUBLE_KM
        if near or (name and name in zone.search_name.split("\n")):
            return zone.name_en
    return ""
