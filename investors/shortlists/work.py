"""What is done with a shortlist on its own page.

Every button there sends the whole form, so what was typed is kept whichever is pressed.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from investors.models.shortlist import LONGEST_NOTE
from investors.shortlists import lists
from investors.shortlists import storage as shortlists
from investors.shortlists.page import ShortlistPage, asking, undoing
from investors.shortlists.views import OFTEN, page_of, too_much
from investors.zone_picker import MOST
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.same_origin import from_our_pages

# The tools that a list opens, and how many of its zones each takes.
TOOLS = {"compare": "compare", "schedule": "tool-incentives", "cost": "tool-cost"}
WHOLE = {"pack": "answer-pack", "pack-xlsx": "answer-pack-xlsx", "match": "tool-match"}


@require_POST
@from_our_pages
@limited("shortlist", OFTEN)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the notes as they were typed, then do what the button says."""
    lists.reopen(request)
    before = shortlists.of(request)
    gone = set(request.POST.getlist("remove")) & set(before)
    typed = {key: _typed(request.POST, key, note) for key, note in before.items()}
    clashes = _clashes(request.POST, before, gone)
    faults = clashes or _faults(typed, gone)
    page = ShortlistPage(typed, faults=faults, user=request.user, kept=before)
    page.opened = lists.opened(request)
    if clashes:
        fault = _("A note was changed in another window too; nothing was saved yet.")
        return page_of(request, page, fault=fault, status=409)
    if page.faults:
        return page_of(request, page, fault=_("A note is too long; nothing was saved."), status=400)
    notes = {key: shortlists.one_line_note(note) for key, note in typed.items()}
    notes = _put_back(_moved(notes, request.POST), request.POST.get("undo", ""))
    response, said = _next(request, notes, gone)
    try:
        shortlists.keep(request, response, notes, gone=gone, is_ordered=True)
    except shortlists.TooMuchText:
        return page_of(request, page, fault=too_much(), status=400)
    if fault := lists.change(request):
        return page_of(request, page, fault=fault, status=400)
    if said:
        messages.success(request, said)
    return response


def _typed(sent: QueryDict, key: str, note: str) -> str:
    """The note as it was typed; the one that the list has, where this window changed nothing."""
    typed = sent.get(f"note-{key}", note).strip()
    return note if typed == sent.get(f"was-{key}", "\0").strip() else typed


def _clashes(sent: QueryDict, before: dict[str, str], gone: set[str]) -> dict[str, str]:
    """The notes that two windows changed, each in its own way, with what the other wrote."""
    told = _("In another window this note became “%(note)s”. Save again to keep yours instead.")
    clashes = {}
    for key, note in before.items():
        was, typed = sent.get(f"was-{key}"), _typed(sent, key, note)
        if was is not None and key not in gone and was.strip() != note != typed:
            clashes[key] = told % {"note": note}
    return clashes


def _faults(typed: dict[str, str], gone: set[str]) -> dict[str, str]:
    long = _("At most %(most)s characters; these are %(length)s.")
    return {
        key: long % {"most": LONGEST_NOTE, "length": len(note)}
        for key, note in typed.items()
        if len(note) > LONGEST_NOTE and key not in gone
    }


def _moved(notes: dict[str, str], sent: QueryDict) -> dict[str, str]:
    """The list with one zone a place further up or down."""
    keys = list(notes)
    for name, step in (("up", -1), ("down", 1)):
        key = sent.get(name, "")
        if key in notes:
            place = keys.index(key)
            keys.insert(max(0, place + step), keys.pop(place))
    return {key: notes[key] for key in keys}


def _put_back(notes: dict[str, str], off: str) -> dict[str, str]:
    """The list with what was taken off, where it stood and with its note."""
    place, _dot, signed = off.partition(".")
    try:
        back = shortlists.unsigned(signed)
    except shortlists.Tampered:
        return notes
    rows = list(notes.items())
    number = int(place) if place.isdecimal() else len(rows)
    rows[number:number] = [row for row in back.items() if row[0] not in notes]
    return dict(rows[: shortlists.MOST_ZONES])


def _next(
    request: HttpRequest, notes: dict[str, str], gone: set[str]
) -> tuple[HttpResponseRedirect, str]:
    """Where the button leads, and what is said there."""
    sent = request.POST
    if gone:
        return redirect(undoing(notes, next(iter(gone)))), ""
    for name in ("up", "down"):
        if sent.get(name) in notes:
            return redirect(f"{reverse('shortlist')}#{sent[name]}"), ""
    if sent.get("undo"):
        return redirect("shortlist"), ""
    if address := _tool(sent, notes):
        return redirect(address), ""
    said = "" if lists.asked(sent) else _("Your notes are saved.")
    return redirect("shortlist"), said


def _tool(sent: QueryDict, notes: dict[str, Any]) -> str:
    """The address of the tool that was asked for, with the zones that were ticked."""
    asked = sent.get("go", "")
    if asked in WHOLE:
        return reverse(WHOLE[asked])
    if asked == "enquiry":
        return asking(notes)
    if asked not in TOOLS:
        return ""
    ticked = [key for key in notes if key in sent.getlist("zone")] or list(notes)
    query = urlencode([("zone", key) for key in ticked[:MOST]])
    return f"{reverse(TOOLS[asked])}?{query}"
