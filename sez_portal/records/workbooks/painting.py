"""Sheets that people fill in: grey and white cells, and lists of words to choose from."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sez_portal.common.workbooks import safe
from sez_portal.records.workbooks.layout import LISTS

GREY_FILL = PatternFill("solid", fgColor="FFEDEAE2")
HEAD_FILL = PatternFill("solid", fgColor="FFD9D4C7")


@dataclass
class Lists:
    """The words to choose from, each list once; a cell names where they stand."""

    sheet: Worksheet
    columns: list[list[str]] = field(default_factory=list)

    def place_of(self, words: Sequence[str]) -> str:
        """The cells that hold these words, as a formula names them."""
        listed = [str(word) for word in words]
        if listed not in self.columns:
            self.columns.append(listed)
        letter = get_column_letter(self.columns.index(listed) + 1)
        return f"{LISTS}!${letter}$1:${letter}${len(listed)}"

    def write(self) -> None:
        for number in range(max(map(len, self.columns), default=0)):
            self.sheet.append([safe(c[number]) if number < len(c) else None for c in self.columns])


def choose(sheet: Worksheet, place: str, cells: Iterable[str]) -> None:
    """Offer these words in these cells; another is said to be wrong when it is sent back."""
    rule = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=False)
    for each in cells:
        rule.add(each)
    sheet.data_validations.append(rule)


class Paint:
    """Cells of one sheet: grey and locked, or white and theirs."""

    def __init__(self, sheet: Worksheet, widths: Iterable[int]) -> None:
        self.sheet = sheet
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.protection.sort = sheet.protection.autoFilter = False
        self.grey, self.white = self._style(GREY_FILL), self._style(None)
        self.heads = self._style(HEAD_FILL, bold=True)

    def _style(self, fill: PatternFill | None, *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(self.sheet)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.number_format = "@"  # text: no program makes a date or a number of it
        cell.protection = Protection(locked=fill is not None)
        cell.font = Font(bold=bold)
        if fill:
            cell.fill = fill
        return cell._style

    def cell(self, text: str, *, is_white: bool) -> WriteOnlyCell:
        return self._made(text, self.white if is_white else self.grey)

    def head(self, texts: Iterable[str]) -> None:
        self.sheet.append([self._made(text, self.heads) for text in texts])

    def _made(self, text: str, style: Any) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet, safe(text) or None)
        if cell.value is not None:
            cell.data_type = "s"
        cell._style = copy(style)
        return cell
