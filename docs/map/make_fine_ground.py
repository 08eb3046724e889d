"""Cut the land and the borders around zones, gateways and crossings out of a finer map: the ground
of the local plates, `sez_portal/maps/fine_ground.json`. Standard library only; see README.md.

    npm pack @geo-maps/countries-land-100m@0.6.0 && tar xzf geo-maps-countries-land-100m-0.6.0.tgz
    python docs/map/make_fine_ground.py package/map.geo.json
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
TABLES = ("zones/seed/zones.csv", "countries/seed/gateways.csv")
OUT = TOP / "sez_portal" / "maps" / "fine_ground.json"

TILE = 0.25  # degrees
AROUND = 0.4  # degrees around each place: what the widest plate may show
UNIT = 5_000  # steps of a degree: 22 metres
GAP = 0.006  # degrees: slivers between two neighbours are narrower
LEAST = 2e-5  # square degrees, a quarter of a square kilometre: smaller rings are errors or rocks
LEAST_HOLE = 2.5e-4  # three square kilometres: smaller holes are ponds
LAP = 0.002  # degrees by which tiles overlap, so that no seam shows
CODES = {
    "KHM": "KH", "CHN": "CN", "LAO": "LA", "MMR": "MM", "THA": "TH", "VNM": "VN",
    "MYS": "MY", "IND": "IN", "BGD": "BD",
}  # fmt: skip

LonLat = tuple[float, float]
Ring = list[LonLat]
Cell = tuple[int, int]


def countries(path: str) -> Iterator[tuple[str, list[Ring]]]:
    """Each country of ours or beside us with its rings; the file has a feature a line."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            text = line.strip().rstrip(",")
            code = next((iso for a3, iso in CODES.items() if f'"A3":"{a3}"' in text[-80:]), None)
            if code:
                geometry = json.loads(text)["geometry"]
                shapes = geometry["coordinates"]
                shapes = shapes if geometry["type"] == "MultiPolygon" else [shapes]
                yield (
                    code,
                    [
                        [(x, y) for x, y in ring]
                        for shape in shapes
                        for number, ring in enumerate(shape)
                        if area(ring) > (LEAST_HOLE if number else LEAST)
                    ],
                )


def wanted_cells() -> set[Cell]:
    """The tiles that a plate of a place in our tables may show."""
    cells: set[Cell] = set()
    for table in TABLES:
        with (TOP / table).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                columns, lines = span(float(row["lon"])), span(float(row["lat"]))
                cells |= {(x, y) for x in columns for y in lines}
    return cells


def span(middle: float) -> range:
    return range(math.floor((middle - AROUND) / TILE), math.floor((middle + AROUND) / TILE) + 1)


def clip(ring: Ring, axis: int, limit: float, *, above: bool) -> Ring:
    """The part of a closed ring on one side of a line (Sutherland and Hodgman)."""

    def inside(point: LonLat) -> bool:
        return point[axis] >= limit if above else point[axis] <= limit

    kept: Ring = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        if inside(a):
            kept.append(a)
        if inside(a) != inside(b):
            part = (limit - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))
    return kept


def strip_of(rings: Iterable[Ring], axis: int, low: float, high: float) -> list[Ring]:
    parts = (clip(clip(ring, axis, low, above=True), axis, high, above=False)
             for ring in rings
             if min(p[axis] for p in ring) <= high and max(p[axis] for p in ring) >= low
             )  # fmt: skip
    return [part for part in parts if len(part) > 2]  # noqa: PLR2004  a triangle


def steps(points: Iterable[LonLat], cell: Cell) -> str:
    """A line as steps from the corner of its tile, in units; the letters of "encoded polylines"."""
    letters: list[str] = []
    last = (round(cell[0] * TILE * UNIT), round(cell[1] * TILE * UNIT))
    for lon, lat in points:
        here = (round(lon * UNIT), round(lat * UNIT))
        if not letters or here != last:
            letters += [in_letters(here[0] - last[0]), in_letters(here[1] - last[1])]
        last = here
    return "".join(letters)


def in_letters(number: int) -> str:
    """Five bits a letter, the sign in the lowest of all."""
    number = ~(number << 1) if number < 0 else number << 1
    letters = ""
    while number >= 32:  # noqa: PLR2004  five bits
        letters += chr((number & 31 | 32) + 63)
        number >>= 5
    return letters + chr(number + 63)


def land_of(rings: list[Ring], cells: set[Cell]) -> dict[Cell, list[str]]:
    """By tile, the rings of a country cut to it."""
    found: dict[Cell, list[str]] = {}
    columns = defaultdict(set)
    for x, y in cells:
        columns[x].add(y)
    for x, rows in columns.items():
        in_column = strip_of(rings, 0, x * TILE - LAP, (x + 1) * TILE + LAP)
        for y in rows:
            parts = strip_of(in_column, 1, y * TILE - LAP, (y + 1) * TILE + LAP)
            if parts:
                found[x, y] = [steps(part, (x, y)) for part in parts]
    return found


def area(ring: Iterable[Sequence[float]]) -> float:
    """Square degrees."""
    ring = list(ring)
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def near_cells(ring: Ring) -> Iterator[tuple[Cell, LonLat]]:
    """Points along a ring, each with its cell of side GAP."""
    for a, b in pairwise(ring):
        parts = max(1, math.ceil(math.dist(a, b) / GAP))
        for part in range(parts):
            x, y = (a[i] + part / parts * (b[i] - a[i]) for i in (0, 1))
            yield (math.floor(x / GAP), math.floor(y / GAP)), (x, y)


class Beside:
    """Which countries come close to a place: the lines of two neighbours leave slivers between."""

    def __init__(self, rings: dict[str, list[Ring]]) -> None:
        self._cells: dict[Cell, set[str]] = defaultdict(set)
        for code, of_country in rings.items():
            for ring in of_country:
                for cell, _point in near_cells(ring):
                    self._cells[cell].add(code)

    def others(self, point: LonLat, code: str) -> set[str]:
        x, y = math.floor(point[0] / GAP), math.floor(point[1] / GAP)
        around = (self._cells.get((x + i, y + j), set()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        return set().union(*around) - {code}


class Border:
    """Which edges of a country are borders: shared with another, or close to one."""

    def __init__(self, rings: dict[str, list[Ring]]) -> None:
        self._owners: dict[frozenset[LonLat], set[str]] = defaultdict(set)
        for code, of_country in rings.items():
            for ring in of_country:
                for edge in pairwise(ring):
                    self._owners[frozenset(edge)].add(code)
        self._beside = Beside(rings)

    def kind_of(self, code: str, a: LonLat, b: LonLat) -> str:
        """Say "border" once for two neighbours, "gap" of the other where they share no edge."""
        sharing = self._owners[frozenset((a, b))]
        if len(sharing) > 1:
            return "border" if code == min(sharing) else ""
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        others = self._beside.others(middle, code)
        return "" if not others else "border" if code < min(others) else "gap"


def borders(rings: dict[str, list[Ring]], cells: set[Cell]) -> dict[str, dict[Cell, list[str]]]:
    """By kind and tile, the lines of the borders."""
    border, found = Border(rings), {"border": {}, "gap": {}}
    for code, of_country in rings.items():
        for ring in of_country:
            for kind, at, line in runs(ring, code, border, cells):
                found[kind].setdefault(at, []).append(steps(line, at))
    return found


def runs(
    ring: Ring, code: str, border: Border, cells: set[Cell]
) -> Iterator[tuple[str, Cell, Ring]]:
    """The parts of a ring that are a border of one kind in one tile."""
    line, kind, at = [ring[0]], "", (0, 0)
    for a, b in pairwise(ring):
        here = math.floor((a[0] + b[0]) / 2 / TILE), math.floor((a[1] + b[1]) / 2 / TILE)
        now = border.kind_of(code, a, b) if here in cells else ""
        if (now, here) != (kind, at):
            if kind:
                yield kind, at, line
            line, kind, at = [a], now, here
        line.append(b)
    if kind:
        yield kind, at, line


def main(path: str) -> None:
    rings, cells = dict(countries(path)), wanted_cells()
    tiles: dict[Cell, dict[str, list[str]]] = defaultdict(dict)
    for code, of_country in rings.items():
        for cell, parts in land_of(of_country, cells).items():
            tiles[cell][code] = parts
    for kind, by_cell in borders(rings, cells).items():
        for cell, lines in by_cell.items():
            tiles[cell][kind] = lines
    told = {f"{x},{y}": tiles.get((x, y), {}) for x, y in sorted(cells)}
    ground = {"tile": TILE, "unit": UNIT, "lap": LAP, "tiles": told}
    text = json.dumps(ground, separators=(",", ":")).replace('},"', '},\n"')
    OUT.write_text(text + "\n", "utf-8")
    print(len(cells), "tiles,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
