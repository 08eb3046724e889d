"""Countries: the list, and one country with its regime, figures, zones and incentives."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.choices import LOCAL_LANGUAGE, OFFICIAL_RATE_ONLY, GatewayKind, RateBasis
from countries.models import Country, Gateway
from countries.record import COUNTRY
from sez_portal.common import dates
from sez_portal.maps.static_map import Gate
from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.evidence.sections import grouped
from sez_portal.records.field_types.basic import Json
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.site.lookup import Renamed, published
from sez_portal.site.side_by_side import QUESTIONS, Material, beside_each_other, plots_of
from zones import facets, static_maps
from zones.incentives.eligibility import offered
from zones.incentives.tax_bands import bands_of
from zones.list_items import cards_of
from zones.models import Zone

GATES_SHOWN = 6
LISTED_FIGURES = ("established_year", "area_ha", "firms", "jobs")


@require_safe
@for_everybody
def countries(request: HttpRequest) -> HttpResponse:
    index = facets.current()
    material = Material(Country.objects.published().order_by("name_en"), index)
    rows = beside_each_other(material)
    plots, scale = plots_of(material)
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
    notes, index = Notes(), facets.current()
    facts = facts_of(COUNTRY, country, notes=notes)
    zones = (
        Zone.objects.published().filter(country=country.iso2).for_cards(LISTED_FIGURES).by_name()
    )
    incentives, today = index.reference.incentives[country.iso2], dates.today()
    on_offer = offered(incentives, today)
    bands = bands_of(
        on_offer.tenants,
        index.reference.book,
        today.year + 1,
        notes,
        index.reference.incentive_sources,
    )
    banded = {band.incentive.pk for band in bands}
    context = {
        "country": country,
        "local_language": LOCAL_LANGUAGE[country.iso2],
        "facts": facts,
        "key_figures": [facts["standard_cit_rate_pct"], facts["standard_vat_rate_pct"]],
        "groups": grouped(COUNTRY, facts, fold_from=3),
        "holidays": _by_year(facts["holidays"]),
        "rates": [{**row, "basis": RateBasis(row["basis"]).label} for row in facts["rates"].value],
        "no_rate_taken": country.iso2 in OFFICIAL_RATE_ONLY and country.currency_per_usd is None,
        "zone_count": index.bits["country"].get(country.iso2, 0).bit_count(),
        "operating": index.counts("country", index.bits["status"].get("operational", 0)),
        "static_map": static_maps.of_country(index, country.iso2, _main_crossings(country)),
        "cards": cards_of(zones, LISTED_FIGURES, reference=index.reference),
        "bands": bands,
        "offered": on_offer,
        "others": [row for row in on_offer.tenants if row.pk not in banded],
        "reference": index.reference,
        "today": today,
        "incentive_count": len(incentives),
        "centres": index.reference.centres[country.iso2],
        "procedures": [
            row for row in index.reference.procedures[country.iso2] if row.is_countrywide
        ],
        "crumbs": [(_("Countries"), reverse("countries")), (country.name, "")],
        "notes": notes,
    }
    return shows(render(request, "countries/country.html", context), country.iso2)


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
    return [Gate(float(gate.lon), float(gate.lat), gate.name_en) for gate in busiest[:GATES_SHOWN]]
