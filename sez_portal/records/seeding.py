"""Loading of CSV tables into records: everything is read and checked before anything is written.

A table with a fault is refused whole and every fault is named by file, row and column. What
people changed since the last seeding is kept.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models

from sez_portal.common.text import cleaned
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json, Kind, Partial, Url
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import FormerKey, Submission
from sez_portal.records.record import Record
from sez_portal.records.services.apply import apply
from sez_portal.records.widgets import is_long

Row = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a table. `row` is the line of the record in the file."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        place = ", ".join(filter(None, (row, self.column))) or "the file"
        return f"{self.file}, {place}: {self.message}"


class TableRefused(Exception):
    """The tables were refused; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass
class SeedItem:
    """One record to be: its values and evidence."""

    record: Record
    key: str
    values: dict[str, Json]
    evidence: dict[str, list[Piece]] = field(default_factory=dict)
    dated: dict[str, str] = field(default_factory=dict)  # what single figures speak of


@dataclass
class SeedTable:
    """A CSV file with the faults found so far."""

    path: Path
    faults: list[Fault]
    rows: list[tuple[int, Row]] = field(default_factory=list)
    further: dict[str, str] = field(default_factory=dict)  # see `read`

    def fault(self, row: int, column: str, message: object) -> None:
        self.faults.append(Fault(self.path.name, row, column, str(message)))

    def read(
        self,
        columns: Iterable[str],
        *,
        unique: str = "",
        unread: Iterable[str] = (),
        of: Record | None = None,
    ) -> "SeedTable":
        """Read the rows, noting wrong columns, broken quoting, wrong encoding, double keys.

        Of a record, `columns` must be there; each further field of it has a column of its name
        or none. `unread` are columns for people who open the file, which nothing loads.
        """
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                text = file.read()
            reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
            known, found = {*columns, *filter(None, [unique])}, set(reader.fieldnames or ())
            missing = known - found
            if of is not None:
                own = (name for name in of.by_key if not isinstance(of[name].kind, Rows))
                self.further = {name: name for name in own if name in found - known}
                known |= {*self.further}
            for name in sorted(missing):
                self.fault(0, name, "the column is missing")
            for name in sorted(found - known - {*unread}):
                self.fault(0, name, "no such column is known, so it would not be loaded")
            if not missing:
                self._collect(reader, unique)
        except FileNotFoundError:
            self.fault(0, "", "there is no such file")
        except UnicodeDecodeError as error:
            self.fault(0, "", f"not UTF-8 at byte {error.start}")
        except csv.Error as error:
            self.fault(reader.line_num + 1, "", f"broken CSV: {error}")
        return self

    def _collect(self, reader: "csv.DictReader[str]", unique: str) -> None:
        seen: dict[str, int] = {}
        for cells in reader:
            line = reader.line_num
            if None in cells or None in cells.values():
                self.fault(line, "", "more or fewer cells than the header")
                continue
            row = {name: cleaned(cell, lines=is_long(name)) for name, cell in cells.items()}
            if unique and row[unique] in seen:
                message = f"“{row[unique]}” stands already in row {seen[row[unique]]}"
                self.fault(line, unique, message)
            seen.setdefault(row.get(unique, ""), line)
            self.rows.append((line, row))

    def values(
        self, line: int, row: Row, record: Record, fields: Mapping[str, str]
    ) -> dict[str, Json]:
        """The cells as canonical values: `fields` maps a field of the record to a column.

        Those of the further fields of the table are among them.
        """
        columns = {**fields, **self.further}
        return self.parsed(line, row, {name: record[name].kind for name in columns}, columns)

    def parsed(
        self, line: int, row: Row, kinds: Mapping[str, Kind], columns: Mapping[str, str]
    ) -> dict[str, Json]:
        """The cells of the columns, each as its kind reads a file."""
        values = {}
        for name, column in columns.items():
            try:
                values[name] = kinds[name].load(row[column])
            except ValidationError as error:
                self.fault(line, column, " ".join(error.messages))
        return values

    def check_source(self, line: int, row: Row, *, url: str = "url", published: str = "") -> None:
        """Note an address or a date of a source that is none."""
        kinds: dict[str, Kind] = {url: Url(), published: Partial()}
        named = [column for column in (url, published) if column]
        self.parsed(line, row, kinds, {column: column for column in named})

    def expect(self, line: int, column: str, key: str, known: Iterable[str]) -> None:
        """Note a key that no other table has."""
        if key and key not in known:
            self.fault(line, column, f"“{key}” is unknown")


@dataclass
class LoadResult:
    """What a seeding did to the records of one name."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    kept: int = 0  # values that people edited since, and that stay as they are


def load(items: list[SeedItem], progress: Callable[[str], None]) -> dict[str, LoadResult]:
    """Apply the items as submissions, in order; unchanged ones touch nothing.

    Call it in a transaction. Raises Refused when a row is not valid.
    """
    results: dict[str, LoadResult] = {}
    seeded = _seeded_before()
    renamed = {(row.record, row.former): row.key for row in FormerKey.objects.all()}
    faults: list[Fault] = []
    for number, item in enumerate(items, 1):
        key = renamed.get((item.record.name, item.key), item.key)
        if key != item.key and item.record.model.objects.filter(key=item.key).exists():
            key = item.key  # made one with another: its own row takes what its table says
        result = results.setdefault(item.record.name, LoadResult())
        result.rows += 1
        try:
            _load_one(item, key, seeded.get((item.record.name, key)), result)
        except ValidationError as error:
            faults += _invalid(item, key, error)
        if number % 100 == 0 or number == len(items):
            progress(f"{number} of {len(items)} records")
    if faults:
        raise TableRefused(faults)
    return results


def _invalid(item: SeedItem, key: str, error: ValidationError) -> list[Fault]:
    """What a model found wrong with a row that the tables' own checks let through."""
    if not hasattr(error, "error_dict"):
        return [Fault(item.record.name, 0, key, " ".join(error.messages))]
    return [
        Fault(item.record.name, 0, f"{key}, {column}", " ".join(messages))
        for column, messages in error.message_dict.items()
    ]


def _load_one(
    item: SeedItem,
    key: str,
    before: tuple[dict[str, Json], dict[str, Json]] | None,
    result: LoadResult,
) -> None:
    empty = {name: field.kind.empty for name, field in item.record.by_key.items()}
    was_values, was_evidence = before or (empty, {})
    values = {
        name: value
        for name, value in item.values.items()
        if was_values.get(name, empty[name]) != value
    }
    evidence = {
        name: pieces
        for name, pieces in item.evidence.items()
        if was_evidence.get(name) != [piece.as_json() for piece in pieces]
    }
    if before and values:
        edited = _edited_since(item.record, key, was_values, empty, values)
        result.kept += len(edited)
        values = {name: value for name, value in values.items() if name not in edited}
        evidence = {name: pieces for name, pieces in evidence.items() if name not in edited}
    if before and not (values or evidence):
        return
    made = apply(record=item.record, key=key, values=values, evidence=evidence, origin=Origin.SEED)
    result.new += before is None
    result.changed += bool(before and made)


def _edited_since(
    record: Record,
    key: str,
    seeded: Mapping[str, Json],
    empty: Mapping[str, Json],
    values: Iterable[str],
) -> set[str]:
    """Fields that somebody changed after the last seeding."""
    obj: models.Model = record.model.objects.get(key=key)
    live = record.read(obj, values)
    return {name for name in values if live[name] != seeded.get(name, empty[name])}


def _seeded_before() -> dict[tuple[str, str], tuple[dict[str, Json], dict[str, Json]]]:
    """By (record, key): the values and the evidence that earlier seedings gave."""
    found: dict[tuple[str, str], tuple[dict[str, Json], dict[str, Json]]] = {}
    rows = Submission.objects.filter(origin=Origin.SEED).order_by("pk")
    for row in rows.values_list("record", "key", "changes", "evidence"):
        values, evidence = found.setdefault((row[0], row[1]), ({}, {}))
        values.update({name: change["to"] for name, change in row[2].items()})
        evidence.update(row[3])
    return found
