"""The grid of the maps: Web Mercator in map units, the squares, the frames and their neatlines.

The whole region is 1600 units wide; a part of it keeps the same units. The neatline is the
black-and-white border with its degrees.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.utils.functional import Promise

WIDTH, HEIGHT = 1600, 1920
WEST, SOUTH, EAST, NORTH = 91.3, 5.2, 112.9, 29.7  # degrees
EARTH_RADIUS_KM = 6371

# South-west and north-east corner of each country; China is Yunnan and Guangxi.
COUNTRY_CORNERS = {
    "CN": ((97.5, 21.1), (112.1, 29.3)),
    "KH": ((102.3, 10.3), (107.7, 14.7)),
    "LA": ((100.1, 13.9), (107.7, 22.5)),
    "MM": ((92.1, 9.8), (101.2, 28.5)),
    "TH": ((97.3, 5.6), (105.7, 20.5)),
    "VN": ((102.1, 8.5), (109.5, 23.4)),
}

_UNITS_PER_RADIAN = WIDTH / math.radians(EAST - WEST)
WIDE = 10  # units: half of one is not seen on a dot of this diameter


@dataclass(frozen=True)
class Frame:
    """The part of the region that a map shows, in map units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"

    @property
    def scale(self) -> float:
        """What a unit of a drawing 1600 wide measures here."""
        return self.width / WIDTH

    @property
    def is_region(self) -> bool:
        return self.width > WIDTH * 0.8

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether a place lies inside, at least `margin` (part of the width) from the edge."""
        edge = margin * self.width
        return (
            self.x + edge <= x <= self.x + self.width - edge
            and self.y + edge <= y <= self.y + self.height - edge
        )


REGION = Frame(0, 0, WIDTH, HEIGHT)


class Label(NamedTuple):
    """A text on the map; `kind` is its CSS class, `anchor` start, middle or end."""

    x: float
    y: float
    text: str | Promise
    kind: str = "t"
    anchor: str = "middle"
    turn: int = 0


class Bars(NamedTuple):
    """The neatline: one path of black bars, and the degrees and letters of squares beside it."""

    path: str
    labels: list[Label]


def _north(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


@lru_cache(maxsize=4096)
def place(lon: float, lat: float) -> tuple[float, float]:
    """Map units of a place in degrees, to a tenth."""
    lat = min(max(lat, -85.0), 85.0)
    x = math.radians(lon - WEST) * _UNITS_PER_RADIAN
    return round(x, 1), round((_north(NORTH) - _north(lat)) * _UNITS_PER_RADIAN, 1)


def degrees(x: float, y: float) -> tuple[float, float]:
    north = _north(NORTH) - y / _UNITS_PER_RADIAN
    lat = math.degrees(2 * math.atan(math.exp(north)) - math.pi / 2)
    return WEST + math.degrees(x / _UNITS_PER_RADIAN), lat


def project(lon: float, lat: float) -> tuple[int, int]:
    """Whole map units of a place in degrees."""
    x, y = place(lon, lat)
    return round(x), round(y)


def units_per_km(lat: float) -> float:
    return _UNITS_PER_RADIAN / EARTH_RADIUS_KM / math.cos(math.radians(lat))


def square(lon: float, lat: float) -> str:
    """The square of a place, such as "D3": letters A to E from 92 degrees east and numbers 1 to 6
    from 28 degrees north, four degrees each; the rim belongs to the square beside it."""
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        return ""
    column = min(max(int((lon - 92) // 4), 0), 4)
    row = min(max(int((28 - lat) // 4), 0), 5)
    return f"{'ABCDE'[column]}{row + 1}"


def frame_for(
    points: Iterable[tuple[float, float]],
    *,
    margin_km: float = 60,
    minimum_km: float = 240,
    ratio: float = 0,
) -> Frame:
    """The part of the region around these places (longitude, latitude), kept inside the map.

    At least `minimum_km` wide; `ratio` is height to width (0: as the places lie, 0.64 to 1.4)."""
    places = [(lon, lat) for lon, lat in points if square(lon, lat)]
    if not places:
        return REGION
    xs, ys = zip(*(place(*where) for where in places), strict=True)
    km = units_per_km(sum(lat for _, lat in places) / len(places))
    width = max(max(xs) - min(xs) + 2 * margin_km * km, minimum_km * km)
    height = max(ys) - min(ys) + 2 * margin_km * km
    ratio = ratio or min(max(height / width, 0.64), 1.4)
    width = min(max(width, height / ratio), WIDTH, HEIGHT / ratio)
    height = width * ratio
    x = min(max((min(xs) + max(xs) - width) / 2, 0), WIDTH - width)
    y = min(max((min(ys) + max(ys) - height) / 2, 0), HEIGHT - height)
    # Cut, never rounded up: a frame must not reach over the edge of the map.
    return Frame(int(x), int(y), int(width), int(height))


def country_frame(iso2: str) -> Frame:
    """The part that shows a country with its neighbours' rims; of one not drawn yet the region."""
    corners = COUNTRY_CORNERS.get(iso2)
    return frame_for(corners, margin_km=40) if corners else REGION


@lru_cache(maxsize=64)
def degree_bars(frame: Frame, letters: float) -> Bars:
    """Neatline of a frame. Bars and labels keep their look whatever part of the region is shown."""
    step = next(
        s for s in (4, 2, 1, 0.5) if frame.width / _units_per_degree() > 2.2 * s or s == 0.5
    )
    thick = round(10 * frame.scale, 2)
    west, north = degrees(frame.x, frame.y)
    east, south = degrees(frame.x + frame.width, frame.y + frame.height)
    right, bottom = frame.x + frame.width, frame.y + frame.height
    xs = [place(lon, 0)[0] for lon in _ticks(west, east, step / 4)]
    ys = [place(0, lat)[1] for lat in _ticks(south, north, step / 4)][::-1]
    path = ""
    for start, end in [*pairwise(xs)][::2]:
        bar = f"h{end - start:.4g}v{thick}h{start - end:.4g}z"
        path += f"M{start:g} {frame.y:g}{bar}M{start:g} {bottom - thick:g}{bar}"
    for start, end in [*pairwise(ys)][::2]:
        bar = f"h{thick}v{end - start:.4g}h{-thick}z"
        path += f"M{frame.x:g} {start:g}{bar}M{right - thick:g} {start:g}{bar}"
    labels = _degree_labels(frame, letters, step)
    return Bars(path, labels + (_square_labels(letters) if frame.is_region else []))


def _units_per_degree() -> float:
    return WIDTH / (EAST - WEST)


def _ticks(low: float, high: float, step: float) -> Iterator[float]:
    """The multiples of `step` between two degrees."""
    return (i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1))


def _degree_labels(frame: Frame, letters: float, step: float) -> list[Label]:
    west, north = degrees(frame.x, frame.y)
    east, south = degrees(frame.x + frame.width, frame.y + frame.height)
    foot = frame.y + frame.height - 0.7 * letters
    labels = [
        Label(place(lon, 0)[0] + 0.2 * letters, round(foot, 1), f"{lon:g}°E", anchor="start")
        for lon in _ticks(west + step / 8, east - step / 3, step)
    ]
    return labels + [
        Label(round(frame.x + 0.6 * letters, 1), place(0, lat)[1] - 0.2 * letters, f"{lat:g}°N",
              anchor="start")
        for lat in _ticks(south + step / 3, north - step / 6, step)
    ]  # fmt: skip


def _square_labels(letters: float) -> list[Label]:
    columns = [
        Label(place(94 + 4 * i, 0)[0], 1.5 * letters, letter, "river-t")
        for i, letter in enumerate("ABCDE")
    ]
    rows = [
        Label(WIDTH - 1.1 * letters, place(0, 26 - 4 * i)[1], str(i + 1), "river-t")
        for i in range(6)
    ]
    return columns + rows


def as_seen(value: float, size: float) -> float:
    """The place of a dot of this diameter as exactly as anybody sees it; less is lighter."""
    return round(value) if size >= WIDE else round(value, 1)
