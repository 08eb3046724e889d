"""Workbooks for people: a heading row, columns as wide as they need, and no cell that is a formula.

What a cell says comes from many hands: text that a spreadsheet would take for a formula is
written with an apostrophe before it, so that it stays text wherever it is opened or pasted.
"""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sez_portal.common.text import cleaned

Cell = str | int | float | Decimal | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767  # characters, of the file format
LONGEST_TITLE = 31
WIDEST = 60  # characters of a column
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


def safe(value: Cell) -> Cell:
    """The value as a cell may hold it: numbers as they are, text that is never a formula."""
    if not isinstance(value, str):
        return value
    text = cleaned(value)[: LONGEST_CELL - 1]
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def add_sheet(
    book: Workbook, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Worksheet:
    """A sheet with a heading row that stays in sight."""
    sheet = book.create_sheet(_title(book, title))
    widths = [0] * len(head)
    for number, row in enumerate([head, *rows], start=1):
        sheet.append([safe(value) for value in row])
        for index, value in enumerate(row[: len(widths)]):
            widths[index] = max(widths[index], len(str(value or "")))
        for cell in sheet[number]:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(WIDEST, width + 2)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8E4DA")
    sheet.freeze_panes = "A2"
    return sheet


def new_book() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def answer(book: Workbook, name: str) -> HttpResponse:
    """The workbook as a download of that file name."""
    return download(contents(book), name)


def contents(book: Workbook) -> bytes:
    """The workbook as it stands in its file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def download(contents: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(contents, content_type=XLSX, headers=disposition)


def _title(book: Workbook, text: str) -> str:
    """A title that the format allows and no other sheet has."""
    title = _NOT_IN_TITLE.sub(" ", cleaned(text, lines=False)).strip("' ")[:LONGEST_TITLE] or "-"
    titles: set[Any] = {sheet.title.lower() for sheet in book.worksheets}
    number = 1
    while title.lower() in titles:
        number += 1
        title = f"{title[: LONGEST_TITLE - 5]} ({number})"
    return title
