"""How a sheet of a workbook lies on screen and paper: widths, heights, pages."""

import textwrap
import unicodedata

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

NARROWEST = 8  # characters of a column
WIDEST = (90, 60, 52, 44)  # the first of these with which all columns fit on a page
TO_A_PAGE = 330  # characters that can still be read across a sheet of paper
LINE = 15  # points of a line of text
TALLEST = 409  # points of a row, of the file format
CHARACTER, POINTS = 7 / 96, 72  # inches, and how many to an inch
A4, LONG_SIDE, SHORT_SIDE = 9, 11.69, 8.27  # inches
MARGIN, FOOT = 0.3, 0.5
LAST_ROWS = 1 / 3  # of a page: these are squeezed into those before


def lay_out(sheet: Worksheet, frozen: int) -> None:
    """Widths and heights that fit the text, and paper: landscape, with the first columns at hand.

    A row without a height of its own is cut by some programs where its text wraps.
    """
    widths = _widths(sheet)
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    heights = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        lines = (_lines(cell.value, width) for cell, width in zip(row, widths, strict=True))
        heights.append(min(TALLEST, LINE * max([1, *lines])))
        sheet.row_dimensions[number].height = heights[-1]
    _set_up_for_paper(sheet, frozen)
    _set_pages(sheet, sum(widths) * CHARACTER, sum(heights) / POINTS)


def _widths(sheet: Worksheet) -> list[int]:
    needed = [
        max([NARROWEST, *(_longest(cell.value) + 2 for cell in column)])
        for column in sheet.iter_cols()
    ]
    widths: list[int] = []
    for widest in WIDEST:
        widths = [min(widest, width) for width in needed]
        if sum(widths) <= TO_A_PAGE:
            break
    return widths


def _set_up_for_paper(sheet: Worksheet, frozen: int) -> None:
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.print_title_rows = "1:1"
    if frozen:
        sheet.print_title_cols = f"A:{get_column_letter(frozen)}"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.header = margins.footer = MARGIN
    margins.bottom = FOOT
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"


def _set_pages(sheet: Worksheet, width: float, height: float) -> None:
    """As few pages across as can be read, and none for a few last rows; sizes in inches."""
    across = max(1, round(width / CHARACTER / TO_A_PAGE))
    scale = min(1, across * (LONG_SIDE - 2 * MARGIN) / width)
    pages = height * scale / (SHORT_SIDE - MARGIN - FOOT)
    whole = max(1, int(pages))
    sheet.page_setup.fitToWidth = across
    sheet.page_setup.fitToHeight = whole if pages - whole <= LAST_ROWS else whole + 1


def _longest(value: object) -> int:
    """The cells of the longest line."""
    return max((_width(line) for line in _text(value).split("\n")), default=0)


def _lines(value: object, width: float) -> int:
    """On how many lines it comes in a column of this width."""
    text = _text(value)
    return sum(_wrapped(line, int(width) - 1) for line in text.split("\n")) if text else 1


def _wrapped(line: str, width: int) -> int:
    wide = _width(line)
    if wide <= width:
        return 1
    return len(textwrap.wrap(line, max(1, width * len(line) // wide)))


def _width(line: str) -> int:
    """Characters of East Asia take the room of two."""
    return len(line) + sum(unicodedata.east_asian_width(one) in "WF" for one in line)


def _text(value: object) -> str:
    return "" if value is None else str(value)
