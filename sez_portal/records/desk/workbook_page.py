"""One workbook that came back, or one list: asked about, put right, looked through, sent."""

import io
import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from sez_portal.accounts.rate_limits import limited
from sez_portal.common.workbooks import contents, download
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.desk.workbook_columns import columns_page, read_otherwise
from sez_portal.records.desk.workbook_doubles import decide_rows, doubles_page
from sez_portal.records.desk.workbook_outcome import outcome
from sez_portal.records.desk.workbook_preview import faults_page, preview
from sez_portal.records.models import SentWorkbook, WorkbookState
from sez_portal.records.workbooks.sending import Choices, begin_again, judge, put_right, send

BAD = PatternFill("solid", fgColor="FFF6C7C0")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file says: cells that are wrong, or every change before it is sent."""
    book = _mine(request, pk)
    if request.method == "POST":
        return _act(request, book)
    if book.state in (WorkbookState.READING, WorkbookState.SENDING):
        if book.is_working:
            return render(request, "desk/workbook_works.html", {"book": book})
        begin_again(book)
    if book.state == WorkbookState.SENT:
        return render(request, "desk/workbook_sent.html", outcome(book))
    if not book.stamp:
        return render(request, "desk/workbook_refused.html", {"book": book})
    return _next_step(request, book)


def _next_step(request: HttpRequest, book: SentWorkbook) -> HttpResponse:
    """What is asked of its sender: what the columns hold, which records the rows are, which cells
    are to be put right; then every change."""
    if book.is_list and ("columns" not in book.plan or "columns" in request.GET):
        return columns_page(request, book)
    found = judge(book)
    if found.open_doubts or (found.doubts and "rows" in request.GET):
        return doubles_page(request, book, found)
    if found.faults:
        return render(request, "desk/workbook_faults.html", faults_page(book, found))
    return render(request, "desk/workbook.html", preview(book, found))


def _mine(request: HttpRequest, pk: int) -> SentWorkbook:
    """The workbook of whoever is signed in. Raises Http404."""
    book = SentWorkbook.objects.filter(pk=pk, author=user_of(request)).first()
    if book is None:
        raise hidden(request, "workbook", pk)
    return book


def _act(request: HttpRequest, book: SentWorkbook) -> HttpResponse:
    do = request.POST.get("do")
    if do == "remove" and not book.is_working:
        book.delete()
        messages.success(request, _("Removed. Nothing of it was sent."))
        return redirect("workbooks")
    is_open = book.state == WorkbookState.LOOKED_THROUGH and bool(book.stamp)
    if is_open and do in ACTS and (do == "decide" or book.is_list):
        return ACTS[do](request, book)
    if do == "correct" and is_open:
        cells = {n: text for n, text in request.POST.items() if n.count("!") == 2}  # noqa: PLR2004
        put_right(book, cells)
    if do == "send" and book.stamp:
        book = send(book, _chosen(request))
    return redirect("workbook", book.pk)


ACTS = {"map": columns_page, "reread": read_otherwise, "decide": decide_rows}


def _chosen(request: HttpRequest) -> Choices:
    """What was chosen in the preview."""
    post = request.POST
    try:
        seen = json.loads(post.get("seen", ""))
    except ValueError:
        seen = None
    return Choices(
        left_out=post.getlist("leave"),
        mine=post.getlist("mine"),
        odd=post.getlist("odd"),
        note=post.get("note", "").strip()[:2000],
        seen=seen if isinstance(seen, dict) else {},
    )


@signed_in
@require_safe
@limited("workbook", "60/h")
def workbook_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the file with the bad cells coloured, each with what is to be done."""
    book = _mine(request, pk)
    if not (book.stamp and book.is_marked) or book.state != WorkbookState.LOOKED_THROUGH:
        raise Http404
    copy = load_workbook(io.BytesIO(bytes(book.file)), keep_links=False)
    for fault in judge(book).faults:
        title = book.stamp["sheets"].get(fault.sheet, "")
        if title in copy.sheetnames:
            place = fault.address if fault.address.isupper() else f"A{fault.row}"
            cell = copy[title][place]
            cell.fill = BAD
            cell.comment = Comment(fault.told, _("Lancang-Mekong Zones"))
    return download(contents(copy), f"{book.name.removesuffix('.xlsx')}-marked.xlsx")
