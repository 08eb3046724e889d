"""The best case of a new tenant, as the page of a zone draws it: 26 zones worked out by hand.

`expected_bands.csv` gives the rate of each of twenty years for a project of 2027, at best and at
least, with the rules behind both; "?" is a rate that no record states.
"""

import csv
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from countries.in_force import Standing, standing
from countries.schedule import LONGEST
from zones import facets
from zones.incentives.best_case import Best
from zones.incentives.combining import Question
from zones.incentives.eligibility import Level, level, place_of
from zones.incentives.tax_bands import best_cells
from zones.models import Zone

with Path(__file__).with_name("expected_bands.csv").open(encoding="utf-8", newline="") as lines:
    EXPECTED = list(csv.DictReader(lines))
LEVELS = {"zone": Level.ZONE, "area": Level.AREA, "national": Level.COUNTRY}
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def best_of(key: str, start: int = 2027) -> Best | None:
    zone = Zone.objects.select_related("country").get(key=key)
    return facets.current().reference.best(place_of(zone), start)


def years(cell: str) -> tuple[D | None, ...]:
    return tuple(None if rate == "?" else D(rate) for rate in cell.split(";"))


def keys(plan) -> set[str]:
    return {part.key for part in plan.parts}


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["zone_key"])
def test_a_zone_worked_out_by_hand(row):
    best = best_of(row["zone_key"])
    if row["outcome"] != "band":
        assert best is None
        return
    assert best.rates == years(row["rates_y1_y20"])
    assert keys(best.case.plan) == set(row["incentive_keys"].split(";"))
    assert level(best.case.lead) == LEVELS[row["rule_level"]]
    assert best.least_rates == years(row["least_rates_y1_y20"])
    assert (keys(best.least.plan) if best.least else set()) == set(
        filter(None, row["least_keys"].split(";"))
    )
    assert best.standard_pct == D(row["standard_pct"])
    assert best.case.lead.legal_basis and (best.case.lead.holds_if or best.case.lead.conditions_en)


def test_every_zone_has_one_band_of_rules_in_force_for_tenants_or_none():
    kept = facets.current().reference
    zones = list(Zone.objects.published().select_related("country"))
    assert len(zones) >= 380
    banded = 0
    for zone in zones:
        best = kept.best(place_of(zone), 2027)
        if best is None:
            continue
        banded += 1
        assert len(best.rates) == len(best.least_rates) == LONGEST
        for part in best.case.plan.parts:
            assert standing(part, date(2027, 1, 1)) == Standing.IN_FORCE
            assert part.beneficiary == "investor" and not part.for_whom
        assert not kept.book.adds(best.case.lead)
    assert banded > 350


def test_what_adds_to_another_rule_is_never_a_first_band():
    book = facets.current().reference.book
    for key in (
        "th-boi-20-provinces",
        "th-boi-industrial-estate-year",
        "kh-loi-income-tax-holiday",
    ):
        assert book.alone(book.every[key], Question(2027)) is None


def test_a_rule_of_the_zone_goes_before_a_better_one_of_the_country():
    best = best_of("th-tak-sez")
    assert level(best.case.lead) == Level.AREA
    assert best.better.lead.key == "th-boi-a1plus"
    assert best.better.outcome.most.tax_usd() < best.case.outcome.most.tax_usd()


def test_a_zone_whose_rules_are_not_confirmed_has_the_next_ones():
    parts = keys(best_of("la-golden-triangle").case.plan)
    assert parts == {"la-sez-profit-tax-zone1"}


def test_every_cell_of_a_band_lies_on_the_axis_of_twenty_years():
    kept = facets.current().reference
    for zone in Zone.objects.published().select_related("country"):
        best = kept.best(place_of(zone), 2027)
        if best:
            assert sum(cell.span for cell in best_cells(best)) == LONGEST


def test_the_best_case_is_never_dearer_than_the_least():
    """Of every zone and first year: what the words promise holds for the sums as well."""
    dearer = {}
    for zone in Zone.objects.published().select_related("country"):
        for start in (2027, 2028):
            best = facets.current().reference.best(place_of(zone), start)
            if best is None:
                continue
            rates, least = (
                [best.standard_pct if rate is None else rate for rate in rates]
                for rates in (best.rates, best.least_rates)
            )
            if sum(rates) > sum(least) or any(map(D.__gt__, rates, least)):
                dearer[zone.key] = (rates, least)
    assert not dearer
