"""The arithmetic of a band: what must hold for any terms. No laws, no database."""

from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from countries.schedule import LONGEST, Profit, Terms, outcome
from zones.incentives.tax_bands import stretches

MILLION = Profit(D(1_000_000))
STANDARD = D(20)
START = 2027

rates = st.lists(
    st.one_of(st.none(), st.sampled_from([D(0), D(5), D(10), D(20)])),
    min_size=LONGEST,
    max_size=LONGEST,
)


@st.composite
def terms(draw) -> Terms:
    """One rule: a holiday, relief after it, a rate from year 1, and perhaps an end."""
    least = draw(st.integers(0, 12))
    rate = draw(st.one_of(st.none(), st.integers(1, 20)))
    return Terms(
        "rule",
        least,
        least + draw(st.integers(0, 8)),
        tuple(map(D, draw(st.lists(st.integers(1, 100), max_size=10)))),
        D(draw(st.sampled_from([0, 50, 65]))),
        None if rate is None else D(rate),
        draw(st.one_of(st.none(), st.integers(1, 30))),
        until=draw(st.one_of(st.none(), st.integers(START, START + 25))),
    )


def rates_of(*plan: Terms) -> tuple[list[D], list[D]]:
    both = outcome(plan, standard_pct=STANDARD, profit=MILLION, start=START)
    return tuple([year.rate_pct for year in end.years] for end in (both.most, both.least))


@given(rates, rates)
def test_stretches_cover_every_year_once_and_never_repeat_themselves(best, least):
    found = stretches(best, least)
    years = [year for one in found for year in range(one.first, one.last + 1)]
    assert years == list(range(1, LONGEST + 1))
    for one in found:
        for year in range(one.first, one.last + 1):
            assert (best[year - 1], least[year - 1]) == (one.rate, one.least)
    pairs = [(one.rate, one.least) for one in found]
    assert all(one != after for one, after in zip(pairs, pairs[1:], strict=False))


@settings(deadline=None)
@given(terms())
def test_years_count_from_year_one_and_a_relief_is_of_the_rate_of_that_year(rule):
    """The rate of each year by the words of the law, worked out another way."""
    best, _least = rates_of(rule)
    for year in range(1, LONGEST + 1):
        ended = rule.until is not None and START + year - 1 > rule.until
        has_rate = rule.rate_pct is not None and year <= (rule.rate_years or LONGEST)
        base = rule.rate_pct if has_rate else STANDARD
        number = year - rule.most_years
        steps = rule.reductions[number - 1 : number] if number > 0 else ()
        off = D(100) if number <= 0 else max(*steps, rule.for_good_pct, D(0))
        expected = STANDARD if ended else base * (100 - off) / 100
        assert best[year - 1] == expected.quantize(D("0.0001"))


@settings(deadline=None)
@given(terms())
def test_the_best_case_never_pays_more_in_all_than_the_least(rule):
    if rule.reductions and min(rule.reductions) < rule.for_good_pct:
        return  # a relief that grows again is no law we know
    best, least = rates_of(rule)
    assert max(*best, *least) <= STANDARD
    if not rule.reductions and rule.rate_years is None:
        assert sum(best) <= sum(least)


@settings(deadline=None)
@given(st.integers(1, 10), st.integers(1, 10))
def test_more_years_come_after_those_they_add_to(holiday, more):
    lead = Terms("lead", holiday, holiday)
    best, _least = rates_of(lead, Terms("more", more, more, after=True))
    free = min(LONGEST, holiday + more)
    assert best == [D(0)] * free + [STANDARD] * (LONGEST - free)


def test_two_free_four_half_of_seventeen_for_ten_years_ends_in_year_ten():
    best, _least = rates_of(Terms("vn", 2, 2, (D(50),) * 4, rate_pct=D(17), rate_years=10))
    assert best == [D(0)] * 2 + [D("8.5")] * 4 + [D(17)] * 4 + [D(20)] * 10


def test_a_rate_until_2030_has_four_years_for_a_firm_of_2027():
    best, _least = rates_of(Terms("cn", rate_pct=D(15), until=2030))
    assert best == [D(15)] * 4 + [D(20)] * 16
