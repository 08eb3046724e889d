"""Pages of zones: the directory as list, table and map, and one zone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sez_portal.common.htmx import wants_part
from sez_portal.common.queries import query_string
from sez_portal.records.evidence.facts import Then
from sez_portal.records.former_keys import row_seen_by, sent_on
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.records.past import asks_for_past, end_of, version_before_merge
from sez_portal.records.time_machine import Past, TimeMachine
from zones.directory import Directory
from zones.map.page import MapDirectory
from zones.models import Zone
from zones.page import ZonePage
from zones.record import ZONE

PAGES = ("zones/directory.html", "zones/_part.html")  # whole, and what htmx swaps
MAP_PAGES = ("zones/map.html", "zones/_map_part.html")


@require_safe
@for_everybody
def directory(request: HttpRequest) -> HttpResponse:
    """Show the list of zones; htmx gets the results alone. An address names only what is asked:
    a form sent without script names every field, and is sent on."""
    is_part = wants_part(request)
    if not is_part and any("" in values for _name, values in request.GET.lists()):
        return redirect(request.path + query_string(request.GET).removesuffix("?"))
    is_map = request.GET.get("view") == "map"
    listing = MapDirectory(request.GET) if is_map else Directory(request.GET)
    whole, part = MAP_PAGES if is_map else PAGES
    return render(request, part if is_part else whole, {"directory": listing})


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
