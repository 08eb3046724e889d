"""The engine of the schedule: sums by hand, and what must always hold. No laws, no database."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.schedule import (
    EXEMPT,
    LONGEST,
    REDUCED,
    STANDARD,
    Outcome,
    Profit,
    Terms,
    outcome,
)

MILLION = Profit(D(1_000_000))


def test_gaps_are_named():
    terms = [Terms("x", 0, 15)]
    both = outcome(terms, standard_pct=D(20), profit=MILLION, start=2027)
    assert both.is_range
    assert both.least.changes == []
    assert [change.calendar for change in both.most.changes] == [2042]


def test_growth_and_present_value_by_hand():
    # 100,000, 110,000, 121,000 at 20 %: 20,000 + 22,000 + 24,200 = 66,200.
    # Each discounted at 10 % is 18,181.81…, so three of them are 54,545.45.
    found = outcome((), standard_pct=D(20), profit=Profit(D(100_000), D(10)), start=2027, horizon=3)
    assert found.most.tax_usd() == D(66_200)
    assert found.most.present_usd(D(10)) == D("54545.45")
    assert found.most.effective_pct(3) == 20


def test_no_profit_has_no_rate_and_no_tax():
    found = outcome([Terms("x", 2, 2)], standard_pct=D(20), profit=Profit(D(0)), start=2027)
    assert found.most.tax_usd() == 0
    assert found.most.effective_pct(10) is None
    assert [year.state for year in found.most.years[:3]] == [EXEMPT, EXEMPT, STANDARD]


def test_two_that_hold_together_give_half_of_the_reduced_rate():
    terms = [
        Terms("rate", rate_pct=D(10), rate_years=15),
        Terms("relief", 4, 4, (D(50),) * 9),
    ]
    years = outcome(terms, standard_pct=D(20), profit=MILLION, start=2027).most.years
    assert years[0].keys == ("relief",)
    assert (years[4].rate_pct, years[4].state) == (5, REDUCED)
    assert years[4].keys == ("relief", "rate")
    assert years[13].keys == ("rate",)
    assert years[15].keys == ()


def test_of_two_rates_the_lower_one_is_paid():
    terms = [Terms("long", rate_pct=D(15)), Terms("low", rate_pct=D(10), rate_years=5)]
    for plan in (terms, terms[::-1]):
        years = outcome(plan, standard_pct=D(20), profit=MILLION, start=2027).most.years
        assert [(years[at].rate_pct, years[at].keys) for at in (4, 5)] == [
            (10, ("low",)),
            (15, ("long",)),
        ]


@pytest.mark.parametrize(
    "bad", [{"horizon": 0}, {"horizon": 21}, {"standard_pct": D(-1)}, {"profit": Profit(D(-1))}]
)
def test_what_no_schedule_is_made_of(bad):
    given_ = {"standard_pct": D(20), "profit": MILLION, "start": 2027}
    with pytest.raises(ValueError, match="schedule|rate"):
        outcome((), **(given_ | bad))


percents = st.decimals(0, 100, places=2)
profits = st.builds(Profit, st.decimals(0, 10**12, places=2), st.decimals(-50, 100, places=2))
reliefs = st.lists(percents, max_size=8).map(lambda steps: tuple(sorted(steps, reverse=True)))


@st.composite
def terms(draw, after: bool = False) -> Terms:
    least, more = draw(st.integers(0, 12)), draw(st.integers(0, 8))
    return Terms(
        draw(st.sampled_from("abc")),
        least,
        least + more,
        draw(reliefs),
        rate_pct=draw(st.none() | percents),
        rate_years=draw(st.none() | st.integers(1, 25)),
        after=after,
        until=draw(st.none() | st.integers(2020, 2050)),
    )


plans = st.lists(terms(), max_size=2) | st.tuples(terms(), terms(after=True)).map(list)


def _outcome(plan: list[Terms], standard: D, profit: Profit) -> Outcome:
    return outcome(plan, standard_pct=standard, profit=profit, start=2027)


@settings(deadline=None)
@given(plans, percents, profits)
def test_tax_is_never_negative_nor_above_the_standard(plan, standard, profit):
    both = _outcome(plan, standard, profit)
    for year in (*both.least.years, *both.most.years):
        assert 0 <= year.tax_usd <= year.standard_usd
        assert (year.rate_pct == 0) == (year.state == EXEMPT) or standard == 0
    assert both.most.saved_usd() >= 0


@settings(deadline=None)
@given(terms(), percents, profits, st.integers(0, 5))
def test_more_exempt_years_never_raise_the_tax(one, standard, profit, more):
    longer = replace(one, least_years=one.least_years + more, most_years=one.most_years + more)
    short, long = _outcome([one], standard, profit), _outcome([longer], standard, profit)
    for before, after in ((short.least, long.least), (short.most, long.most)):
        for years in range(1, LONGEST + 1):
            assert after.tax_usd(years) <= before.tax_usd(years)


@settings(deadline=None)
@given(terms(), percents, profits, st.integers(0, 8))
def test_a_range_contains_every_point_between(one, standard, profit, step):
    both = _outcome([one], standard, profit)
    point = min(one.least_years + step, one.most_years)
    fixed = replace(one, least_years=point, most_years=point)
    between = _outcome([fixed], standard, profit)
    assert not between.is_range
    for years in (10, 15, 20):
        tax = between.most.tax_usd(years)
        assert both.most.tax_usd(years) <= tax <= both.least.tax_usd(years)


@settings(deadline=None)
@given(plans, percents, profits, st.decimals(0, 100, places=1))
def test_a_present_value_is_no_more_than_the_tax(plan, standard, profit, discount):
    schedule = _outcome(plan, standard, profit).most
    assert schedule.present_usd(D(0)) == schedule.tax_usd()
    assert 0 <= schedule.present_usd(discount) <= schedule.tax_usd()


@settings(deadline=None)
@given(percents, profits, st.decimals(0, 10**6, places=2), st.integers(0, 10))
def test_a_cap_limits_what_is_saved(standard, profit, cap, years):
    capped = Terms("a", years, years, cap_usd=cap)
    schedule = _outcome([capped], standard, profit).most
    assert schedule.saved_usd() <= cap + D("0.01") * LONGEST
