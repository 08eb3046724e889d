"""Workbooks as they are read on a screen and printed: what stays in sight, what a sheet holds."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from sez_portal.common.workbooks import Year, add_sheet, contents, new_book

pytestmark = pytest.mark.django_db
KEYS = ["la-savan-seno", "mm-thilawa", "kh-dara-sakor", "vn-shtp"]
PACK, COMPARED = "/shortlist/answer-pack.xlsx", "/compare/compare.xlsx"


@pytest.fixture(scope="module", params=[PACK, COMPARED])
def book(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        answer = Client().get(request.param, {"zone": KEYS})
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_every_sheet_is_set_up_for_reading_and_for_paper(book):
    for sheet in book.worksheets:
        assert sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
    assert book.properties.creator == "Lancang-Mekong Zones"


def test_the_question_stays_in_sight(book):
    first, second = book.worksheets[:2]
    assert first.freeze_panes in ("C2", "D2")
    assert first["B1"].value in ("Question", "Field")
    assert first.print_title_cols
    assert second.freeze_panes in ("B2", "C2")


def test_four_zones_take_few_sheets_of_paper(book):
    """Landscape, fitted: the answer pack took 124 sheets without, the comparison 34."""
    pages = [sheet.page_setup.fitToWidth * sheet.page_setup.fitToHeight for sheet in book]
    assert sum(pages) <= 14
    for sheet in book:  # and what is squeezed can still be read
        across = sum(column.width for column in sheet.column_dimensions.values()) * 7 / 96
        down = sum(row.height for row in sheet.row_dimensions.values()) / 72
        scales = (
            sheet.page_setup.fitToWidth * 11 / across,
            sheet.page_setup.fitToHeight * 7.5 / down,
        )
        assert min(1, *scales) >= 0.36, sheet.title


def test_no_text_is_cut(book):
    """Each row is as tall as its longest text needs in a column of that width."""
    for sheet in book.worksheets:
        widths = [column.width for column in sheet.column_dimensions.values()]
        for row in sheet.iter_rows():
            height = sheet.row_dimensions[row[0].row].height
            for cell, width in zip(row, widths, strict=True):
                lines = -(-len(str(cell.value or "")) // width)
                assert height >= min(409, 15 * lines), (sheet.title, cell.coordinate)


def test_figures_have_separators_and_years_have_none():
    made = new_book()
    rows = [[2_400_000], [Decimal("1568.25")], [Year(2024)], ["+856 41"], ["=1"]]
    add_sheet(made, "Figures", ["n"], rows)
    sheet = openpyxl.load_workbook(io.BytesIO(contents(made)))["Figures"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.number_format for cell in cells[:3]] == ["#,##0", "#,##0.00", "General"]
    assert [cell.value for cell in cells] == [2_400_000, 1568.25, 2024, "+856 41", "'=1"]
    assert [cell.quotePrefix for cell in cells] == [False, False, False, True, False]
