"""The kind of a line on the map: corridors are drawn by it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sez_portal.common.coordinates import read_coordinate
from sez_portal.common.numbers import plain
from sez_portal.records.field_types.basic import Json, Kind


class Polyline(Kind):
    """The points of a line on the map as "lon lat; lon lat; …" (degrees)."""

    empty: Json = []

    def parse(self, text: str, unit: str = "") -> Json:
        points = [pair.split() for pair in text.split(";") if pair.strip()]
        if any(len(point) != 2 for point in points):  # noqa: PLR2004  a longitude, a latitude
            raise ValidationError(_("Each point needs a longitude and a latitude."))
        return [[_degrees(lon, "lon"), _degrees(lat, "lat")] for lon, lat in points]

    def typed(self, value: Json) -> str:
        return "; ".join(" ".join(plain(Decimal(str(part))) for part in point) for point in value)

    def show(self, value: Json) -> str:
        """How many points it has: nobody reads a line as numbers."""
        told = ngettext("a line of %(count)s point", "a line of %(count)s points", len(value))
        return told % {"count": len(value)}


def _degrees(text: str, axis: str) -> float:
    return float(read_coordinate(text, axis) or 0)
