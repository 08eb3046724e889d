"""One best case on every page: the zone's own, the schedule, the comparison, the match, the pack.

The schedule opens with its defaults: a new tenant of any sector that begins next year.
"""

import pytest
from django.http import QueryDict

from investors import zone_facts
from investors.calculators.forms import next_year
from investors.calculators.match.criteria import exempt_years
from investors.calculators.schedule.page import IncentivesPage
from investors.comparing.comparison import Comparison
from sez_portal.records.evidence.facts import Notes
from zones import facets
from zones.incentives.best_case import rates_of
from zones.incentives.eligibility import place_of
from zones.incentives.tax_bands import best_cells
from zones.models import Zone

pytestmark = pytest.mark.django_db
FOUR = 4  # zones that a schedule takes


def keys(plan) -> list[str]:
    return [part.key for part in plan.parts]


@pytest.fixture
def zones(db) -> list[Zone]:
    found = list(Zone.objects.published().select_related("country").order_by("key"))
    assert len(found) >= 380
    return found


def pages(zones: list[Zone]):
    for first in range(0, len(zones), FOUR):
        four = zones[first : first + FOUR]
        page = IncentivesPage(QueryDict("&".join(f"zone={zone.key}" for zone in four)))
        assert page.inputs["start"] == next_year()
        yield from zip(four, page.results, strict=True)


def test_the_schedule_of_every_zone_opens_with_the_best_case_of_its_page(zones):
    kept = facets.current().reference
    for zone, result in pages(zones):
        best = kept.best(place_of(zone), next_year())
        if best is None:
            assert result.best is None, zone.key
            assert result.shown is None or result.shown.plan is None, zone.key
            continue
        assert keys(result.shown.plan) == keys(best.case.plan), zone.key
        assert rates_of(result.shown.outcome.most, result.shown.plan) == best.rates, zone.key
        assert result.cells == best_cells(best), zone.key
        if result.least:
            plan = best.least.plan if best.least else None
            assert rates_of(result.least, plan) == best.least_rates, zone.key
        else:
            assert best.rates == best.least_rates, zone.key


def test_the_schedule_tells_the_condition_and_the_least_case_of_the_zone_s_page(zones):
    taxes = zone_facts.tax_of(zones, Notes())
    for zone, result in pages(zones):
        tax = taxes[zone.key]
        told = ("condition", "least_condition", "without_rule", "is_one_case")
        assert [getattr(result, name) for name in told] == [getattr(tax, name) for name in told]
        leads = [keys(one.plan) if one else None for one in (result.best and result.best.least,)]
        assert leads == [keys(tax.best.least.plan) if tax.best and tax.best.least else None]


def test_comparison_and_match_tell_the_same_case(zones):
    kept = facets.current().reference
    years = exempt_years(kept)
    for first in range(0, len(zones), FOUR):
        four = zones[first : first + FOUR]
        told = {zone.key: part.tax for part in Comparison(four).tax for zone in part.zones}
        for zone in four:
            best = kept.best(place_of(zone), next_year())
            assert told[zone.key].best == best
            assert told[zone.key].band == (best_cells(best) if best else [])
            place = place_of(zone)
            row = (zone.pk, zone.key, place.country, place.type, zone.province_id)
            counted = years((*row, zone.further_provinces, zone.district))
            assert counted == ((best.least_exempt_years, best.exempt_years) if best else None)


@pytest.mark.parametrize("key", ["vn-vung-ang", "kh-phnom-penh-sez", "la-savan-seno"])
def test_both_pages_say_it_in_the_same_words(client, key):
    schedule = client.get(f"/tools/incentives/?zone={key}").content.decode()
    zone = client.get(f"/zones/{key}/").content.decode()
    held = zone.split('<div class="cond">')[1].split('<p class="small quiet">')[0]
    first = held.split("</p>")[0]
    assert "Holds only if:" in first
    assert first in schedule
    assert "Least case:" in schedule


def test_a_sector_of_services_opens_with_a_rule_of_its_own(client):
    page = client.get("/tools/incentives/?country=VN&sector=it_digital").context["page"]
    (result,) = page.results
    assert result.is_best
    assert not result.best.case.lead.sectors or "it_digital" in result.best.case.lead.sectors
