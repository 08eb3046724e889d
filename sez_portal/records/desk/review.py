"""One submission: its author sees where it stands, moderators decide it field by field."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.numbers import counter, within_length
from sez_portal.records import policy
from sez_portal.records.choices import Origin, SubmissionStatus, Verdict
from sez_portal.records.desk.changes import FieldChange, changes_of
from sez_portal.records.desk.moved_points import moved_point
from sez_portal.records.desk.queue import neighbours
from sez_portal.records.desk.queue_filter import QueueFilter
from sez_portal.records.desk.row_act import act_page
from sez_portal.records.desk.shared import hidden, row_for, signed_in, user_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, every, get
from sez_portal.records.services import basket, decide
from sez_portal.records.services import revert as reverting
from sez_portal.records.services.decide import Ruling
from sez_portal.records.services.propose import withdraw
from sez_portal.records.widgets import LONGEST

ALL = "all"  # the button that accepts every field


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal field by field; POST decides what is ticked.

    Whoever may decide it and opens it is marked in the queue as looking at it.
    """
    sent = _visible(request, pk)
    if sent.act and not sent.status == SubmissionStatus.APPLIED:
        return act_page(request, sent)
    changes = changes_of([sent])[sent.pk]
    if request.method == "POST":
        try:
            return _decide(request, sent, changes)
        except ValidationError as error:
            sent.refresh_from_db()
            changes = changes_of([sent])[sent.pk]
            _show_again(request, sent, changes, error)
            return _page(request, sent, changes, status=409, **_unsaid(request, sent, error))
    if request.method == "GET" and sent.is_waiting and may(request.user, "decide", sent):
        decide.look_at(submission=sent, by=user_of(request))
        sent.refresh_from_db()
    return _page(request, sent, changes)


def _unsaid(request: HttpRequest, sent: Submission, error: ValidationError) -> dict[str, str]:
    """The comment that was to go along with a refused decision: it is there to be sent again, or
    to be copied where somebody was faster."""
    text = _text(request)
    is_late = bool(text) and not may(request.user, "ask", sent)
    return {"said": text, "said_error": " ".join(error.messages) if is_late else ""}


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")[:4000]


def _page(
    request: HttpRequest,
    sent: Submission,
    changes: list[FieldChange],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    record, roles, asked = get(sent.record), roles_of(request.user), QueueFilter.of(request.GET)
    own = policy.countries_of(sent) & roles.countries
    may_endorse, word = may(request.user, "endorse", sent), _tell_awaited(request, sent, changes)
    may_decide = may(request.user, "decide", sent)
    undecided = [change for change in changes if change.decision is None]
    row = record.model._default_manager.filter(key=sent.key).first()
    context = {
        "sent": sent,
        "record": record,
        "changes": changes,
        "undecided": undecided,
        "acceptable": [change for change in undecided if change.until is None],
        "faults": [change for change in changes if change.error] if may_decide else [],
        "chosen": [change for change in changes if change.chosen] if not may_decide else [],
        "remarks": list(sent.remarks.all()),
        "parts": sent.parts.applied(),
        "may_decide": may_decide,
        "may_word": roles.is_staff or not record.shared,
        "may_speak": may(request.user, "ask", sent),
        "may_endorse": bool(own) and may_endorse,
        "may_withdraw": may(request.user, "withdraw", sent),
        "may_reopen": may(request.user, "reopen", sent) and bool(basket.came_back(sent)),
        "may_revert": may(request.user, "revert", sent),
        "may_confirm": may(request.user, "confirm", sent),
        "until": word.last,
        "today": dates.today(),
        "asked": asked,
        "place": neighbours(request.user, asked, sent) if roles.is_staff or own else None,
        "move": moved_point(record, row, changes),
        "row": row,
        **dict.fromkeys(("said", "said_error", "back_error"), ""),
    }
    return render(request, "desk/submission.html", context | more, status=status)


def _tell_awaited(
    request: HttpRequest, sent: Submission, changes: list[FieldChange]
) -> policy.CountryWord:
    """The word of the country; each change says so that the reader cannot accept yet for it."""
    word = policy.country_words([sent])[sent.pk]
    if not policy.countries_of(sent) & roles_of(request.user).countries:
        for change in changes:
            change.until = word.awaited.get(change.field.key)
    return word


def _visible(request: HttpRequest, pk: int) -> Submission:
    """The submission, if this person may know of it. Raises Http404."""
    sent = Submission.objects.allowed(request.user, "view").filter(pk=pk).first()
    if sent is None or sent.record not in {record.name for record in every()}:
        raise hidden(request, "submission", pk)
    return sent


def _decide(request: HttpRequest, sent: Submission, changes: list[FieldChange]) -> HttpResponse:
    rulings = {}
    _tell_awaited(request, sent, changes)
    for change in changes:
        key = change.field.key
        verdict = _verdict(request, change)
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
        said=_text(request),
    )
    messages.success(request, _told_decided(decided))
    return _onward(request, decided)


def _verdict(request: HttpRequest, change: FieldChange) -> str:
    """What was chosen for the field: its own choice, or that of the button for all of them."""
    if request.POST.get("do") == ALL and change.decision is None and change.until is None:
        return Verdict.ACCEPTED
    return request.POST.get(f"verdict-{change.field.key}", "")


def _told_decided(decided: Submission) -> str:
    words = {"title": decided.title, "count": len(decided.undecided)}
    if not decided.undecided:
        return _("Decided: %(title)s. The author is told by mail.") % words
    told = ngettext(
        "Decided: %(title)s, but for %(count)s field. The author is told by mail.",
        "Decided: %(title)s, but for %(count)s fields. The author is told by mail.",
        len(decided.undecided),
    )
    return told % words


def _onward(request: HttpRequest, sent: Submission) -> HttpResponse:
    """On to the next of one's filter; behind the last one, back to the queue."""
    asked = QueueFilter.of(request.GET)
    following = neighbours(request.user, asked, sent).following
    if following is not None:
        return redirect(f"{following.get_absolute_url()}{asked.query}")
    messages.info(request, _("That was the last one. What you passed over still waits here."))
    return redirect(f"{reverse('queue')}{asked.query}")


def _here(request: HttpRequest, sent: Submission) -> str:
    """The page of the submission with the filter that it was opened from."""
    return f"{sent.get_absolute_url()}{QueueFilter.of(request.GET).query}"


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


def _show_again(
    request: HttpRequest, sent: Submission, changes: list[FieldChange], error: ValidationError
) -> None:
    """What was ticked and written stays in the form, beside what was wrong with it.

    What became another value meanwhile is not accepted any more: nobody has looked at it.
    """
    by_field, is_anew = _by_field(error), request.POST.get("turn") != str(sent.turn)
    for change in changes:
        key, verdict = change.field.key, _verdict(request, change)
        has_moved = is_anew or _seen(request, key) != change.live
        is_declined = verdict == Verdict.DECLINED
        change.chosen = "" if has_moved and sent.is_waiting and not is_declined else verdict
        change.reason = request.POST.get(f"reason-{key}", "")
        change.instead = request.POST.get(f"instead-{key}", "")
        change.error = " ".join(by_field.pop(key, []))
    for told in (message for found in by_field.values() for message in found):
        messages.error(request, told)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return dict(error.message_dict)
    return {NON_FIELD_ERRORS: error.messages}


@signed_in
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Endorse, comment, or send back with a question; refused, what was written stays."""
    sent, text = _visible(request, pk), _text(request)
    try:
        decide.remark(
            submission=sent,
            by=user_of(request),
            kind=request.POST.get("kind", ""),
            text=text,
            turn=counter(request.POST.get("turn", ""), -1),
            seen=counter(request.POST.get("seen", "")),
        )
    except ValidationError as error:
        sent.refresh_from_db()
        told = {"said": text, "said_error": " ".join(error.messages)}
        return _page(request, sent, _as_chosen(request, sent), status=409, **told)
    messages.success(request, _("Noted. The author is told by mail."))
    sent.refresh_from_db()
    changes = _as_chosen(request, sent)
    if any(change.chosen or change.reason for change in changes):
        return _page(request, sent, changes)
    return redirect(_here(request, sent))


def _as_chosen(request: HttpRequest, sent: Submission) -> list[FieldChange]:
    """The changes with what was chosen for them, but not decided: another button was pressed."""
    changes = changes_of([sent])[sent.pk]
    _show_again(request, sent, changes, ValidationError({}))
    return changes


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
    if to is None:  # to open it again would mark it again
        return redirect(f"{reverse('queue')}{QueueFilter.of(request.GET).query}")
    return redirect(_here(request, sent))


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
        told = " ".join(error.messages)
        return _page(request, sent, changes_of([sent])[sent.pk], status=409, back_error=told)
    messages.success(request, _("Taken back."))
    if is_confirmation:  # its button stands where figures are confirmed
        return redirect("confirm-row", sent.record, sent.key)
    return redirect(made)
