"""Pages of zones: the directory, one zone, the feed of the map."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sez_portal.common.htmx import wants_part
from sez_portal.records.evidence.facts import Then
from sez_portal.records.former_keys import row_seen_by, sent_on
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.records.past import asks_for_past, end_of, version_before_merge
from sez_portal.records.time_machine import Past, TimeMachine
from zones.directory import Directory
from zones.models import Zone
from zones.page import ZonePage
from zones.record import ZONE


@require_safe
@for_everybody
def directory(request: HttpRequest) -> HttpResponse:
    """Show the list of zones; htmx gets the results alone."""
    listing = Directory(request.GET)
    context = {"directory": listing}
    page = "zones/_part.html" if wants_part(request) else "zones/directory.html"
    return render(request, page, context)


@require_safe
@for_everybody
def map_feed(request: HttpRequest) -> HttpResponse:
    """Send the places of all zones that the query finds: [key, name, lon, lat, status].

    Who has marks has them as a sixth: [[kind, words, address]].
    """
    listing = Directory(request.GET)
    places = listing.index.places_in(listing.left[""])
    zones = [
        [p.key, p.name, round(p.lon, 4), round(p.lat, 4), p.status, *([p.marks] if p.marks else ())]
        for p in places
    ]
    return JsonResponse({"zones": zones}, json_dumps_params={"separators": (",", ":")})


@require_safe
@for_everybody
def zone(request: HttpRequest, key: str) -> HttpResponse:
    """Show a zone; `?as_of=2026-01-31` shows its figures as they stood that day, and
    `?before=1234` before that change."""
    zone = row_seen_by(request.user, ZONE, key)
    if zone.key != key:
        return _before_it_was_one(request, key, zone) or sent_on(request, zone.get_absolute_url())
    context: dict[str, Any] = {}
    if asks_for_past(request.GET):
        machine = TimeMachine(ZONE, zone.key, request.user)
        context["past"] = machine.at(request.GET)
        if context["past"] is None:
            context["ignored"] = machine.why_not(request.GET)
    past = context.get("past")
    page = ZonePage(zone, past.then if past else None)
    response = render(request, "zones/zone.html", {"page": page, **context})
    return shows(response, *page.countries)


def _before_it_was_one(request: HttpRequest, key: str, now: Zone) -> HttpResponse | None:
    """The page of a zone that is one with another now, as it stood on a day before that."""
    zone, moment = Zone.objects.filter(key=key).first(), end_of(request.GET.get("as_of", ""))
    version = version_before_merge(ZONE, key, moment) if zone and moment else None
    if zone is None or moment is None or version is None:
        return None
    past = Past(Then(version, moment.date()))
    page = ZonePage(zone, past.then)
    context = {"page": page, "past": past, "one_with": now}
    return shows(render(request, "zones/zone.html", context), *page.countries)
