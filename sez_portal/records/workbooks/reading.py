"""A workbook that came back, as cells of text: any bytes, in bounded memory and time.

Nothing is written here and nothing is believed: what is no workbook of this portal is refused with
a sentence, what stands in its cells is judged in `answers`.
"""

import datetime
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sez_portal.common.numbers import as_typed
from sez_portal.common.text import cleaned
from sez_portal.records.record import get
from sez_portal.records.workbooks.layout import (
    FACT_COLUMNS,
    FACTS,
    LINES,
    NOW,
    ROW_COLUMNS,
    STAMP,
    UNIT,
    WHITE,
    YEAR,
    Stamp,
)

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 200  # files in the package
MOST_ROWS = 50_000  # of a sheet that hold anything
MOST_EMPTY = 200_000  # rows that are gone through at all
LONGEST = 12_000  # characters of a cell that are looked at
DIGITS = 15  # of a number that a cell holds: more, a spreadsheet does not keep
UNREAD = (UNIT, NOW, YEAR)  # grey cells that say what stood on the page
OLD = b"\xd0\xcf\x11\xe0"  # how XLS files and locked ones begin
MACROS = "vbaproject.bin"


@dataclass(frozen=True)
class SheetRow:
    """A row that says something: where it stands, and its cells by column."""

    sheet: str  # its id in the stamp
    number: int
    cells: dict[str, str]

    def address(self, column: str) -> str:
        """The cell of that column, as a spreadsheet names it."""
        return f"{get_column_letter(columns_of(self.sheet).index(column) + 1)}{self.number}"

    @property
    def says_something(self) -> bool:
        """Whether a person filled it in: a row of figures holds grey cells at any rate."""
        return self.sheet != FACTS or bool(self.cells.keys() & set(WHITE))

    def place(self, column: str) -> tuple[str, str]:
        """The sheet and the column in which the cell is corrected."""
        return self.sheet, column


def columns_of(sheet: str) -> Sequence[str]:
    """The columns of a sheet in their order; of a table, those of its field are numbered."""
    if sheet == FACTS:
        return FACT_COLUMNS
    numbered = map(str, range(MOST_COLUMNS))
    return tuple(numbered) if sheet in LINES else (*ROW_COLUMNS, *numbered)


MOST_COLUMNS = 30  # of a table


def read_workbook(data: bytes) -> tuple[Stamp, list[SheetRow]]:
    """The stamp of the workbook and its rows that say something.

    Raises ValidationError with a sentence for whoever sent it.
    """
    book = opened(data)
    try:
        stamp = _stamp_of(book)
        rows = [
            row
            for name, title in stamp.sheets.items()
            if title in book.sheetnames
            for row in _rows(name, book[title])
        ]
    except ValidationError:
        raise
    except Exception as error:
        raise no_workbook() from error
    finally:
        book.close()
    return stamp, rows


def opened(data: bytes) -> Any:
    """The workbook, to be read row by row. Raises ValidationError."""
    _refuse_unfit(data)
    try:
        return load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Exception as error:  # whatever the library trips over, the file is at fault
        raise no_workbook() from error


def no_workbook() -> ValidationError:
    return ValidationError(
        _("This file cannot be read as a workbook. Save it as XLSX in your spreadsheet program.")
    )


def too_large() -> ValidationError:
    told = _("The file is larger than %(most)s MB. Send fewer records or sections at a time.")
    return ValidationError(told % {"most": MOST_BYTES // 1024**2})


def _refuse_unfit(data: bytes) -> None:
    """Look at the package before anything of it is unpacked."""
    if len(data) > MOST_BYTES:
        raise too_large()
    if data.startswith(OLD):
        raise ValidationError(
            _("This is an old XLS file, or one with a password. Save it as XLSX without one.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise no_workbook() from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(
            _("The file holds far more than it says. Copy your cells into a fresh download.")
        )
    if any(part.filename.lower().endswith(MACROS) for part in parts):
        raise ValidationError(_("The file holds macros. Save it as XLSX without them."))


def _stamp_of(book: Any) -> Stamp:
    stamp = None
    if STAMP in book.sheetnames:
        first = next(book[STAMP].iter_rows(max_row=1, max_col=1, values_only=True), ("",))
        stamp = Stamp.of(first[0])
    if stamp is None:
        raise ValidationError(
            _(
                "This is not a workbook from here, or its stamp is gone. Download a fresh one, and "
                "copy your cells into it."
            )
        )
    get(stamp.record)
    return stamp


def _rows(name: str, sheet: Any) -> Iterator[SheetRow]:
    """The rows of a sheet below its heading that say something: of figures, those filled in."""
    columns, found = columns_of(name), 0
    limited = sheet.iter_rows(min_row=2, max_col=len(columns))
    for number, cells in enumerate(itertools.islice(limited, MOST_EMPTY + 1), 2):
        if number > MOST_EMPTY:
            raise too_many(MOST_EMPTY)
        texts = {
            c: text for c, cell in zip(columns, cells, strict=False) if (text := text_of(cell))
        }
        found += bool(texts)
        if found > MOST_ROWS:
            raise too_many(MOST_ROWS)
        kept = {c: text for c, text in texts.items() if c not in UNREAD}
        row = SheetRow(name, number, kept)
        if texts and row.says_something:
            yield row


def too_many(most: int) -> ValidationError:
    told = ngettext(
        "A sheet has more than %(most)s row. Send fewer records at a time.",
        "A sheet has more than %(most)s rows. Send fewer records at a time.",
        most,
    )
    return ValidationError(told % {"most": most})


def text_of(cell: Any) -> str:
    """What a cell says, as its reader would have typed it; a formula as it is written."""
    value = cell.value
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return _number(cell, value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return cleaned(str(value)[:LONGEST]).strip().removeprefix("'")


def _number(cell: Any, value: float) -> str:
    """A number as it is shown: one that its format tells in per cent counts hundredths."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{DIGITS}g}")
    if "%" in str(cell.number_format or ""):
        number *= 100
    return as_typed(number) if number.is_finite() else str(value)
