"""One submission: its author sees where it stands, moderators decide it field by field."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.numbers import counter, within_length
from sez_portal.records import files, policy
from sez_portal.records.choices import UNSAID, Finding, Origin, State, SubmissionStatus, Verdict
from sez_portal.records.desk.row_act import act_page
from sez_portal.records.desk.shared import hidden, row_for, signed_in, user_of
from sez_portal.records.field_types.basic import Json, Text
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record, every, get
from sez_portal.records.services import basket, decide
from sez_portal.records.services import revert as reverting
from sez_portal.records.services.decide import Ruling
from sez_portal.records.services.propose import withdraw, would_be
from sez_portal.records.text_diff import Worded, words
from sez_portal.records.widgets import LONGEST


@dataclass
class FieldChange:
    """One field of a proposal in three ways: live now, live when the author started, proposed."""

    field: Field
    live: Json
    start: Json
    proposed: Json
    pieces: list[dict[str, Any]]
    check: str
    decision: dict[str, Any] | None
    error: str = ""
    chosen: str = ""
    reason: str = ""
    instead: str = ""

    @property
    def is_conflict(self) -> bool:
        """The page has moved since the author started, and not to what they propose."""
        return self.live not in (self.start, self.proposed) and not self.field.kind.merges

    @property
    def is_confirmation(self) -> bool:
        return self.start == self.proposed

    @property
    def seen(self) -> str:
        return json.dumps(self.live)

    def shown(self, value: Json) -> str:
        if value == self.field.kind.empty:
            return ""
        told = self.field.kind.show(value)
        return f"{told} {self.field.unit}" if self.field.unit else told

    @property
    def unsaid(self) -> str:
        """That there is to be no figure, and why; "" for any other change."""
        for piece in self.pieces:
            if piece["state"] in UNSAID:
                told = _("%(state)s: %(reason)s")
                return told % {"state": State(piece["state"]).label, "reason": piece["note"]}
        return ""

    @property
    def changed_files(self) -> list[files.Shown]:
        """What the proposal does to the photos or documents of the field."""
        return files.shown_change(self.field.kind, self.live, self.proposed)

    @property
    def live_files(self) -> list[files.Shown]:
        return files.shown_change(self.field.kind, self.live, self.live)

    @property
    def live_shown(self) -> str:
        return self.shown(self.live)

    @property
    def start_shown(self) -> str:
        return self.shown(self.start)

    @property
    def diff(self) -> list[Worded]:
        return words(self.shown(self.live), self.shown(self.proposed))

    @property
    def language(self) -> str:
        return self.field.language or "en"

    @property
    def can_be_worded(self) -> bool:
        """A line or a paragraph can be accepted in the moderator's own wording."""
        return isinstance(self.field.kind, Text) and bool(self.proposed)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal field by field; POST decides what is ticked."""
    sent = _visible(request, pk)
    if sent.act and not sent.status == SubmissionStatus.APPLIED:
        return act_page(request, sent)
    record = get(sent.record)
    changes = _changes(record, sent)
    if request.method == "POST":
        try:
            return _decide(request, record, sent, changes)
        except ValidationError as error:
            _show_again(request, changes, error)
            sent.refresh_from_db()
    context = {
        "sent": sent,
        "record": record,
        "changes": changes,
        "remarks": sent.remarks.all(),
        "parts": sent.parts.applied(),
        "may_decide": may(request.user, "decide", sent),
        "may_word": roles_of(request.user).is_staff or not record.shared,
        "may_speak": may(request.user, "ask", sent),
        "may_endorse": bool(policy.countries_of(sent) & roles_of(request.user).countries)
        and may(request.user, "endorse", sent),
        "may_withdraw": may(request.user, "withdraw", sent),
        "may_reopen": may(request.user, "reopen", sent) and bool(basket.came_back(sent)),
        "may_revert": may(request.user, "revert", sent),
        "may_confirm": may(request.user, "confirm", sent),
        "until": policy.silent_until(sent),
        "today": dates.today(),
        "following": _following(request, sent),
        "row": record.model._default_manager.filter(key=sent.key).first(),
    }
    return render(request, "desk/submission.html", context)


def _visible(request: HttpRequest, pk: int) -> Submission:
    """The submission, if this person may know of it. Raises Http404."""
    sent = Submission.objects.allowed(request.user, "view").filter(pk=pk).first()
    if sent is None or sent.record not in {record.name for record in every()}:
        raise hidden(request, "submission", pk)
    return sent


def _changes(record: Record, sent: Submission) -> list[FieldChange]:
    names = [name for name in sent.fields if name in record.by_key]
    row = record.model._default_manager.filter(key=sent.key).first()
    live = record.read(row, names) if row else {n: record[n].kind.empty for n in names}
    wanted = would_be(record, sent, row)
    return [
        FieldChange(
            field=record[name],
            live=live[name],
            start=sent.started_from(name),
            proposed=wanted[name] if name in wanted else sent.proposed(name),
            pieces=sent.evidence.get(name, []),
            check=Finding(sent.checks[name]).label if name in sent.checks else "",
            decision=sent.decisions.get(name),
        )
        for name in record.by_key
        if name in names
    ]


def _decide(
    request: HttpRequest, record: Record, sent: Submission, changes: list[FieldChange]
) -> HttpResponse:
    rulings = {}
    for change in changes:
        key = change.field.key
        verdict = request.POST.get(f"verdict-{key}", "")
        if verdict == "instead":
            words = _worded(request, change.field)
            rulings[key] = Ruling(Verdict.ACCEPTED, seen=_seen(request, key), override=words)
        elif verdict in Verdict.values:
            reason = request.POST.get(f"reason-{key}", "")
            rulings[key] = Ruling(verdict, reason=reason, seen=_seen(request, key))
    turn = request.POST.get("turn", "")
    decided = decide.decide(
        submission=sent,
        by=user_of(request),
        rulings=rulings,
        turn=counter(turn, -1),
    )
    messages.success(request, _("Decided. The author gets a mail with the reasons."))
    following = _following(request, decided)
    return redirect(following if following and not decided.undecided else decided)


def _worded(request: HttpRequest, field: Field) -> Json:
    """The moderator's own wording. Raises ValidationError that names the field."""
    try:
        return field.kind.parse(
            within_length(request.POST.get(f"instead-{field.key}", ""), LONGEST)
        )
    except ValidationError as error:
        raise ValidationError({field.key: error.messages}) from error


def _seen(request: HttpRequest, key: str) -> Json:
    try:
        return json.loads(request.POST.get(f"seen-{key}", ""))
    except ValueError:
        return None


def _show_again(request: HttpRequest, changes: list[FieldChange], error: ValidationError) -> None:
    """What was ticked and written stays in the form, beside what was wrong with it."""
    by_field = (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )
    for change in changes:
        key = change.field.key
        change.chosen = request.POST.get(f"verdict-{key}", "")
        change.reason = request.POST.get(f"reason-{key}", "")
        change.instead = request.POST.get(f"instead-{key}", "")
        change.error = " ".join(by_field.pop(key, []))
    for told in (message for found in by_field.values() for message in found):
        messages.error(request, told)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return dict(error.message_dict)
    return {NON_FIELD_ERRORS: error.messages}


def _following(request: HttpRequest, sent: Submission) -> Submission | None:
    """The next of the queue for whoever decides."""
    rows = Submission.objects.waiting().allowed(request.user, "decide").exclude(pk=sent.pk)
    return rows.first()


@signed_in
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Endorse, comment, or send back with a question."""
    sent = _visible(request, pk)
    turn = request.POST.get("turn", "")
    try:
        decide.remark(
            submission=sent,
            by=user_of(request),
            kind=request.POST.get("kind", ""),
            text=request.POST.get("text", "")[:4000],
            turn=counter(turn, -1),
        )
        messages.success(request, _("Noted. The author gets a mail."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(sent)


@signed_in
@require_POST
def confirm_for_country(request: HttpRequest, pk: int) -> HttpResponse:
    """One press of the focal point: what went live without the country is right."""
    decide.confirm_for_country(submission=_visible(request, pk), by=user_of(request))
    messages.success(request, _("Confirmed for your country."))
    return redirect("desk")


@signed_in
@require_POST
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that I look at it, or that I no longer do."""
    sent, user = _visible(request, pk), user_of(request)
    to = None if sent.assigned_to_id == user.pk else user
    decide.assign(submission=sent, by=user, to=to)
    return redirect(sent)


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The author withdraws it."""
    sent = _visible(request, pk)
    user = user_of(request)
    if sent.status == SubmissionStatus.WITHDRAWN and sent.author == user:  # pressed twice
        messages.info(request, _("It was withdrawn already."))
        return redirect(sent)
    withdraw(submission=sent, by=user)
    messages.success(request, _("Withdrawn. What you typed is in your basket, to be sent again."))
    return redirect(sent)


@signed_in
@require_POST
def revert(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one applied change back."""
    sent = _visible(request, pk)
    is_confirmation = sent.origin == Origin.CONFIRMATION
    row_for(request, get(sent.record), sent.key, "confirm" if is_confirmation else "change")
    try:
        made = reverting.revert(
            submission=sent,
            by=user_of(request),
            note=request.POST.get("note", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(sent)
    messages.success(request, _("Taken back."))
    return redirect(made)
