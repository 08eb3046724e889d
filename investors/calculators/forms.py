"""What the calculators ask: fields with their units, bounds and defaults."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.choices import Sector
from countries.filters import country_choices
from investors.calculators.fields import Number, QueryForm, Whole
from sez_portal.common import dates

MOST_USD = 10**12
# What a schedule or a cost is computed with until somebody writes their own; pages say so.
PROFIT_USD, DISCOUNT_PCT, GROWTH_PCT = 1_000_000, 10, 0


def next_year() -> int:
    return dates.today().year + 1


def _sectors() -> list[tuple[str, str]]:
    return [("", str(_("any sector"))), *((key, str(label)) for key, label in Sector.choices)]


def _countries() -> list[tuple[str, str]]:
    return [("", str(_("none"))), *country_choices()]


class IncentivesForm(QueryForm):
    country = forms.ChoiceField(
        label=_("Country"),
        choices=_countries,
        required=False,
        help_text=_("For a project outside the zones; leave it out when you choose zones."),
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=_sectors, required=False)
    start = Whole(
        label=_("First year of profit"),
        least=1990,
        most=2060,
        required=False,
        initial=next_year,
    )
    investment = Number(
        label=_("Investment, US$"),
        least=0,
        most=MOST_USD,
        required=False,
        help_text=_("Only for rules that limit the relief by it."),
    )
    profit = Number(
        label=_("Profit of the first year, US$"),
        least=0,
        most=MOST_USD,
        required=False,
        initial=PROFIT_USD,
    )
    growth = Number(
        label=_("Growth of profit a year, %"),
        least=-50,
        most=100,
        required=False,
        initial=GROWTH_PCT,
    )
    discount = Number(
        label=_("Discount rate, %"),
        least=0,
        most=100,
        required=False,
        initial=DISCOUNT_PCT,
    )


class CostForm(QueryForm):
    hectares = Number(label=_("Land, hectares"), least=0, most=100_000, required=False)
    building = Number(label=_("Factory to rent, m²"), least=0, most=10_000_000, required=False)
    power = Number(label=_("Power, kW"), least=0, most=10_000_000, required=False)
    hours = Number(
        label=_("Hours of that load a year"), least=0, most=8784, required=False, initial=4000
    )
    water = Number(label=_("Water, m³ a day"), least=0, most=1_000_000, required=False)
    workers = Whole(label=_("Workers at the minimum wage"), least=0, most=1_000_000, required=False)
    skilled = Whole(label=_("Skilled workers"), least=0, most=1_000_000, required=False)
    skilled_wage = Number(
        label=_("Their pay, US$ a month"),
        least=0,
        most=100_000,
        required=False,
        help_text=_("Your own figure: the records hold minimum wages only."),
    )
    containers = Number(label=_("Containers a month"), least=0, most=1_000_000, required=False)
    freight = Number(
        label=_("Transport, US$ a container and km"),
        least=0,
        most=10_000,
        required=False,
        help_text=_("Your own figure: the records hold distances, no rates."),
    )


def weights_form(criteria: Iterable[tuple[str, Any, int]]) -> type[QueryForm]:
    """A form with a weight from 0 to 10 for each criterion: (key, label, default)."""
    fields = {
        f"w_{key}": Whole(label=label, least=0, most=10, step="1", required=False, initial=default)
        for key, label, default in criteria
    }
    return type("WeightsForm", (QueryForm,), dict(fields))
