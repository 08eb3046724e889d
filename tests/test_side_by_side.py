"""The countries beside each other: figures with year and source, and what is not known said."""

import pytest
from django.utils.html import strip_tags

from countries.choices import IncentiveCategory
from countries.models import CostFigure, Country
from sez_portal.common.dates import today
from sez_portal.site import side_by_side
from sez_portal.site.side_by_side import Material, beside_each_other, of_field
from zones import facets
from zones.incentives.eligibility import offered
from zones.incentives.years_free import plots_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def material() -> Material:
    return Material(Country.objects.published().order_by("name_en"), facets.current())


def answers(label: str) -> dict[str, side_by_side.Answer]:
    labels = [str(question.label) for question in side_by_side.QUESTIONS]
    rows = beside_each_other(material())
    return {row.country.iso2: row.answers[labels.index(label)] for row in rows}


def test_the_table_asks_nine_questions_of_six_countries(client):
    rows = beside_each_other(material())
    assert len(rows) == 6
    assert {len(row.answers) for row in rows} == {len(side_by_side.QUESTIONS)}
    page = client.get("/countries/").content.decode()
    for question in side_by_side.QUESTIONS:
        assert str(question.label) in page


def test_a_figure_has_its_year_and_its_source(client):
    vat = answers("Value added tax")["CN"]
    assert (vat.shown, vat.mark.year) == ("13", "2024")
    assert vat.notes
    page = client.get("/countries/").content.decode()
    for number in vat.notes:
        assert f'href="#n{number}"' in page
        assert f'id="n{number}"' in page


def test_a_cost_of_the_country_stands_before_its_field_and_converts():
    pay = answers("Minimum wage")
    assert (pay["VN"].shown, pay["VN"].is_ours) == ("3,700,000 to 5,310,000", True)
    assert pay["VN"].notes
    assert pay["KH"].is_ours is False
    assert pay["MM"].shown == "7,800"
    assert pay["MM"].bar is None  # only an official rate is known


def test_what_is_not_known_is_said_and_has_no_bar():
    Country.objects.filter(iso2="KH").update(electricity_industrial_usd_kwh=None)
    CostFigure.objects.filter(country="KH").delete()
    power = answers("Power for industry")["KH"]
    assert not power.shown
    assert power.bar is None


def test_pay_known_in_words_alone_is_told_in_words():
    Country.objects.filter(iso2="VN").update(minimum_wage_usd_month=None)
    CostFigure.objects.filter(country="VN").delete()
    pay = answers("Minimum wage")["VN"]
    assert not pay.shown
    assert "5,310,000" in pay.words
    assert pay.mark


def test_the_longest_bar_of_a_column_fills_it():
    for question in side_by_side.QUESTIONS:
        bars = [answer.bar for answer in answers(str(question.label)).values() if answer.bar]
        if question.answer is not side_by_side._zones:
            ends = [float(bar.start[:-1]) + float(bar.width[:-1]) for bar in bars]
            assert max(ends) == pytest.approx(100, abs=0.2), question.label


def test_years_free_are_those_of_rules_in_force_for_tenants():
    made = material()
    plots, scale = plots_of({row: made.rules[row.iso2] for row in made.countries})
    reference = facets.current().reference
    for plot in plots:
        open_rules = {
            rule.key for rule in offered(reference.incentives[plot.country.iso2], today()).tenants
        }
        drawn = {rule.key for dot in plot.dots for rule in dot.rules}
        assert drawn <= open_rules
        assert all(0 < dot.years <= scale[-1] for dot in plot.dots)
    assert answers("Years free of profit tax, best case")["KH"].shown == "3 to 9"


def test_a_further_field_is_one_line(monkeypatch, client):
    questions = (*side_by_side.QUESTIONS, of_field("population_m"))
    monkeypatch.setattr(side_by_side, "QUESTIONS", questions)
    population = beside_each_other(material())[0].answers[-1]
    assert population.shown == "17.42"
    assert population.notes or population.mark


def test_the_same_in_words_for_who_sees_no_dots(client):
    page = strip_tags(client.get("/countries/").content.decode())
    assert "Nine-year holiday for category 1 activities" in page
    assert "No rule frees of profit tax" in page


def test_a_tax_rule_that_mentions_a_lease_tells_no_lease_of_its_country():
    leases = material().leases
    assert {rule.category for rule in leases.values()} == {IncentiveCategory.LAND_LEASE}
    assert "LA" not in leases  # Phoukhyo's own 99 years are told by its agreement on profit tax
