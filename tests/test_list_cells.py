"""Cells of lists as people write them: read as they are meant, or named with what to do."""

import time

import pytest
from django.utils import translation

from sez_portal.records.models import DataVersion
from sez_portal.records.workbooks import headings
from sez_portal.records.workbooks.answers import judged
from sez_portal.records.workbooks.foreign import MOST_LINES, read_list
from sez_portal.records.workbooks.layout import LIST, Stamp
from sez_portal.records.workbooks.lines import MOST_NEW
from sez_portal.records.workbooks.plan import Plan
from tests import cast
from tests.bad_files import csv_of
from tests.workbooks import zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY, OTHER = "la-savan-seno", "la-saysettha"


@pytest.fixture
def focal():
    return cast.focal_point("LA")


def looked_at(targets, *rows, by, language="en", **plan):
    """What the rows say, when these are what their columns hold."""
    found = read_list(csv_of([one or "other" for one in targets], *rows))
    columns = {str(number): target for number, target in enumerate(targets) if target}
    stamp = Stamp("zone", DataVersion.current(), language, {LIST: ""})
    with translation.override(language):
        return judged(ZONE, stamp, found.rows, by, Plan(columns, **plan))


@pytest.mark.parametrize(
    ("typed", "language", "area"),
    [
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "vi", "1234.5"),
        ("១២៣៤", "km", "1234"),
        ("၁၂၃၄", "my", "1234"),
        ("๑๒๓๔", "th", "1234"),
        ("໑໒໓໔", "lo", "1234"),
        ("１２３４", "zh-hans", "1234"),
        ("1 234 ha", "en", "1234"),
    ],
)
def test_numbers_are_read_as_in_a_workbook(focal, typed, language, area):
    found = looked_at(("key", "area_ha"), (KEY, typed), by=focal, language=language)
    (answer,) = found.answers
    assert (answer.key, answer.values, found.faults) == (KEY, {"area_ha": area}, [])


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("area_ha", "3 km²", "not a number"),
        ("area_ha", "about 40", "about"),
        ("area_ha", "1.500", "two ways"),
        ("area_ha", "=A1+1", "formula"),
        ("area_ha", "#REF!", "number"),
        ("firms", "many", "number"),
        ("established_year", "31/12/2004", "number"),
        ("status_since", "December", "2026-11"),
        ("lat", "102.5", "-90 to 90"),
        ("lat", "102°30'E", "longitude"),
        ("status", "Operatin", "Operating"),
        ("province", "Nowhere", "not in the list"),
        ("website", "no address", "https://"),
        ("office_email", "no address", "email"),
        ("name_en", "x" * 300, "200"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(focal, field, typed, told):
    before = DataVersion.current()
    found = looked_at(("key", "", field), (KEY, "", typed), by=focal)
    (fault,) = found.faults
    assert (fault.address, fault.sheet, fault.row, fault.column) == ("C2", LIST, 2, "2")
    assert told in fault.told
    assert (found.answers, DataVersion.current()) == ([], before)


def test_a_key_of_another_country_and_one_told_twice_are_named(focal):
    rows = [(KEY, "1"), ("vn-deep-c", "2"), (KEY, "3")]
    found = looked_at(("key", "firms"), *rows, by=focal)
    assert [(one.address, one.row) for one in found.faults] == [("A3", 3), ("A4", 4)]
    assert "not yours" in found.faults[0].told
    assert "row 2" in found.faults[1].told


def test_a_second_row_of_headings_is_a_row_with_bad_cells(focal):
    rows = [("(text)", "ISO", "(degrees)", "(ha)"), ("A sample park", "LA", "18.1", "4")]
    found = looked_at(("name_en", "country", "lat", "area_ha"), *rows, by=focal)
    assert {one.row for one in found.faults} == {2}
    assert len(found.faults) == 3


def test_what_a_column_has_not_is_asked_at_its_row(focal):
    found = looked_at(("name_en", "area_ha"), ("A sample park", "4"), by=focal)
    (fault,) = found.faults
    assert (fault.address, fault.column) == ("2", "+country")
    found = looked_at(("name_en", ""), ("A sample park", "x"), by=focal, same={"country": "LA"})
    assert found.faults == []
    assert found.answers[0].values == {"name_en": "A sample park", "country": "LA"}


def test_the_column_of_a_row_goes_before_what_is_said_of_all(focal):
    about = {"about:speaks_of": "2024", "about:source": "A yearbook"}
    rows = [(KEY, "171", "2025-06"), (OTHER, "172", "")]
    found = looked_at(("key", "firms", "about:speaks_of"), *rows, by=focal, about=about)
    pieces = [answer.pieces["firms"][0] for answer in found.answers]
    assert [one.speaks_of for one in pieces] == ["2025-06", "2024"]
    assert [one.sources[0].title for one in pieces] == ["A yearbook"] * 2


def test_what_stands_there_already_says_nothing(focal):
    about = {"about:speaks_of": "2026", "about:source": "A yearbook"}
    row = (KEY, str(zone(KEY).firms), f"{zone(KEY).lat:.7f}")
    found = looked_at(("key", "firms", "lat"), row, by=focal, about=about)
    assert (found.answers, found.faults) == ([], [])


def test_doubles_are_found_by_name_in_any_script_and_by_place():
    by = cast.moderator()
    park = zone("cn-anning-industrial-park")
    lat, lon = f"{park.lat}", f"{park.lon}"
    rows = [
        ("ANNING industrial-park", "", "CN", "", ""),
        ("", "安宁工业园区", "CN", "", ""),
        ("Wholly another name", "", "CN", lat, lon),
        ("Aning Industrial Zone", "", "CN", lat, lon),
        ("Anning Industrial Park", "", "TH", "", ""),
    ]
    found = looked_at(("name_en", "name_zh_hans", "country", "lat", "lon"), *rows, by=by)
    likely = {one.line.row.number: one.likely for one in found.doubts}
    named = {one.line.row.number: [c.of.key for c in one.candidates] for one in found.doubts}
    assert [likely[n] for n in (2, 3)] == [park.key, park.key]
    assert park.key in named[4]
    assert park.key in named[5]
    assert (likely[4], likely[5]) == ("", "")
    assert 6 not in named


def test_two_rows_of_one_list_that_are_alike_are_told(focal):
    rows = [("A sample park", "LA"), ("A Sample Park", "LA")]
    found = looked_at(("name_en", "country"), *rows, by=focal)
    assert [(one.line.row.number, one.likely) for one in found.open_doubts] == [(3, "out")]


def test_a_zone_of_another_country_may_not_be_chosen(focal):
    name = zone("vn-deep-c").name_en
    found = looked_at(("name", "firms"), (name, "4"), by=focal, decided={"list!2": "vn-deep-c"})
    assert "not yours" in found.faults[0].told
    assert found.doubts[0].mine.isdisjoint({"vn-deep-c"})


def test_a_very_long_list_is_judged_in_bounded_time(focal):
    rows = [(f"Sample {n * 7919:x} of {n}", "LA", "4") for n in range(MOST_LINES)]
    begun = time.monotonic()
    found = looked_at(("name_en", "country", "area_ha"), *rows, by=focal)
    assert time.monotonic() - begun < 60
    assert len(found.answers) <= MOST_NEW + 1
    assert found.open_doubts or any("500" in one.told for one in found.faults)


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Latitude", "lat"),
        ("lat", "lat"),
        ("经度", "lon"),
        ("Area (ha)", "area_ha"),
        ("Area (km²)", ""),
        ("Total area, rai", ""),
        ("พื้นที่ (ไร่)", ""),
        ("Website", "website"),
        ("名称", "name_zh_hans"),
        ("lease_price_usd_m2", "lease_price_usd_m2"),
        ("Wholly unknown", ""),
    ],
)
def test_a_heading_is_guessed_from_common_words(heading, target):
    assert headings.guessed(ZONE, [heading])["0"] == target


def test_a_heading_is_guessed_from_the_label_in_any_language():
    for code, label in ((c, str_of("firms", c)) for c in ("zh-hans", "km", "lo", "my", "th", "vi")):
        assert headings.guessed(ZONE, [label])["0"] == "firms", code


def str_of(key: str, language: str) -> str:
    with translation.override(language):
        return str(ZONE[key].label)
