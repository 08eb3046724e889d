"""Draw `static/map/plate.svg`, the ground of every server-drawn map, from the basemap of the
interactive map and the way-points of the corridors. Standard library only; see README.md."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "static" / "map"

# The plate of sez_portal/maps/static_map.py; coordinates are written in quarters of its units.
WEST, SOUTH, EAST, NORTH = 91.3, 5.2, 112.9, 29.7
WIDTH, HEIGHT, GRID = 1600, 1920, 4
TOLERANCE = 0.6

FIVE = ("Cambodia", "Laos", "Myanmar", "Thailand", "Vietnam")
# Rough course of the Mekong: what lies along it, river line or border, is drawn as the Mekong.
COURSE = [
    (94.2, 33), (96.5, 31.6), (97.3, 30.9), (98.6, 29), (98.95, 27.5), (99.2, 25.9), (99.9, 24.6),
    (100.4, 23.3), (100.8, 22), (100.95, 21.5), (100.4, 20.7), (100.1, 20.3), (100.6, 19.55),
    (101.2, 19.6), (102.13, 19.9), (101.7, 18.8), (101.2, 17.85), (102, 18), (102.6, 17.95),
    (103.4, 18.4), (104, 18.3), (104.75, 17.4), (104.75, 16.5), (105.4, 15.8), (105.8, 15.1),
    (105.9, 14), (105.97, 13.5), (106, 12.5), (105.45, 12), (104.94, 11.57), (105.2, 10.9),
    (105.9, 10.3), (106.6, 9.9),
]  # fmt: skip
# Where the border of Lao PDR runs in the river (west, south, east, north).
BORDER_RIVER = [(99.9, 19.95, 100.62, 20.6), (101.57, 15.32, 105.8, 18.6), (100, 20.2, 101.3, 21.6)]

LonLat = tuple[float, float]
Line = list[LonLat]


def project(point: LonLat) -> LonLat:
    """Web Mercator, in units of the plate."""
    scale = WIDTH / math.radians(EAST - WEST)

    def north(lat: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    return math.radians(point[0] - WEST) * scale, (north(NORTH) - north(point[1])) * scale


def to_line(point: LonLat, start: LonLat, end: LonLat) -> float:
    """Distance of a point from the stretch between two others, in the units given."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def near(point: LonLat, line: Line, reach: float) -> bool:
    return any(to_line(point, a, b) < reach for a, b in pairwise(line))


def simplify(line: Line, tolerance: float = TOLERANCE) -> Line:
    """Douglas and Peucker; the ends stay, so that neighbours still meet."""
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far = max(
            ((to_line(line[i], line[first], line[last]), i) for i in range(first + 1, last)),
            default=(0.0, 0),
        )
        if far[0] > tolerance:
            keep.add(far[1])
            todo += [(first, far[1]), (far[1], last)]
    return [line[i] for i in sorted(keep)]


def path(line: Line, *, closed: bool = False) -> str:
    """SVG path of a projected line, in relative whole numbers of a quarter unit."""
    points = [(round(x * GRID), round(y * GRID)) for x, y in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
    if len(steps) < (3 if closed else 1):
        return ""
    moves = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves}{'z' if closed else ''}"


class Topology:
    """A TopoJSON file: shared arcs, so that two countries keep one border when simplified."""

    def __init__(self, source: Path) -> None:
        data = json.loads(source.read_text())
        (kx, ky), (dx, dy) = data["transform"]["scale"], data["transform"]["translate"]
        self.objects = {name: layer["geometries"] for name, layer in data["objects"].items()}
        self.arcs: list[Line] = []
        for arc in data["arcs"]:
            x = y = 0
            line: Line = []
            for step in arc:
                x, y = x + step[0], y + step[1]
                line.append((x * kx + dx, y * ky + dy))
            self.arcs.append(line)
        self.drawn = [simplify([project(point) for point in arc]) for arc in self.arcs]

    def ring(self, refs: list[int], arcs: list[Line]) -> Line:
        line: Line = []
        for ref in refs:
            arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
            line += arc if not line else arc[1:]
        return line

    def rings(self, geometry: dict) -> list[list[int]]:
        """The rings or lines of a geometry, as lists of arcs."""
        match geometry["type"]:
            case "LineString":
                return [geometry["arcs"]]
            case "MultiLineString" | "Polygon":
                return geometry["arcs"]
        return [ring for polygon in geometry["arcs"] for ring in polygon]

    def area(self, geometries: Iterable[dict], smallest: float = 12) -> str:
        """Filled path of polygons; islands under `smallest` square units are left out."""
        parts = []
        for geometry in geometries:
            for refs in self.rings(geometry):
                line = self.ring(refs, self.drawn)
                size = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(line))) / 2
                if size > smallest and on_plate(line):
                    parts.append(path(line, closed=True))
        return "".join(parts)

    def lines(self, layer: str) -> list[Line]:
        return [self.ring(r, self.arcs) for g in self.objects[layer] for r in self.rings(g)]

    def border(self, one: str, other: str) -> list[Line]:
        """The arcs that two countries share."""
        used = [
            {ref if ref >= 0 else ~ref for r in self.rings(g) for ref in r}
            for name in (one, other)
            for g in self.objects["countries"]
            if g["properties"]["name"] == name
        ]
        return [self.arcs[i] for i in sorted(used[0] & used[1])]


def on_plate(line: Line) -> bool:
    return any(-9 < x < WIDTH + 9 and -9 < y < HEIGHT + 9 for x, y in line)


def runs(line: Line, wanted: list[bool]) -> list[Line]:
    """The unbroken stretches of a line whose points are wanted."""
    found: list[Line] = [[]]
    for point, want in zip(line, wanted, strict=True):
        if want:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if len(run) > 1]


def length(line: Line) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def mekong(ground: Topology) -> tuple[list[Line], list[Line]]:
    """The Mekong (border where it is the border, else river line) and the other rivers."""
    rivers, others = [], []
    for line in ground.lines("rivers"):
        along = sum(near(p, COURSE, 0.42) for p in line) / len(line)
        (rivers if along > 0.72 else others).append(line)
    borders = []
    for line in ground.border("Thailand", "Laos") + ground.border("Myanmar", "Laos"):
        inside = [
            near((x, y), COURSE, 0.42)
            and any(w <= x <= e and s <= y <= n for w, s, e, n in BORDER_RIVER)
            for x, y in line
        ]
        borders += [run for run in runs(line, inside) if length(run) > 0.12]
    pieces = list(borders)
    for line in rivers:
        free = [not any(near(p, border, 0.1) for border in borders) for p in line]
        pieces += [stitch(run, borders) for run in runs(line, free) if length(run) > 0.25]
    return pieces, [line for line in others if length(line) > 2]


def stitch(run: Line, borders: list[Line]) -> Line:
    """Join both ends of a stretch of river to the border stretch that starts beside it."""
    ends = [point for border in borders for point in (border[0], border[-1])]

    def closest(point: LonLat) -> Line:
        best = min(ends, key=lambda end: math.dist(end, point))
        return [best] if math.dist(best, point) < 0.45 else []

    return closest(run[0]) + run + closest(run[-1])


def widths(pieces: list[Line]) -> list[str]:
    """The Mekong in three widths: above 22 degrees north, above 16, and below."""
    drawn = []
    for low, high in [(22, 90), (16, 22), (0, 16)]:
        parts = []
        for piece in pieces:
            within = [low <= lat <= high for _, lat in piece]
            parts += runs(piece, [any(within[max(i - 1, 0) : i + 2]) for i in range(len(piece))])
        drawn.append("".join(path(simplify([project(p) for p in run])) for run in parts))
    return drawn


def curve(waypoints: Line) -> str:
    """A smooth line through the way-points of a corridor."""
    points = [(x * GRID, y * GRID) for x, y in map(project, waypoints) if -9 < x < WIDTH + 60]
    drawn = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for i, (start, end) in enumerate(pairwise(points)):
        before, after = points[max(i - 1, 0)], points[min(i + 2, len(points) - 1)]
        first = [start[axis] + (end[axis] - before[axis]) / 6 for axis in (0, 1)]
        second = [end[axis] - (after[axis] - start[axis]) / 6 for axis in (0, 1)]
        drawn += "C" + " ".join(f"{value:.0f}" for value in (*first, *second, *end))
    return drawn.replace(" -", "-")


def graticule() -> str:
    """Lines every four degrees: the edges of the squares."""
    lons = [project((lon, 0))[0] * GRID for lon in range(92, 113, 4)]
    lats = [project((92, lat))[1] * GRID for lat in range(28, 5, -4)]
    return "".join(f"M{x:.0f} 0v{HEIGHT * GRID}" for x in lons) + "".join(
        f"M0 {y:.0f}h{WIDTH * GRID}" for y in lats
    )


def stroke(drawn: str, colour: str, width: float, more: str = "") -> str:
    return (
        f'<path d="{drawn}" fill="none" stroke="var(--{colour})" stroke-width="{width}" '
        f'stroke-linejoin="round" vector-effect="non-scaling-stroke"{more}/>'
    )


def draw() -> str:
    ground = Topology(STATIC / "basemap.topo.json")
    corridors = json.loads((HERE / "corridors.json").read_text())
    countries = {g["properties"]["name"]: g for g in ground.objects["countries"]}
    pieces, others = mekong(ground)
    streams = "".join(path(simplify([project(p) for p in line], 1)) for line in others)
    land = ground.area([*(countries[n] for n in FIVE), *ground.objects["cnprov"]])
    beyond = ground.area([g for name, g in countries.items() if name not in FIVE], 40)
    rows = [
        f'<path d="{beyond}" fill="var(--beyond)"/>',
        f'<path d="{land}" fill="var(--land)" stroke="var(--border)" stroke-width="0.8" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>',
        stroke(streams, "stream", 0.8),
        f'<path d="{ground.area(ground.objects["lakes"], 4)}" fill="var(--stream)"/>',
        stroke(graticule(), "mekong", 0.5, ' opacity=".3"'),
        *(
            stroke(line, "mekong", wide, ' stroke-linecap="round"')
            for line, wide in zip(widths(pieces), (1.4, 2.1, 2.8), strict=True)
        ),
        *(
            stroke(curve(line), "corridor", 1.1, ' stroke-dasharray="3.5 2.2"')
            for line in corridors.values()
        ),
    ]
    body = "\n".join(rows)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        "<!-- Made by docs/map/make_plate.py. Natural Earth (public domain). Boundaries are\n"
        "indicative and imply no opinion on the status of any territory. -->\n"
        f'<g id="region" stroke="none" transform="scale({1 / GRID})">\n{body}\n</g>\n</svg>\n'
    )


if __name__ == "__main__":
    svg = draw()
    (STATIC / "plate.svg").write_text(svg)
    print(f"plate.svg: {len(svg):,} bytes")
