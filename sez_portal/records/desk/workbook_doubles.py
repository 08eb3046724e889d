"""Rows of a list that may be records which stand: who sends it says of each which it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from sez_portal.records.models import SentWorkbook
from sez_portal.records.workbooks.plan import IS_NEW, LEFT_OUT
from sez_portal.records.workbooks.sending import decide, judge
from sez_portal.records.workbooks.told import Judged

SHOWN = 100  # rows on a page; those that are left come afterwards


def doubles_page(request: HttpRequest, book: SentWorkbook, found: Judged) -> HttpResponse:
    """The rows to be decided, or with `rows` asked for those decided too."""
    doubts = found.doubts if "rows" in request.GET else found.open_doubts
    context = {
        "book": book,
        "asked": [(one, one.decided or one.likely) for one in doubts[:SHOWN]],
        "count": len(doubts),
        "new": IS_NEW,
        "out": LEFT_OUT,
    }
    return render(request, "desk/workbook_doubles.html", context)


def decide_rows(request: HttpRequest, book: SentWorkbook) -> HttpResponse:
    """Keep what was chosen; what was not chosen is asked again."""
    found = judge(book)
    chosen: dict[str, Any] = {}
    for one in found.doubts:
        said = request.POST.get(one.name, "")
        if not said and request.POST.get("rest") == LEFT_OUT and not one.decided:
            said = LEFT_OUT
        offered = {named.of.key for named in one.candidates} & one.mine
        if said in offered or said == LEFT_OUT or (said == IS_NEW and one.can_be_new):
            chosen[one.name] = said
    if chosen:
        decide(book, chosen)
    left = len([one for one in found.open_doubts if one.name not in chosen])
    if left:
        told = ngettext(
            "%(count)s row is not decided yet.", "%(count)s rows are not decided yet.", left
        )
        messages.warning(request, told % {"count": left})
    return redirect("workbook", book.pk)
