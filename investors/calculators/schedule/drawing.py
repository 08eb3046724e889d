"""A schedule as a drawing: a bar a year, as high as the rate that is paid. Only geometry."""

import math
from dataclasses import dataclass
from decimal import Decimal

from countries.schedule import EXEMPT, STANDARD, Outcome, Year

STEP, WIDTH = 17, 15  # from bar to bar, and of a bar; units of the drawing
LEFT, TOP, HEIGHT, BOTTOM = 26, 14, 84, 18
LEAST_BAR = 3  # so that a year without tax is seen
STYLE = {EXEMPT: "b0", STANDARD: "b3"}


@dataclass(frozen=True)
class Bar:
    """One year: `low` the height with the longest relief, `more` what the shortest adds."""

    x: int
    low_y: float
    low: float
    more_y: float
    more: float
    style: str
    year: Year


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    lines: list[tuple[float, int]]  # (y, per cent)
    labels: list[tuple[int, int]]  # (x, calendar year)
    is_range: bool

    @property
    def width(self) -> int:
        return LEFT + STEP * len(self.bars)

    @property
    def height(self) -> int:
        return TOP + HEIGHT + BOTTOM

    @property
    def base(self) -> int:
        return TOP + HEIGHT

    @property
    def foot(self) -> int:
        return TOP + HEIGHT + 14

    @property
    def left(self) -> int:
        return LEFT - 4


def chart_of(outcome: Outcome) -> Chart:
    pairs = list(zip(outcome.most.years, outcome.least.years, strict=True))
    highest = max((max(most.rate_pct, least.rate_pct) for most, least in pairs), default=Decimal(0))
    top = max(10, 5 * math.ceil(highest / 5))
    scale = HEIGHT / top
    bars = [_bar(number, most, least, scale) for number, (most, least) in enumerate(pairs)]
    lines = [(round(TOP + HEIGHT - scale * pct, 1), pct) for pct in range(0, top + 1, 5)]
    if len(lines) > 4:  # noqa: PLR2004  more would crowd the axis
        lines = [line for line in lines if line[1] % 10 == 0 or line[1] == top]
    labels = [(bar.x, bar.year.calendar) for bar in bars[::5]]
    return Chart(bars, lines, labels, outcome.is_range)


def _bar(number: int, most: Year, least: Year, scale: float) -> Bar:
    low, high = sorted((float(most.rate_pct) * scale, float(least.rate_pct) * scale))
    low = max(low, LEAST_BAR)
    more = max(0.0, high - low)
    base = TOP + HEIGHT
    style = STYLE.get(most.state, "b1")
    return Bar(
        LEFT + number * STEP,
        round(base - low, 1),
        round(low, 1),
        round(base - low - more, 1),
        round(more, 1),
        style,
        most,
    )
