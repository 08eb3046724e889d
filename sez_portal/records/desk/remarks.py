"""What is said about a proposal that waits: a word of the country, a comment, a question."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sez_portal.common.access import may
from sez_portal.common.numbers import counter
from sez_portal.records import policy
from sez_portal.records.choices import ANSWERS, RemarkKind
from sez_portal.records.desk.changes import changes_of
from sez_portal.records.desk.review_page import (
    here,
    onward,
    page,
    put_back,
    show_again,
    text_of,
    typed_in,
    verdict_in,
    visible,
)
from sez_portal.records.desk.shared import signed_in, user_of
from sez_portal.records.models import Submission
from sez_portal.records.services import decide, review_drafts
from sez_portal.records.services.country_words import Words


@signed_in
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Endorse, comment, send back with a question, or for the country a word on each field;
    refused, what was chosen and written stays."""
    sent, text, kind = visible(request, pk), text_of(request), request.POST.get("kind", "")
    if may(request.user, "ask", sent):
        review_drafts.keep(sent, user_of(request), typed_in(request))
    try:
        decide.remark(
            submission=sent,
            by=user_of(request),
            kind=kind,
            text=text,
            turn=counter(request.POST.get("turn", ""), -1),
            seen=counter(request.POST.get("seen", "")),
            words=_words(request, sent) if kind == RemarkKind.WORDS else None,
        )
    except ValidationError as error:
        return _refused(request, sent, kind, error)
    review_drafts.forget_text(sent, user_of(request))
    sent.refresh_from_db()
    if kind in ANSWERS and not set(sent.undecided) - set(policy.answered(sent)):
        told = _("Noted: %(title)s. The author is told by mail.") % {"title": sent.title}
        messages.success(request, told)
        return onward(request, sent)
    messages.success(request, _("Noted. The author is told by mail."))
    changes = changes_of([sent])[sent.pk]
    put_back(typed_in(request), sent, changes)
    if kind != RemarkKind.WORDS and any(change.chosen or change.reason for change in changes):
        return page(request, sent, changes)
    return redirect(here(request, sent))


def _words(request: HttpRequest, sent: Submission) -> Words:
    """The word that was chosen for each field, as far as one was."""
    typed = typed_in(request)
    return {
        change.field.key: {
            "word": verdict_in(typed, change),
            "reason": typed.get(f"reason-{change.field.key}", "").strip()[:2000],
        }
        for change in changes_of([sent])[sent.pk]
        if verdict_in(typed, change)
    }


def _refused(
    request: HttpRequest, sent: Submission, kind: str, error: ValidationError
) -> HttpResponse:
    """The page again with what was chosen and written, and what was wrong at its place."""
    sent.refresh_from_db()
    changes = changes_of([sent])[sent.pk]
    if kind == RemarkKind.WORDS and may(request.user, "ask", sent):
        show_again(request, sent, changes, error)
        return page(request, sent, changes, status=409, said=text_of(request))
    put_back(typed_in(request), sent, changes)
    told = {"said": text_of(request), "said_error": " ".join(error.messages)}
    return page(request, sent, changes, status=409, **told)
