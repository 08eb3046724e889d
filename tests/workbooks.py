"""Workbooks as people fill them in, for the tests of what becomes of them."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook, load_workbook

from sez_portal.common.workbooks import contents
from sez_portal.records.models import DataVersion
from sez_portal.records.record import Record
from sez_portal.records.sections import sections
from sez_portal.records.workbooks.layout import FACT_COLUMNS, FACTS, STAMP, Stamp
from sez_portal.records.workbooks.writing import fields_in, workbook_of
from zones.models import Zone
from zones.record import ZONE

Fill = Callable[[Workbook, Stamp], None]


def made(
    *keys: str,
    record: Record = ZONE,
    language: str = "en",
    only: list[str] | None = None,
    version: int | None = None,
) -> bytes:
    """The workbook of these rows (zones by key, else all rows), as it is downloaded."""
    rows = record.model._default_manager.order_by("key")
    rows = rows.filter(key__in=keys) if keys else rows
    with translation.override(language):
        fields = fields_in(record, only or sections(record))
        stamped = DataVersion.current() if version is None else version
        return contents(workbook_of(record, rows, fields, version=stamped))


def filled(data: bytes, *cells: tuple[str, str, dict[str, object]]) -> bytes:
    """The workbook with cells of figures filled in: (key, field, {column: value})."""
    book = load_workbook(io.BytesIO(data))
    sheet = book[stamp_of(book).sheets[FACTS]]
    lines = {(row[0].value, row[1].value): row for row in sheet.iter_rows(min_row=2)}
    for key, field, told in cells:
        for column, value in told.items():
            lines[key, field][FACT_COLUMNS.index(column)].value = value
    return contents(book)


def stamp_of(book: Workbook) -> Stamp:
    stamp = Stamp.of(book[STAMP]["A1"].value)
    assert stamp
    return stamp


def upload(data: bytes, name: str = "zones.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


def zone(key: str) -> Zone:
    return Zone.objects.get(key=key)
