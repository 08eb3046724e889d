"""Workbooks on the desk: download, fill in, send back, look through, send."""

import io
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common import dates
from sez_portal.common.access import rule_of
from sez_portal.common.workbooks import contents, download
from sez_portal.languages import LANGUAGES, complete_languages
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.desk.workbook_preview import faults_page, preview
from sez_portal.records.linked_names import names_of, target_of
from sez_portal.records.models import DataVersion, Evidence, SentWorkbook, Submission, WorkbookState
from sez_portal.records.record import Record, every, get
from sez_portal.records.sections import sections
from sez_portal.records.services.apply import title_of
from sez_portal.records.workbooks.reading import MOST_BYTES, too_large
from sez_portal.records.workbooks.sending import (
    Choices,
    begin_again,
    judge,
    put_right,
    send,
    take_in,
)
from sez_portal.records.workbooks.writing import fields_in, workbook_of

MOST_LINES = 12_000  # of a workbook: a file that a telephone still opens
NAMED_ROWS = 60  # so many records are offered one by one
DUE = "due"
BAD = PatternFill("solid", fgColor="FFF6C7C0")


class DownloadForm(forms.Form):
    """Which rows and sections, and in which language."""

    which = forms.ChoiceField(label=gettext_lazy("Which records"), required=False)
    section = forms.MultipleChoiceField(
        label=gettext_lazy("Which sections"), widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the headings"))

    def __init__(self, record: Record, user: User, data: Any = None) -> None:
        self.record, self.mine = record, rows_of(record, user)
        super().__init__(data, initial={"language": user.language})
        self.fields["which"].choices = self._choices()
        self.fields["section"].choices = list(sections(record).items())
        self.fields["section"].initial = list(sections(record))
        offered = set(complete_languages())
        self.fields["language"].choices = [one for one in LANGUAGES if one[0] in offered]

    def _choices(self) -> list[tuple[str, str]]:
        offered = [("", _("All that are mine")), (DUE, _("Those with something to confirm"))]
        if "country" in self.record.by_key:
            codes = self.mine.order_by("country").values_list("country", flat=True).distinct()
            named = {code: str(code) for code in codes if code}
            if target := target_of(self.record, self.record["country"]):
                named |= names_of([(target, list(named))]).get(target, {})
            offered += sorted(named.items(), key=lambda pair: pair[1]) if len(named) > 1 else []
        if self.mine.count() <= NAMED_ROWS:
            offered += [(f"row:{row.key}", title_of(row)) for row in self.mine.order_by("key")]
        return offered

    @property
    def rows(self) -> Any:
        """The rows that were chosen."""
        which = self.cleaned_data["which"]
        if which == DUE:
            due = Evidence.objects.filter(
                record=self.record.name, is_shown=True, due_on__lte=dates.today()
            )
            return self.mine.filter(key__in=due.values("key"))
        if which.startswith("row:"):
            return self.mine.filter(key=which.removeprefix("row:"))
        return self.mine.filter(country=which) if which else self.mine

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "section" in cleaned and "which" in cleaned:
            lines = self.rows.count() * len(fields_in(self.record, cleaned["section"]))
            if not lines:
                raise ValidationError(_("There is no record of yours among these."))
            if lines > MOST_LINES:
                told = _("That would be %(lines)s lines. Choose fewer sections, or one country.")
                raise ValidationError(told % {"lines": lines})
        return cleaned


class UploadForm(forms.Form):
    """The workbook that comes back."""

    file = forms.FileField(
        label=gettext_lazy("The filled workbook"),
        help_text=gettext_lazy("XLSX, at most 5 MB. Keep the grey cells as they are."),
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise too_large()
        return file


def rows_of(record: Record, user: User) -> Any:
    """The rows of the record for which this person may send changes."""
    rows: Any = record.model._default_manager
    return rows.filter(any_of(record, user))


def any_of(record: Record, user: User) -> Q:
    return rule_of(user, record.model, "propose") | rule_of(user, record.model, "change")


def records_of(user: User) -> list[Record]:
    """The records of which some row is theirs to send changes for."""
    return [one for one in every() if sections(one) and rows_of(one, user).exists()]


@signed_in
@require_safe
def workbooks(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, where to send it back, and what was sent before."""
    user = user_of(request)
    record, offered = _record_of(request, user)
    return _page(request, record, offered, DownloadForm(record, user), UploadForm())


def _record_of(request: HttpRequest, user: User) -> tuple[Record, list[Record]]:
    """The record that is asked for, and all that may be. Raises PermissionDenied, Http404."""
    offered = records_of(user)
    if not offered:
        raise PermissionDenied("workbooks")
    asked = request.GET.get("record", "")
    names = {one.name: one for one in offered}
    first = next((one for one in offered if one.has_keepers), offered[0])
    if asked and asked not in names:
        raise Http404
    return names.get(asked, first), offered


def _page(
    request: HttpRequest,
    record: Record,
    offered: list[Record],
    asked: DownloadForm,
    upload: UploadForm,
) -> HttpResponse:
    context = {
        "record": record,
        "offered": offered,
        "form": asked,
        "upload": upload,
        "sent_back": SentWorkbook.objects.filter(author=user_of(request)).defer("file", "rows"),
    }
    status = 422 if asked.errors or upload.errors else 200
    return render(request, "desk/workbooks.html", context, status=status)


@signed_in
@require_safe
@limited("workbook", "60/h")
def workbook_download(request: HttpRequest) -> HttpResponse:
    """The chosen rows as a workbook; the page again where that cannot be."""
    user = user_of(request)
    record, offered = _record_of(request, user)
    form = DownloadForm(record, user, request.GET)
    if not form.is_valid():
        return _page(request, record, offered, form, UploadForm())
    asked = form.cleaned_data
    version = DataVersion.current()
    with translation.override(asked["language"]):
        fields = fields_in(record, asked["section"])
        book = workbook_of(record, form.rows.order_by("key"), fields, version=version)
        which = asked["which"].removeprefix("row:").lower()
        parts = filter(None, (record.name, which, dates.today().isoformat()))
        return download(contents(book), "-".join(parts) + ".xlsx")


@signed_in
@require_POST
@limited("workbook-back", "30/h")
def workbook_back(request: HttpRequest) -> HttpResponse:
    """Take the file in, and on to what it says."""
    user = user_of(request)
    record, offered = _record_of(request, user)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, record, offered, DownloadForm(record, user), form)
    file = form.cleaned_data["file"]
    return redirect("workbook", take_in(name=str(file.name), data=file.read(), by=user).pk)


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
        return render(request, "desk/workbook_sent.html", _outcome(book))
    if not book.stamp:
        return render(request, "desk/workbook_refused.html", {"book": book})
    found = judge(book)
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
    if do == "correct" and book.state == WorkbookState.LOOKED_THROUGH:
        cells = {n: text for n, text in request.POST.items() if n.count("!") == 2}  # noqa: PLR2004
        put_right(book, cells)
    if do == "send":
        book = send(book, _chosen(request))
    return redirect("workbook", book.pk)


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


def _outcome(book: SentWorkbook) -> dict[str, Any]:
    record = get(book.record)
    made = Submission.objects.filter(pk__in=book.submissions).order_by("title", "pk")
    left = book.chosen.get("not_sent", [])
    rows: Any = record.model._default_manager.filter(key__in={key for key, _name in left})
    titles = {row.key: title_of(row) for row in rows}
    return {
        "book": book,
        "made": [(one, [str(record[name].label) for name in one.fields]) for one in made],
        "left": [(titles.get(key, key), str(record[name].label)) for key, name in left],
    }


@signed_in
@require_safe
@limited("workbook", "60/h")
def workbook_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the file with the bad cells coloured, each with what is to be done."""
    book = _mine(request, pk)
    if not book.stamp or book.state != WorkbookState.LOOKED_THROUGH:
        raise Http404
    copy = load_workbook(io.BytesIO(bytes(book.file)), keep_links=False)
    for fault in judge(book).faults:
        title = book.stamp["sheets"].get(fault.sheet, "")
        if title in copy.sheetnames:
            cell = copy[title][fault.address]
            cell.fill = BAD
            cell.comment = Comment(fault.told, _("Lancang-Mekong Zones"))
    return download(contents(copy), f"{book.name.removesuffix('.xlsx')}-marked.xlsx")
