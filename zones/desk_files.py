"""The page of the desk where the photos and documents of a zone are proposed, as lists."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.common.forms import OneLine
from sez_portal.common.numbers import counter
from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.desk.questions import ask_in
from sez_portal.records.desk.refusals import add_faults, shown_again, tell_refusal
from sez_portal.records.desk.shared import row_for, signed_in, user_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.file_widgets import FileRowsField
from sez_portal.records.models import DataVersion, Draft, Submission
from sez_portal.records.services import basket
from sez_portal.records.services.propose import open_submission, propose, would_be
from zones.models import Zone
from zones.record import ZONE

LISTS = ("photos", "documents")


class FilesForm(OneLine, forms.Form):
    """Both lists, as they are proposed or live; only a list that changed is sent.

    `opened` holds them as the page showed them when it was opened: what its author sent since from
    another window stays beside what this one says.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("Why, in a sentence"),
        help_text=gettext_lazy("The moderator and the history of the page show it."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        required=False,
    )
    field_order = (*LISTS, "note", "based_on", "opened")

    def __init__(
        self, *args: Any, now: Mapping[str, Json], came_back: Collection[str] = (), **more: Any
    ) -> None:
        self.now = now  # the lists as they are proposed or live at this moment
        self.came_back = came_back  # lists that are another than what stands, though untouched
        super().__init__(*args, **more)
        for name in LISTS:
            kind: Any = ZONE[name].kind
            self.fields[name] = FileRowsField(kind, label=str(ZONE[name].label))
        self.order_fields(self.field_order)

    @property
    def changed(self) -> dict[str, Json]:
        return {n: self._beside(n, self.cleaned_data[n]) for n in LISTS if n in self._another}

    def rows_field(self, name: str) -> FileRowsField:
        field = self.fields[name]
        assert isinstance(field, FileRowsField)  # noqa: S101  those of LISTS are
        return field

    @property
    def as_typed(self) -> dict[str, Json]:
        """The lists that are another than they were, sound or not."""
        return {
            name: self._beside(
                name, self.rows_field(name).kept_rows(self[name].data, self[name].initial or [])
            )
            for name in LISTS
            if name in self._another
        }

    def _beside(self, name: str, rows: Json) -> Json:
        """The rows with what came meanwhile; those without a file yet at the end."""
        kind = self.rows_field(name).kind
        sound = [row for row in rows if row[kind.of_file]]
        rest = [row for row in rows if not row[kind.of_file]]
        return [*kind.merged(self.now[name], self._opened(kind, name), sound), *rest]

    def _opened(self, kind: FileRows, name: str) -> Json:
        try:
            rows = json.loads(self["opened"].value() or "")[name]
        except (ValueError, KeyError, TypeError):
            return self.now[name]
        is_right = isinstance(rows, list) and all(
            isinstance(row, dict) and isinstance(row.get(kind.of_file), str) for row in rows
        )
        return rows if is_right else self.now[name]

    @property
    def _another(self) -> set[str]:
        """The lists that came and are another than what stands."""
        came = {name for name in self.came_back if self[name].data is not None}
        return {*self.changed_data, *came}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.changed:
            raise ValidationError(_("Nothing was changed, so nothing was sent."))
        return cleaned


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, key: str) -> HttpResponse:
    """Propose photos and documents of the zone; files are written anew before they are kept."""
    zone = row_for(request, ZONE, key, "propose")
    user, version = user_of(request), DataVersion.current()
    if request.method == "POST" and request.POST.get("do") == "remove":
        basket.throw_away(ZONE, key, basket.FILES, user)
        messages.success(request, _("Removed. The form shows what stands there now."))
        return redirect("zone-files", key)
    waiting = open_submission(ZONE, key, user)
    draft = basket.drafts_of(ZONE, key, user).get(basket.FILES)
    now = _lists(zone, waiting)
    form = FilesForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        now=now,
        came_back=draft.typed if draft else _asked_about(waiting),
        initial=now | _kept(draft) | {"based_on": version, "opened": json.dumps(now)},
    )
    if request.method == "POST":
        if form.is_valid() and (sent := _send(form, key, user, version)):
            basket.throw_away(ZONE, key, basket.FILES, user)
            messages.success(request, _("Sent. You get a mail when it is decided."))
            return redirect(sent)
        return _refused(request, form, key)
    if draft:
        add_faults(form, {n: form.rows_field(n).faults_of(draft.typed[n]) for n in draft.typed})
    tell_refusal(request, form)
    context = {"form": form, "zone": zone, "waiting": waiting, "draft": draft}
    context["question"] = ask_in(form, waiting)
    return render(request, "desk/files.html", context)


def _asked_about(waiting: Submission | None) -> list[str]:
    """The lists that came back with a question: an answer in words sends them again as they are."""
    if waiting is None or waiting.status != SubmissionStatus.RETURNED:
        return []
    return [name for name in LISTS if name in waiting.undecided]


def _kept(draft: Draft | None) -> dict[str, Json]:
    return {**draft.typed, "note": draft.note} if draft else {}


def _send(form: FilesForm, key: str, user: User, version: int) -> Submission | None:
    """The proposal; None when it was refused, which the form then tells."""
    try:
        return propose(
            record=ZONE,
            key=key,
            by=user,
            values=form.changed,
            note=form.cleaned_data["note"],
            based_on=min(form.cleaned_data["based_on"] or version, version),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


def _refused(request: HttpRequest, form: FilesForm, key: str) -> HttpResponse:
    """On to the page of the form; the files that came and what was typed are kept there."""
    note = request.POST.get("note", "")
    if form.as_typed or note.strip():
        typed = basket.Typed(form.as_typed, note, counter(request.POST.get("based_on", "")))
        basket.save(record=ZONE, key=key, section=basket.FILES, by=user_of(request), typed=typed)
    return shown_again(request, form)


def _lists(zone: Zone, waiting: Submission | None) -> dict[str, Json]:
    """What is live, and what this author has under way beside it."""
    proposed = would_be(ZONE, waiting, zone) if waiting else {}
    return ZONE.read(zone, LISTS) | {name: proposed[name] for name in LISTS if name in proposed}
