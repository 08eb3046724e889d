"""The shortlist: see it, add zones and take them off, also without leaving the page; share it.

What is done with it on its own page is in `work.py`.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from investors import zone_facts
from investors.models.shortlist import LONGEST_NOTE
from investors.shortlists import lists
from investors.shortlists import storage as shortlists
from investors.shortlists.page import ShortlistPage, undoing
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.same_origin import from_our_pages
from sez_portal.common.snippets import snippet

OFTEN = "120/m,1200/h"
JSON = "application/json"


@require_safe
@never_cache
def shortlist(request: HttpRequest) -> HttpResponse:
    """One's own list, or with `?list=` one that somebody sent."""
    signed_list = request.GET.get("list", "")
    if not signed_list:
        return page_of(request, own_page(request))
    try:
        notes = shortlists.unsigned(signed_list)
    except shortlists.Tampered:
        return page_of(request, own_page(request), fault=_tampered(), status=400)
    return page_of(request, ShortlistPage(notes, shared=signed_list))


@require_safe
@never_cache
def state(request: HttpRequest) -> HttpResponse:
    """What of the list stands on a page, for one that a browser kept while the list changed."""
    return _told(request, shortlists.of(request))


@require_POST
@from_our_pages
@limited("shortlist", OFTEN)
def add(request: HttpRequest) -> HttpResponse:
    """Add the zones named, or those of a list that somebody sent, and take off those that are
    `gone`; back to where one was. A script that asks for it is told the list instead."""
    before, notes, said, fault = shortlists.of(request), {}, "", ""
    gone = [key for key in request.POST.getlist("gone") if key in before]
    response = redirect(_came_from(request))
    try:
        more = {} if gone else _zones_to_add(request)
        notes = shortlists.add(before, more)
        shortlists.keep(request, response, notes, gone=gone)
    except shortlists.Tampered:
        fault = _tampered()
    except shortlists.TooMuchText:
        fault = too_much()
    except shortlists.Full:
        full = _("A shortlist holds %(most)s zones: remove one to add another.")
        fault = full % {"most": shortlists.MOST_ZONES}
    else:
        said = _removed(before, gone[0]) if gone else _added(list(more), len(notes))
    if request.headers.get("Accept") == JSON:
        kept = before if fault else {key: notes[key] for key in notes if key not in gone}
        return _told(request, kept, said=said, fault=fault, cookies=response.cookies)
    (messages.error if fault else messages.success)(request, fault or said)
    return response


def own_page(request: HttpRequest) -> ShortlistPage:
    return ShortlistPage(
        shortlists.of(request),
        off=request.GET.get("off", ""),
        user=request.user,
        opened=lists.opened(request),
    )


def page_of(
    request: HttpRequest, page: ShortlistPage, *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {"page": page, "fault": fault, "most": LONGEST_NOTE}
    return render(request, "investors/shortlist.html", context, status=status)


def _told(
    request: HttpRequest,
    notes: shortlists.Notes,
    *,
    said: str = "",
    fault: str = "",
    cookies: Any = None,
) -> HttpResponse:
    """The list as a page shows it beside its zones."""
    request._shortlisted = list(notes)
    told = {
        "keys": list(notes),
        "count": len(notes),
        "said": said,
        "fault": fault,
        "tray": render_to_string("investors/_tray.html", request=request),
    }
    response = JsonResponse(told, status=409 if fault else 200)
    if cookies:
        response.cookies = cookies
    return response


def _zones_to_add(request: HttpRequest) -> dict[str, str]:
    """The zones to add with their notes. Raises Tampered. What is no zone is left out."""
    signed_list = request.POST.get("list", "")
    notes = (
        shortlists.unsigned(signed_list)
        if signed_list
        else dict.fromkeys(request.POST.getlist("zone"), "")
    )
    zones = zone_facts.zones_by_key(list(notes)[: shortlists.MOST_ZONES])
    return {zone.key: notes[key] for key, zone in zones.items()}


def _came_from(request: HttpRequest) -> str:
    """The page of ours with the button, where the zone stands on it; else the list."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    if not ours:
        return reverse("shortlist")
    pressed = request.POST.getlist("zone") + request.POST.getlist("gone")
    return f"{page.partition('#')[0]}#{pressed[0]}" if len(pressed) == 1 else page


def _added(keys: list[str], count: int) -> str:
    if not keys:
        return _("No such zone: nothing was added.")
    sentence = ngettext(
        "%(count)s zone is on your shortlist.", "%(count)s zones are on your shortlist.", count
    )
    return snippet("investors/_added.html", sentence=sentence % {"count": count})


def _removed(before: shortlists.Notes, key: str) -> str:
    """With the way to have it back, where it stood and with its note."""
    zone = zone_facts.zones_by_key([key]).get(key)
    return snippet(
        "investors/_removed.html", name=zone.name if zone else key, undo=undoing(before, key)
    )


def _tampered() -> str:
    return _(
        "The link to a shortlist was changed or cut short, so it was not opened. "
        "Ask for it again; your own list is untouched."
    )


def too_much() -> str:
    return _(
        "The notes are too long for this browser to keep; nothing was saved. "
        "Shorten them, or sign in: an account has room for all."
    )
