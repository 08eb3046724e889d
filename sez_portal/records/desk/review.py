"""One submission: its author sees where it stands, moderators decide it field by field."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sez_portal.common.access import may
from sez_portal.common.lists import listed
from sez_portal.common.numbers import counter, within_length
from sez_portal.records.choices import Origin, SubmissionStatus, Verdict
from sez_portal.records.desk.changes import changes_of
from sez_portal.records.desk.field_change import FieldChange
from sez_portal.records.desk.queue_filter import QueueFilter
from sez_portal.records.desk.review_page import (
    here,
    lacking,
    onward,
    page,
    put_back_draft,
    seen_in,
    show_again,
    tell_words,
    text_of,
    typed_in,
    verdict_in,
    visible,
)
from sez_portal.records.desk.row_act import act_page
from sez_portal.records.desk.shared import row_for, signed_in, user_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, get
from sez_portal.records.services import decide, review_drafts
from sez_portal.records.services import revert as reverting
from sez_portal.records.services.decide import Ruling
from sez_portal.records.services.propose import withdraw
from sez_portal.records.widgets import LONGEST

KEEP, SAVE, FORGET = "keep", "save", "forget"  # what to do with what is chosen, besides deciding
MISSING = "missing"  # and to save it with a question for what a new row lacks


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal field by field; POST decides what is chosen, or keeps it for later.

    Whoever may decide it and opens it is marked in the queue as looking at it.
    """
    sent = visible(request, pk)
    if sent.act and not sent.status == SubmissionStatus.APPLIED:
        return act_page(request, sent)
    changes = changes_of([sent])[sent.pk]
    if request.method == "POST":
        if request.POST.get("do") in (KEEP, SAVE, FORGET, MISSING):
            return _kept(request, sent)
        try:
            return _decide(request, sent, changes)
        except ValidationError as error:
            return _refused(request, sent, error)
    if request.method == "GET" and sent.is_waiting and may(request.user, "decide", sent):
        decide.look_at(submission=sent, by=user_of(request))
        sent.refresh_from_db()
    return page(request, sent, changes, **put_back_draft(request, sent, changes))


def _kept(request: HttpRequest, sent: Submission) -> HttpResponse:
    """Keep what is chosen for this person alone; nothing is decided by it."""
    if request.POST["do"] == FORGET:
        review_drafts.forget(sent, user_of(request))
        messages.info(request, _("What you had chosen is removed. Nothing was decided."))
        return redirect(here(request, sent))
    if request.POST["do"] == KEEP and _was_decided_from(request, sent):
        return HttpResponse(status=204)  # it came late: what was chosen is decided
    typed = typed_in(request)
    if request.POST["do"] == MISSING:
        typed = {**typed, "text": _with_question(typed.get("text", ""), sent)}
        review_drafts.keep(sent, user_of(request), typed)
        return redirect(f"{here(request, sent)}#say")
    draft = review_drafts.keep(sent, user_of(request), typed)
    if request.POST["do"] == KEEP:
        return HttpResponse(status=204)
    if draft is None:
        messages.info(request, _("Nothing is chosen yet."))
    else:
        messages.success(request, _("Saved. Only you see it, and nothing is decided yet."))
    return redirect(here(request, sent))


def _with_question(text: str, sent: Submission) -> str:
    """What was written, and a question for what the new row lacks; to be read before it is sent."""
    question = _("Please add what you know of: %(fields)s.") % {"fields": listed(lacking(sent))}
    return text if question in text else f"{text}\n{question}".strip()


def _was_decided_from(request: HttpRequest, sent: Submission) -> bool:
    """Whether this person decided on the very page that asks to keep what was chosen there."""
    is_older = request.POST.get("turn", "") != str(sent.turn)
    return is_older and sent.decided_by_id == user_of(request).pk


def _refused(request: HttpRequest, sent: Submission, error: ValidationError) -> HttpResponse:
    """The page again, with what was chosen and why nothing was decided."""
    if may(request.user, "ask", sent):
        review_drafts.keep(sent, user_of(request), typed_in(request))
    sent.refresh_from_db()
    changes = changes_of([sent])[sent.pk]
    show_again(request, sent, changes, error)
    return page(request, sent, changes, status=409, **_unsaid(request, sent, error))


def _unsaid(request: HttpRequest, sent: Submission, error: ValidationError) -> dict[str, str]:
    """The comment that was to go along with a refused decision: it is there to be sent again, or
    to be copied where somebody was faster."""
    text = text_of(request)
    is_late = bool(text) and not may(request.user, "ask", sent)
    return {"said": text, "said_error": " ".join(error.messages) if is_late else ""}


def _decide(request: HttpRequest, sent: Submission, changes: list[FieldChange]) -> HttpResponse:
    rulings, typed = {}, typed_in(request)
    tell_words(request, sent, changes)
    for change in changes:
        key = change.field.key
        verdict = verdict_in(typed, change)
        if verdict == "instead":
            words = _worded(request, change.field)
            rulings[key] = Ruling(Verdict.ACCEPTED, seen=seen_in(typed, key), override=words)
        elif verdict in Verdict.values:
            is_declined = verdict == Verdict.DECLINED  # the box asks why it is declined
            reason = request.POST.get(f"reason-{key}", "") if is_declined else ""
            rulings[key] = Ruling(verdict, reason=reason, seen=seen_in(typed, key))
    turn = request.POST.get("turn", "")
    decided = decide.decide(
        submission=sent,
        by=user_of(request),
        rulings=rulings,
        turn=counter(turn, -1),
        said=text_of(request),
    )
    messages.success(request, _told_decided(decided))
    if decided.is_new and decided.parts.exists() and not decided.undecided:
        return redirect(here(request, decided))  # where it is completed, and the next one named
    return onward(request, decided)


def _told_decided(decided: Submission) -> str:
    words = {"title": decided.title, "count": len(decided.undecided)}
    if not decided.undecided:
        return _("Decided: %(title)s. The author is told by mail within the hour.") % words
    told = ngettext(
        "Decided: %(title)s, but for %(count)s field. The author is told by mail within the hour.",
        "Decided: %(title)s, but for %(count)s fields. The author is told by mail within the hour.",
        len(decided.undecided),
    )
    return told % words


def _worded(request: HttpRequest, field: Field) -> Json:
    """The moderator's own wording. Raises ValidationError that names the field."""
    try:
        return field.kind.parse(
            within_length(request.POST.get(f"instead-{field.key}", ""), LONGEST)
        )
    except ValidationError as error:
        raise ValidationError({field.key: error.messages}) from error


@signed_in
@require_POST
def confirm_for_country(request: HttpRequest, pk: int) -> HttpResponse:
    """One press of the focal point: what went live without the country is right."""
    decide.confirm_for_country(submission=visible(request, pk), by=user_of(request))
    messages.success(request, _("Confirmed for your country."))
    return redirect("desk")


@signed_in
@require_POST
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that I look at it, or that I no longer do."""
    sent, user = visible(request, pk), user_of(request)
    to = None if sent.assigned_to_id == user.pk else user
    decide.assign(submission=sent, by=user, to=to)
    if to is None:  # to open it again would mark it again
        return redirect(f"{reverse('queue')}{QueueFilter.of(request.GET).query}")
    return redirect(here(request, sent))


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The author withdraws it."""
    sent = visible(request, pk)
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
    sent = visible(request, pk)
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
        return page(request, sent, changes_of([sent])[sent.pk], status=409, back_error=told)
    messages.success(request, _("Taken back."))
    if is_confirmation:  # its button stands where figures are confirmed
        return redirect("confirm-row", sent.record, sent.key)
    return redirect(made)
