"""Zones ranked by weights: a score from 0 to 100 a criterion; what is not known makes a range.

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
FEWEST = 5  # a criterion counts where one zone in so many has the figure


@dataclass(frozen=True)
class Scale:
    """The figures of all zones for one criterion, None where unknown; numbers or dates as text.

    The score says of how many in a hundred of the zones whose figure is known this zone is at
    least the equal: the best one always has 100, and a figure far off does not press the
    others together. Nothing at all of what is better the more there is scores 0. Of a figure
    that depends on the project `values` are the worst, `bests` the best.
    """

    values: Sequence[Any]
    less_is_better: bool = False
    bests: Sequence[Any] | None = None

    @cached_property
    def known(self) -> list[Any]:
        return sorted(value for value in self.values if value is not None)

    def score(self, value: Any) -> float | None:
        """0 to 100; None for an unknown figure."""
        if value is None:
            return None
        if self.less_is_better:
            equalled = len(self.known) - bisect_left(self.known, value)
        elif value == 0:
            equalled = 0
        else:
            equalled = bisect_right(self.known, value)
        return HIGHEST * equalled / len(self.known)

    @cached_property
    def scores(self) -> list[float | None]:
        """The score of every zone, in the order of the figures."""
        return self._scores_of(self.values)

    def _scores_of(self, values: Sequence[Any]) -> list[float | None]:
        by_value = {value: self.score(value) for value in set(values)}
        return [by_value[value] for value in values]

    @cached_property
    def lows(self) -> list[float]:
        """Return the same at worst: nothing for an unknown figure."""
        return [score or 0.0 for score in self.scores]

    @cached_property
    def highs(self) -> list[float]:
        """Return the same at best: everything for an unknown figure."""
        scores = self.scores if self.bests is None else self._scores_of(self.bests)
        return [HIGHEST if score is None else score for score in scores]

    def known_among(self, positions: Sequence[int]) -> int:
        """How many of these zones have the figure."""
        if len(positions) == len(self.values):
            return len(self.known)
        return sum(self.values[at] is not None for at in positions)

    def is_known_enough(self, positions: Sequence[int]) -> bool:
        """Whether at least a fifth of these zones have the figure."""
        return self.known_among(positions) * FEWEST >= len(positions)


class Placed(NamedTuple):
    """A zone by its position among the figures: its total and its place, at worst and at best."""

    position: int
    low: float
    high: float
    first: int  # the best place that it can have
    last: int

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def is_open(self) -> bool:
        """Whether it can have more places than one."""
        return self.first != self.last


class Ranking(Sequence[Placed]):
    """Positions, best middle of the range first. Of thousands only those of a page are told."""

    def __init__(self, lows: Sequence[int], highs: Sequence[int], among: Iterable[int]) -> None:
        """Order by the middle of each range in parts; the given order decides between equals."""
        self._lows, self._highs = lows, highs
        middle = list(map(add, lows, highs))
        self._positions = sorted(among, key=middle.__getitem__, reverse=True)
        self._sorted_lows = sorted(lows[at] for at in self._positions)
        self._sorted_highs = sorted(highs[at] for at in self._positions)

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
        """Before it stand those that are better at their worst; behind, those worse at best."""
        low, high = self._lows[position], self._highs[position]
        better = len(self) - bisect_right(self._sorted_lows, high)
        worse = bisect_left(self._sorted_highs, low)
        return Placed(position, low / EXACT, high / EXACT, better + 1, len(self) - worse)


def rank(scales: Mapping[str, Scale], weights: Mapping[str, int], among: Iterable[int]) -> Ranking:
    """Best first; the given order decides between equals. Without any weight nothing is ranked."""
    heavy = {key: weight for key, weight in weights.items() if weight > 0}
    if not heavy:
        return Ranking([], [], [])
    lows = _totals({key: scales[key].lows for key in heavy}, heavy)
    highs = _totals({key: scales[key].highs for key in heavy}, heavy)
    return Ranking(lows, highs, among)


def _totals(points: Mapping[str, Sequence[float]], weights: Mapping[str, int]) -> list[int]:
    """The mean of the points by weight, in parts."""
    whole = sum(weights.values())
    totals: Iterable[float] = repeat(0.0)
    for weight in set(weights.values()):  # those of one weight are added first, then weighed once
        alike: Iterable[float] = repeat(0.0)
        for key in (key for key, weight_of in weights.items() if weight_of == weight):
            alike = map(add, alike, points[key])
        totals = map(add, totals, map((EXACT * weight / whole).__mul__, alike))
    return [int(total + 0.5) for total in totals]
