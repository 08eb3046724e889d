"""The shortlist: see it, add zones, annotate and remove them, share it, take it along."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from investors import zone_facts
from investors.models.shortlist import LONGEST_NOTE
from investors.shortlists import storage as shortlists
from investors.shortlists.page import ShortlistPage
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.same_origin import from_our_pages
from sez_portal.common.snippets import snippet

OFTEN = "120/m,1200/h"


@require_safe
@never_cache
def shortlist(request: HttpRequest) -> HttpResponse:
    """One's own list, or with `?list=` one that somebody sent."""
    signed_list = request.GET.get("list", "")
    if not signed_list:
        return _page(request, ShortlistPage(shortlists.of(request)))
    try:
        return _page(request, ShortlistPage(shortlists.unsigned(signed_list), shared=signed_list))
    except shortlists.Tampered:
        page = ShortlistPage(shortlists.of(request))
        return _page(request, page, fault=_tampered(), status=400)


@require_POST
@from_our_pages
@limited("shortlist", OFTEN)
def add(request: HttpRequest) -> HttpResponse:
    """Add the zones named, or those of a list that somebody sent; back to where one was."""
    response = redirect(_came_from(request))
    try:
        more = _zones_to_add(request)
        notes = shortlists.add(shortlists.of(request), more)
        shortlists.keep(request, response, notes)
    except shortlists.Tampered:
        messages.error(request, _tampered())
    except shortlists.TooMuchText:
        messages.error(request, _too_much())
    except shortlists.Full:
        full = _("A shortlist holds %(most)s zones: remove one to add another.")
        messages.error(request, full % {"most": shortlists.MOST_ZONES})
    else:
        messages.success(request, _added(list(more), len(notes)))
    return response


@require_POST
@from_our_pages
@limited("shortlist", OFTEN)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the notes as they were typed, and take out the zone whose button was pressed."""
    notes_before = shortlists.of(request)
    gone = set(request.POST.getlist("remove")) & set(notes_before)
    notes_typed = {
        key: request.POST.get(f"note-{key}", note).strip() for key, note in notes_before.items()
    }
    long = _("At most %(most)s characters; these are %(length)s.")
    faults = {
        key: long % {"most": LONGEST_NOTE, "length": len(note)}
        for key, note in notes_typed.items()
        if len(note) > LONGEST_NOTE and key not in gone
    }
    page = ShortlistPage(notes_typed, faults=faults)
    if faults:
        return _page(request, page, fault=_("A note is too long; nothing was saved."), status=400)
    response = redirect("shortlist")
    notes = {key: shortlists.one_line_note(note) for key, note in notes_typed.items()}
    try:
        shortlists.keep(request, response, notes, gone=gone)
    except shortlists.TooMuchText:
        return _page(request, page, fault=_too_much(), status=400)
    messages.success(request, _("Removed.") if gone else _("Your notes are saved."))
    return response


def _page(
    request: HttpRequest, page: ShortlistPage, *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {"page": page, "fault": fault, "most": LONGEST_NOTE}
    return render(request, "investors/shortlist.html", context, status=status)


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
    """The page of ours with the button; else the list."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if ours else reverse("shortlist")


def _added(keys: list[str], count: int) -> str:
    if not keys:
        return _("No such zone: nothing was added.")
    sentence = ngettext(
        "%(count)s zone is on your shortlist.", "%(count)s zones are on your shortlist.", count
    )
    return snippet("investors/_added.html", sentence=sentence % {"count": count})


def _tampered() -> str:
    return _(
        "The link to a shortlist was changed or cut short, so it was not opened. "
        "Ask for it again; your own list is untouched."
    )


def _too_much() -> str:
    return _(
        "The notes are too long for this browser to keep; nothing was saved. "
        "Shorten them, or sign in: an account has room for all."
    )
