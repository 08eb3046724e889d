"""An official edits a record by section: drafts and proposals."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import speaker_of
from sez_portal.common.numbers import counter
from sez_portal.records.desk.shared import record_of, row_for, signed_in, user_of
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.forms import (
    RecordForm,
    country_of,
    fields_of,
    retyped,
    sections,
    typed_of,
)
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.record import Field, Record
from sez_portal.records.services.apply import side_of, title_of, waits_for_other_side
from sez_portal.records.services.propose import (
    open_submission,
    propose,
    save_draft,
    would_be,
)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str, key: str, section: str = "") -> HttpResponse:
    """One section of a record as a form; sent, it is a proposal."""
    record = record_of(name)
    obj = row_for(request, record, key, "propose")
    all_sections = sections(record)
    section = section or next(iter(all_sections))
    if section not in all_sections:
        raise Http404
    user = user_of(request)
    mine = open_submission(record, key, user)
    form = form_for(request, record, obj, fields_of(record, section), mine)
    if request.method == "POST":
        if request.POST.get("do") == "draft":
            return _keep(request, record, key, user)
        if form.is_valid() and not form.look_twice(key, record.read(obj)):
            if sent := send(request, form, record, key, user):
                return redirect(sent)
    context = {
        "record": record,
        "title": title_of(obj),
        "key": key,
        "sections": all_sections,
        "section": section,
        "form": form,
        "mine": mine,
        "waits_for_other_side": waits_for_other_side(record, obj, user),
    }
    status = 422 if form.is_bound and form.errors and request.method == "POST" else 200
    return render(request, "desk/edit.html", context, status=status)


def form_for(
    request: HttpRequest,
    record: Record,
    obj: Any,
    fields: list[Field],
    mine: Submission | None,
) -> RecordForm:
    """What was typed now, else what the draft holds, else what is live."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    version = DataVersion.current()
    if data is None and mine and any(field.key in mine.typed for field in fields):
        version = mine.based_on or version
        data = retyped(mine.typed, note=mine.note, based_on=str(version))
    keys = [field.key for field in fields]
    found = evidence_of(record, [obj.key], keys, sources=False)
    wanted = _wanted(record, obj, mine, keys)
    dated = {  # a figure that waits is not the one of that date
        name: pieces[0].speaks_of for (_key, name), pieces in found.items() if name not in wanted
    }
    return RecordForm(
        data,
        files=files,
        takes_paper=True,
        record=record,
        fields=fields,
        values=record.read(obj, keys) | wanted | {"based_on": version},
        dated=dated,
        country=country_of(record, obj),
    )


def _wanted(record: Record, obj: Any, mine: Submission | None, keys: list[str]) -> dict[str, Json]:
    """What this author sent for these fields and nobody decided: the form goes on from there."""
    if mine is None:
        return {}
    wanted, undecided = would_be(record, mine, obj), set(mine.undecided)
    return {name: value for name, value in wanted.items() if name in undecided and name in keys}


def _keep(request: HttpRequest, record: Record, key: str, user: User) -> HttpResponse:
    save_draft(
        record=record,
        key=key,
        by=user,
        typed=typed_of(request.POST),
        note=request.POST.get("note", "")[:2000],
        based_on=_version(request),
    )
    messages.success(request, _("The draft is kept. Nobody else sees it."))
    return redirect(request.get_full_path())


def send(
    request: HttpRequest,
    form: RecordForm,
    record: Record,
    key: str,
    user: User,
    values: dict[str, Any] | None = None,
) -> Submission | None:
    values = form.values if values is None else values
    obj = record.model._default_manager.filter(key=key).first()
    country = side_of(record, obj, user) if obj else values.get("country") or ""
    speaker = speaker_of(user, country=country, key=record.kept_key(key))
    try:
        sent = propose(
            record=record,
            key=key,
            by=user,
            values=values,
            evidence=form.evidence(speaker.office, confirms=speaker.confirms),
            note=form.cleaned_data["note"],
            based_on=form.cleaned_data["based_on"] or 0,
            typed=typed_of(request.POST),
        )
    except ValidationError as error:
        form.take_errors(error)
        return None
    if sent.is_waiting:
        messages.success(request, _("Sent. You get a mail when it is decided."))
    else:
        messages.success(request, _("It is on the page now."))
    return sent


def _version(request: HttpRequest) -> int:
    return counter(request.POST.get("based_on", ""))
