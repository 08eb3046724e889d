"""Pages of zones: the directory, one zone, its history, the feed of the map."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sez_portal.records.models import FormerKey
from zones.directory import Directory
from zones.models import Zone
from zones.page import ZonePage


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
    found = Zone.objects.published().select_related("country", "province").filter(key=key).first()
    if found is None:
        former = get_object_or_404(FormerKey, record="zone", former=key)
        return redirect("zone", former.key, permanent=True)
    return render(request, "zones/zone.html", {"page": ZonePage(found)})
