"""The line of a corridor on the map: its length, and how far along it a place lies."""

import math
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from countries.models import Corridor, Gateway
from sez_portal.common.geo import KM_PER_DEGREE, Point, distance_km


class CorridorLine:
    """A corridor's line with the length of each of its edges, km."""

    def __init__(self, corridor: Corridor, gateways: Iterable[Gateway]) -> None:
        self.corridor = corridor
        self._gateways = gateways
        self._ends = [(lon, lat) for lon, lat in corridor.line]
        self._edges = [distance_km(a, b) for a, b in pairwise(self._ends)]
        self.length = sum(self._edges) or 1

    @cached_property
    def passed(self) -> list[tuple[float, Gateway]]:
        """Return the gateways in the order in which the line passes them, and after how many km."""
        passed = [(self.along(gateway.point)[0], gateway) for gateway in self._gateways]
        return sorted(passed, key=lambda pair: pair[0])

    def along(self, point: Point) -> tuple[float, float]:
        """How far along its place nearest to the point is, and how far off, km.

        Around the point the Earth is taken as flat; its edges are short enough for that.
        """
        east = math.cos(math.radians(point[1]))
        best, travelled = (0.0, math.inf), 0.0
        places = [((lon - point[0]) * east, lat - point[1]) for lon, lat in self._ends]
        for ((ax, ay), (bx, by)), edge in zip(pairwise(places), self._edges, strict=True):
            dx, dy = bx - ax, by - ay
            part = min(max(-(ax * dx + ay * dy) / (dx * dx + dy * dy or 1), 0), 1)
            away = KM_PER_DEGREE * math.hypot(ax + part * dx, ay + part * dy)
            if away < best[1]:
                best = (travelled + part * edge, away)
            travelled += edge
        return best
