"""Maps that the server draws: zones gathered to dots, names, rings, and all that a map shows.

The ground itself is `static/map/plate.svg`; `templates/plates/_plate.html` puts both together,
`projection.py` holds projection, squares and frames.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext

from sez_portal.common.lists import in_parts
from sez_portal.common.widths import letters_in
from sez_portal.maps.place_names import FREE_NAMES, REGION_NAMES, Box, FreeName, names_beside
from sez_portal.maps.projection import (
    HEIGHT,
    REGION,
    WIDTH,
    Bars,
    Frame,
    Label,
    as_seen,
    country_frame,
    degree_bars,
    frame_for,
    place,
    project,
    square,
    units_per_km,
)

__all__ = [
    "HEIGHT",
    "OTHER",
    "REGION",
    "WIDTH",
    "Dot",
    "crowd_of",
    "diameter_of",
    "Frame",
    "Gate",
    "StaticMap",
    "Point",
    "country_frame",
    "degree_bars",
    "frame_for",
    "gather",
    "draw",
    "project",
    "square",
]

MOST_DOTS = 400
NAMES_IN_A_TITLE = 6

# What a zone in this state looks like; "other" is a zone that the search left out.
DOTS = {
    "operational": "dot",
    "planned": "dot dot--plan",
    "under_construction": "dot dot--plan",
    "suspended": "dot dot--none",
    "unknown": "dot dot--none",
}
OTHER = "other"


class Size(NamedTuple):
    """Height of letters and diameter of a dot, in units of a drawing 1600 units wide."""

    letters: float
    dot: float


SIZES = {"": Size(32, 20), "s": Size(46, 30), "l": Size(34, 26), "card": Size(72, 62)}


class Point(NamedTuple):
    """A zone to draw. `label` is its name; a point with a `name` has it written beside its dot."""

    lon: float
    lat: float
    status: str
    label: str
    url: str
    selected: bool = False
    name: str = ""


class Gate(NamedTuple):
    """A border gate or other gateway: a black square with its name."""

    lon: float
    lat: float
    name: str


class Dot(NamedTuple):
    """One circle: a zone, or several `zones` that stand too close to be told apart."""

    x: float
    y: float
    r: float
    kind: str
    zones: int
    label: str
    url: str


class Ring(NamedTuple):
    x: float
    y: float
    r: float


@dataclass(frozen=True, eq=False)
class StaticMap:
    """All that `_plate.html` draws above the ground; each is equal to itself alone."""

    frame: Frame
    letters: float
    dots: list[Dot]
    others: str
    gateways: str
    rings: list[Ring]
    labels: list[Label]
    bars: Bars
    count: int
    route: str = ""  # a line drawn above the ground
    numbers: Sequence[Label] = ()  # on the dots


Placed = tuple[Point, float, float]
Crowd = list[Placed]


def gather(points: Iterable[Point], frame: Frame, *, size: float, crowd_url: str = "") -> list[Dot]:
    """Dots for the points inside the frame; points closer than `size` units become one dot.

    Selected points stand alone and come last, on top. `crowd_url` is the address of a crowd, with
    BBOX where west, south, east and north belong. Never more than about MOST_DOTS dots."""
    placed = [(point, *place(point.lon, point.lat)) for point in points]
    placed = [(point, x, y) for point, x, y in placed if frame.holds(x, y)]
    alone = [[placing] for placing in placed if placing[0].selected]
    together = [[placing] for placing in placed if not placing[0].selected]
    reach = size * 0.8
    while len(crowds := _crowds(together, reach)) > MOST_DOTS:
        reach *= 1.3
    # A crowd's dot is larger than one zone's: it takes in what it would cover.
    crowds = _crowds(sorted(crowds, key=len, reverse=True), max(reach, size * 1.5), smallest=2)
    return [_dot(crowd, size, crowd_url) for crowd in sorted(crowds, key=len) + alone]


def _crowds(groups: Iterable[Crowd], reach: float, *, smallest: int = 1) -> list[Crowd]:
    """Each group joins the nearest crowd of at least `smallest` that starts within reach of it, or
    starts one. The map is cut into cells, so that 5,000 points are quick."""
    cells: dict[tuple[int, int], list[Crowd]] = defaultdict(list)
    crowds: list[Crowd] = []
    for group in groups:
        _, x, y = group[0]
        column, row = int(x // reach), int(y // reach)
        beside = [
            crowd
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for crowd in cells.get((i, j), ())
            if len(crowd) >= smallest
        ]
        away = [math.hypot(crowd[0][1] - x, crowd[0][2] - y) for crowd in beside]
        if away and (nearest := min(away)) < reach:
            beside[away.index(nearest)] += group
        else:
            crowds.append([*group])
            cells[column, row].append(crowds[-1])
    return crowds


def _dot(crowd: Crowd, size: float, crowd_url: str) -> Dot:
    count, first = len(crowd), crowd[0][0]
    if count == 1:
        kind, r = DOTS.get(first.status, DOTS["unknown"]), size / 2
        if first.selected:
            kind, r = "dot dot--on", r * 1.5
        x, y = (as_seen(value, size) for value in crowd[0][1:])
        return Dot(x, y, round(r, 1), kind, 1, first.label, first.url)
    kinds = Counter(DOTS.get(point.status, DOTS["unknown"]) for point, _, _ in crowd)
    names = [point.label for point, _, _ in crowd[:NAMES_IN_A_TITLE]]
    lons = [point.lon for point, _, _ in crowd]
    lats = [point.lat for point, _, _ in crowd]
    around = (min(lons) - 0.02, min(lats) - 0.02, max(lons) + 0.02, max(lats) + 0.02)
    return Dot(
        x=as_seen(sum(x for _, x, _ in crowd) / count, size),
        y=as_seen(sum(y for _, _, y in crowd) / count, size),
        r=_radius(count, size),
        kind=kinds.most_common(1)[0][0],
        zones=count,
        label=in_parts(names) + (" …" if count > len(names) else ""),
        url=crowd_url.replace("BBOX", ",".join(f"{degree:.2f}" for degree in around)),
    )


def crowd_of(at: Placed, count: int, diameter: float) -> Dot:
    """One dot for `count` zones of which the first is known and placed: for thousands of zones."""
    first, x, y = at
    kind = DOTS.get(first.status, DOTS["unknown"])
    if count == 1:
        return Dot(x, y, round(diameter / 2, 1), kind, 1, first.label, first.url)
    return Dot(x, y, _radius(count, diameter), kind, count, f"{first.label} …", "")


@lru_cache(maxsize=4096)
def _radius(count: int, diameter: float) -> float:
    """Return the radius of a crowd's dot; it grows with the logarithm of its number."""
    return round(diameter / 2 * (1.35 + 0.35 * math.log10(count)), 1)


def diameter_of(frame: Frame, size: str) -> float:
    """Return the diameter of the dot of one zone, in units of the map."""
    return round(SIZES[size].dot * frame.scale, 2)


def draw(
    points: Iterable[Point],
    *,
    frame: Frame = REGION,
    size: str = "",
    labels: Iterable[Gate] = (),
    rings_km: Sequence[int] = (),
    crowd_url: str = "",
    dots: list[Dot] | None = None,
    route: Sequence[tuple[float, float]] = (),
) -> StaticMap:
    """The map of these zones, or of `dots` that were gathered elsewhere.

    `size` is where it stands: "" beside text, "s" in a narrow column, "l" a large one of a country,
    "card" a share picture.
    `labels` are gateways to mark and name, `route` is a line in degrees. Rings are drawn around the
    first selected point."""
    points = list(points)
    matching = [point for point in points if point.status != OTHER]
    letters = round(SIZES[size].letters * frame.scale, 2)
    if dots is None:
        dots = gather(matching, frame, size=diameter_of(frame, size), crowd_url=crowd_url)
    gates = [(gate.name, *place(gate.lon, gate.lat)) for gate in labels]
    rings, ring_labels = _rings(points, rings_km)
    labelled = [(p.name, *place(p.lon, p.lat), "t name-t") for p in matching if p.name]
    labelled += [(*gate, "t") for gate in gates]
    bars = degree_bars(frame, letters)
    in_the_way = [Box(x - r, y - r, x + r, y + r) for x, y, r, *_more in dots]
    in_the_way += [_box_of(label, letters) for label in bars.labels]
    gate_names = names_beside(labelled, frame, letters, in_the_way if labelled else ())
    names = _names(frame, letters, [*dots, *gate_names, *ring_labels])
    return StaticMap(
        frame=frame,
        letters=letters,
        dots=dots,
        others=_others((p for p in points if p.status == OTHER), frame),
        gateways="".join(_box(x, y, letters * 0.5) for _, x, y in gates if frame.holds(x, y)),
        rings=rings,
        labels=names + ring_labels + gate_names,
        bars=bars,
        count=sum(dot.zones for dot in dots),
        route=_route(route),
    )


def _route(line: Sequence[tuple[float, float]]) -> str:
    places = (place(lon, lat) for lon, lat in line)
    return "".join(f"{'L' if number else 'M'}{x:g} {y:g}" for number, (x, y) in enumerate(places))


def _box(x: float, y: float, side: float) -> str:
    return f"M{x - side / 2:.5g} {y - side / 2:.5g}h{side:.4g}v{side:.4g}h{-side:.4g}z"


def _box_of(label: Label, letters: float) -> Box:
    """Return the box of a name that begins at its point."""
    wide = letters * 0.58 * letters_in(str(label.text))
    return Box(label.x, label.y - letters * 0.8, label.x + wide, label.y + letters * 0.2)


def _others(points: Iterable[Point], frame: Frame) -> str:
    """One path of round points for the zones that a search left out."""
    places = {place(point.lon, point.lat) for point in points}
    return "".join(f"M{x:g} {y:g}h0" for x, y in sorted(places) if frame.holds(x, y))


def _rings(points: Iterable[Point], rings_km: Sequence[int]) -> tuple[list[Ring], list[Label]]:
    centre = next((point for point in points if point.selected), None)
    if centre is None:
        return [], []
    x, y = place(centre.lon, centre.lat)
    km = units_per_km(centre.lat)
    rings = [Ring(x, y, round(radius * km, 1)) for radius in rings_km]
    labels = [
        Label(round(x + ring.r * 0.71, 1), round(y - ring.r * 0.71, 1), _km(radius), "t")
        for ring, radius in zip(rings, rings_km, strict=True)
    ]
    return rings, labels


def _km(radius: int) -> str:
    return gettext("%(distance)s km") % {"distance": radius}


def _names(frame: Frame, letters: float, occupied: Sequence[Dot | Label]) -> list[Label]:
    """Names of countries and rivers: fixed on the region, on a part of it where there is room."""
    if frame.is_region:
        return [Label(n.x, n.y, n.text, n.kind, turn=n.turn) for n in REGION_NAMES]
    spots = [(item.x, item.y) for item in occupied]
    spots += [(_middle(item, letters), item.y) for item in occupied if isinstance(item, Label)]
    names: list[Label] = []
    for name in FREE_NAMES:
        if spot := _free_place(name, frame, letters, spots):
            names.append(Label(*spot, name.text, name.kind))
            spots.append(spot)
    return names


def _middle(label: Label, letters: float) -> float:
    half = letters * 0.29 * letters_in(str(label.text))
    return label.x + {"start": half, "middle": 0, "end": -half}[label.anchor]


def _free_place(
    name: FreeName, frame: Frame, letters: float, occupied: Sequence[tuple[float, float]]
) -> tuple[float, float] | None:
    """The place inside the frame that is farthest from what is drawn already."""
    margin = letters * (0.5 * letters_in(str(name.text)) + 1) / frame.width
    room = {
        (x, y): min((math.hypot((x - i) / 3, y - j) for i, j in occupied), default=math.inf)
        for x, y in (place(*where) for where in name.places)
        if frame.holds(x, y, margin)
    }
    best = max(room, key=lambda where: room[where], default=None)
    return best if best and room[best] > letters * 1.6 else None
