"""Rows of a record as a workbook to fill in: grey is what stands there, white is theirs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sez_portal.common.vocabulary import word_of
from sez_portal.common.workbooks import title_in
from sez_portal.records.choices import UNSAID, State
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.field_types.basic import Choice, Json, Keys, Kind
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.forms import country_of
from sez_portal.records.linked_names import Names, names_of, target_of
from sez_portal.records.models import Evidence
from sez_portal.records.record import Field, Record, is_known
from sez_portal.records.services.apply import title_of
from sez_portal.records.widgets import leads_to_rows, options_for
from sez_portal.records.workbooks import headings, layout
from sez_portal.records.workbooks.layout import (
    FACT_COLUMNS,
    FACTS,
    GREY,
    HEADINGS,
    LISTS,
    NEW,
    NONE,
    ROW_COLUMNS,
    STAMP,
    Stamp,
)
from sez_portal.records.workbooks.newcomers import newcomers_of
from sez_portal.records.workbooks.painting import Lists, Paint, choose
from sez_portal.records.workbooks.plan import new_columns

WIDTHS = {
    **{layout.KEY: 12, layout.FIELD: 12, layout.TITLE: 30, layout.LABEL: 30, layout.UNIT: 14},
    **{layout.NOW: 34, layout.YEAR: 12, layout.STILL: 11, layout.VALUE: 26, layout.SPEAKS_OF: 11},
    **{layout.SOURCE: 30, layout.URL: 30, layout.STATE: 22, layout.REASON: 30},
}
NEW_ROWS = 50  # blank lines for records that stand nowhere yet
SPARE_ROWS = 3  # blank ones of a table, for each record
COLUMN_OF_A_ROW = 24  # characters


def fields_in(record: Record, sections: Iterable[str]) -> list[Field]:
    """The fields of these sections that somebody may fill in, in the record's order."""
    chosen = set(sections)
    return [one for one in record.fields if one.proposable and (one.group or "other") in chosen]


def workbook_of(
    record: Record, rows: QuerySet[Any], fields: Sequence[Field], *, version: int
) -> Workbook:
    """The rows in the active language, stamped with the data version that they are of."""
    book = Workbook(write_only=True)
    book.properties.creator = _("Lancang-Mekong Zones")
    writer = _Writer(book, record, list(rows), list(fields))
    writer.write(version)
    return book


class _Writer:
    def __init__(
        self, book: Workbook, record: Record, rows: list[Any], fields: list[Field]
    ) -> None:
        self.book, self.record, self.rows, self.fields = book, record, rows, fields
        self.titles: dict[str, str] = {}
        self.names: dict[str, Names] = {}
        self.words: dict[tuple[str, str], list[str]] = {}

    def write(self, version: int) -> None:
        self._guide(self._sheet("guide", _("How to fill this in")))
        facts = self._sheet(FACTS, _("Figures"))
        tables = [one for one in self.fields if isinstance(one.kind, Rows)]
        sheets = [self._sheet(one.key, str(one.label)) for one in tables]
        new = self._sheet(NEW, new_title()) if newcomers_of(self.record.name) else None
        self.lists = Lists(self.book.create_sheet(LISTS))
        self._facts(facts)
        for one, sheet in zip(tables, sheets, strict=True):
            self._table(sheet, one)
        if new:
            self._new_rows(new)
        self.lists.write()
        told = {name: title for name, title in self.titles.items() if name != "guide"}
        stamp = Stamp(self.record.name, version, get_language() or "en", told)
        hidden = self.book.create_sheet(STAMP)
        hidden.append([stamp.signed()])
        self.lists.sheet.sheet_state = hidden.sheet_state = "hidden"

    def _sheet(self, name: str, title: str) -> Worksheet:
        self.titles[name] = title_in(self.book, title)
        return self.book.create_sheet(self.titles[name])

    def _guide(self, sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].width = 100
        for line in guide_lines(takes_new=NEW in self.titles):
            cell = WriteOnlyCell(sheet, line)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            sheet.append([cell])

    def _facts(self, sheet: Worksheet) -> None:
        paint = Paint(sheet, [WIDTHS[name] for name in FACT_COLUMNS])
        paint.head([str(HEADINGS[name]) for name in FACT_COLUMNS])
        sheet.freeze_panes = "E2"
        value, still, state = (
            get_column_letter(FACT_COLUMNS.index(name) + 1)
            for name in (layout.VALUE, layout.STILL, layout.STATE)
        )
        choices: dict[str, list[str]] = {}
        number = 1
        for line, one, words in self._lines():
            number += 1
            sheet.append(
                [
                    paint.cell(text, is_white=is_white(one, name))
                    for name, text in zip(FACT_COLUMNS, line, strict=True)
                ]
            )
            if words:
                choices.setdefault(self.lists.place_of(words), []).append(f"{value}{number}")
        for place, cells in choices.items():
            choose(sheet, place, cells)
        if number > 1:
            reasons = [State(one).label for one in NONE]
            choose(sheet, self.lists.place_of([yes()]), [f"{still}2:{still}{number}"])
            choose(sheet, self.lists.place_of(reasons), [f"{state}2:{state}{number}"])

    def _lines(self) -> Iterator[tuple[list[str], Field, list[str]]]:
        """One line a figure, in the order of the rows, with the words to choose from."""
        keys = [row.key for row in self.rows]
        wanted = [one.key for one in self.fields]
        pieces = evidence_of(self.record, keys, wanted, sources=False) if keys else {}
        values = {row.key: self.record.read(row, wanted) for row in self.rows}
        self._read_names(values.values())
        for row in self.rows:
            title = title_of(row)
            for one in self.fields:
                shown = next(iter(pieces.get((row.key, one.key), ())), None)
                now = self._now(one, values[row.key][one.key], shown, row)
                unit, year = str(one.unit), shown.speaks_of if shown else ""
                line = [row.key, one.key, title, str(one.label), unit, now, year, *BLANKS]
                yield line, one, self._words(one, country_of(self.record, row))

    def _words(self, one: Field, country: str) -> list[str]:
        """The words that the cell may hold; rows of other records are those of the country."""
        if (one.key, country) not in self.words:
            found = words_of(one.kind) or [
                label for _key, label in options_of(self.record, one, country)
            ]
            self.words[one.key, country] = found
        return self.words[one.key, country]

    def _read_names(self, values: Iterable[dict[str, Json]]) -> None:
        """The names of the rows that values point at, for each field that points at any."""
        rows = list(values)
        targets = {one.key: target_of(self.record, one) for one in self.fields}
        pairs = [(t, row[key]) for key, t in targets.items() if t is not None for row in rows]
        found = names_of(pairs)
        self.names = {key: found.get(t, {}) for key, t in targets.items() if t is not None}

    def _now(self, one: Field, value: Json, shown: Evidence | None, row: Any) -> str:
        """What stands on the page, or why nothing does."""
        if is_known(one, value):
            names = self.names.get(one.key)
            if names is not None:
                keys = value if isinstance(value, list) else [value]
                return "; ".join(str(names.get(key, key)) for key in keys)
            return one.kind.show(value)
        if shown and shown.state in UNSAID:
            told = _("%(state)s: %(reason)s")
            return told % {"state": State(shown.state).label, "reason": shown.note}
        return str(one.cannot_apply(row) or _("not known"))

    def _table(self, sheet: Worksheet, one: Field) -> None:
        """The rows of one table of every record, and blank ones to add."""
        kind = one.kind
        assert isinstance(kind, Rows)  # noqa: S101
        heads = [str(HEADINGS[name]) for name in ROW_COLUMNS]
        heads += [str(kind.labels[name]) for name in kind.columns]
        paint = Paint(sheet, [WIDTHS[name] for name in ROW_COLUMNS] + [COLUMN_OF_A_ROW] * 9)
        paint.head(heads)
        sheet.freeze_panes = "C2"
        number = 1
        for row in self.rows:
            title = title_of(row)
            for told in [*kind.read(row, one.key), *[{}] * SPARE_ROWS]:
                number += 1
                cells = [written(column, told.get(name)) for name, column in kind.columns.items()]
                grey = [paint.cell(text, is_white=False) for text in (row.key, title)]
                sheet.append([*grey, *(paint.cell(text, is_white=True) for text in cells)])
        for at, column in enumerate(kind.columns.values(), len(ROW_COLUMNS) + 1):
            if words := words_of(column):
                letter = get_column_letter(at)
                choose(sheet, self.lists.place_of(words), [f"{letter}2:{letter}{number}"])

    def _new_rows(self, sheet: Worksheet) -> None:
        """Blank lines for records that stand nowhere yet, with what their form asks."""
        columns = list(new_columns(self.record.name).values())
        fields = [self.record.by_key.get(name) for name in columns]
        labels = [
            str(one.label) if one else str(HEADINGS[headings.ABOUT[name]])
            for name, one in zip(columns, fields, strict=True)
        ]
        units = [str(one.unit) if one else "" for one in fields]
        paint = Paint(sheet, [COLUMN_OF_A_ROW] * len(columns))
        paint.head([f"{a} ({b})" if b else a for a, b in zip(labels, units, strict=True)])
        sheet.freeze_panes = "B2"
        for _row in range(NEW_ROWS):
            sheet.append([paint.cell("", is_white=True) for _name in columns])
        for at, one in enumerate(fields, 1):
            if one and (words := self._words(one, "")):
                cells = f"{get_column_letter(at)}2:{get_column_letter(at)}{NEW_ROWS + 1}"
                choose(sheet, self.lists.place_of(words), [cells])


BLANKS = [""] * (len(FACT_COLUMNS) - len(GREY))
DATED = (layout.STILL, layout.SPEAKS_OF, layout.SOURCE, layout.URL, layout.STATE, layout.REASON)


def is_white(one: Field, column: str) -> bool:
    """Whether people fill in this cell: what never ages takes a new value alone, and a table is
    filled in on a sheet of its own."""
    if column in GREY or (column in DATED and one.months is None):
        return False
    return not (column == layout.VALUE and isinstance(one.kind, Rows))


def options_of(record: Record, one: Field, country: str) -> list[tuple[str, str]]:
    """The keys and words of a vocabulary, or of the rows that a field of this country may name."""
    if model := leads_to_rows(one.kind, record.model, one.key):
        return options_for(model, country)
    choices = one.kind.choices if isinstance(one.kind, Choice | Keys) else None
    return [(key, str(label)) for key, label in choices.choices] if choices else []


def yes() -> str:
    """The word by which somebody says that a figure is still true."""
    return _("yes")


def words_of(kind: Kind) -> list[str]:
    """The words that a cell of this kind may hold, in the active language; [] for any."""
    choices = kind.choices if isinstance(kind, Choice | Keys) else None
    return [str(label) for _key, label in choices.choices] if choices else []


def written(kind: Kind, value: Json) -> str:
    """A value as its reader would write it into a cell."""
    if value is None:
        return ""
    if isinstance(kind, Keys) and kind.choices:
        return "; ".join(word_of(kind.choices, key) for key in value)
    if isinstance(kind, Choice) and kind.choices:
        return kind.show(value)
    return kind.typed(value)


def new_title() -> str:
    """The title of the sheet of records that stand nowhere yet."""
    return _("New records")


def guide_lines(*, takes_new: bool = False) -> list[str]:
    new = _(
        "A record that is missing: write it on the sheet “%(title)s”, each in a row of its own."
    )
    lines = [
        _("Fill in the white cells. The grey ones say what stands on the page now."),
        _("An empty white cell changes nothing."),
        _("A figure that has not changed: choose “yes” in the column “Still true?”."),
        _("A new figure: write it, the year it speaks of, and where it comes from."),
        _("No figure: choose why in the column “If there is no figure”, and say it in a sentence."),
        _("Rows may be sorted. Keep the grey cells and the names of the sheets as they are."),
        _("A formula is not read: write its result."),
        _("Several words in a cell are parted by semicolons."),
        _("On the other sheets stand whole lists: a row that you delete or empty is taken away."),
        _("Then send the file back on your desk. You see every change before anything is sent."),
    ]
    return [*lines[:-1], new % {"title": new_title()}, lines[-1]] if takes_new else lines
