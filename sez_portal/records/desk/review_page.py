"""The page of one submission: what stands on it, and what somebody chose there without deciding."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.records import policy
from sez_portal.records.choices import FieldWord, SubmissionStatus, Verdict
from sez_portal.records.desk.field_change import FieldChange
from sez_portal.records.desk.moved_points import moved_point
from sez_portal.records.desk.questions import place_to_answer
from sez_portal.records.desk.queue import neighbours
from sez_portal.records.desk.queue_filter import QueueFilter
from sez_portal.records.desk.shared import hidden, user_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import every, get
from sez_portal.records.services import basket, review_drafts
from sez_portal.records.taken_back import status_told, taken_back, told_of
from sez_portal.records.undoings import came_back, is_undoing

Typed = Mapping[str, str]  # what stands in the form, by the name of the input
ALL = "all"  # the button that accepts every field
REFUSALS = (Verdict.DECLINED, FieldWord.OBJECTED)


def visible(request: HttpRequest, pk: int) -> Submission:
    """The submission, if this person may know of it. Raises Http404."""
    sent = Submission.objects.allowed(request.user, "view").filter(pk=pk).first()
    if sent is None or sent.record not in {record.name for record in every()}:
        raise hidden(request, "submission", pk)
    return sent


def page(
    request: HttpRequest,
    sent: Submission,
    changes: list[FieldChange],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The submission field by field, with what this reader may do."""
    record, roles, asked = get(sent.record), roles_of(request.user), QueueFilter.of(request.GET)
    own = policy.countries_of(sent) & roles.countries
    may_decide, word = may(request.user, "decide", sent), tell_words(request, sent, changes)
    undecided = [change for change in changes if change.decision is None]
    may_endorse = bool(own) and may(request.user, "endorse", sent)
    row = record.model._default_manager.filter(key=sent.key).first()
    back = taken_back([sent])[sent.pk]
    for change in changes:
        change.back = back.get(change.field.key)
    context = {
        "sent": sent,
        "record": record,
        "changes": changes,
        "undecided": undecided,
        "acceptable": [change for change in undecided if change.until is None],
        "has_rivals": any(change.rivals for change in undecided),
        "with_all": [change for change in undecided if change.goes_with_all],
        "faults": [one for one in changes if one.error] if may_decide or may_endorse else [],
        "chosen": [one for one in changes if one.chosen] if not (may_decide or may_endorse) else [],
        "remarks": list(sent.remarks.all()),
        "parts": sent.parts.applied(),
        "may_decide": may_decide,
        "may_word": roles.is_staff or not record.shared,
        "may_speak": may(request.user, "ask", sent),
        "may_endorse": may_endorse,
        "answers_by_field": may_endorse and not may_decide and bool(undecided),
        "word": word,
        "may_withdraw": may(request.user, "withdraw", sent),
        "answer_at": _answer_at(request, sent),
        "may_reopen": may(request.user, "reopen", sent) and bool(basket.came_back(sent)),
        "may_revert": bool(changes) and may(request.user, "revert", sent),
        "may_confirm": may(request.user, "confirm", sent),
        "until": word.last,
        "today": dates.today(),
        "asked": asked,
        "place": neighbours(request.user, asked, sent) if roles.is_staff or own else None,
        "lacks": lacking(sent) if may_decide else [],
        "may_complete": sent.is_new and row is not None and may(request.user, "propose", row),
        "move": moved_point(record, row, changes),
        "row": row,
        "status": status_told(sent, back),
        "backs": told_of(record, sent, back),
        "came_back": came_back(sent) if is_undoing(sent) else [],
        **dict.fromkeys(("said", "said_error", "back_error"), ""),
    }
    return render(request, "desk/submission.html", context | more, status=status)


def _answer_at(request: HttpRequest, sent: Submission) -> str:
    """Where its author answers the question with which it came back; "" where none is asked."""
    asks = sent.status == SubmissionStatus.RETURNED and may(request.user, "edit", sent)
    return place_to_answer(sent) if asks else ""


def lacking(sent: Submission) -> list[str]:
    """What the form of a new row asked for and its author left empty."""
    record = get(sent.record)
    asked = [name for name in record.by_key if name in sent.typed and sent.is_new]
    return [str(record[name].label) for name in asked if name not in sent.fields]


def tell_words(
    request: HttpRequest, sent: Submission, changes: list[FieldChange]
) -> policy.CountryWord:
    """The word of the country; each change holds what it says of it, or until when the reader
    cannot accept it since the country may still answer."""
    word = policy.country_words([sent])[sent.pk]
    speaks = bool(policy.countries_of(sent) & roles_of(request.user).countries)
    for change in changes:
        change.word = word.fields.get(change.field.key)
        change.until = None if speaks else word.awaited.get(change.field.key)
    return word


def put_back_draft(request: HttpRequest, sent: Submission, changes: list[FieldChange]) -> Any:
    """What stands in the page of what this person chose before and did not decide."""
    draft = review_drafts.draft_of(sent, user_of(request))
    if draft is None:
        return {}
    typed = review_drafts.typed_of(draft)
    put_back(typed, sent, changes)
    return {"draft": draft, "said": typed.get("text", "")}


def here(request: HttpRequest, sent: Submission) -> str:
    """The address of the submission with the filter that it was opened from."""
    return f"{sent.get_absolute_url()}{QueueFilter.of(request.GET).query}"


def onward(request: HttpRequest, sent: Submission) -> HttpResponse:
    """On to the next of one's filter; behind the last one, back to the queue."""
    asked = QueueFilter.of(request.GET)
    following = neighbours(request.user, asked, sent).following
    if following is not None:
        return redirect(f"{following.get_absolute_url()}{asked.query}")
    messages.info(request, _("That was the last one. What you passed over still waits here."))
    return redirect(f"{reverse('queue')}{asked.query}")


def text_of(request: HttpRequest) -> str:
    """What was written beside the fields."""
    return request.POST.get("text", "")[:4000]


def typed_in(request: HttpRequest) -> Typed:
    """The form as it was sent: what was chosen and written for each field, and the turn seen."""
    return request.POST.dict()


def verdict_in(typed: Typed, change: FieldChange) -> str:
    """What was chosen for the field: its own choice, or that of the button for all of them."""
    if typed.get("do") == ALL and change.goes_with_all:
        return Verdict.ACCEPTED
    return typed.get(f"verdict-{change.field.key}", "")


def seen_in(typed: Typed, key: str) -> Json:
    """The live value that the form showed for the field."""
    try:
        return json.loads(typed.get(f"seen-{key}", ""))
    except ValueError:
        return None


def put_back(typed: Typed, sent: Submission, changes: list[FieldChange]) -> None:
    """Show what was chosen and written once more, not decided.

    What became another value meanwhile is not accepted any more: nobody has looked at it.
    """
    is_anew = typed.get("turn") != str(sent.turn)
    for change in changes:
        key, verdict = change.field.key, verdict_in(typed, change)
        has_moved = is_anew or seen_in(typed, key) != change.live
        stays = not sent.is_waiting or not has_moved or verdict in REFUSALS
        change.chosen = verdict if stays else ""
        change.reason = typed.get(f"reason-{key}", "")
        change.instead = typed.get(f"instead-{key}", "")


def show_again(
    request: HttpRequest, sent: Submission, changes: list[FieldChange], error: ValidationError
) -> None:
    """What was chosen and written stays in the form, beside what was wrong with it."""
    put_back(typed_in(request), sent, changes)
    by_field = _by_field(error)
    for change in changes:
        change.error = " ".join(by_field.pop(change.field.key, []))
    for told in (message for found in by_field.values() for message in found):
        messages.error(request, told)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return dict(error.message_dict)
    return {NON_FIELD_ERRORS: error.messages}
