"""The one reader of numbers, dates and coordinates: what it takes, asks back, refuses."""

import datetime
import time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sez_portal.common.coordinates import read_coordinate, read_point
from sez_portal.common.dates import spell
from sez_portal.common.numbers import (
    Bounds,
    as_typed,
    localized,
    read_number,
    read_whole,
    unmistakable,
)
from sez_portal.common.typed_dates import read_day, read_partial
from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.basic import Decimal as Figure
from sez_portal.records.field_types.basic import Degrees, Partial, Url, Whole
from sez_portal.records.field_types.lines import Polyline

CODES = [code for code, _native in LANGUAGES]
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


def told(read, *args, **more) -> str:
    """The sentence with which a text is refused."""
    with pytest.raises(ValidationError) as refused:
        read(*args, **more)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "1,012", "1012"),
        ("en", "8,150", "8150"),
        ("en", "3,5", "3.5"),
        ("en", "4.100,5", "4100.5"),
        ("en", "1,234.5", "1234.5"),
        ("en", "1.234.567", "1234567"),
        ("en", "1 200", "1200"),
        ("en", "1\u202f200,5", "1200.5"),
        ("en", "1\u00a0200\u00a0000", "1200000"),
        ("en", "1’200.75", "1200.75"),
        ("en", "0.125", "0.125"),
        ("en", "0,125", "0.125"),
        ("en", ".5", "0.5"),
        ("en", "1234.567", "1234.567"),
        ("en", "12.3450", "12.345"),
        ("en", "007", "7"),
        ("en", "១២៣៤,៥", "1234.5"),
        ("km", "១,២៣៤", "1234"),
        ("lo", "໑.໒໓໔", "1234"),
        ("lo", "໑.໒໓໔,໕", "1234.5"),
        ("my", "၁,၂၃၄", "1234"),
        ("th", "๑,๒๓๔.๕", "1234.5"),
        ("en", "١٢٣٤", "1234"),
        ("zh-hans", "１，２３４．５", "1234.5"),
        ("vi", "4.100", "4100"),
        ("vi", "4.100,5", "4100.5"),
        ("vi", "3,5", "3.5"),
        ("vi", "3.5", "3.5"),
        ("vi", "12.5678", "12.5678"),
    ],
)
def test_what_is_unambiguous_is_taken(language, text, number):
    with translation.override(language):
        assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text", "advice"),
    [
        ("en", "1.200", "Did you mean 1.2 or 1,200? Write 1.2 or 1200."),
        ("en", "12.345", "Did you mean 12.345 or 12,345? Write 12.3450 or 12345."),
        ("zh-hans", "1.200", "1200"),
        ("km", "១.២០០", "1200"),
        ("vi", "1,012", "1,0120"),
        ("lo", "8,150", "8150"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(language, text, advice):
    with translation.override(language):
        assert advice in told(read_number, text)


@pytest.mark.parametrize("language", CODES)
@given(number=st.decimals(0, 10**9, places=4))
def test_what_the_site_writes_is_read_back(language, number):
    with translation.override(language):
        assert read_number(as_typed(number)) == number
        assert read_number(unmistakable(number)) == number
        try:
            assert read_number(localized(number)) == number
        except ValidationError as asked:  # exactly three decimals, which could be thousands
            assert asked.code == "unclear"
            assert as_typed(number) in " ".join(asked.messages)


@pytest.mark.parametrize("language", CODES)
@given(number=st.integers(0, 10**9))
def test_whole_numbers_are_read_back_too(language, number):
    with translation.override(language):
        assert read_whole(localized(number)) == number


@given(st.text("0123456789,. '", max_size=12))
def test_no_text_is_two_numbers_in_two_languages(text):
    found = set()
    for language in CODES:
        with translation.override(language):
            try:
                found.add(read_number(text))
            except ValidationError:
                continue
    assert len(found) <= 1


def test_bounds_and_kind_settle_what_is_meant():
    percent = Bounds(most=100)
    assert read_number("12.500", percent) == Decimal("12.5")
    assert read_whole("8.150") == 8150
    assert "100" in told(read_number, "1,012", percent)
    assert "Did you mean 2 or 2,000?" in told(read_whole, "2.000")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("many", "is not a number"),
        ("1,00,000", "is not a number"),
        ("5-10", "is not a number"),
        ("1e5", "is not a number"),
        ("1e-300000000", "is not a number"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("½", "is not a number"),
        ("-5", "write a number from 0"),
        ("360 rai", "The unit here is “ha”: write the number alone."),
        ("US$ 5", "“US$”"),
        ("฿5", "write the number alone"),
        ("5 %", "write the number alone"),
        ("1" * 41, "at most 40 characters"),
        ("9" * 10**6, "at most 40 characters"),
    ],
)
def test_what_is_no_number_is_refused_with_advice(text, words):
    assert words in told(read_number, text, Bounds(unit="ha"))


def test_the_unit_of_the_field_may_stand_beside_it():
    assert read_number("360 ha", Bounds(unit="ha")) == 360
    assert read_number("0,5 US$ per M2", Bounds(unit="US$ per m²")) == Decimal("0.5")
    assert read_number("20%", Bounds(unit="%")) == 20


@pytest.mark.parametrize("read", [read_number, read_whole, read_partial, read_day, read_point])
def test_nothing_is_nothing(read):
    assert read("") in (None, "")
    assert read("  ") in (None, "")


@pytest.mark.parametrize("text", ["1,012", "1 200", "1.5e3", "+5", "១២", "360 ha", "1_000"])
def test_files_hold_canonical_numbers_only(text):
    for kind in (Figure(), Whole()):
        with pytest.raises(ValidationError):
            kind.load(text)


def test_a_file_has_no_reader():
    with translation.override("vi"):
        assert Figure().load("1.200") == "1.2"
        assert Figure().load("0.000001") == "0.000001"
        assert Degrees("lat").load("13.439658") == "13.439658"
        for kind, text in ((Partial(), "១២/2026"), (Url(), "savanpark.la")):
            with pytest.raises(ValidationError):
                kind.load(text)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("13.439658", "13.439658"),
        ("13.4396581", "13.439658"),
        ("13.43965849999999", "13.439658"),
        ("13,439658", "13.439658"),
        ("13.439", "13.439"),
        ("១៣.៤៣៩៦៥៨", "13.439658"),
        ("13.439658°", "13.439658"),
        ("13.439658 N", "13.439658"),
        ("13°26'22.8\"N", "13.439667"),
        ("13° 26′ 22.8″ N", "13.439667"),
        ("N 13º26’22,8”", "13.439667"),
        ("13 26 22.8", "13.439667"),
        ("13°26.38'N", "13.439667"),
        ("S13.5", "-13.5"),
        ("-13.5", "-13.5"),
    ],
)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_coordinates(language, text, degrees):
    with translation.override(language):
        assert read_coordinate(text, "lat") == Decimal(degrees)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("95", "from -90 to 90"),
        ("101°1'47\"E", "is a longitude"),
        ("13°75'", "13"),
        ("N", "13.439658"),
        ("1e-300000000", "is not a number"),
        ("here", "13.439658"),
    ],
)
def test_no_coordinate_is_refused(text, words):
    assert words in told(read_coordinate, text, "lat")


@pytest.mark.parametrize(
    "text",
    [
        "13.439658, 101.029869",
        "13.439658,101.029869",
        "(13.439658, 101.029869)",
        "13.439658 101.029869",
        "13,439658; 101,029869",
        "13,439658, 101,029869",
        "13.439658 N, 101.029869 E",
        "E101.029869 N13.439658",
        "101.029869, 13.439658",
        "១៣.៤៣៩៦៥៨, ១០១.០២៩៨៦៩",
        "13°26'22.77\"N 101°1'47.53\"E",
    ],
)
def test_a_pair_in_one_field(text):
    assert read_point(text) == (Decimal("13.439658"), Decimal("101.029869"))


@pytest.mark.parametrize("text", ["13.439658", "13,439658", "13 26 22.8", "a, b", "5" * 500])
def test_one_coordinate_is_no_pair(text):
    assert read_point(text) is None


def test_a_line_is_bounded():
    assert Polyline().parse("101.5 13.25; ១០២ 14") == [[101.5, 13.25], [102.0, 14.0]]
    for bad in ("1e999 3", "nan 1", "13 101", "1 2 3"):
        with pytest.raises(ValidationError):
            Polyline().parse(bad)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026", "2026"),
        ("๒๐๒๖", "2026"),
        ("២០២៦-១១", "2026-11"),
        ("2026-1", "2026-01"),
        ("2026/11/23", "2026-11-23"),
        ("23.11.2026", "2026-11-23"),
        ("11/2026", "2026-11"),
        ("5 October 2019", "2019-10-05"),
        ("Oct 2019", "2019-10"),
        ("October 5, 2019", "2019-10-05"),
    ],
)
def test_dates(text, date):
    assert read_partial(text) == date


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2569", "Did you mean 2026? Write 2026."),
        ("๒๕๖๙", "Did you mean 2026? Write 2026."),
        ("23/11/2569", "Write 2026-11-23."),
        ("05/10/2019", "Write 2019-10-05 or 2019-05-10."),
        ("9999", "1800 to 2100"),
        ("2026-13", "2026-11-23"),
        ("31/02/2020", "2026-11-23"),
        ("last year", "2026-11-23"),
        ("2" * 10**6, "at most 60 characters"),
    ],
)
def test_no_date_is_refused_with_advice(text, words):
    assert words in told(read_partial, text)


def test_the_order_of_day_and_month_is_that_of_the_language():
    for language in ("vi", "lo", "my", "km", "th"):
        with translation.override(language):
            assert read_day("05/10/2019") == "2019-10-05"


@pytest.mark.parametrize("language", CODES)
@given(day=DAYS)
def test_dates_are_read_as_the_site_writes_them(language, day):
    with translation.override(language):
        for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
            assert read_partial(spell(text)) == text


def test_a_year_may_be_a_buddhist_one():
    assert "Did you mean 2002?" in told(Whole(least=1900, most=2100, grouped=False).parse, "2545")


def test_an_address_gets_its_scheme():
    assert Url().parse("savanpark.la") == "https://savanpark.la"
    assert Url().parse("savanpark.la:8080/en?a=1") == "https://savanpark.la:8080/en?a=1"
    assert Url().parse("http://savanpark.la") == "http://savanpark.la"
    for bad in ("javascript:alert(1)", "ftp://savanpark.la", "savanpark", "a b.la"):
        assert "https://example.org" in told(Url().parse, bad)


def test_hostile_texts_are_refused_at_once():
    started = time.perf_counter()
    for text in ("1e-300000000", "1e300000000", "9" * 10**6, "1." * 10**6, " " * 10**6 + "x"):
        for read in (read_number, read_whole, read_partial):
            with pytest.raises(ValidationError):
                read(text)
        with pytest.raises(ValidationError):
            read_coordinate(text, "lat")
        assert read_point(text) is None
    assert time.perf_counter() - started < 1
