"""Incentives: compared by country, category and sector, and one with its law and its zones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.filters import IncentiveFilter
from countries.in_force import standing
from countries.models import Incentive, Province
from countries.record import INCENTIVE
from countries.replacing import succession
from sez_portal.common import dates
from sez_portal.common.fields import text_in
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.evidence.sections import grouped
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.site.lookup import Renamed, published
from zones import facets
from zones.incentives.eligibility import applies, offered
from zones.incentives.tax_bands import bands_of
from zones.models import Zone

# The columns of a zone that `applies` compares with the limits of an incentive.
LIMITS = ("district", "further_provinces")


@require_safe
@for_everybody
def incentives(request: HttpRequest) -> HttpResponse:
    rows = Incentive.objects.published().select_related("country")
    filter_ = IncentiveFilter(request.GET, rows)
    matching = list(filter_.qs)
    notes, reference, today = Notes(), facets.current().reference, dates.today()
    on_offer = offered(matching, today)
    bands = bands_of(
        on_offer.tenants, reference.book, today.year + 1, notes, reference.incentive_sources
    )
    banded = {band.incentive.pk for band in bands}
    context = {
        "filter": filter_,
        "action": reverse("incentives"),
        "bands": bands,
        "offered": on_offer,
        "others": [rule for rule in on_offer.tenants if rule.pk not in banded],
        "reference": reference,
        "today": today,
        "total": len(matching),
        "notes": notes,
    }
    return render(request, "countries/incentives.html", context)


@require_safe
@for_everybody
def incentive(request: HttpRequest, key: str) -> HttpResponse:
    try:
        incentive = published(INCENTIVE, key, Incentive.objects.select_related("country"))
    except Renamed as renamed:
        return renamed.answer(request)
    notes, reference, today = Notes(), facets.current().reference, dates.today()
    facts = facts_of(INCENTIVE, incentive, notes=notes)
    zones = (
        Zone.objects.published().filter(country=incentive.country_id).for_cards(LIMITS).by_name()
    )
    context = {
        "incentive": incentive,
        "facts": facts,
        "groups": grouped(INCENTIVE, facts, fold_from=3),
        "bands": bands_of(
            [incentive], reference.book, today.year + 1, notes, reference.incentive_sources
        ),
        "standing": standing(incentive, today).value,
        "succession": succession(incentive),
        "beside": [
            reference.book.every[key]
            for key in incentive.cumulates_with
            if key in reference.book.every
        ],
        "provinces": Province.objects.published().filter(key__in=incentive.provinces),
        "zones": [zone for zone in zones if applies(incentive, zone)],
        "is_open": incentive.scope == "national",
        "crumbs": [
            (_("Incentives"), reverse("incentives")),
            (
                text_in(incentive.country, "name"),
                f"{reverse('incentives')}?country={incentive.country_id}",
            ),
            (incentive.get_category_display(), ""),
        ],
        "notes": notes,
    }
    return shows(render(request, "countries/incentive.html", context), incentive.country_id)
