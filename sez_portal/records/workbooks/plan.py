"""What the columns of a list mean and which records its rows are; and its cells as figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from sez_portal.records.workbooks import headings, layout
from sez_portal.records.workbooks.layout import FACTS, LIST
from sez_portal.records.workbooks.newcomers import newcomers_of
from sez_portal.records.workbooks.reading import SheetRow

IS_NEW, LEFT_OUT = "new", "out"  # what a row may be beside one that stands
MISSING = "+"  # before a field for which the list has no column: what was typed for it on the page


@dataclass(frozen=True)
class Plan:
    """`columns`: {column: field, headings.KEY or one of headings.ABOUT}. `same`: {field: key} for
    every row. `about`: {year, title or address of the source} of all rows that say no other.
    `decided`: {line: key of the record that it is, IS_NEW or LEFT_OUT}."""

    columns: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Plan":
        """The plan that a workbook keeps."""
        return cls(**{name: told.get(name, {}) for name in ("columns", "same", "about", "decided")})

    def columns_of(self, record: str, sheet: str) -> Mapping[str, str]:
        """What the columns of a list mean, or those of the sheet of new rows."""
        return self.columns if sheet == LIST else new_columns(record)


def new_columns(record: str) -> dict[str, str]:
    """The columns of the sheet of new rows: {column: field or one of headings.ABOUT}."""
    rules = newcomers_of(record)
    named = [*(rules.fields if rules else ()), *headings.ABOUT]
    return {str(number): name for number, name in enumerate(named)}


@dataclass(frozen=True)
class LineCell(SheetRow):
    """A cell of a list as the line of a figure: it knows where its parts stand in the list."""

    of: str = ""  # the sheet of the list
    places: Mapping[str, str] = field(default_factory=dict)  # {column of a line: that of the list}

    def place(self, column: str) -> tuple[str, str]:
        about = next((name for name, part in headings.ABOUT.items() if part == column), "")
        missing = f"{MISSING}{about or self.cells[layout.FIELD]}"
        return self.of, self.places.get(column, missing)

    def address(self, column: str) -> str:
        return address_of(self.number, self.place(column)[1])


def address_of(number: int, column: str) -> str:
    """The cell as a spreadsheet names it; the row alone where the list has no such column."""
    letter = "" if column.startswith(MISSING) else get_column_letter(int(column) + 1)
    return f"{letter}{number}"


@dataclass(frozen=True)
class Line:
    """A row of a list: its cells by what they mean, and the column of each."""

    row: SheetRow
    cells: Mapping[str, str]
    places: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.row.sheet}!{self.row.number}"

    @property
    def names(self) -> list[str]:
        """What the row is called, in any language."""
        return [text for name in (*headings.NAMES, headings.NAME) if (text := self.cells.get(name))]

    def cell(
        self, one: str, about: Mapping[str, str] | None = None, *, key: str = "", title: str = ""
    ) -> LineCell:
        """The line of one figure; where it has a year and a source, with those said of all."""
        parts = {} if about is None else headings.ABOUT
        said = {
            part: text
            for name, part in parts.items()
            if (text := self.cells.get(name) or (about or {}).get(name))
        }
        places = {p: self.places[name] for name, p in parts.items() if name in self.places}
        places |= {layout.KEY: self.places[headings.KEY]} if headings.KEY in self.places else {}
        places |= {layout.VALUE: self.places[one]} if one in self.places else {}
        cells = {layout.FIELD: one, layout.VALUE: self.cells.get(one, "")}
        cells |= {layout.KEY: key, layout.TITLE: title}
        cells = {name: text for name, text in cells.items() if text}
        return LineCell(FACTS, self.row.number, cells | said, self.row.sheet, places)


def lines_of(record: str, plan: Plan, rows: list[SheetRow]) -> Iterator[Line]:
    """The rows of lists by what their columns mean, with what is the same for every row."""
    for row in rows:
        columns = plan.columns_of(record, row.sheet)
        places = {name: column for column, name in columns.items() if name}
        places |= {c.removeprefix(MISSING): c for c in row.cells if c.startswith(MISSING)}
        told = {name: row.cells[c] for name, c in places.items() if c in row.cells}
        same = plan.same if row.sheet == LIST else {}
        yield Line(row, {**same, **told}, places)
