"""Workbooks for people: read on a screen, printed on paper, and no cell that is a formula.

What a cell says comes from many hands: text that a spreadsheet would take for a formula is
written with an apostrophe before it, so that it stays text wherever it is opened or pasted. A
telephone number is no formula: it is marked as text, which shows nothing.
"""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sez_portal.common.sheet_layout import lay_out
from sez_portal.common.text import cleaned

Cell = str | int | float | Decimal | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767  # characters, of the file format
LONGEST_TITLE = 31
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
# "+856 41 260", "-5 dB": a sign before a number, and nothing that calls, names or compares.
_SIGNED = re.compile(r"[+-][\d (](?!.*[^\W\d]\()[^=@|!]*", re.DOTALL)


class Year(int):
    """A year is a number without thousands separators."""


def safe(value: Cell) -> Cell:
    """The value as a cell may hold it: numbers as they are, text that is never a formula."""
    if not isinstance(value, str):
        return value
    text = cleaned(value)[: LONGEST_CELL - 1]
    is_formula = text.lstrip().startswith(FORMULA) and not _SIGNED.fullmatch(text)
    return f"'{text}" if is_formula else text


def add_sheet(
    book: Workbook,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    frozen: int = 0,
) -> Worksheet:
    """A sheet whose heading row stays in sight, and so many columns at its left."""
    sheet = book.create_sheet(title_in(book, title))
    for row in [head, *rows]:
        sheet.append([safe(value) for value in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            _style(cell)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8E4DA")
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
    sheet.auto_filter.ref = sheet.dimensions
    lay_out(sheet, frozen)
    return sheet


def _style(cell: SheetCell) -> None:
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    value = cell.value
    if isinstance(value, str):
        cell.data_type = "s"  # not "f", whatever it begins with
        cell.quotePrefix = value.startswith(FORMULA)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, Year):
        cell.number_format = _number_format(value)


def _number_format(value: float | Decimal) -> str:
    """With thousands separators, and as many decimals as the figure has."""
    _whole, _point, decimals = f"{Decimal(str(value)):f}".partition(".")
    return "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")


def new_book() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = _("Lancang-Mekong Zones")
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


def title_in(book: Workbook, text: str) -> str:
    """A title that the format allows and no other sheet has."""
    title = _NOT_IN_TITLE.sub(" ", cleaned(text, lines=False)).strip("' ")[:LONGEST_TITLE] or "-"
    titles: set[Any] = {sheet.title.lower() for sheet in book.worksheets}
    number = 1
    while title.lower() in titles:
        number += 1
        title = f"{title[: LONGEST_TITLE - 5]} ({number})"
    return title
