"""Countries: the list, and one country with its regime, figures, zones and incentives."""

import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries import cost_table
from countries.choices import LOCAL_LANGUAGE, OFFICIAL_RATE_ONLY, GatewayKind, RateBasis
from countries.cost_beside import STANDS_FOR, TOLD_BESIDE, cost_of, newer_beside
from countries.models import Country, Gateway
from countries.record import COUNTRY
from sez_portal.common import dates
from sez_portal.common.alphabet import alphabetically
from sez_portal.common.text import in_one_line
from sez_portal.maps.static_map import Gate
from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.evidence.sections import Group, grouped
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import PublicNotice
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.site.lookup import Renamed, published
from sez_portal.site.side_by_side import QUESTIONS, Material, beside_each_other, noted_in
from zones import facets, static_maps
from zones.cache import ZoneCache
from zones.incentives.eligibility import offered
from zones.incentives.tax_bands import bands_of
from zones.incentives.years_free import plots_of, rules_of
from zones.list_items import cards_of
from zones.models import Zone

GATES_SHOWN = 6
ZONES_SHOWN = 10  # those with most firms; the others stand folded, by name
BANDS_SHOWN = 3  # the longest relief; the others stand folded
LISTED_FIGURES = ("firms", "jobs", "area_ha")
KEY_FIGURES = ("standard_cit_rate_pct", "standard_vat_rate_pct")
LAND_AND_PEOPLE = ("foreign_land_rule", "treaties", "population_m", "gdp_usd_bn")
APART = ("rates", "holidays", "about")  # groups that do not stand as rows of facts


@require_safe
@for_everybody
def countries(request: HttpRequest) -> HttpResponse:
    index = facets.current()
    material = Material(alphabetically(Country.objects.published(), str), index)
    rows = beside_each_other(material)
    plots, scale = plots_of({row: material.rules[row.iso2] for row in material.countries})
    context = {
        "questions": QUESTIONS,
        "rows": rows,
        "plots": plots,
        "scale": scale,
        "in_words": [(row, material.facts[row.iso2]) for row in material.countries],
        "today": material.today,
        "notes": material.notes,
    }
    return render(request, "countries/list.html", context)


@require_safe
@for_everybody
def country(request: HttpRequest, key: str) -> HttpResponse:
    try:
        country = published(COUNTRY, key)
    except Renamed as renamed:
        return renamed.answer(request)
    notes, index, today = Notes(), facets.current(), dates.today()
    facts = facts_of(COUNTRY, country, notes=notes)
    reference = index.reference
    for told in map(facts.__getitem__, TOLD_BESIDE):
        newer = newer_beside(reference.costs, told, country, today)
        told.remark = in_one_line((told.remark, newer))
    context = {
        "country": country,
        "local_language": LOCAL_LANGUAGE[country.iso2],
        "facts": facts,
        "key_figures": [facts[key] for key in KEY_FIGURES],
        "groups": _groups(facts, _told_as_costs(country, facts, reference, notes)),
        "holidays": _by_year(facts["holidays"]),
        "rates": [{**row, "basis": RateBasis(row["basis"]).label} for row in facts["rates"].value],
        "costs": cost_table.tables(
            index.reference.costs, country.iso2, index.reference.provinces, today
        ),
        "no_rate_taken": country.iso2 in OFFICIAL_RATE_ONLY and country.currency_per_usd is None,
        "zone_count": index.bits["country"].get(country.iso2, 0).bit_count(),
        "noted": noted_in(index, country.iso2),
        "operating": index.counts("country", index.bits["status"].get("operational", 0)),
        "static_map": static_maps.of_country(index, country.iso2, _main_crossings(country)),
        "reference": reference,
        "today": today,
        "centres": reference.centres[country.iso2],
        "procedures": [row for row in reference.procedures[country.iso2] if row.is_countrywide],
        "notice": PublicNotice.objects.current().about_country(country.iso2).first(),
        "crumbs": [(_("Countries"), reverse("countries")), (country.name, "")],
        "notes": notes,
        **_zones(country, reference),
        **_tax(country, reference, today, notes),
    }
    return shows(render(request, "countries/country.html", context), country.iso2)


def _told_as_costs(
    country: Country, facts: dict[str, Fact], reference: ZoneCache, notes: Notes
) -> set[str]:
    """The fields that are not known, and for which a figure stands under what things cost."""
    return {
        key
        for key, items in STANDS_FOR.items()
        if not facts[key].is_known
        and cost_of(reference.costs, items, country, notes, dates.today())
    }


def _groups(facts: dict[str, Fact], told_as_costs: set[str]) -> list[Group]:
    """The rows of facts, some in a column of their own, as long as the others.

    What stands above them, or apart as a table, is not said twice.
    """
    told = {*KEY_FIGURES, *LAND_AND_PEOPLE, "number_of_zones_text", *told_as_costs}
    if facts["rates"].is_known and not facts["currency_per_usd"].is_known:
        told.add("currency_per_usd")  # the table of rates says which are taken, and why none is
    rest = {key: fact for key, fact in facts.items() if key not in told}
    groups = [group for group in grouped(COUNTRY, rest, fold_from=2) if group.key not in APART]
    own = [facts[key] for key in LAND_AND_PEOPLE]
    own = [fact for fact in own if fact.is_known or fact.field.counted]
    return [*groups, Group("land", _("Land, trade, people"), own, [])]


def _zones(country: Country, reference: ZoneCache) -> dict[str, Any]:
    """The zones with most firms with their figures, the others by name."""
    zones = Zone.objects.published().filter(country=country.iso2)
    first = list(zones.for_cards(LISTED_FIGURES).largest_first("firms")[:ZONES_SHOWN])
    others = zones.exclude(pk__in=[zone.pk for zone in first]).for_cards().by_name()
    return {
        "cards": cards_of(first, LISTED_FIGURES, reference=reference),
        "other_zones": cards_of(others, (), reference=reference),
    }


def _tax(
    country: Country, reference: ZoneCache, today: datetime.date, notes: Notes
) -> dict[str, Any]:
    """Profit tax by rule, the longest relief first, and all other incentives by standing."""
    incentives = reference.incentives[country.iso2]
    on_offer = offered(incentives, today)
    rules = rules_of(incentives, reference.book, country.standard_cit_rate_pct, today)
    place = {row.incentive.pk: number for number, row in enumerate(rules.rows)}
    tenants = sorted(on_offer.tenants, key=lambda row: place.get(row.pk, len(place)))
    bands = bands_of(tenants, reference.book, today.year + 1, notes, reference.incentive_sources)
    banded = {band.incentive.pk for band in bands}
    return {
        "rules": rules,
        "bands": bands[:BANDS_SHOWN],
        "more_bands": bands[BANDS_SHOWN:],
        "offered": on_offer,
        "others": [row for row in on_offer.tenants if row.pk not in banded],
        "incentive_count": len(incentives),
    }


def _by_year(fact: Fact) -> list[tuple[str, list[Json]]]:
    """The rows of a dated table under their years, in the order of the calendar."""
    rows = sorted(fact.value, key=lambda row: row["day"])
    return [(year, list(of_year)) for year, of_year in groupby(rows, lambda row: row["day"][:4])]


def _main_crossings(country: Country) -> list[Gate]:
    """The crossings that most corridors use."""
    crossings = Gateway.objects.published().filter(
        country=country.iso2, kind=GatewayKind.BORDER_CROSSING, facing__isnull=False
    )
    busiest = sorted(crossings, key=lambda gate: (-len(gate.corridors), gate.name_en))
    return [Gate(float(gate.lon), float(gate.lat), str(gate)) for gate in busiest[:GATES_SHOWN]]
