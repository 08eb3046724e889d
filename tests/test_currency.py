"""The site cost in another currency: a dated rate of a country's record, and none without one."""

import datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countries.models import Country
from countries.record import COUNTRY
from investors.calculators.prices import Price, converted
from sez_portal.common import dates
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.models import Evidence
from sez_portal.records.services.apply import apply
from tests import cast
from tests.administration import change, faults
from tests.test_query_counts import add_zones, queries
from tests.test_tools_pages import text, whole
from zones import facets

pytestmark = pytest.mark.one_database  # computed by Python
database = pytest.mark.django_db
COST = "/tools/cost/"
WHARF = f"{COST}?zone=vn-phuoc-dong-wharf&hectares=2"  # 648,000 to 3,240,000 US$, 162 US$ a m²
amounts = st.decimals(0, 10**9, places=2)
rates = st.decimals("0.000001", 10**6, places=6)


@pytest.fixture
def without_rates(db: None) -> None:
    """As the portal is where no rate is known; it opens with those of the newest days."""
    Country.objects.update(currency_per_usd=None)


def know(rate: str = "25000", *, key: str = "viet-nam", months_ago: int = 0) -> datetime.date:
    """A rate of a day, through the one door, as its country would enter it. Gives the day."""
    day = dates.add_months(dates.today(), -months_ago)
    source = Cited("https://bank.sample.invalid/", "Rates of the central bank")
    piece = Piece(rate, speaks_of=day.isoformat(), sources=(source,))
    values, evidence = {"currency_per_usd": rate}, {"currency_per_usd": [piece]}
    apply(record=COUNTRY, key=key, values=values, evidence=evidence, origin=Origin.ADMIN)
    return day


def test_conversion_by_hand():
    # US$ 648,000 to 3,240,000 at 25,000 đồng: 16.2 to 81 thousand million.
    span = converted(Price(D(648_000), D(3_240_000)), D(25_000))
    assert span == Price(D(16_200_000_000), D(81_000_000_000))
    assert converted(Price(D("0.08"), D("0.1")), D("7.1")) == Price(D("0.568"), D("0.71"))
    assert converted(Price(D(5), D(5)), D(1)) == Price(D(5), D(5))


@given(amounts, amounts, st.decimals(0, 1, places=3), rates)
def test_a_converted_range_contains_its_converted_points(one, other, share, rate):
    low, high = sorted((one, other))
    point = low + (high - low) * share
    whole_span, at = converted(Price(low, high), rate), converted(Price(point, point), rate)
    assert whole_span.low <= at.low == at.high <= whole_span.high


@given(amounts, amounts, amounts, rates)
def test_converting_keeps_the_order_and_the_sum(one, other, more, rate):
    low, high = sorted((one, other))
    first = converted(Price(low, high), rate)
    assert first.low <= first.high
    dearer = converted(Price(low + more, high + more), rate)
    assert (first.low, first.high) <= (dearer.low, dearer.high)
    part = converted(Price(more, more), rate)
    assert dearer == Price(first.low + part.low, first.high + part.high)


@pytest.mark.usefixtures("without_rates")
def test_without_a_rate_all_is_in_dollars_and_the_page_says_so(client):
    answer = client.get(WHARF)
    assert "no dated rate of another currency is known yet" in text(answer)
    assert 'name="currency"' not in whole(answer)
    assert "US$ in ten years" in text(answer)


@pytest.mark.usefixtures("without_rates")
@pytest.mark.parametrize("code", ["VND", "ZZZ", "<b>", "9" * 400, "đ"])
def test_a_currency_without_a_rate_is_dropped_with_a_note(client, code):
    answer = client.get(WHARF, {"currency": code, "zone": "vn-phuoc-dong-wharf", "hectares": "2"})
    assert answer.status_code == 200
    assert "is known: all is in US dollars." in text(answer)
    assert "648,000 to 3,240,000" in text(answer)
    assert "<b>”" not in whole(answer)


@database
def test_the_portal_opens_with_the_rates_of_the_newest_days(client):
    options = whole(client.get(WHARF))
    for code in ("CNY", "KHR", "LAK", "THB", "VND"):
        assert f'<option value="{code}">' in options
    assert "MMK" not in options  # its official rate is far from the market
    answer = client.get("/tools/cost/?zone=th-araya&hectares=2&currency=THB")
    assert "US$ 1 is 33.7299 THB" in text(answer)
    assert "30 October 2026" in text(answer)
    assert "European Central Bank" in text(answer)


@database
def test_the_kyat_is_not_converted_and_its_page_says_why(client):
    reason = "No exchange rate of this currency is taken to convert sums"
    assert reason in text(client.get("/countries/myanmar/"))
    assert reason not in text(client.get("/countries/thailand/"))
    know("4000", key="myanmar")  # entered by the country
    assert reason not in text(client.get("/countries/myanmar/"))
    assert '<option value="MMK">' in whole(client.get(WHARF))


@database
@pytest.mark.parametrize("code", ["", "USD", " usd "])
def test_dollars_need_no_note(client, code):
    know()
    answer = client.get(WHARF + f"&currency={code}")
    assert "is known: all is in US dollars." not in text(answer)
    assert "US$ in ten years" in text(answer)
    assert '<option value="USD" selected>' in whole(answer)


@database
def test_all_money_of_the_results_is_converted(client):
    day = know()
    answer = client.get(f"{WHARF}&currency=VND")
    shown = text(answer)
    assert "16,200,000,000 to 81,000,000,000" in shown
    assert "648,000" not in shown
    assert "162 = 4,050,000 VND" in shown
    assert "VND in ten years" in shown
    assert "US$ in ten years" not in shown
    assert "US$ 1 is 25,000 VND" in shown
    assert f"{day.day} {day:%B %Y}" in shown
    assert "Rates of the central bank" in shown
    assert "out of date" not in shown
    assert '<option value="VND" selected>' in whole(answer)
    assert answer.context["page"].currency.rate.notes


@database
def test_what_another_source_gives_is_converted_too(client):
    know()
    of_price = {"record": "zone", "key": "vn-phuoc-dong-wharf", "field": "lease_price_usd_m2"}
    Evidence.objects.create(**of_price, value="200", is_shown=False, since=5, until=5)
    shown = text(client.get(f"{WHARF}&currency=VND"))
    assert "Another source gives 200 = 5,000,000 VND" in shown


@database
def test_ranking_and_places_stay_the_same(client):
    know()
    tables = [
        client.get(f"{COST}?hectares=2&workers=100&currency={code}").context["page"].tables
        for code in ("USD", "VND")
    ]
    dollars, dong = ([[row.zone.key for row in t.rows] for t in one] for one in tables)
    assert dollars == dong
    links = whole(client.get(f"{COST}?hectares=2&currency=VND"))
    assert "currency=VND&amp;zone=" in links  # “Every input” keeps the currency


@database
@pytest.mark.parametrize(
    ("months", "state"), [(0, "fresh"), (2, "fresh"), (3, "due"), (7, "stale")]
)
def test_an_old_rate_is_marked_as_such(client, months, state):
    know(months_ago=months)
    answer = client.get(f"{WHARF}&currency=VND")
    mark = answer.context["page"].currency.rate.mark
    assert mark.state == state
    assert ("This rate is out of date" in text(answer)) == (state != "fresh")
    assert f'class="mark is-{state}"' in whole(answer)


@database
def test_a_rate_that_is_taken_out_is_no_longer_offered(client):
    know()
    know("7.1", key="china")
    assert '<option value="VND">' in whole(client.get(WHARF))
    apply(record=COUNTRY, key="viet-nam", values={"currency_per_usd": None}, origin=Origin.ADMIN)
    answer = client.get(f"{WHARF}&currency=VND")
    assert "No rate of “VND” is known" in text(answer)
    assert '<option value="CNY">' in whole(answer)


@database
def test_the_rate_is_a_figure_that_the_focal_point_keeps(client):
    page = text(client.get("/countries/lao-pdr/"))
    assert "Exchange rate" in page
    cast.sign_in(client, cast.focal_point("LA", office="Bank of the Lao PDR"))
    for bad in ("0", "-1", "many", "1.1234567"):
        assert change(client, "lao-pdr", Country, currency_per_usd=bad).status_code == 422
    given = {
        "currency_per_usd": "21500.5",
        "currency_per_usd__speaks_of": dates.today().isoformat(),
    }
    answer = change(client, "lao-pdr", Country, **given)
    assert answer.status_code == 302, faults(answer)
    page = text(client.get("/countries/lao-pdr/"))
    assert "21,500.5" in page
    shown = text(client.get(f"{COST}?zone=la-luang-prabang&hectares=2&currency=LAK"))
    assert "US$ 1 is 21,500.5 LAK" in shown
    assert "Bank of the Lao PDR" in shown


@pytest.mark.usefixtures("without_rates")
def test_more_zones_and_rates_take_no_more_queries(client):
    know()
    url = f"{COST}?hectares=2&workers=9&currency=VND"
    before = queries(client, url)
    for number, key in enumerate(("china", "thailand", "lao-pdr"), 1):
        know(str(number), key=key)
    add_zones(300)
    facets.forget()
    assert queries(client, url) == before
