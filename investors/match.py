"""Zones ranked by weights: a score from 0 to 100 a criterion, a missing fact scores nothing.

It compares and adds. It knows no models, and not which criteria there are.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

HIGHEST = 100.0
EXACT = 1  # decimals of a total; zones that are equal to there share a place


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


class Placed(NamedTuple):
    """A zone by its position among the figures; zones with one total share a place."""

    position: int
    total: float
    place: int
    is_tied: bool


def rank(
    scales: Mapping[str, Scale], weights: Mapping[str, int], among: Iterable[int]
) -> list[Placed]:
    """Best first; the given order decides between equals. Without any weight nothing is ranked."""
    heavy = [(scales[key].scores, weight) for key, weight in weights.items() if weight > 0]
    whole = sum(weight for _scores, weight in heavy)
    if not whole:
        return []
    totals = [
        (round(sum(weight * (scores[at] or 0) for scores, weight in heavy) / whole, EXACT), at)
        for at in among
    ]
    totals.sort(key=lambda pair: -pair[0])
    times = Counter(total for total, _at in totals)
    first: dict[float, int] = {}
    for place, (total, _at) in enumerate(totals, 1):
        first.setdefault(total, place)
    return [Placed(at, total, first[total], times[total] > 1) for total, at in totals]
