"""The site cost: sums worked by hand from prices of the records, and what must always hold."""

from dataclasses import fields, replace
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Country
from investors.calculators.cost.engine import Cost, Need, Site, cost, ranked
from investors.calculators.cost.page import CostPage
from investors.calculators.prices import Price
from sez_portal.records.models import Evidence
from zones.models import NearestGateway, Zone

database = pytest.mark.django_db


def price(low: int | str, high: int | str | None = None) -> Price:
    return Price(D(low), D(low if high is None else high))


def spans(found: Cost) -> dict[str, tuple[D, D] | None]:
    return {line.key: line.span and tuple(line.span) for line in found.lines}


def page(query: str) -> CostPage:
    return CostPage(QueryDict(query))


def test_land_is_normalised_to_ten_years():
    # 2 ha are 20,000 m² at US$ 162: 3,240,000 for 50 years; ten years' share is a fifth.
    found = cost(Need(hectares=D(2)), Site(lease_usd_m2=price(162), lease_years=50))
    assert spans(found) == {"land": (648_000, 3_240_000), "fee": None}
    # A lease of five years must be paid twice in ten.
    short = cost(Need(hectares=D(2)), Site(lease_usd_m2=price(162), lease_years=5))
    assert spans(short)["land"] == (3_240_000, 6_480_000)


def test_land_without_a_term_is_the_whole_price_with_a_remark():
    (line, _fee) = cost(Need(hectares=D(1)), Site(lease_usd_m2=price(80))).lines
    assert line.span == (800_000, 800_000)
    assert line.remarks == ("lease_term_years",)


def test_rents_fees_and_utilities_by_hand():
    need = Need(
        building_m2=D(1000),
        power_kw=D(500),
        load_hours=D(4000),
        water_m3_day=D(20),
        workers=D(200),
        skilled=D(10),
        skilled_usd_month=D(800),
        containers_month=D(5),
        freight_usd_km=D(2),
    )
    site = Site(
        rent_usd_m2_month=price("3.5", 4),
        fee_usd_m2_year=price("0.5"),
        power_usd_kwh=price("0.146"),
        water_usd_m3=price("0.3"),
        wage_usd_month=price(210),
        port_km=D(120),
    )
    assert spans(cost(need, site)) == {
        "rent": (420_000, 480_000),  # 1,000 × 3.50 to 4 × 120 months
        "fee": (5_000, 5_000),  # 1,000 × 0.50 × 10 years
        "power": (2_920_000, 2_920_000),  # 500 × 4,000 × 0.146 × 10
        "water": (21_900, 21_900),  # 20 × 365 × 0.30 × 10
        "wages": (5_040_000, 5_040_000),  # 200 × 210 × 120
        "skilled": (960_000, 960_000),  # 10 × 800 × 120
        "freight": (144_000, 144_000),  # 5 × 2 × 120 km × 120
    }
    assert cost(need, site).span == (9_510_900, 9_570_900)


def test_missing_inputs_are_named():
    need = Need(hectares=D(1), power_kw=D(1), workers=D(1), skilled=D(1), containers_month=D(1))
    found = cost(need, Site())
    missing = {line.key: line.missing for line in found.lines}
    assert missing["land"] == ("lease_price_usd_m2",)
    assert missing["skilled"] == ("skilled_wage",)
    assert missing["freight"] == ("freight", "port_km")
    assert found.span == (0, 0)
    assert found.stands_apart


def test_nothing_needed_costs_nothing():
    assert cost(Need(), Site(power_usd_kwh=price(1))).lines == ()
    assert cost(Need(hectares=D(0), workers=D(0)), Site()).lines == ()


def test_only_sums_of_the_same_parts_are_ranked():
    need = Need(power_kw=D(1), load_hours=D(1000), workers=D(1))
    dear, cheap = Site(power_usd_kwh=price(2)), Site(power_usd_kwh=price(1))
    wage = {"wage_usd_month": price(1)}
    costs = {
        "dear": cost(need, replace(dear, **wage)),
        "tied": cost(need, replace(dear, **wage)),
        "cheap": cost(need, replace(cheap, **wage)),
        "no wage": cost(need, cheap),
        "nothing": cost(need, Site()),
    }
    groups, apart = ranked(costs)
    assert [group.unknown for group in groups] == [(), ("wages",)]
    assert [one[:3] for one in groups[0].places] == [
        (1, False, "cheap"),
        (2, True, "dear"),
        (2, True, "tied"),
    ]
    assert [one[2] for one in groups[1].places] == ["no wage"]
    assert list(apart) == ["nothing"]


@database
def test_a_zone_of_viet_nam_by_hand():
    # 162 US$/m² (2009-2059, 50 years); no price of power, water or wages in US dollars.
    found = page("zone=vn-phuoc-dong-wharf&hectares=2")
    assert spans(found.costs["vn-phuoc-dong-wharf"])["land"] == (648_000, 3_240_000)
    ((zone, told, parts),) = found.details
    land = parts[0]
    assert [fact.shown for fact in land.facts][:2] == ["162", "50"]
    assert all(fact.notes and fact.mark for fact in land.facts[:1])
    assert told.unknown == ("fee",)


@database
def test_a_zone_of_cambodia_takes_the_power_and_wage_of_the_country():
    # 0.146 US$ a kWh, 210 US$ a month: 2,920,000 and 5,040,000.
    found = page("zone=kh-phnom-penh-sez&power=500&hours=4000&workers=200")
    assert spans(found.costs["kh-phnom-penh-sez"]) == {
        "power": (2_920_000, 2_920_000),
        "wages": (5_040_000, 5_040_000),
    }
    Zone.objects.filter(key="kh-phnom-penh-sez").update(power_usd_kwh=D("0.2"))
    own = page("zone=kh-phnom-penh-sez&power=500&hours=4000")
    assert spans(own.costs["kh-phnom-penh-sez"])["power"] == (4_000_000, 4_000_000)
    (part,) = own.details[0][2]
    assert [fact.field.key for fact in part.facts] == ["power_usd_kwh"]


@database
def test_a_zone_of_lao_pdr_by_hand():
    # A price of 20 US$/m² for 99 years. 20,000 m² × 20 = 400,000; × 10/99 = 40,404.
    # Wages 114 US$ a month × 100 × 120 = 1,368,000.
    row = Zone.objects.filter(key="la-luang-prabang")
    row.update(lease_price_usd_m2=20, lease_term_years=99)
    found = page("zone=la-luang-prabang&hectares=2&workers=100")
    assert spans(found.costs["la-luang-prabang"]) == {
        "land": (40_404, 400_000),
        "fee": None,
        "wages": (1_368_000, 1_368_000),
    }


@database
@pytest.mark.parametrize("key", ["cn-anning-industrial-park", "th-amata-city-chonburi"])
def test_where_nothing_is_known_in_dollars_nothing_is_ranked(key):
    found = page(f"zone={key}&hectares=2&power=500&workers=100")
    assert found.tables == []
    ((zone, missing),) = found.apart
    assert zone.key == key
    assert len(missing) == 4


@database
def test_a_zone_of_myanmar_by_hand():
    # 12.36 US$/m² (an acre over US$ 50,000), no term: 10,000 m² × 12.36, with a remark.
    ((_zone, told, parts),) = page("zone=mm-myawaddy&hectares=1").details
    assert spans(told)["land"] == (123_600, 123_600)
    assert "not known" in parts[0].remark


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


amounts = st.decimals(0, 10**6, places=3)
ranges = st.tuples(amounts, amounts).map(lambda pair: Price(*sorted(pair)))
needs = st.builds(Need, **{one.name: st.none() | amounts for one in fields(Need)})
sites = st.builds(
    Site,
    lease_usd_m2=st.none() | ranges,
    lease_years=st.none() | st.integers(1, 99),
    rent_usd_m2_month=st.none() | ranges,
    fee_usd_m2_year=st.none() | ranges,
    power_usd_kwh=st.none() | ranges,
    water_usd_m3=st.none() | ranges,
    wage_usd_month=st.none() | ranges,
    port_km=st.none() | amounts,
)
PRICES = [one.name for one in fields(Site) if one.name not in ("lease_years", "port_km")]


@settings(deadline=None)
@given(needs, sites)
def test_a_cost_is_never_negative_and_its_range_never_upside_down(need, site):
    found = cost(need, site)
    assert 0 <= found.span.low <= found.span.high
    for line in found.lines:
        assert (line.span is None) == bool(line.missing)
    assert set(found.unknown) | {line.key for line in found.known} == {
        line.key for line in found.lines
    }


@settings(deadline=None)
@given(needs, sites, st.decimals(0, 1, places=3))
def test_a_range_contains_the_point_values(need, site, share):
    whole = cost(need, site).span
    points = {
        name: Price(point, point)
        for name in PRICES
        if (span := getattr(site, name)) is not None
        for point in [span.low + (span.high - span.low) * share]
    }
    between = cost(need, replace(site, **points)).span
    slack = 1 + len(PRICES)  # each part is rounded to the dollar
    assert whole.low - slack <= between.low <= between.high <= whole.high + slack


@settings(deadline=None)
@given(needs, sites, st.sampled_from([one.name for one in fields(Need)]), amounts)
def test_more_of_anything_never_costs_less(need, site, name, more):
    now = getattr(need, name)
    if not now:
        return
    before, after = cost(need, site), cost(replace(need, **{name: now + more}), site)
    assert after.span.low >= before.span.low
    assert after.span.high >= before.span.high
