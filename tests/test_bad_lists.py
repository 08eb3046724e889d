"""Any bytes as a list or a workbook: a sentence or its rows, in bounded memory and time."""

import time
import tracemalloc

import pytest
from django.core.exceptions import ValidationError

from sez_portal.records.workbooks.foreign import ENCODINGS, How, guessed_encoding, read_list
from sez_portal.records.workbooks.reading import read_workbook
from tests.bad_files import HEAD, READ, REFUSED, ROW, csv_of, stamped

pytestmark = pytest.mark.one_database
SECONDS = 6
MEGABYTES = 120


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_a_sentence(name):
    make, words = REFUSED[name]
    data, begun = make(), time.monotonic()
    with pytest.raises(ValidationError) as refused:
        read_list(data)
    assert words in refused.value.messages[0]
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("name", REFUSED)
def test_nor_is_it_a_workbook_of_ours(name):
    begun = time.monotonic()
    with pytest.raises(ValidationError):
        read_workbook(REFUSED[name][0]())
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_as_it_is_meant(name):
    make, rows = READ[name]
    found = read_list(make())
    assert found.head == list(rows[0])
    told = [
        tuple(row.cells[str(n)] for n in range(len(HEAD)) if str(n) in row.cells)
        for row in found.rows
    ]
    assert told == rows[1:]


@pytest.mark.parametrize(
    "name", ["a zip bomb", "many empty rows", "very many rows", "a bomb of entities"]
)
def test_a_bomb_takes_little_memory(name):
    data = REFUSED[name][0]()
    assert peak(lambda: pytest.raises(ValidationError, read_list, data)) < MEGABYTES


def test_five_thousand_rows_take_little_memory():
    data = csv_of([*HEAD, *(f"c{n}" for n in range(9))], *([*ROW, *range(9)] for _n in range(5000)))
    assert peak(lambda: read_list(data)) < MEGABYTES
    assert len(read_list(data).rows) == 5000


def peak(work) -> float:
    """The most megabytes that were held while it was done."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()


def test_a_sheet_of_another_name_is_no_sheet_of_ours():
    _stamp, rows = read_workbook(stamped(["key"], ["la-savan-seno"], title="Renamed"))
    assert rows == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_may_be_said(encoding):
    data = csv_of(HEAD, ROW, encoding=encoding)
    assert read_list(data, How(encoding=encoding)).head == list(HEAD)


def test_bytes_in_no_known_encoding_are_western():
    assert guessed_encoding("Café".encode("cp1252")) in ("cp1252", "gb18030")
    assert guessed_encoding("Khu công nghiệp".encode()) == "utf-8-sig"


def test_another_encoding_than_it_is_in_is_told():
    data = csv_of(("名称", "国家"), ("安宁", "中国"), encoding="gb18030")
    with pytest.raises(ValidationError, match="CSV UTF-8"):
        read_list(data, How(encoding="utf-8-sig"))
