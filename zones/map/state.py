"""What the address says of a map: its part, its colours, its layers, the zone that is chosen."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.choices import GatewayKind, Sector
from sez_portal.maps.projection import HEIGHT, REGION, WIDTH, Frame, degrees, place

BY = {"status": _("by state"), "size": _("by size (area)"), "sector": _("by sector")}
CORRIDORS = "corridors"
LETTERS = {  # of the square of each kind, in the order of the legend
    GatewayKind.SEAPORT: "S",
    GatewayKind.BORDER_CROSSING: "B",
    GatewayKind.AIRPORT: "A",
    GatewayKind.RAIL_STATION: "R",
    GatewayKind.DRY_PORT: "D",
    GatewayKind.RIVER_PORT: "W",
}
KINDS: dict[str, str | Promise] = {  # what each square stands for, many of them
    GatewayKind.SEAPORT: _("Seaports"),
    GatewayKind.BORDER_CROSSING: _("Border crossings"),
    GatewayKind.AIRPORT: _("Airports"),
    GatewayKind.RAIL_STATION: _("Rail stations"),
    GatewayKind.DRY_PORT: _("Dry ports"),
    GatewayKind.RIVER_PORT: _("River ports"),
}
LAYERS = (CORRIDORS, *LETTERS)
USUAL = frozenset({CORRIDORS, GatewayKind.SEAPORT, GatewayKind.BORDER_CROSSING})
NONE = "none"  # the value of a layer that says: only those named beside it
LEAST_ZOOM, MOST_ZOOM = 4.0, 11.0  # as those of tiles: at 0 the world is 256 pixels wide
WHOLE_ZOOM = 5.25  # shows the region on a usual screen
DRAWN = (784, 680)  # pixels that the server draws for; a script knows its own
UNITS_PER_PIXEL = WIDTH / (112.9 - 91.3) * 360 / 256  # of the drawn maps, at zoom 0
OF_MAPS = ("at", "box", "by", "of", "layer", "select")  # parameters that are no filters


class At(NamedTuple):
    """The middle of a map and how near it is."""

    lat: float
    lon: float
    zoom: float

    def __str__(self) -> str:
        return f"{self.lat:.4g},{self.lon:.5g},{self.zoom:.4g}"

    @property
    def frame(self) -> Frame:
        """What is drawn of it, as far as there is ground."""
        units = UNITS_PER_PIXEL / 2**self.zoom
        width, height = min(WIDTH, DRAWN[0] * units), min(HEIGHT, DRAWN[1] * units)
        x, y = place(self.lon, self.lat)
        left = min(max(x - width / 2, 0), WIDTH - width)
        top = min(max(y - height / 2, 0), HEIGHT - height)
        return Frame(int(left), int(top), int(width), int(height))


class MapState(NamedTuple):
    """What an address asks of the map; what cannot be read is as if it were not there."""

    at: At | None
    box: Frame | None  # of which the list speaks
    by: str
    of: str  # the sector that is coloured
    layers: frozenset[str]
    selected: str  # the key of a zone

    @property
    def frame(self) -> Frame:
        return self.at.frame if self.at else REGION

    def moved(self, by: float) -> At:
        """Return the same middle, nearer or farther."""
        frame = self.frame
        lon, lat = degrees(frame.x + frame.width / 2, frame.y + frame.height / 2)
        lat, lon, zoom = self.at or At(lat, lon, WHOLE_ZOOM)
        return At(lat, lon, min(max(zoom + by, LEAST_ZOOM), MOST_ZOOM))


def state_of(query: QueryDict | MultiValueDict) -> MapState:
    """Read the state from the parameters of an address."""
    by, of = query.get("by", ""), query.get("of", "")
    layers = frozenset(query.getlist("layer"))
    return MapState(
        at=_at(query.get("at", "")),
        box=_box(query.get("box", "")),
        by=by if by in BY else "status",
        of=of if of in Sector.values else Sector.ELECTRONICS_ELECTRICAL.value,
        layers=(layers & frozenset(LAYERS)) if layers else USUAL,
        selected=query.get("select", "")[:80],
    )


def _at(text: str) -> At | None:
    numbers = _numbers(text, 3)
    if numbers is None:
        return None
    lat, lon, zoom = numbers
    if not (-85 <= lat <= 85 and -180 <= lon <= 180):  # noqa: PLR2004  degrees
        return None
    return At(lat, lon, min(max(zoom, LEAST_ZOOM), MOST_ZOOM))


def _box(text: str) -> Frame | None:
    """Return the part between west, south, east and north."""
    numbers = _numbers(text, 4)
    if numbers is None or any(abs(number) > 180 for number in numbers):  # noqa: PLR2004  degrees
        return None
    west, south, east, north = numbers
    (left, bottom), (right, top) = place(west, south), place(east, north)
    if left >= right or top >= bottom:
        return None
    return Frame(left, top, right - left, bottom - top)


def _numbers(text: str, count: int) -> list[float] | None:
    parts = text[:80].split(",")
    if len(parts) != count:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def is_plain(query: QueryDict, names: Iterable[str] = OF_MAPS) -> bool:
    """Whether an address asks nothing of the map itself."""
    return not any(query.get(name) for name in names)
