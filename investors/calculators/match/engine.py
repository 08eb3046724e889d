"""Zones ranked by weights: a score from 0 to 100 a criterion, a missing fact scores nothing.

It compares and adds. It knows no models, and not which criteria there are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import add
from typing import Any, NamedTuple, overload

HIGHEST = 100.0
EXACT = 10  # parts of a point to which totals count; zones that are equal to there share a place


@dataclass(frozen=True)
class Scale:
    """The figures of all zones for one criterion, None where unknown; numbers or dates as text.

    The score says of how many in a hundred of the zones whose figure is known this zone is at
    least the equal: the best one always has 100, and a figure far off does not press the
    others together.
    """

    values: Sequence[Any]
    less_is_better: bool = False

    @cached_property
    def known(self) -> list[Any]:
        return sorted(value for value in self.values if value is not None)

    def score(self, value: Any) -> float | None:
        """0 to 100; None for an unknown figure."""
        if value is None:
            return None
        if self.less_is_better:
            equalled = len(self.known) - bisect_left(self.known, value)
        else:
            equalled = bisect_right(self.known, value)
        return HIGHEST * equalled / len(self.known)

    @cached_property
    def scores(self) -> list[float | None]:
        """The score of every zone, in the order of the figures."""
        by_value = {value: self.score(value) for value in set(self.values)}
        return [by_value[value] for value in self.values]

    @cached_property
    def points(self) -> list[float]:
        """Return the same with nothing for an unknown figure."""
        return [score or 0.0 for score in self.scores]

    def known_among(self, positions: Sequence[int]) -> int:
        """How many of these zones have the figure."""
        if len(positions) == len(self.values):
            return len(self.known)
        return sum(self.values[at] is not None for at in positions)


class Placed(NamedTuple):
    """A zone by its position among the figures; zones with one total share a place."""

    position: int
    total: float
    place: int
    is_tied: bool


class Ranking(Sequence[Placed]):
    """Positions, best first. Of thousands only those of one page are asked for."""

    def __init__(self, parts: Sequence[int], among: Iterable[int]) -> None:
        """Order by the total of each position in parts; the given order decides between equals."""
        self._parts = parts
        self._positions = sorted(among, key=parts.__getitem__, reverse=True)

    def __len__(self) -> int:
        return len(self._positions)

    @overload
    def __getitem__(self, index: int) -> Placed: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Placed]: ...
    def __getitem__(self, wanted: int | slice) -> Placed | list[Placed]:
        if isinstance(wanted, slice):
            return [self._placed(position) for position in self._positions[wanted]]
        return self._placed(self._positions[wanted])

    def _placed(self, position: int) -> Placed:
        parts = self._parts[position]
        better = bisect_left(self._positions, -parts, key=self._below)
        behind = bisect_right(self._positions, -parts, lo=better, key=self._below)
        return Placed(position, parts / EXACT, better + 1, behind - better > 1)

    def _below(self, position: int) -> int:
        return -self._parts[position]


def rank(scales: Mapping[str, Scale], weights: Mapping[str, int], among: Iterable[int]) -> Ranking:
    """Best first; the given order decides between equals. Without any weight nothing is ranked."""
    heavy = {key: weight for key, weight in weights.items() if weight > 0}
    if not heavy:
        return Ranking([], [])
    whole = sum(heavy.values())
    totals: Iterable[float] = repeat(0.0)
    for weight in set(heavy.values()):  # those of one weight are added first, then weighed once
        alike: Iterable[float] = repeat(0.0)
        for key in (key for key, weight_of in heavy.items() if weight_of == weight):
            alike = map(add, alike, scales[key].points)
        totals = map(add, totals, map((EXACT * weight / whole).__mul__, alike))
    return Ranking([int(total + 0.5) for total in totals], among)
