"""A corridor as a strip to scale: countries as bands, zones as dots, towns and borders by name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sez_portal.common.widths import letters_in
from sez_portal.maps.static_map import DOTS
from zones.route import Leg, Route, Stop

WIDTH, LEFT, RIGHT = 1150, 30, 1120
BIN, STEP = 9, 9.5  # zones whose dots would cover each other are stacked
ROWS = 2  # of names below the line
LETTER = 7.2  # width of a letter of 13 units


class Dot(NamedTuple):
    x: int
    y: float  # above the line
    kind: str
    name: str


class Name(NamedTuple):
    """A town or a border: where it is, what it says, in which row, from which side."""

    x: int
    text: str
    row: int
    anchor: str
    is_border: bool


class Band(NamedTuple):
    x: int
    width: int
    middle: int
    name: str
    is_even: bool


@dataclass(frozen=True)
class Strip:
    dots: list[Dot]
    names: list[Name]
    bands: list[Band]
    borders: list[int]
    top: int  # the height of the highest stack

    @property
    def height(self) -> int:
        return self.top + 92


def strip_of(route: Route) -> Strip:
    legs, length = route.legs, route.line.length
    stops = [stop for leg in legs for stop in leg.stops]
    dots = _dots([stop for stop in stops if stop.kind == "zone"], length)
    named = [stop for stop in stops if stop.kind in ("town", "border")]
    return Strip(
        dots=dots,
        names=_names(sorted(named, key=lambda stop: stop.kind), length),
        bands=_bands(legs, length),
        borders=[_x(leg.start, length) for leg in legs[1:]],
        top=round(max((dot.y for dot in dots), default=0)) + 18,
    )


def _x(km: float, length: float) -> int:
    return round(LEFT + (RIGHT - LEFT) * km / length)


def _dots(stops: Iterable[Stop], length: float) -> list[Dot]:
    filled: Counter[int] = Counter()
    dots = []
    for stop in stops:
        if stop.place:
            bin_ = _x(stop.km, length) // BIN
            kind = DOTS.get(stop.place.status, DOTS["unknown"])
            dots.append(Dot(bin_ * BIN + BIN // 2, 10 + STEP * filled[bin_], kind, stop.place.name))
            filled[bin_] += 1
    return dots


def _names(stops: Sequence[Stop], length: float) -> list[Name]:
    """Borders first; a name for which no row has room is left out: the list below has it."""
    taken: list[list[tuple[float, float]]] = [[] for _row in range(ROWS)]
    names = []
    for stop in stops:
        x, text = _x(stop.km, length), _text(stop)
        anchor = "start" if x < LEFT + 60 else "end" if x > RIGHT - 60 else "middle"
        wide = LETTER * letters_in(text)
        start = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        for row, spans in enumerate(taken):
            if all(start > end + 8 or start + wide < begin - 8 for begin, end in spans):
                spans.append((start, start + wide))
                names.append(Name(x, text, row, anchor, stop.kind == "border"))
                break
    return names


def _text(stop: Stop) -> str:
    return str(stop.town.name) if stop.town else str(stop.gate)


def _bands(legs: Sequence[Leg], length: float) -> list[Band]:
    bands = []
    for number, leg in enumerate(legs):
        x, end = _x(leg.start, length), _x(leg.end, length)
        name = str(leg.country.name)
        name = name if LETTER * letters_in(name) < end - x else leg.country.iso2
        bands.append(Band(x, end - x, (x + end) // 2, name, number % 2 == 0))
    return bands
