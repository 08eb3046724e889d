"""What a zone told year by year: a table, and a line for what has at least three dated values."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.translation import gettext as _

from sez_portal.records.evidence.facts import Fact
from zones.record import ZONE

BY_YEAR = ("firms", "jobs", "investment_usd_m")
FEWEST = 3  # values, before a line says more than a table does
WIDTH, HEIGHT = 320, 120  # of a drawing, with room for its words
LEFT, RIGHT, TOP, BASE = 12, 308, 26, 96
NEAR_END = 60  # where words begin at the point, or end at it, to stay within the drawing


class Told(NamedTuple):
    """A value of one year, as it is kept and as it is shown."""

    value: object
    shown: str


class Point(NamedTuple):
    year: str
    shown: str
    x: str
    y: str
    words_y: str
    anchor: str  # which end of its words stands at the point


class Line(NamedTuple):
    """The values of one field over the years, drawn from nought."""

    label: str
    said: str  # the first and the last value in words
    path: str
    points: list[Point]


Years = dict[str, dict[str, Told]]  # by year and field


def years_of(facts: Mapping[str, Fact]) -> Years:
    """Return by year what was said of it last, and not taken back; the newest year first."""
    by_year: Years = {}
    for key in BY_YEAR:
        fact = facts[key]
        show = fact.field.kind.show
        earlier = sorted(fact.earlier, key=lambda piece: piece.since)
        dated = [(piece.speaks_of[:4], Told(piece.value, show(piece.value))) for piece in earlier]
        if fact.is_known:
            dated += [(other.year, Told(other.value, other.shown)) for other in fact.others]
        if fact.is_known and fact.mark:
            dated.append((fact.mark.year, Told(fact.value, fact.shown)))
        for year, told in dated:
            by_year.setdefault(year, {})[key] = told
    return {year: by_year[year] for year in sorted(filter(str.isdecimal, by_year), reverse=True)}


def rows_of(years: Years) -> list[tuple[str, list[str]]]:
    """The same as rows of a table, in the order of `labels`."""
    blank = Told(None, "")
    return [(year, [told.get(key, blank).shown for key in BY_YEAR]) for year, told in years.items()]


def labels() -> list[str]:
    return [_label(key) for key in BY_YEAR]


def lines_of(years: Years) -> list[Line]:
    """A line for each field with enough dated values."""
    lines = []
    for key in BY_YEAR:
        values = [
            (int(year), number, told[key].shown)
            for year, told in reversed(years.items())
            if key in told and (number := _number(told[key].value)) is not None
        ]
        if len(values) >= FEWEST:
            lines.append(_line(_label(key), values))
    return lines


def _line(label: str, values: list[tuple[int, Decimal, str]]) -> Line:
    first, last = values[0], values[-1]
    span, most = last[0] - first[0], max(number for _year, number, _shown in values) or Decimal(1)
    points = []
    for year, number, shown in values:
        x = LEFT + (RIGHT - LEFT) * (year - first[0]) / span
        y = BASE - (BASE - TOP) * float(number / most)
        anchor = "start" if x < NEAR_END else "end" if x > WIDTH - NEAR_END else "middle"
        points.append(Point(str(year), shown, f"{x:.1f}", f"{y:.1f}", f"{y - 8:.1f}", anchor))
    told = {"from": first[2], "first": first[0], "to": last[2], "last": last[0]}
    said = _("%(from)s in %(first)s, %(to)s in %(last)s") % told
    return Line(label, said, " ".join(f"{point.x},{point.y}" for point in points), points)


def _label(key: str) -> str:
    field = ZONE[key]
    return f"{field.label} ({field.unit})" if field.unit else str(field.label)


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
