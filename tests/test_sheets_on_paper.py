"""A sheet of a workbook is read on a screen and on paper: heads stay, pages are few and wide."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from sez_portal.common.workbooks import Year, add_sheet, contents, new_book

HEAD = ["Figure", "Vientiane", "Savannakhet", "Boten"]
ROWS = [
    ["Telephone", "+856 41 260 212", "-", ""],
    ["Area, ha", 1640, Decimal("12345.5"), None],
    ["Since", Year(2004), Year(2012), None],
    *[[f"Question {n}", "A long answer. " * 12, "Yes", "No"] for n in range(60)],
]


@pytest.fixture
def sheet():
    book = new_book()
    add_sheet(book, "Side by side", HEAD, ROWS, frozen=1)
    return load_workbook(io.BytesIO(contents(book))).active


def test_head_and_first_column_stay_in_sight(sheet):
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_it_is_set_up_for_paper(sheet):
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth == 1
    assert 1 < sheet.page_setup.fitToHeight < 12
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_title_cols == "$A:$A"
    assert "&P" in sheet.oddFooter.right.text


def test_a_telephone_number_shows_no_apostrophe(sheet):
    assert sheet["B2"].value == "+856 41 260 212"
    assert sheet["B2"].quotePrefix
    assert sheet["B2"].data_type == "s"


def test_numbers_have_their_separators_and_years_none(sheet):
    assert sheet["B3"].number_format == "#,##0"
    assert sheet["C3"].number_format == "#,##0.0"
    assert sheet["B4"].number_format == "General"


def test_wrapped_text_has_the_height_that_it_takes(sheet):
    assert sheet["B5"].alignment.wrap_text
    assert sheet.row_dimensions[5].height > sheet.row_dimensions[2].height


def test_the_portal_is_named_as_its_author():
    assert new_book().properties.creator == "Lancang-Mekong Zones"
