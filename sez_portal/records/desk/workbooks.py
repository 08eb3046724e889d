"""Workbooks on the desk: download, fill in, send back, look through, send."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common import dates
from sez_portal.common.access import rule_of
from sez_portal.common.workbooks import contents, download
from sez_portal.languages import LANGUAGES, complete_languages
from sez_portal.records.desk.shared import signed_in, user_of
from sez_portal.records.linked_names import names_of, target_of
from sez_portal.records.models import Campaign, DataVersion, Evidence, SentWorkbook
from sez_portal.records.record import Record, every
from sez_portal.records.sections import sections
from sez_portal.records.services.apply import title_of
from sez_portal.records.workbooks.reading import MOST_BYTES, too_large
from sez_portal.records.workbooks.sending import (
    take_in,
)
from sez_portal.records.workbooks.writing import fields_in, workbook_of

MOST_LINES = 12_000  # of a workbook: a file that a telephone still opens
HEAVY = ("file", "rows", "plan")  # columns of a workbook that no list needs
NAMED_ROWS = 60  # so many records are offered one by one
DUE = "due"


class DownloadForm(forms.Form):
    """Which rows and sections, and in which language."""

    which = forms.ChoiceField(label=gettext_lazy("Which records"), required=False)
    section = forms.MultipleChoiceField(
        label=gettext_lazy("Which sections"), widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the headings"))

    def __init__(self, record: Record, user: User, data: Any = None) -> None:
        self.record, self.mine = record, rows_of(record, user)
        running = Campaign.objects.running().filter(record=record.name)
        self.campaigns = {f"campaign:{one.pk}": one for one in running.allowed(user, "view")}
        super().__init__(data, initial={"language": user.language})
        self.fields["which"].choices = self._choices()
        self.fields["section"].choices = list(sections(record).items())
        self.fields["section"].initial = list(sections(record))
        offered = set(complete_languages())
        self.fields["language"].choices = [one for one in LANGUAGES if one[0] in offered]

    def _choices(self) -> list[tuple[str, str]]:
        offered = [("", _("All that are mine")), (DUE, _("Those with something to confirm"))]
        offered += [(name, str(campaign)) for name, campaign in self.campaigns.items()]
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
        if which in self.campaigns:
            return self.mine.filter(key__in=self.campaigns[which].asked)
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


class ListForm(forms.Form):
    """A list that was not made here."""

    list = forms.FileField(
        label=gettext_lazy("A list from elsewhere"),
        help_text=gettext_lazy(
            "CSV or XLSX, at most 5 MB and 5,000 rows, with one row of headings. You say on the "
            "next page which column holds what."
        ),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_list(self) -> Any:
        file = self.cleaned_data["list"]
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
    return _page(request, record, offered, DownloadForm(record, user))


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
    upload: UploadForm | None = None,
    listed: ListForm | None = None,
) -> HttpResponse:
    upload, listed = upload or UploadForm(), listed or ListForm()
    context = {
        "record": record,
        "offered": offered,
        "form": asked,
        "upload": upload,
        "listed": listed,
        "sent_back": SentWorkbook.objects.filter(author=user_of(request)).defer(
            "file", "rows", "plan"
        ),
    }
    status = 422 if asked.errors or upload.errors or listed.errors else 200
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
        return _page(request, record, offered, form)
    asked = form.cleaned_data
    version = DataVersion.current()
    with translation.override(asked["language"]):
        fields = fields_in(record, asked["section"])
        book = workbook_of(record, form.rows.order_by("key"), fields, version=version)
        which = asked["which"].removeprefix("row:").replace(":", "-").lower()
        parts = filter(None, (record.name, which, asked["language"], dates.today().isoformat()))
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
@require_POST
@limited("workbook-back", "30/h")
def workbook_list(request: HttpRequest) -> HttpResponse:
    """Take a list of rows of the record in, and on to what its columns hold."""
    user = user_of(request)
    record, offered = _record_of(request, user)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, record, offered, DownloadForm(record, user), listed=form)
    file = form.cleaned_data["list"]
    book = take_in(name=str(file.name), data=file.read(), by=user, record=record.name)
    return redirect("workbook", book.pk)
