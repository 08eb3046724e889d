"""Rows of the table of zones that may be one zone twice: of one name, or at one place."""

from itertools import combinations
from typing import NamedTuple

from sez_portal.common.geo import Point, distance_km
from sez_portal.common.text import fold
from sez_portal.records.seeding import Row, SeedTable

NEAR_KM = 1


class PlacedRow(NamedTuple):
    line: int
    row: Row
    name: str
    point: Point | None


def check(table: SeedTable) -> None:
    """Note each pair that nobody has said to be two zones, in the column `distinct_from`.

    It is enough that one of the two names the other.
    """
    keys = {row["key"] for _line, row in table.rows}
    for line, row in table.rows:
        for key in _distinct(row):
            table.expect(line, "distinct_from", key, keys)
    placed = [PlacedRow(line, row, fold(row["name_en"]), _point(row)) for line, row in table.rows]
    for first, second in combinations(placed, 2):
        if second.row["key"] in _distinct(first.row) or first.row["key"] in _distinct(second.row):
            continue
        if why := _alike(first, second):
            table.fault(second.line, "distinct_from", why)


def _distinct(row: Row) -> list[str]:
    return [key.strip() for key in row["distinct_from"].split(";") if key.strip()]


def _point(row: Row) -> Point | None:
    try:
        return float(row["lon"]), float(row["lat"])
    except ValueError:
        return None  # named already


def _alike(first: PlacedRow, second: PlacedRow) -> str:
    """A sentence that says why both may be one zone, or "" when nothing speaks for it."""
    remedy = "name the other in this column if both are known to be two zones"
    if first.row["country_iso2"] == second.row["country_iso2"] and first.name == second.name:
        return f"{first.row['key']} has the same name; {remedy}"
    if not (first.point and second.point) or abs(first.point[1] - second.point[1]) > 1:
        return ""
    km = distance_km(first.point, second.point)
    return f"{first.row['key']} lies within {NEAR_KM} km; {remedy}" if km < NEAR_KM else ""
