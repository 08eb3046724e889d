"""Somebody proposes a zone that the directory does not have yet."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.locks import take_turn
from sez_portal.records.desk.propose import send, tell_sent, typed_by
from sez_portal.records.desk.questions import ask_in
from sez_portal.records.desk.refusals import shown_again, tell_refusal
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.forms import RecordForm, as_opened, retyped, typed_of
from sez_portal.records.models import Submission
from sez_portal.records.services import basket
from sez_portal.records.services.propose import just_sent
from sez_portal.records.services.retyping import OPENED, paper_of
from zones.newcomers import NEW_FIELDS, free_key, lacks, nothing_chosen, said_of, stem_of
from zones.record import ZONE


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
        data[OPENED] = as_opened({name: mine.proposed(name) for name in mine.undecided})
    elif data is None and draft:
        data = retyped(draft.typed, note=draft.note, based_on=draft.based_on)
    return RecordForm(
        data,
        files=request.FILES if request.method == "POST" else None,
        record=ZONE,
        fields=fields,
        values={field.key: nothing_chosen(field) for field in fields},
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


def _lacks(form: RecordForm) -> bool:
    """Whether something is missing or at odds without which nobody could accept the zone."""
    for name, told in lacks(form.values).items():
        form.add_error(name, told)
    return bool(form.errors)


@transaction.atomic
def _send(
    request: HttpRequest, form: RecordForm, user: User, mine: Submission | None
) -> Submission | None:
    """The proposal; of what was pressed twice the first. In turn, so that no two get one key."""
    values = said_of(ZONE, form.values)
    if mine:
        return send(request, form, ZONE, mine.key, user, values)
    take_turn(f"new zone {stem_of(values)}")
    if same := just_sent(ZONE, user, form.with_sources(typed_of(request.POST))):
        tell_sent(request, same, same.fields)
        return same
    return send(request, form, ZONE, free_key(values), user, values)
