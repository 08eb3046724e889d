"""Somebody proposes a zone that the directory does not have yet."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.locks import take_turn
from sez_portal.records.desk.propose import send, tell_sent, typed_by
from sez_portal.records.desk.questions import ask_in
from sez_portal.records.desk.refusals import shown_again, tell_refusal
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.field_types.basic import Choice, Json
from sez_portal.records.forms import RecordForm, retyped, typed_of
from sez_portal.records.models import Submission
from sez_portal.records.record import Field
from sez_portal.records.services import basket
from sez_portal.records.services.propose import just_sent
from sez_portal.records.services.retyping import paper_of
from zones.choices import Precision
from zones.models import Zone
from zones.record import ZONE

NEW_FIELDS = (
    *("name_en", "country", "province", "type", "status", "management"),
    *("lat", "lon", "area_ha", "website"),
)


@signed_in
@limited("new-zone", "20/d")
@require_http_methods(["GET", "HEAD", "POST"])
def propose_new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A zone that the directory does not have yet: a new one, or one's own that still waits."""
    user = user_of(request)
    mine = _own(request, pk) if pk else None
    if request.method == "POST" and request.POST.get("do") in ("save", "remove"):
        return _keep(request, user)
    form, draft = _form(request, user, mine), None if mine else _draft(user)
    if request.method == "POST":
        if _can_be_sent(form, mine) and (sent := _send(request, form, user, mine)):
            basket.throw_away(ZONE, "", basket.NEW, user)
            return redirect(sent)
        if not mine:
            return _refused(request, form, user)
    elif draft:
        _can_be_sent(form, mine)
        tell_refusal(request, form)
    context = {"form": form, "mine": mine, "draft": draft, "question": ask_in(form, mine)}
    return render(request, "desk/new.html", context, status=422 if form.errors and mine else 200)


def _can_be_sent(form: RecordForm, mine: Submission | None) -> bool:
    """Whether it holds what it needs, and what a check found was looked at; else it says so."""
    blank = {field.key: field.kind.empty for field in form.record_fields}
    key = mine.key if mine else ""
    return form.is_valid() and not _lacks(form) and not form.look_twice(key, blank)


def _refused(request: HttpRequest, form: RecordForm, user: User) -> HttpResponse:
    """On to the page of the form; what was typed is kept there."""
    if not {"note", "paper", *NEW_FIELDS} & set(form.changed_data):
        for errors in form.errors.values():
            messages.warning(request, errors[0])
        return redirect("propose-new")
    _save(request, form, user)
    return shown_again(request, form)


def _own(request: HttpRequest, pk: int) -> Submission:
    """One's own proposal of a zone, not decided yet. Raises Http404."""
    rows = Submission.objects.allowed(request.user, "edit").filter(record=ZONE.name, is_new=True)
    if found := rows.filter(pk=pk).first():
        return found
    raise hidden(request, "submission", pk)


def _draft(user: User) -> Any:
    return basket.drafts_of(ZONE, "", user).get(basket.NEW)


def _form(request: HttpRequest, user: User, mine: Submission | None) -> RecordForm:
    """What was typed now, else what was sent or saved earlier, else a blank form."""
    fields = [ZONE[key] for key in NEW_FIELDS]
    data: Any = request.POST if request.method == "POST" else None
    paper, draft = ("", ""), None if mine else _draft(user)
    if draft:
        paper = draft.paper, draft.paper_title
    if mine:
        paper = paper_of(mine, fields)
    if data is None and mine:
        data = retyped(mine.typed, note=mine.note, based_on=mine.based_on)
    elif data is None and draft:
        data = retyped(draft.typed, note=draft.note, based_on=draft.based_on)
    return RecordForm(
        data,
        files=request.FILES if request.method == "POST" else None,
        record=ZONE,
        fields=fields,
        values={field.key: _nothing_chosen(field) for field in fields},
        takes_paper=True,
        kept_paper=paper,
    )


def _keep(request: HttpRequest, user: User) -> HttpResponse:
    """Keep the form as it was typed, or forget what was kept."""
    if request.POST["do"] == "remove":
        basket.throw_away(ZONE, "", basket.NEW, user)
        messages.success(request, _("Removed."))
        return redirect("propose-new")
    form = _form(request, user, None)
    form.is_valid()  # reads the paper, so that it is kept whatever else is at fault
    _save(request, form, user)
    messages.success(request, _("Saved in your basket. Nobody else sees it."))
    return redirect("propose-new")


def _save(request: HttpRequest, form: RecordForm, user: User) -> None:
    typed = typed_by(request, form)
    basket.save(record=ZONE, key="", section=basket.NEW, by=user, typed=typed)


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
def _send(
    request: HttpRequest, form: RecordForm, user: User, mine: Submission | None
) -> Submission | None:
    """The proposal; of what was pressed twice the first. In turn, so that no two get one key."""
    values = _said(form)
    if mine:
        return send(request, form, ZONE, mine.key, user, values)
    stem = slugify(f"{form.values['country'] or ''} {form.values['name_en']}")[:70]
    take_turn(f"new zone {stem}")
    if same := just_sent(ZONE, user, form.with_sources(typed_of(request.POST))):
        tell_sent(request, same, same.fields)
        return same
    return send(request, form, ZONE, _free(stem), user, values)


def _said(form: RecordForm) -> dict[str, Json]:
    """What was said of the zone: what nobody chose is no change."""
    values = {
        field.key: field.kind.empty if value == _nothing_chosen(field) else value
        for field in form.record_fields
        for value in [form.values[field.key]]
    }
    has_point = values["lat"] is not None and values["lon"] is not None
    return values | {"coord_precision": Precision.TOWN if has_point else ""}


def _free(stem: str) -> str:
    """A key that neither a row nor a proposal has."""
    keys = {
        *Zone.objects.filter(key__startswith=stem).values_list("key", flat=True),
        *Submission.objects.filter(key__startswith=stem).values_list("key", flat=True),
    }
    number, key = 1, stem
    while key in keys:
        number += 1
        key = f"{stem}-{number}"
    return key
