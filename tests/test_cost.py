"""The site cost: sums worked by hand, and what must always hold."""

from dataclasses import fields, replace
from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from investors.calculators.cost.engine import Cost, Need, Site, cost, ranked
from investors.calculators.prices import Price


def price(low: int | str, high: int | str | None = None) -> Price:
    return Price(D(low), D(low if high is None else high))


def spans(found: Cost) -> dict[str, tuple[D, D] | None]:
    return {line.key: line.span and tuple(line.span) for line in found.lines}


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


amounts = st.decimals(0, 10**6, places=3)
ranges = st.tuples(amounts, amounts).map(lambda pair: Price(*sorted(pair)))
needs = st.builds(Need, **{one.name: st.none() | amounts for one in fields(Need)})
sites = st.builds(
    Site,
    lease_usd_m2=st.none() | ranges,
    lease_years=st.none() | st.integers(1, 99),
    bought=st.booleans(),
    rent_usd_m2_month=st.none() | ranges,
    fee_usd_m2_year=st.none() | ranges,
    power_usd_kwh=st.none() | ranges,
    water_usd_m3=st.none() | ranges,
    wage_usd_month=st.none() | ranges,
    port_km=st.none() | amounts,
)
NOT_PRICES = {"lease_years", "bought", "port_km"}
PRICES = [one.name for one in fields(Site) if one.name not in NOT_PRICES]


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
