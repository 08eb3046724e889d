"""Pages of zones: the directory, one zone, its history, the feed of the map."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sez_portal.records.history import told
from sez_portal.records.models import FormerKey, Submission
from zones.directory import Directory
from zones.models import Zone
from zones.page import ZonePage
from zones.record import ZONE


@require_safe
@vary_on_headers("HX-Request")
def directory(request: HttpRequest) -> HttpResponse:
    """The list of zones; htmx gets the results alone."""
    found = Directory(request.GET)
    context = {"found": found}
    if request.headers.get("HX-Request") == "true":
        return render(request, "zones/_found.html", context)
    return render(request, "zones/directory.html", context)


@require_safe
def map_feed(request: HttpRequest) -> HttpResponse:
    """The places of all zones that the query finds: [key, name, lon, lat, status]."""
    found = Directory(request.GET)
    places = found.index.places_in(found.left[""])
    zones = [[p.key, p.name, round(p.lon, 4), round(p.lat, 4), p.status] for p in places]
    return JsonResponse({"zones": zones}, json_dumps_params={"separators": (",", ":")})


@require_safe
def zone(request: HttpRequest, key: str) -> HttpResponse:
    found = _published(key)
    if isinstance(found, FormerKey):
        return redirect("zone", found.key, permanent=True)
    return render(request, "zones/zone.html", {"page": ZonePage(found)})


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Every change of a zone: when, by which office, from what to what."""
    found = _published(key)
    if isinstance(found, FormerKey):
        return redirect("zone-history", found.key, permanent=True)
    changes = Submission.objects.applied().filter(record=ZONE.name, key=found.key)
    context = {"zone": found, "changes": [told(ZONE, change) for change in changes]}
    return render(request, "zones/history.html", context)


def _published(key: str) -> Zone | FormerKey:
    """The zone of that key, or where its former key leads. Raises Http404."""
    zones = Zone.objects.published().select_related("country", "province")
    return zones.filter(key=key).first() or get_object_or_404(
        FormerKey, record=ZONE.name, former=key
    )
