"""How a value differs from another, by its kind: figures whole, lists item by item, rows by row.

Texts are compared word by word in `text_diff`. What comes back is for templates, in the language
that is active.
"""

from collections.abc import Sequence
from decimal import Decimal as Number
from typing import Any, NamedTuple

from sez_portal.common.numbers import localized
from sez_portal.records.field_types.basic import BLANK, Json
from sez_portal.records.field_types.stored import Stored
from sez_portal.records.field_types.tables import Rows

MANY_TIMES = 10  # from here on a factor needs no decimals


class FigureDiff(NamedTuple):
    """From one number to another: how many times as large, or a what part, and by how much.

    `times` and `part` are "" where there is nothing to compare with, or hardly a difference;
    only one of them is given. `difference` has its sign.
    """

    times: str
    part: str
    difference: str


def figure_diff(before: Json, after: Json) -> FigureDiff:
    """The difference of two canonical numbers; all "" where one of them is not known."""
    if before is None or after is None:
        return FigureDiff("", "", "")
    old, new = Number(str(before)), Number(str(after))
    sign = "+" if new > old else "−"
    difference = f"{sign}{localized(abs(new - old))}" if new != old else ""
    if old <= 0 or new <= 0:
        return FigureDiff("", "", difference)
    if new >= old:
        return FigureDiff(_factor(new / old), "", difference)
    return FigureDiff("", _factor(old / new), difference)


def _factor(ratio: Number) -> str:
    """The ratio as short as it says something: "10", "2.8", "1.15"; "" for one."""
    rounded = round(ratio, 0 if ratio >= MANY_TIMES else 2)
    return localized(rounded) if rounded != 1 else ""


class Item(NamedTuple):
    """An item of a list: kept ("same"), "added" or "removed"."""

    act: str
    text: str


def item_diff(before: Sequence[str], after: Sequence[str]) -> list[Item]:
    """The items after a change in their order, then those that it removes."""
    kept = [Item("same" if text in before else "added", text) for text in after]
    return kept + [Item("removed", text) for text in before if text not in after]


class Cell(NamedTuple):
    """A cell of a row before and after; the same text twice where it stays."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


class RowDiff(NamedTuple):
    """A row: "same", "changed", "added" or "removed", with its cells that are not blank."""

    act: str
    cells: list[Cell]


def row_diff(kind: Rows, before: Json, after: Json) -> list[RowDiff]:
    """The rows after a change in their order, then those that it removes.

    A row that differs is told beside the one that it is most like, if any cell is the same.
    """
    left = [row for row in before if row not in after]
    rows = []
    for former, row in row_pairs(kind, before, after, new=True):
        if former == row:
            rows.append(RowDiff("same", _cells(kind, row, row)))
        else:
            rows.append(RowDiff("changed" if former else "added", _cells(kind, former, row)))
        if former in left:
            left.remove(former)
    return rows + [RowDiff("removed", _cells(kind, row, {})) for row in left]


Row = dict[str, Json]


def row_pairs(kind: Rows, before: Json, after: Json, *, new: bool = False) -> list[tuple[Row, Row]]:
    """Each row after a change beside the one that it was, in their order; with `new`, also those
    that were none: beside an empty one."""
    left = [row for row in before if row not in after]
    pairs: list[tuple[Row, Row]] = []
    for row in after:
        former = row if row in before else _most_like(kind, left, row)
        if former is not None and former is not row:
            left.remove(former)
        if former is not None or new:
            pairs.append((former or {}, row))
    return pairs


def _most_like(kind: Rows, rows: list[dict[str, Json]], row: dict[str, Json]) -> Any:
    """The row that has most cells in common with it; None where none has any."""
    alike = [(_likeness(kind, old, row), old) for old in rows]
    best = max(alike, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def _likeness(kind: Rows, one: dict[str, Json], other: dict[str, Json]) -> int:
    """How many cells are alike; a blank one, and the first of many, say nothing of it.

    A row about a file is the row of that file and of no other.
    """
    names = list(kind.columns)
    held = [name for name in names if isinstance(kind.columns[name], Stored)]
    if held:
        return int(all(one.get(name) == other.get(name) for name in held))
    told = names[1:] if len(names) > 1 else names
    return sum(one.get(n) == other.get(n) and one.get(n) not in BLANK for n in told)


def _cells(kind: Rows, before: dict[str, Json], after: dict[str, Json]) -> list[Cell]:
    cells = [
        Cell(
            str(kind.labels.get(name, name)),
            _told(column, before.get(name)),
            _told(column, after.get(name)),
        )
        for name, column in kind.columns.items()
        if not isinstance(column, Stored)
    ]
    return [cell for cell in cells if cell.before or cell.after]


def _told(column: Any, value: Json) -> str:
    return "" if value in BLANK else column.show(value)
