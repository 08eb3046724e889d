"""Points on the Earth: great-circle distances and whether a point lies in its country.

Outlines are Natural Earth's, simplified to about a kilometre; coordinates of zones are mostly
those of a town or district, so a point may stand a little way over the line (TOLERANCE_KM).
"""

import json
import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
TOLERANCE_KM = 30

Point = tuple[float, float]  # longitude, latitude in degrees
Ring = list[Point]


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance (haversine) in km; the road is longer."""
    lon_a, lat_a, lon_b, lat_b = map(math.radians, (*a, *b))
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def box_around(centre: Point, km: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a box that holds everything within `km`."""
    lon, lat = centre
    tall = km / KM_PER_DEGREE
    wide = tall / max(math.cos(math.radians(min(abs(lat) + tall, 89))), 0.01)
    return lon - wide, lat - tall, lon + wide, lat + tall


@lru_cache(maxsize=1)
def _outlines() -> dict[str, list[Ring]]:
    path = Path(__file__).with_name("outlines.json")
    raw = json.loads(path.read_text("utf-8"))
    return {iso2: [[(x, y) for x, y in ring] for ring in rings] for iso2, rings in raw.items()}


def is_in_country(point: Point, iso2: str) -> bool:
    """Whether the point lies in the country or within TOLERANCE_KM of it.

    China means Yunnan and Guangxi. A country without an outline here is not checked.
    """
    rings = _outlines().get(iso2)
    if rings is None:
        return True
    return any(is_inside(point, ring) or km_to_line(point, ring) <= TOLERANCE_KM for ring in rings)


def is_inside(point: Point, ring: Ring) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def km_to_line(point: Point, ring: Ring) -> float:
    """Least distance to the edges, on a plane around the point (good to 1% at 100 km)."""
    scale = math.cos(math.radians(point[1]))
    flat = [((x - point[0]) * scale, y - point[1]) for x, y in ring]
    least = math.inf
    for (x1, y1), (x2, y2) in pairwise([*flat, flat[0]]):
        dx, dy = x2 - x1, y2 - y1
        length = dx * dx + dy * dy
        t = min(1, max(0, -(x1 * dx + y1 * dy) / length)) if length else 0
        least = min(least, math.hypot(x1 + t * dx, y1 + t * dy))
    return least * KM_PER_DEGREE
