"""Workbooks: what goes out comes back unchanged, one cell is one change, nothing bad gets in."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from countries.record import GATEWAY, INCENTIVE
from sez_portal.languages import LANGUAGES
from sez_portal.records.models import SentWorkbook
from sez_portal.records.workbooks.answers import judged
from sez_portal.records.workbooks.reading import read_workbook
from tests import cast
from tests.pages import text
from tests.workbooks import filled, made, stamp_of, upload
from zones.models import Zone
from zones.record import ZONE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,  # judged by Python; sending runs on both
]
KEY, OTHER = "la-savan-seno", "la-saysettha"


@pytest.fixture
def focal():
    return cast.focal_point("LA")


@pytest.fixture
def official():
    return cast.official(KEY)


def looked_at(data: bytes, by, record=ZONE):
    stamp, rows = read_workbook(data)
    with translation.override(stamp.language):
        return judged(record, stamp, rows, by)


def sent_back(client, data: bytes, by) -> SentWorkbook:
    cast.sign_in(client, by)
    answer = client.post(reverse("workbook-back"), upload(data))
    assert answer.status_code == 302, text(answer)
    return SentWorkbook.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))


def press(client, book: SentWorkbook, **data) -> SentWorkbook:
    client.post(reverse("workbook", args=[book.pk]), {"do": "send", **data})
    book.refresh_from_db()
    return book


@pytest.mark.parametrize("language", [code for code, _name in LANGUAGES])
def test_what_goes_out_comes_back_as_no_change(language):
    by = cast.moderator()
    keys = Zone.objects.order_by("key").values_list("key", flat=True)[::8]
    found = looked_at(made(*keys, language=language), by)
    assert (found.answers, found.faults) == ([], [])


@pytest.mark.one_database
@pytest.mark.parametrize("record", [INCENTIVE, GATEWAY], ids=lambda one: one.name)
def test_so_do_other_records(record):
    found = looked_at(made(record=record), cast.moderator(), record)
    assert (found.answers, found.faults) == ([], [])


def test_one_cell_is_a_change_of_one_field(focal):
    data = filled(made(KEY, OTHER), (KEY, "firms", {"value": 148, "speaks_of": 2025}))
    (answer,) = looked_at(data, focal).answers
    assert (answer.key, answer.values) == (KEY, {"firms": 148})
    assert answer.pieces["firms"][0].speaks_of == "2025"
    assert not answer.is_clash("firms")


@pytest.mark.parametrize(
    ("typed", "language", "area"),
    [
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "vi", "1234.5"),
        ("1.234", "vi", "1234"),
        ("១២៣៤", "km", "1234"),
        ("၁၂၃၄.၅", "my", "1234.5"),
        (1234.5, "vi", "1234.5"),  # a number, not a text
        ("1 234 ha", "en", "1234"),
    ],
)
def test_numbers_are_read_as_the_workbook_s_language_writes_them(focal, typed, language, area):
    data = filled(made(KEY, language=language), (KEY, "area_ha", {"value": typed}))
    (answer,) = looked_at(data, focal).answers
    assert answer.values == {"area_ha": area}


@pytest.mark.parametrize(
    ("field", "cells", "column", "told"),
    [
        ("area_ha", {"value": "about 40"}, "value", "about"),
        ("area_ha", {"value": "1.500"}, "value", "two ways"),
        ("area_ha", {"value": "=A1+1"}, "value", "formula"),
        ("firms", {"value": "10", "speaks_of": "soon"}, "speaks_of", "2026-11"),
        ("status", {"value": "Operatin"}, "value", "Operating"),
        ("firms", {"value": "10", "state": "withheld"}, "state", "Keep one"),
        ("firms", {"state": "withheld"}, "reason", "Say why"),
        ("firms", {"state": "nonsense"}, "state", "nonsense"),
        ("firms", {"still": "perhaps"}, "still", "yes"),
        ("firms", {"still": "yes", "value": "10"}, "still", "Keep one"),
        ("website", {"value": "no address"}, "value", "https://"),
        ("name_en", {"value": "A zone", "speaks_of": "2026"}, "speaks_of", "leave the cell"),
        ("tenants", {"value": "A firm"}, "value", "sheet of their own"),
    ],
)
def test_a_bad_cell_is_named_and_says_what_to_do(focal, field, cells, column, told):
    found = looked_at(filled(made(KEY), (KEY, field, cells)), focal)
    (fault,) = found.faults
    assert (fault.column, found.answers) == (column, [])
    assert told in fault.told
    book = load_workbook(io.BytesIO(made(KEY)))
    sheet = book[stamp_of(book).sheets["facts"]]
    assert sheet[f"B{fault.row}"].value == field
    assert fault.address.endswith(str(fault.row))


def test_all_bad_cells_of_a_record_are_named_at_once(focal):
    bad = [(KEY, "status", {"value": "Operatin"}), (KEY, "area_ha", {"value": "about 40"})]
    found = looked_at(filled(made(KEY), *bad), focal)
    assert sorted(fault.typed for fault in found.faults) == ["Operatin", "about 40"]
    assert found.answers == []


def test_a_row_of_nobody_and_one_of_others_are_refused(focal):
    data = made(KEY, "vn-deep-c")
    data = filled(data, ("vn-deep-c", "firms", {"value": 1}))
    found = looked_at(filled(data, (KEY, "firms", {"key": "la-nowhere", "value": 1})), focal)
    assert [fault.column for fault in found.faults] == ["key", "key"]
    assert "not yours" in found.faults[1].told


def test_a_number_told_in_per_cent_counts_hundredths():
    country = cast.focal_point("LA")
    book = load_workbook(io.BytesIO(made(KEY)))
    sheet = book[stamp_of(book).sheets["facts"]]
    (line,) = [row for row in sheet.iter_rows(min_row=2) if row[1].value == "power_usd_kwh"]
    line[8].value, line[8].number_format = 0.08, "0%"
    file = io.BytesIO()
    book.save(file)
    (answer,) = looked_at(file.getvalue(), country).answers
    assert answer.values == {"power_usd_kwh": "8"}


def test_a_table_is_filled_in_on_a_sheet_of_its_own(focal):
    book = load_workbook(io.BytesIO(made(KEY, only=["offers"])))
    sheet = book[stamp_of(book).sheets["offers"]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == KEY)
    heads = [cell.value for cell in sheet[1]]
    row[heads.index("Title") if "Title" in heads else 3].value = "Plot 7"
    file = io.BytesIO()
    book.save(file)
    found = looked_at(file.getvalue(), focal)
    assert [fault.sheet for fault in found.faults] == ["offers"]  # of which kind is it?
    assert found.faults[0].row == row[0].row


def test_a_figure_without_a_year_is_undated(focal):
    (answer,) = looked_at(filled(made(KEY), (KEY, "firms", {"value": 148})), focal).answers
    assert answer.pieces["firms"][0].speaks_of == ""


def test_a_line_of_a_table_needs_no_key_where_there_is_one_zone(focal):
    book = load_workbook(io.BytesIO(made(KEY, only=["tenants"])))
    sheet = book[stamp_of(book).sheets["tenants"]]
    sheet.append([None, None, "A firm of the tests"])
    file = io.BytesIO()
    book.save(file)
    (answer,) = looked_at(file.getvalue(), focal).answers
    assert answer.values["tenants"][-1] == {"name": "A firm of the tests"}


def test_a_download_is_of_what_is_theirs(client, official):
    cast.sign_in(client, official)
    asked = {"record": "zone", "section": ["land"], "language": "en"}
    answer = client.get(reverse("workbook-download"), asked)
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book[stamp_of(book).sheets["facts"]]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {KEY}
    assert sheet["I2"].protection.locked is False
    assert sheet["A2"].protection.locked is True


def test_without_sections_or_rows_the_page_says_so(client, official):
    cast.sign_in(client, official)
    answer = client.get(reverse("workbook-download"), {"record": "zone", "language": "en"})
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)
