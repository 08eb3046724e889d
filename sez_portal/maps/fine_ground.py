"""Land and borders around zones and gateways by a finer map: OpenStreetMap, to about 100 metres.

`docs/map/make_fine_ground.py` cuts `fine_ground.json` into tiles of a quarter of a degree, only
where a plate of a place in the seed may look. Where there is no tile, nothing is known here.
"""

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from sez_portal.common.geo import is_inside, km_to_line

LonLat = tuple[float, float]
Line = list[LonLat]
OPEN_SEA = ""


class Tile(NamedTuple):
    """A piece of the ground: rings of land by country, and lines of borders."""

    land: dict[str, list[Line]]
    borders: list[Line]
    gaps: list[Line]  # where two neighbours share no line: that of the other
    corners: tuple[float, float, float, float]  # west, south, east, north
    x: int
    y: int


@lru_cache(maxsize=1)
def _ground() -> dict[str, Any]:
    path = Path(__file__).with_name("fine_ground.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def tile_size() -> float:
    return float(_ground()["tile"])


@lru_cache(maxsize=256)
def tile(x: int, y: int) -> Tile | None:
    """The tile of that column and row; None where the ground was not cut out."""
    ground = _ground()
    raw = ground["tiles"].get(f"{x},{y}")
    if raw is None:
        return None
    size, lap = float(ground["tile"]), float(ground["lap"])
    land = {
        code: [_line(text, x, y) for text in lines]
        for code, lines in raw.items()
        if code not in ("border", "gap")
    }
    borders, gaps = (
        [_line(text, x, y) for text in raw.get(kind, ())] for kind in ("border", "gap")
    )
    corners = (x * size - lap, y * size - lap, (x + 1) * size + lap, (y + 1) * size + lap)
    return Tile(land, borders, gaps, corners, x, y)


def _line(text: str, x: int, y: int) -> Line:
    """Read the steps of an encoded line."""
    ground = _ground()
    size, unit = ground["tile"], ground["unit"]
    at = [round(x * size * unit), round(y * size * unit)]
    points: Line = []
    axis = shift = number = 0
    for letter in text:
        bits = ord(letter) - 63
        number |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # noqa: PLR2004  the last five bits of a number
            at[axis] += ~(number >> 1) if number & 1 else number >> 1
            if axis:
                points.append((at[0] / unit, at[1] / unit))
            axis, shift, number = 1 - axis, 0, 0
    return points


def tiles_in(west: float, south: float, east: float, north: float) -> list[Tile] | None:
    """The tiles of a box; None where one of them was not cut out."""
    size = tile_size()
    columns = range(math.floor(west / size), math.floor(east / size) + 1)
    rows = range(math.floor(south / size), math.floor(north / size) + 1)
    found = [tile(x, y) for x in columns for y in rows]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


@lru_cache(maxsize=256)
def coast_of(x: int, y: int) -> list[Line]:
    """The lines of a tile's land that are neither its cuts nor borders."""
    one = tile(x, y)
    return list(_coast(one)) if one else []


def _coast(one: Tile) -> Iterator[Line]:
    lines = (*one.borders, *one.gaps)
    borders = {frozenset(edge) for line in lines for edge in pairwise(line)}
    of_borders = {point for line in lines for point in line}
    west, south, east, north = (round(corner, 6) for corner in one.corners)

    def is_cut(point: LonLat) -> bool:
        lon, lat = round(point[0], 6), round(point[1], 6)
        return lon in (west, east) or lat in (south, north)

    def is_coast(a: LonLat, b: LonLat) -> bool:
        """An edge that the tile cuts is the coast, unless it goes on from a border."""
        if is_cut(a) or is_cut(b):
            return not (is_cut(a) and is_cut(b)) and a not in of_borders and b not in of_borders
        return frozenset((a, b)) not in borders

    for rings in one.land.values():
        for ring in rings:
            line: Line = []
            for a, b in pairwise([*ring, ring[0]]):
                if is_coast(a, b):
                    line = [*(line or [a]), b]
                    continue
                if line:
                    yield line
                line = []
            if line:
                yield line


def country_at(point: LonLat) -> str | None:
    """The country on whose land the point lies, OPEN_SEA, or None where nothing is known."""
    size = tile_size()
    here = tile(math.floor(point[0] / size), math.floor(point[1] / size))
    if here is None:
        return None
    for code, rings in here.land.items():
        if sum(is_inside(point, ring) for ring in rings) % 2:
            return code
    return OPEN_SEA


def km_to_land(point: LonLat, code: str) -> float | None:
    """How far the land of the country is: 0 on it; None where no tile near shows it."""
    size = tile_size()
    x, y = math.floor(point[0] / size), math.floor(point[1] / size)
    near = [tile(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    if country_at(point) == code:
        return 0.0
    away = [
        km_to_line(point, ring)
        for one in near
        if one is not None
        for ring in one.land.get(code, ())
    ]
    return min(away, default=None)
