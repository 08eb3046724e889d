"""A plate of a few kilometres: the finer ground, points and names that stay readable.

Places are per cent of the plate, letters and signs are pixels: whatever its width, no letter is
smaller than LETTERS. Names are set for the narrowest plate, where they must not meet; more of them
find room on a wide one.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from sez_portal.common.geo import KM_PER_DEGREE
from sez_portal.maps.fine_ground import Line, LonLat, Tile, coast_of, country_at, tiles_in
from sez_portal.maps.place_names import Box

LETTERS = 12  # px
WIDTHS = (290, 340, 400, 460, 520, 620, 740)  # px: from a phone of 320 to the widest plate
WIDE = WIDTHS[4:]  # names that only these have room for
NARROW = WIDTHS[0]
RATIO = 0.75
UNITS = 1000  # of the ground's own drawing, across
SIGN = 8  # px: half of what a sign takes up
GAP_KM = 1.1  # slivers are narrower
STEPS_KM = (1, 2, 5, 10, 20, 50)


class Sign(NamedTuple):
    """Something to draw at its place: `kind` is its CSS class, `letter` that of a gateway."""

    lon: float
    lat: float
    kind: str
    name: str
    url: str = ""
    letter: str = ""
    is_main: bool = False


class Placed(NamedTuple):
    """A sign or a name in per cent of the plate."""

    x: str
    y: str
    sign: Sign


class Name(NamedTuple):
    """A name beside its place: pixels from it, from which side, and whether wide plates only."""

    x: str
    y: str
    dx: int
    dy: int
    anchor: str
    text: str
    kind: str
    is_wide: bool


@dataclass(frozen=True)
class LocalPlate:
    """The surroundings of a place: `half_km` to the left and the right of its middle."""

    middle: LonLat
    half_km: float
    signs: tuple[Sign, ...]
    tiles: tuple[Tile, ...]
    countries: tuple[tuple[str, str], ...]  # code and name, of those that may be named
    extent_km: float = 0  # radius of a circle as large as the zone

    @cached_property
    def _east(self) -> float:
        return math.cos(math.radians(self.middle[1]))

    def place(self, point: LonLat) -> tuple[float, float]:
        """Where a point lies, in parts of the width and of the height."""
        x = (point[0] - self.middle[0]) * self._east * KM_PER_DEGREE / (2 * self.half_km)
        y = (self.middle[1] - point[1]) * KM_PER_DEGREE / (2 * self.half_km * RATIO)
        return 0.5 + x, 0.5 + y

    def degrees(self, x: float, y: float) -> LonLat:
        lon = self.middle[0] + (x - 0.5) * 2 * self.half_km / (self._east * KM_PER_DEGREE)
        return lon, self.middle[1] - (y - 0.5) * 2 * self.half_km * RATIO / KM_PER_DEGREE

    @property
    def height(self) -> int:
        return round(UNITS * RATIO)

    @cached_property
    def land(self) -> str:
        """One path of all land."""
        rings = (ring for one in self.tiles for rings in one.land.values() for ring in rings)
        return "".join(self._path(ring, "z") for ring in rings)

    @cached_property
    def coast(self) -> str:
        """Where land ends in water: the edges that are neither borders nor cuts between tiles."""
        lines = (line for one in self.tiles for line in coast_of(one.x, one.y))
        return "".join(self._path(line) for line in lines)

    @cached_property
    def border(self) -> str:
        return "".join(self._path(line) for one in self.tiles for line in one.borders)

    @cached_property
    def gap(self) -> str:
        """Lines to draw in the colour of land: they cover the slivers between two neighbours."""
        lines = (
            line for one in self.tiles for line in (*one.gaps, *(one.borders if one.gaps else ()))
        )
        return "".join(self._path(line) for line in lines)

    @property
    def gap_width(self) -> int:
        return round(GAP_KM / (2 * self.half_km) * UNITS)

    def _path(self, line: Line, end: str = "") -> str:
        """A line in whole units, without points that fall on the one before; "" of a dot."""
        written, last = [], None
        for point in line:
            x, y = self.place(point)
            here = round(x * UNITS), round(y * UNITS * RATIO)
            if here != last:
                written.append(f"{here[0]} {here[1]}")
            last = here
        return f"M{'L'.join(written)}{end}" if len(written) > 1 else ""

    @cached_property
    def extent(self) -> tuple[int, int, int] | None:
        """The circle of the zone's size in units, where it can be seen."""
        radius = round(self.extent_km / (2 * self.half_km) * UNITS)
        main = next((sign for sign in self.signs if sign.is_main), None)
        if main is None or radius < 12:  # noqa: PLR2004  smaller than its sign
            return None
        x, y = self.place((main.lon, main.lat))
        return round(x * UNITS), round(y * UNITS * RATIO), radius

    @cached_property
    def placed(self) -> list[Placed]:
        """The signs inside, the main ones on top."""
        inside = [sign for sign in self.signs if self._holds(sign)]
        ordered = sorted(inside, key=lambda sign: sign.is_main)
        return [Placed(*self._per_cent((sign.lon, sign.lat)), sign) for sign in ordered]

    def _holds(self, sign: Sign) -> bool:
        x, y = self.place((sign.lon, sign.lat))
        edge = SIGN / NARROW
        return edge < x < 1 - edge and edge < y < 1 - edge

    def _per_cent(self, point: LonLat) -> tuple[str, str]:
        x, y = self.place(point)
        return f"{100 * x:.2f}%", f"{100 * y:.2f}%"

    @property
    def letters(self) -> set[str]:
        """The letters of the gateways on it."""
        return {placed.sign.letter for placed in self.placed}

    @property
    def has_shut(self) -> bool:
        return any("shut" in placed.sign.kind for placed in self.placed)

    @cached_property
    def scale(self) -> tuple[int, str]:
        """Kilometres of the scale bar, and its length."""
        most = 2 * self.half_km * 0.3
        km = max((step for step in STEPS_KM if step <= most), default=1)
        return km, f"{100 * km / (2 * self.half_km):.2f}%"

    @cached_property
    def names(self) -> list[Name]:
        """The names that find room: on every plate, then those that only a wide one has room for.

        A name stands on nothing else and reaches over no edge; what finds no room is in the lists
        beside the plate.
        """
        narrow = self._set(WIDTHS, {})
        wide = self._set(WIDE, narrow)
        return [
            *(name._replace(is_wide=False) for name in narrow.values()),
            *(name for key, name in wide.items() if key not in narrow),
        ]

    def _set(self, widths: Sequence[int], fixed: dict[str, Name]) -> dict[str, Name]:
        """Set the names for plates of these widths, beside those that are fixed already."""
        found = dict(fixed)
        signs = [sign for sign in self.signs if self._holds(sign)]
        boxes = {id(sign): [self._box_of_sign(sign, width) for width in widths] for sign in signs}
        taken = [[self._box_of_scale(width)] for width in widths]
        for name in fixed.values():
            _take(taken, self._boxes(name, widths))
        for sign in sorted(signs, key=lambda sign: not sign.is_main):
            if not sign.name or sign.name in found:
                continue
            others = [of_sign for key, of_sign in boxes.items() if key != id(sign)]
            for name in self._beside(sign):
                if self._is_free(self._boxes(name, widths), widths, taken, others):
                    found[sign.name] = name
                    _take(taken, self._boxes(name, widths))
                    break
        if len({code for one in self.tiles for code in one.land}) > 1:
            for code, text in self.countries:
                if text in found:
                    continue
                if of_country := self._country(code, text, widths, taken, boxes):
                    found[text] = of_country
                    _take(taken, self._boxes(of_country, widths))
        return found

    def _boxes(self, name: Name, widths: Sequence[int]) -> list[Box]:
        return [self._box_of(name, width) for width in widths]

    def _is_free(
        self,
        boxes: Sequence[Box],
        widths: Sequence[int],
        taken: Sequence[Sequence[Box]],
        signs: Iterable[Sequence[Box]],
    ) -> bool:
        """Whether a name reaches over no edge and meets nothing, at each width."""
        fits = all(self._fits(box, width) for box, width in zip(boxes, widths, strict=True))
        return (
            fits
            and not any(box.meets(b) for box, at in zip(boxes, taken, strict=True) for b in at)
            and not any(a.meets(b) for sign in signs for a, b in zip(boxes, sign, strict=True))
        )

    def _beside(self, sign: Sign) -> Iterator[Name]:
        """The name right, left, above and below; then without what stands in brackets."""
        x, y = self._per_cent((sign.lon, sign.lat))
        kind = "name-t" if sign.is_main else "t"
        short = sign.name.partition(" (")[0]
        for text in dict.fromkeys((sign.name, short)):
            for dx, dy, anchor in (
                (SIGN + 3, 4, "start"),
                (-SIGN - 3, 4, "end"),
                (0, -SIGN - 4, "middle"),
                (0, SIGN + LETTERS + 2, "middle"),
            ):
                yield Name(x, y, dx, dy, anchor, text, kind, True)

    @cached_property
    def _grid(self) -> list[tuple[float, float, str | None]]:
        """Places all over the plate, each with the country on whose land it lies."""
        places = [(i / 12, j / 12) for i in range(2, 11) for j in range(1, 12)]
        return [(x, y, country_at(self.degrees(x, y))) for x, y in places]

    def _country(
        self,
        code: str,
        text: str,
        widths: Sequence[int],
        taken: Sequence[Sequence[Box]],
        signs: Mapping[int, Sequence[Box]],
    ) -> Name | None:
        """The name of a country on its land, as far as may be from the signs."""
        points = [self.place((sign.lon, sign.lat)) for sign in self.signs]

        def room(place: tuple[float, float]) -> float:
            return min((math.dist(place, point) for point in points), default=0)

        places = [(x, y) for x, y, on in self._grid if on == code]
        for x, y in sorted(places, key=room, reverse=True):
            at = f"{100 * x:.2f}%", f"{100 * y:.2f}%"
            name = Name(*at, 0, 4, "middle", text, "land-t", True)
            boxes = self._boxes(name, widths)
            if not self._is_free(boxes, widths, taken, signs.values()):
                continue
            half = (boxes[0].right - boxes[0].left) / 2 / widths[0]
            if all(country_at(self.degrees(end, y)) == code for end in (x - half, x + half)):
                return name
        return None

    def _box_of(self, name: Name, width: int) -> Box:
        """What a name takes up on a plate of that width, in pixels."""
        wide = _width_of(name.text, name.kind)
        x = float(name.x[:-1]) / 100 * width + name.dx
        y = float(name.y[:-1]) / 100 * width * RATIO + name.dy
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[name.anchor]
        return Box(left - 1, y - LETTERS, left + wide + 1, y + 4)

    def _box_of_sign(self, sign: Sign, width: int) -> Box:
        x, y = self.place((sign.lon, sign.lat))
        x, y = x * width, y * width * RATIO
        return Box(x - SIGN, y - SIGN, x + SIGN, y + SIGN)

    def _box_of_scale(self, width: int) -> Box:
        long = float(self.scale[1][:-1]) / 100 * width
        bottom = width * RATIO
        return Box(0, bottom - 34, 10 + max(long, 40) + 26, bottom)

    def _fits(self, box: Box, width: int) -> bool:
        return (
            box.left >= 3  # noqa: PLR2004  px from the edge
            and box.right <= width - 3
            and box.top >= 3  # noqa: PLR2004
            and box.bottom <= width * RATIO - 3
        )


@lru_cache(maxsize=4096)
def _width_of(text: str, kind: str) -> float:
    """About how wide a text of a kind of name is, in pixels."""
    spread = 0.78 if kind == "land-t" else 0.62 if kind == "name-t" else 0.57
    return LETTERS * sum(1.7 if ord(c) > 0x2E80 else 1 for c in text) * spread  # noqa: PLR2004


def _take(taken: Sequence[list[Box]], boxes: Iterable[Box]) -> None:
    """Note what a name takes up, at each width."""
    for at, box in zip(taken, boxes, strict=True):
        at.append(box)


def plate_of(
    middle: LonLat,
    half_km: float,
    signs: Iterable[Sign],
    countries: Iterable[tuple[str, str]],
    *,
    extent_km: float = 0,
) -> LocalPlate | None:
    """The plate around a place; None where the finer ground was not cut out."""
    lon, lat = middle
    tall = half_km * RATIO / KM_PER_DEGREE
    wide = half_km / KM_PER_DEGREE / math.cos(math.radians(lat))
    tiles = tiles_in(lon - wide, lat - tall, lon + wide, lat + tall)
    if tiles is None:
        return None
    chosen = tuple(signs), tuple(tiles), tuple(countries)
    return LocalPlate(middle, half_km, *chosen, extent_km=extent_km)
