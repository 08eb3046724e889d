"""The schedule tells the best case of a zone as its page does: band, years, sums, words."""

import pytest

from zones import facets
from zones.incentives.eligibility import place_of
from zones.incentives.tax_bands import best_cells
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ZONES = ["th-amata-city-chonburi", "cn-mohan-boten-ecz", "la-boten", "la-saysettha"]


@pytest.fixture
def page(client):
    answer = client.get("/tools/incentives/", {"zone": ZONES, "start": 2027})
    assert answer.status_code == 200
    return answer


@pytest.fixture
def results(page):
    return list(page.context["page"].results)


def best_of(result):
    zone = Zone.objects.select_related("country").get(key=result.anchor)
    return facets.current().reference.best(place_of(zone), 2027)


def test_band_and_years_are_those_of_the_zone(results):
    assert [result.anchor for result in results] == ZONES
    for result in results:
        best = best_of(result)
        assert result.cells == best_cells(best)
        for row, rate, least in zip(result.rows, best.rates, best.least_rates, strict=True):
            assert row.most.rate_pct == (best.standard_pct if rate is None else rate)
            assert row.least.rate_pct == (best.standard_pct if least is None else least)


def test_the_best_sum_is_one_figure_and_never_dearer_than_the_least(results):
    for result in results:
        for best, least in zip(result.sums, result.without, strict=True):
            assert best.tax_usd[0] == best.tax_usd[1] <= least.tax_usd[0] == least.tax_usd[1]
            assert best.present_usd[1] <= least.present_usd[0]


def test_words_say_what_the_two_figures_and_the_solid_years_are(page, client):
    told = page.content.decode()
    assert "Tax in the least case" in told
    assert "Tax without it" not in told
    assert "with the longest and with the shortest relief" not in told
    own = client.get("/zones/th-amata-city-chonburi/").content.decode()
    assert "Every year holds only on the conditions" in own
    assert "no rule holds: 20% from year 1" in own
