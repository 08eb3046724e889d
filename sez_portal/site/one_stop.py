"""One-stop services: centres, what each does, and procedures with computed totals."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.competence import served
from countries.filters import CentreFilter
from countries.models import OneStopCentre, Procedure
from countries.record import CENTRE, PROCEDURE
from countries.totals import days_of, totals_of
from sez_portal.common.fields import text_in
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.evidence.sections import grouped
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.site.lookup import Renamed, published
from zones import facets
from zones.models import Zone


@require_safe
@for_everybody
def centres(request: HttpRequest) -> HttpResponse:
    offered = OneStopCentre.objects.published().select_related("country")
    filter_ = CentreFilter(request.GET, offered)
    centres = list(filter_.qs)
    procedures = Procedure.objects.published().select_related("country").prefetch_related("steps")
    countries = filter_.given.getlist("country")
    by_country: dict[str, list[Procedure]] = {}
    for procedure in procedures.filter(country__in=countries) if countries else procedures:
        by_country.setdefault(procedure.country_id, []).append(procedure)
    reference = facets.current().reference
    context = {
        "filter": filter_,
        "action": reverse("centres"),
        "centres": centres,
        "served": served((row for rows in reference.centres.values() for row in rows), _zones()),
        "countries": [(rows[0].country, rows, totals_of(rows)) for rows in by_country.values()],
    }
    return render(request, "countries/centres.html", context)


@require_safe
@for_everybody
def centre(request: HttpRequest, key: str) -> HttpResponse:
    try:
        centre = published(CENTRE, key, OneStopCentre.objects.select_related("country"))
    except Renamed as renamed:
        return renamed.answer(request)
    notes = Notes()
    facts = facts_of(CENTRE, centre, notes=notes)
    procedures = list(centre.procedures.published().prefetch_related("steps"))
    rows = facets.current().reference.centres[centre.country_id]
    context = {
        "centre": centre,
        "facts": facts,
        "groups": grouped(CENTRE, facts, fold_from=3),
        "zones": served(rows, _zones(country=centre.country_id)).get(centre.key, []),
        "procedures": procedures,
        "totals": totals_of(procedures),
        "crumbs": [
            (_("One-stop services"), reverse("centres")),
            (text_in(centre.country, "name"), centre.country.get_absolute_url()),
            (text_in(centre, "name"), ""),
        ],
        "notes": notes,
    }
    return shows(render(request, "countries/centre.html", context), centre.country_id)


@require_safe
@for_everybody
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    queryset = Procedure.objects.select_related("country").with_shown("centre")
    try:
        procedure = published(PROCEDURE, key, queryset.prefetch_related("steps"))
    except Renamed as renamed:
        return renamed.answer(request)
    notes = Notes()
    facts = facts_of(PROCEDURE, procedure, notes=notes)
    rows = facets.current().reference.procedures[procedure.country_id]
    context = {
        "procedure": procedure,
        "facts": facts,
        "groups": grouped(PROCEDURE, facts, fold_from=9),
        "zones": served(rows, _zones(country=procedure.country_id)).get(procedure.key, []),
        "totals": totals_of([procedure]),
        "days": days_of(procedure),
        "crumbs": [
            (_("One-stop services"), reverse("centres")),
            (text_in(procedure.country, "name"), procedure.country.get_absolute_url()),
            (text_in(procedure, "name"), ""),
        ],
        "notes": notes,
    }
    return shows(render(request, "countries/procedure.html", context), procedure.country_id)


def _zones(**limits: str) -> QuerySet[Zone]:
    """The zones with what decides which offices are competent for them."""
    zones = Zone.objects.published().filter(**limits).by_name()
    return zones.for_cards(["further_provinces"])
