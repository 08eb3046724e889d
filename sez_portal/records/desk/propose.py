"""An official edits a record by section: drafts, proposals, and new zones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.accounts.roles import speaker_of
from sez_portal.common.locks import take_turn
from sez_portal.common.numbers import counter
from sez_portal.records.desk.shared import record_of, row_for, signed_in, user_of
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.field_types.basic import Choice, Json
from sez_portal.records.forms import (
    RecordForm,
    country_of,
    fields_of,
    retyped,
    sections,
    typed_of,
)
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.record import Field, Record, get
from sez_portal.records.services.apply import side_of, title_of, waits_for_other_side
from sez_portal.records.services.propose import (
    just_sent,
    open_submission,
    propose,
    save_draft,
    would_be,
)

NEW_FIELDS = ("name_en", "country", "province", "type", "status", "management", "lat", "lon")


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


@signed_in
@limited("new-zone", "20/d")
@require_http_methods(["GET", "HEAD", "POST"])
def propose_new(request: HttpRequest) -> HttpResponse:
    """A zone that the directory does not have yet."""
    record = get("zone")
    fields = [record[key] for key in NEW_FIELDS]
    values = {field.key: _nothing_chosen(field) for field in fields}
    form = RecordForm(request.POST or None, record=record, fields=fields, values=values)
    user = user_of(request)
    if request.method == "POST" and form.is_valid() and not _lacks(form):
        if sent := _send_new(request, form, record, user):
            return redirect(sent)
    return render(request, "desk/new.html", {"form": form}, status=422 if form.errors else 200)


def _nothing_chosen(field: Field) -> Json:
    """What the form opens with: nobody chose the first of a vocabulary."""
    choices = field.kind.choices.values if isinstance(field.kind, Choice) else []
    return "unknown" if "unknown" in choices else field.kind.empty


def _lacks(form: RecordForm) -> bool:
    """Whether something is missing or at odds without which nobody could accept the zone."""
    values, province = form.values, "province"
    if not values["name_en"]:
        form.add_error("name_en", _("Give the name of the zone."))
    if not values["country"]:
        form.add_error("country", _("Say in which country it lies."))
    elif values[province] and not values[province].startswith(f"{values['country'].lower()}-"):
        form.add_error(province, _("This province lies in another country."))
    return bool(form.errors)


@transaction.atomic
def _send_new(
    request: HttpRequest, form: RecordForm, record: Record, user: User
) -> Submission | None:
    """The proposal; of what was pressed twice the first. In turn, so that no two get one key."""
    stem = slugify(f"{form.values['country'] or ''} {form.values['name_en']}")[:70]
    take_turn(f"new {record.name} {stem}")
    if same := just_sent(record, user, typed_of(request.POST)):
        messages.success(request, _("Sent. You get a mail when it is decided."))
        return same
    given = form.values | {"coord_precision": "town"}
    return send(request, form, record, _free(record, stem), user, given)


def _free(record: Record, stem: str) -> str:
    """A key that neither a row nor a proposal has."""
    taken = {
        *record.model._default_manager.filter(key__startswith=stem).values_list("key", flat=True),
        *Submission.objects.filter(key__startswith=stem).values_list("key", flat=True),
    }
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


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
    zone_key = key if record.name == "zone" else ""
    speaker = speaker_of(user, country=country, zone_key=zone_key)
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
