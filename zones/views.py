"""Pages of zones: the directory, one zone, its history, the feed of the map."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.dates import spell
from sez_portal.common.htmx import wants_part
from sez_portal.common.typed_dates import as_date
from sez_portal.records.evidence.facts import Then
from sez_portal.records.former_keys import key_now, row_called, sent_on, sent_on_to_key
from sez_portal.records.history import history_entry
from sez_portal.records.models import Submission
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.records.past import first_day_of, version_at, version_before_merge
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
    """Show a zone; `?as_of=2026-01-31` shows its figures as they stood that day."""
    zone = _visible(request, key)
    if zone.key != key:
        return _before_it_was_one(request, key, zone) or sent_on(request, zone.get_absolute_url())
    day, ignored, then = request.GET.get("as_of", ""), "", None
    if day:
        then = _then(zone, day, request.user)
        if then is None:
            ignored = _ignored(key, day, request.user)
    page = ZonePage(zone, then)
    response = render(request, "zones/zone.html", {"page": page, "ignored": ignored})
    return shows(response, *page.countries)


def _before_it_was_one(request: HttpRequest, key: str, now: Zone) -> HttpResponse | None:
    """The page of a zone that is one with another now, as it stood on a day before that."""
    zone, moment = Zone.objects.filter(key=key).first(), _end_of(request.GET.get("as_of", ""))
    version = version_before_merge(ZONE, key, moment) if zone and moment else None
    if zone is None or moment is None or version is None:
        return None
    page = ZonePage(zone, Then(version, moment.date()))
    response = render(request, "zones/zone.html", {"page": page, "one_with": now})
    return shows(response, *page.countries)


def _ignored(key: str, day: str, reader: Any) -> str:
    """Say why a day was ignored, and which days there are."""
    words = {"date": day[:20]}
    if first := first_day_of(ZONE, key, reader):
        words["first"] = spell(first.isoformat())
        return (
            _(
                "“%(date)s” was ignored: there is something to show from %(first)s to today. "
                "Write the day as 2026-01-31."
            )
            % words
        )
    return _("“%(date)s” was ignored: nothing is kept of that day.") % words


def _then(zone: Zone, text: str, reader: Any) -> Then | None:
    """The end of that day; None for no day, for one too early or to come, and for one on which
    the reader could not have seen the zone."""
    moment = _end_of(text)
    version = version_at(ZONE, zone.key, moment, reader) if moment else None
    if moment is None or version is None or moment.date() > dates.today():
        return None
    return Then(version, moment.date())


def _end_of(text: str) -> datetime.datetime | None:
    """The end of that day, in the time zone of the portal; None of what is no day."""
    try:
        day = as_date(text)
    except ValidationError:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max)) if day else None


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Show every change of a zone: when, by which office, from what to what."""
    zone = _visible(request, key)
    if zone.key != key:
        return sent_on_to_key(request, key, zone.key)
    changes = Submission.objects.applied().filter(record=ZONE.name, key=zone.key)
    changes = changes.allowed(request.user, "read")
    keeps = request.user.is_authenticated and may(request.user, "change", zone)
    context = {
        "zone": zone,
        "changes": [history_entry(ZONE, change) for change in changes],
        "may_revert": keeps,
    }
    return render(request, "zones/history.html", context)


def _visible(request: HttpRequest, key: str) -> Zone:
    """The zone with that key, or the one to which it leads: renamed, or one with it now.

    Who keeps a zone sees it before it is published. Raises Http404.
    """
    user = request.user if request.user.is_authenticated else None
    zones = Zone.objects.allowed(user, "view") if user else Zone.objects.published()
    zone: Zone = row_called(ZONE, key, zones)
    if zone.is_published or not (now := key_now(ZONE, key)):
        return zone
    return zones.filter(key=now).first() or zone
