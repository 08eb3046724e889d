"""The page of the site cost: sums from the prices of the records, and figures of one's own."""

import io
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from countries.models import Country
from investors.calculators.cost.page import CostPage
from sez_portal.records.models import Evidence
from tests.test_cost import spans
from zones.models import NearestGateway, Zone

pytestmark = pytest.mark.one_database  # computed by Python
database = pytest.mark.django_db


def page(query: str) -> CostPage:
    return CostPage(QueryDict(query))


def cells(found: CostPage, part: str) -> list:
    (row,) = [row for row in found.prices if row.part == part]
    return row.cells


@database
def test_a_zone_of_viet_nam_by_hand():
    # 162 US$/m² (2009-2059, 50 years); of its fee nothing is known.
    found = page("zone=vn-phuoc-dong-wharf&hectares=2")
    assert spans(found.costs["vn-phuoc-dong-wharf"])["land"] == (648_000, 3_240_000)
    (land,) = cells(found, "land")
    assert land.fact.shown == "162"
    assert land.fact.notes
    assert land.fact.mark
    assert found.costs["vn-phuoc-dong-wharf"].unknown == ("fee",)
    assert found.side_by_side.sums[0].remark == "without Management fee"


@database
def test_a_zone_takes_the_figures_of_its_province_and_country_and_says_so():
    # Phnom Penh: 0.133 to 0.164 US$ a kWh; Cambodia: 210 US$ a month.
    found = page("zone=kh-phnom-penh-sez&power=500&hours=4000&workers=200")
    assert spans(found.costs["kh-phnom-penh-sez"]) == {
        "power": (2_660_000, 3_280_000),
        "wages": (5_040_000, 5_040_000),
    }
    assert [cell.said for cell in cells(found, "power")] == ["figure of the province: Phnom Penh"]
    assert [cell.said for cell in cells(found, "wages")] == ["figure of the country"]
    Zone.objects.filter(key="kh-phnom-penh-sez").update(power_usd_kwh=D("0.2"))
    own = page("zone=kh-phnom-penh-sez&power=500&hours=4000")
    assert spans(own.costs["kh-phnom-penh-sez"])["power"] == (4_000_000, 4_000_000)
    (power,) = cells(own, "power")
    assert power.fact.field.key == "power_usd_kwh"
    assert power.said == ""


@database
def test_a_zone_of_lao_pdr_by_hand():
    # A price of 20 US$/m² for 99 years. 20,000 m² × 20 = 400,000; × 10/99 = 40,404.
    # Wages 2,500,000 kip at 25,000 kip a dollar: 100 × 100 × 120 = 1,200,000.
    Country.objects.filter(iso2="LA").update(currency_per_usd=25_000)
    row = Zone.objects.filter(key="la-luang-prabang")
    row.update(lease_price_usd_m2=20, lease_term_years=99)
    found = page("zone=la-luang-prabang&hectares=2&workers=100")
    assert spans(found.costs["la-luang-prabang"]) == {
        "land": (40_404, 400_000),
        "fee": None,
        "wages": (1_200_000, 1_200_000),
    }


@database
def test_land_that_is_bought_by_the_rai_counts_whole():
    # 11 million baht a rai of 1,600 m² at 34.375 baht a dollar: 200 US$ a m².
    Country.objects.filter(iso2="TH").update(currency_per_usd=D("34.375"))
    found = page("zone=th-amata-city-chonburi&hectares=2&workers=10")
    sums = spans(found.costs["th-amata-city-chonburi"])
    assert sums["land"] == (4_000_000, 4_000_000)
    # 400 baht a day in Chonburi, 26 days a month: 302.545 US$.
    assert sums["wages"] == (363_055, 363_055)
    (land,), (wage,) = cells(found, "land"), cells(found, "wages")
    assert land.counted == "bought"
    assert wage.counted == "a day’s wage times 26"
    assert wage.said == "figure of the province: Chonburi"


@database
def test_without_a_rate_a_price_in_another_currency_is_not_counted_and_ones_own_rate_counts():
    query = "zone=mm-thilawa&workers=1"
    assert spans(page(query).costs["mm-thilawa"]) == {"wages": None}
    found = page(f"{query}&rate-MMK=2028")
    assert spans(found.costs["mm-thilawa"]) == {"wages": (12_000, 12_000)}  # 7,800 × 26 / 2,028
    assert [rate.is_own for rate in found.rates] == [True]


@database
def test_ones_own_figure_goes_before_all_and_is_told_as_ones_own(client):
    query = "zone=vn-hiep-phuoc&zone=cn-anning-industrial-park&hectares=2"
    before = page(query)
    assert before.costs["cn-anning-industrial-park"].unknown == ("land", "fee")
    assert before.side_by_side.told[0].startswith("Nothing is ranked while one sum lacks a part")
    found = page(f"{query}&own-land-cn-anning-industrial-park=50")
    assert spans(found.costs["cn-anning-industrial-park"])["land"] == (1_000_000, 1_000_000)
    _other, mine = cells(found, "land")
    assert (mine.said, mine.bound.value()) == ("yours", "50")
    told = found.side_by_side.told[0]
    assert "costs the least" in told or "ranges overlap" in told
    shown = client.get(f"/tools/cost/?{query}&own-land-cn-anning-industrial-park=-5")
    assert shown.status_code == 200
    words = shown.content.decode()
    assert 'value="-5"' in words
    assert shown.context["page"].own_form.errors
    assert not Zone.objects.get(key="cn-anning-industrial-park").lease_price_usd_m2


@database
def test_a_figure_for_wherever_none_is_known_ranks_the_rest():
    few, many = page("hectares=2"), page("hectares=2&own-land=40&own-fee=1")
    assert few.apart_total > 100
    assert many.apart_total == 0
    assert [table.without for table in many.tables] == [[]]
    known = few.costs["vn-hiep-phuoc"].lines[0]
    assert many.costs["vn-hiep-phuoc"].lines[0] == known


@database
def test_a_figure_that_its_country_confirmed_goes_before_others():
    Country.objects.filter(iso2="KH").update(minimum_wage_usd_month=200)
    assert spans(page("zone=kh-phnom-penh-sez&workers=1").costs["kh-phnom-penh-sez"]) == {
        "wages": (25_200, 25_200)
    }
    pieces = Evidence.objects.filter(
        record="country", key="cambodia", field="minimum_wage_usd_month", is_shown=True
    )
    assert pieces.update(confirmed_on="2026-11-01", confirmed_by="Office") == 1
    assert spans(page("zone=kh-phnom-penh-sez&workers=1").costs["kh-phnom-penh-sez"]) == {
        "wages": (24_000, 24_000)
    }


@database
def test_the_result_is_a_workbook(client):
    query = "zone=vn-hiep-phuoc&zone=th-araya&hectares=2&workers=9&own-fee-th-araya=1"
    answer = client.get(f"/tools/cost.xlsx?{query}")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        *("Cost of ten years", "Prices", "What you need", "Rates", "About", "Sources")
    ]
    sums = list(book["Cost of ten years"].values)
    assert [row[0] for row in sums[1:]] == [str(zone.name) for zone in page(query).zones]
    whose = {(row[0], row[1]): row[5] for row in list(book["Prices"].values)[1:]}
    assert "yours" in whose.values()
    assert "province" in whose.values()
    whole = client.get("/tools/cost.xlsx?hectares=2&workers=9")
    rows = list(load_workbook(io.BytesIO(whole.content))["Cost of ten years"].values)
    assert len(rows) == Zone.objects.published().count() + 1
    assert client.get("/tools/cost.xlsx?hectares=-2").status_code == 302


@database
def test_a_zone_of_myanmar_by_hand():
    # 12.36 US$/m² (an acre over US$ 50,000), no term: 10,000 m² × 12.36, with a remark.
    found = page("zone=mm-myawaddy&hectares=1")
    assert spans(found.costs["mm-myawaddy"])["land"] == (123_600, 123_600)
    assert "not known" in found.side_by_side.rows[0].cells[0].remark


@database
def test_sources_that_disagree_make_a_range_and_earlier_prices_do_not():
    of_price = {"record": "zone", "key": "vn-phuoc-dong-wharf", "field": "lease_price_usd_m2"}
    rows = Evidence.objects
    rows.create(**of_price, value="200", is_shown=False, since=5, until=5)
    rows.create(
        **of_price, value="10", is_shown=False, since=1, until=5, ending="superseded", ended=5
    )
    found = page("zone=vn-phuoc-dong-wharf&hectares=2")
    assert spans(found.costs["vn-phuoc-dong-wharf"])["land"] == (648_000, 4_000_000)


@database
def test_the_distance_to_the_port_counts_with_a_rate_of_ones_own():
    km = NearestGateway.objects.get(zone__key="vn-long-hau", kind="seaport").distance_km
    asked = page("zone=vn-long-hau&containers=10")
    assert spans(asked.costs["vn-long-hau"]) == {"freight": None}
    known = page("zone=vn-long-hau&containers=10&freight=2")
    total = (10 * 120 * 2 * km).quantize(D(1))
    assert abs(known.costs["vn-long-hau"].span.low - total) <= 1


@database
def test_the_whole_directory_is_ranked_by_what_is_known():
    found = page("hectares=2&workers=100")
    assert len(found.costs) == Zone.objects.published().count()
    in_tables = sum(len(table.rows) + table.more for table in found.tables)
    assert in_tables + found.apart_total == len(found.costs)
    assert {row.zone.country_id for table in found.tables for row in table.rows} <= set(
        Country.objects.values_list("iso2", flat=True)
    )
    assert len(page("hectares=2&country=LA").costs) == Zone.objects.filter(country="LA").count()
