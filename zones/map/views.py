"""Answers of the map: its feed, the card of one zone, and the map for other sites."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from sez_portal.records.former_keys import row_called, sent_on
from sez_portal.records.page_cache import for_everybody
from zones import facets
from zones.directory import Directory
from zones.facets import FacetPlace
from zones.map.drawing import area_class, sector_numbers
from zones.map.page import EmbeddedMap, card_of
from zones.models import Zone
from zones.record import ZONE


@require_safe
@for_everybody
def map_feed(request: HttpRequest) -> HttpResponse:
    """Send the places of all zones that the query finds.

    Of each [key, name, lon, lat, status, class of its area, numbers of its sectors].
    """
    listing = Directory(request.GET)
    zones = [_place(place) for place in listing.index.places_in(listing.left[""])]
    return JsonResponse({"zones": zones}, json_dumps_params={"separators": (",", ":")})


def _place(place: FacetPlace) -> list[object]:
    lon, lat = round(place.lon, 4), round(place.lat, 4)
    looks = (place.status, area_class(place), sector_numbers(place))
    return [place.key, place.name, lon, lat, *looks]


@require_safe
@for_everybody
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the map says of a zone that is chosen; `?plain=1` without the shortlist."""
    zone = row_called(ZONE, key, Zone.objects.published())
    if zone.key != key:
        return sent_on(request, request.path.replace(key, zone.key))
    line = card_of(zone.pk, facets.current().reference)
    context = {"card": line, "is_plain": bool(request.GET.get("plain"))}
    return render(request, "zones/_map_card.html", context)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "form-action": [NONE]})
@for_everybody
def embed(request: HttpRequest) -> HttpResponse:
    """Show the map for other sites: the one page that may stand in a frame of anybody's."""
    return render(request, "zones/embed.html", {"directory": EmbeddedMap(request.GET)})
