"""The answer pack, cell by cell against the record: values, units, dates, sources, blanks."""

import datetime
import io
from collections.abc import Iterator
from decimal import Decimal

import openpyxl
import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from investors.shortlists import storage
from investors.shortlists.pack.answers import Pack
from sez_portal.common.text import cleaned
from sez_portal.common.workbooks import add_sheet, new_book, safe
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.services.apply import apply, publish
from tests import cast
from tests.packs import answers, check_open_questions, check_side_by_side, check_zone
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEYS = ["la-savan-seno", "mm-thilawa", "kh-dara-sakor"]
URL = "/shortlist/answer-pack.xlsx"


def book(client, *keys: str, path: str = URL):
    answer = client.get(path, {"zone": keys})
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


@pytest.mark.parametrize("key", KEYS)
def test_every_cell_is_what_the_record_says(client, key: str):
    check_zone(book(client, key, "la-boten"), Zone.objects.get(key=key))


def test_the_sections_stand_in_the_order_site_selectors_ask(client):
    found = book(client, *KEYS[:1])
    rows = found.worksheets[1].iter_rows(min_row=2, values_only=True)
    assert list(dict.fromkeys(row[0] for row in rows)) == [
        "Names and kind",
        "Land",
        "Price",
        "Utilities",
        "Transport access",
        "Buildings and plots",
        "Labour",
        "Incentives",
        "One-stop steps",
        "Environment",
        "Contact",
    ]


def test_distances_and_procedures_are_those_of_the_zone(client):
    zone = Zone.objects.get(key=KEYS[0])
    cells = answers(book(client, KEYS[0]).worksheets[1])
    row = zone.nearest_gateways.get(kind="seaport")
    assert cells["Seaport"]["Answer"] == round(row.distance_km)
    assert cells["River port"]["Answer"] == "none within 300 km"
    row = zone.nearest_gateways.get(kind="main_airport")
    assert cells["Airport, main"]["Unit"] == "km"
    assert cells["Airport, main"]["Answer"] == round(row.distance_km)
    assert f"{row.gateway.name_en} (main)" in cells["Airport, main"]["Remark"]
    assert any(label.endswith(", working days") for label in cells)
    assert cells["Minimum wage in US dollars (of the country or a part of it)"]["Answer"] == 114


def test_open_questions_are_all_that_is_unknown_and_nothing_else(client):
    found, zones = book(client, *KEYS[:2]), [Zone.objects.get(key=key) for key in KEYS[:2]]
    check_open_questions(found, zones)
    asked = [row[:3] for row in found["Open questions"].iter_rows(values_only=True)]
    assert ("Savan-Seno Special Economic Zone", "Land", "Vacant land") in asked


def test_side_by_side_holds_the_same_values(client):
    check_side_by_side(book(client, *KEYS), [Zone.objects.get(key=key) for key in KEYS])


def test_the_last_sheet_says_when_from_where_and_by_whom(client):
    found = book(client, *KEYS[:1])
    rows = list(found["Sources and date"].iter_rows(values_only=True))
    told = {row[0]: row for row in rows}
    assert datetime.date.fromisoformat(told["Exported on"][3])
    assert told["The same page"][4].endswith(f"/shortlist/answer-pack/?zone={KEYS[0]}")
    assert any(str(row[4]).endswith(f"/zones/{KEYS[0]}/") for row in rows)
    numbers = {row[0] for row in rows if str(row[0]).startswith("[")}
    cited = {
        part.partition(" ")[0]
        for row in answers(found.worksheets[1]).values()
        for part in (row["Source"] or "").split("; ")
        if part.startswith("[")
    }
    assert cited <= numbers


def test_offers_and_notes_come_along(client):
    offers = [
        {
            "kind": "factory",
            "title": "=HYPERLINK(1)",
            "size_m2": "2000",
            "price_usd_m2": "4.5",
            "price_text": "",
            "free_from": "2026-05",
        }
    ]
    source = Cited("https://office.invalid/", "Letter of the office")
    told = Piece(value=offers, speaks_of="2026-01", sources=(source,))
    apply(
        record=ZONE,
        key=KEYS[0],
        values={"offers": offers},
        evidence={"offers": [told]},
        origin="admin",
    )
    client.cookies[storage.COOKIE] = storage.signed({KEYS[0]: "+visit in May"})
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(URL).content)).worksheets[1]
    cells = answers(sheet)
    size = cells["Ready-built factory: =HYPERLINK(1), size"]
    assert (size["Answer"], size["Unit"], size["As of"]) == (2000, "m²", "2026-01")
    assert "Letter of the office" in size["Source"]
    assert cells["Ready-built factory: =HYPERLINK(1), price"]["Answer"] == 4.5
    last = list(sheet.iter_rows(values_only=True))[-1]
    assert last[2] == "'+visit in May"


FORMULAS = [
    *("=1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("//x.invalid")', "+HYPERLINK(1)", "+A1"),
    *("-2+3+cmd|' /C calc'!A0", "+1+SUM(A1)", "-1=1"),
]
SIGNED = ["+856 41 260 123", "+66 (0) 2 253 0561, ext. 4", "-5 dB"]


@pytest.mark.parametrize("text", [*FORMULAS, *SIGNED])
def test_no_text_is_a_formula(client, text: str):
    """A telephone number is text without a sign that shows; the rest cannot be one anywhere."""
    assert safe(text) == (cleaned(text) if text in SIGNED else f"'{cleaned(text)}")
    apply(record=ZONE, key=KEYS[0], values={"power_text": text.strip()}, origin="admin")
    for path in (URL, "/compare/compare.xlsx"):
        for sheet in book(client, KEYS[0], path=path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    told = str(cell.value if isinstance(cell.value, str) else "")
                    assert cell.data_type != "f", cell.coordinate
                    if told.startswith(("=", "+", "-", "@")):
                        assert told in SIGNED or told.startswith("+")
                        assert cell.quotePrefix, cell.coordinate
                        assert cell.data_type == "s"


def test_numbers_stay_numbers_and_odd_titles_are_made_to_fit():
    made = new_book()
    for title in ("a/b:c*?[x]", "a b c", "x" * 40, "x" * 40, ""):
        add_sheet(made, title, ["n"], [[-5], [Decimal("1.5")], [None], ["\x07bell"]])
    written = io.BytesIO()
    made.save(written)
    sheets = openpyxl.load_workbook(io.BytesIO(written.getvalue())).worksheets
    assert len({sheet.title.lower() for sheet in sheets}) == 5
    assert [row[0] for row in sheets[0].iter_rows(values_only=True)] == ["n", -5, 1.5, None, "bell"]


def test_the_page_says_the_same_and_names_what_was_left_out(client):
    answer = client.get("/shortlist/answer-pack/", {"zone": [KEYS[0], "la-gone"]})
    page = answer.content.decode()
    assert "“la-gone” is no zone" in page
    assert '954<span class="unit">ha</span>' in page
    assert '<span class="unk">Vacant land' in page.replace("Tenure, ", "")
    assert answer.context["pack"].open_count == len(
        list(book(client, KEYS[0])["Open questions"].iter_rows(min_row=2))
    )


def test_an_empty_list_makes_a_page_and_a_book(client):
    assert "holds no zone yet" in client.get("/shortlist/answer-pack/").content.decode()
    assert book(client).sheetnames == ["Side by side", "Open questions", "Sources and date"]


def test_it_is_in_the_language_of_the_reader(client):
    page = client.get("/vi/shortlist/answer-pack/", {"zone": KEYS[0]})
    assert page.status_code == 200
    assert client.get("/vi/shortlist/answer-pack.xlsx", {"zone": KEYS[0]}).status_code == 200


def queries(client, keys: list[str]) -> int:
    """Without those that count how often somebody asks: for any list the same."""
    return len(asked(client, URL, keys))


def asked(client, path: str, keys: list[str]) -> list[str]:
    """The queries of the data that a pack takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, {"zone": keys}).status_code == 200
    every = [query["sql"] for query in captured]
    return [sql for sql in every if "portal_cache" not in sql and "SAVEPOINT" not in sql]


def test_forty_zones_take_no_more_queries_than_two(client):
    keys = list(Zone.objects.filter(country="LA").values_list("key", flat=True)[:40])
    queries(client, keys)  # what the process keeps is read once
    assert queries(client, keys) <= queries(client, KEYS[:2]) <= 24


def test_the_open_questions_become_one_enquiry_to_every_zone(client):
    answer = client.get("/shortlist/answer-pack/", {"zone": KEYS[:2]})
    address = answer.context["pack"].enquiry
    assert address.startswith("/enquire/?zone=la-savan-seno&zone=mm-thilawa&field=")
    asked = client.get(address)
    assert asked.status_code == 200
    assert [zone.key for zone in asked.context["zones"]] == KEYS[:2]
    assert not asked.context["notes"]
    assert "available_ha" in address


PATHS = [URL, "/shortlist/answer-pack/"]


@pytest.fixture
def _kept(settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize("path", PATHS)
def test_the_same_pack_is_made_once(client, path):
    first = client.get(path, {"zone": KEYS}).content
    assert not [sql for sql in asked(client, path, KEYS) if "evidence" in sql or "zones_" in sql]
    assert client.get(path, {"zone": KEYS}).content == first
    assert [sql for sql in asked(client, path, KEYS[::-1]) if "evidence" in sql]
    with translation.override("vi"):
        assert gettext("Question") != "Question"
        told = gettext("Question")
    assert told in client.get(f"/vi{PATHS[1]}", {"zone": KEYS}).content.decode()


@pytest.mark.usefixtures("_kept")
def test_a_change_renews_the_pack_and_a_hidden_zone_is_gone_at_once(client):
    def told() -> str:
        page = client.get(PATHS[1], {"zone": KEYS}).content.decode()
        cells = [str(row) for sheet in book(client, *KEYS) for row in sheet.values]
        return page + "".join(cells)

    assert "147258" not in told().replace(",", "")
    apply(record=ZONE, key=KEYS[0], values={"jobs": 147_258}, origin="admin")
    after = told()
    assert "147258" in after
    assert "147,258" in after
    assert "Thilawa" in after
    by = cast.moderator("moderator@sample.invalid")
    publish(record=ZONE, key="mm-thilawa", is_published=False, by=by, office="MI", note="closed")
    assert "Thilawa" not in told()


@pytest.mark.usefixtures("_kept")
def test_a_pack_with_notes_is_nobody_elses(client):
    client.cookies[storage.COOKIE] = storage.signed({KEYS[0]: "visit in May"})
    for query in ({}, {"zone": KEYS[:1]}):
        assert "visit in May" in client.get(PATHS[1], query).content.decode()
    assert not [name for name in caches["pages"]._cache if "pack:" in name]
    client.cookies.clear()
    assert "visit in May" not in client.get(PATHS[1], {"zone": KEYS[:1]}).content.decode()
    assert [name for name in caches["pages"]._cache if "pack:" in name]


def test_the_main_gateway_of_no_zone_stands_blank():
    """Beyond 300 km it is said in words, and so is that the nearest is the main one."""
    pack = Pack(dict.fromkeys(("la-boten", "vn-long-hau", "kh-sihanoukville-sez"), ""))
    (access,) = [section for section in pack.matrix.sections if section.label == "Transport access"]
    rows = {row.label: row for row in access.rows if row.label.endswith(", main")}
    assert "Seaport, main" in rows
    for row in rows.values():
        assert all(cell for cell in row.cells), row.label
    (boten,), _other, (port,) = rows["Seaport, main"].cells
    assert boten.shown == "none within 300 km"
    assert port.shown == "the same: Sihanoukville Autonomous Port"
