"""Accept at once what no check found anything about: shown whole first, then one press more."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.roles import roles_of
from sez_portal.common.numbers import counter
from sez_portal.records.desk.field_change import FieldChange
from sez_portal.records.desk.queue import Waiting, waiting_rows
from sez_portal.records.desk.queue_filter import Queue, QueueFilter
from sez_portal.records.desk.shared import signed_in, user_of
from sez_portal.records.models import Submission
from sez_portal.records.services.accept_many import Outcome, ShownProposal, accept_many

MOST = 50  # proposals on one page
MOST_FIELDS = 400  # and fields: a form holds no more than people can read


@dataclass(frozen=True)
class Box:
    """A proposal with the fields that can be accepted here, those that have to be looked at, and
    those to which the country may still answer."""

    row: Waiting
    changes: list[FieldChange]
    others: list[FieldChange]
    awaited: list[FieldChange]

    @property
    def seen(self) -> str:
        """The live values that this page shows, for the form."""
        return json.dumps({change.field.key: change.live for change in self.changes})


@dataclass(frozen=True)
class Passed:
    """A proposal that is left out, and why."""

    row: Waiting
    why: str


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """All fields within the filter that nothing was found about, of all rows or of those chosen in
    the queue; POST accepts what is ticked."""
    if not roles_of(request.user).is_staff:
        raise PermissionDenied("only the institute accepts many at once")
    asked = QueueFilter.of(request.GET)
    if request.method == "POST":
        outcome = accept_many(shown=_shown(request), by=user_of(request))
        _tell(request, outcome)
        return redirect(f"{reverse('queue')}{asked.query}")
    chosen = {counter(text) for text in request.GET.getlist("only")[:MOST]}
    if "chosen" in request.GET and not chosen:
        messages.info(request, _("Tick the rows that you want to accept."))
        return redirect(f"{reverse('queue')}{asked.query}")
    found = Queue(request.user, asked)
    decidable = found.rows.select_related("assigned_to")
    decidable = decidable.filter(Q(pk__in=chosen) if chosen else Q(is_awaited=False))
    rows = waiting_rows(request.user, list(decidable[: MOST + 1]), found)
    boxes, passed = _parted(rows[:MOST])
    context = {
        "boxes": boxes,
        "passed": passed,
        "asked": asked,
        "fields": sum(len(box.changes) for box in boxes),
        "has_more": len(rows) > MOST,
        "gone": len(chosen) - len(rows) if chosen else 0,
        "title": _("Accept all without a finding"),
    }
    return render(request, "desk/queue_accept.html", context)


def _parted(rows: Iterable[Waiting]) -> tuple[list[Box], list[Passed]]:
    """What can be accepted here, and what cannot, with the reason."""
    boxes: list[Box] = []
    passed: list[Passed] = []
    for row in rows:
        plain, why = row.plain, row.why_not
        if not why and sum(len(box.changes) for box in boxes) + len(plain) > MOST_FIELDS:
            why = _("There is no more room on this page.")
        if why:
            passed.append(Passed(row, why))
            continue
        awaited = [change for change in row.changes if change.field.key in row.awaited]
        others = [change for change in row.changes if change not in [*plain, *awaited]]
        boxes.append(Box(row, plain, others, awaited))
    return boxes, passed


def _shown(request: HttpRequest) -> list[ShownProposal]:
    """What the form says was shown and is still ticked."""
    pks = [counter(text) for text in request.POST.getlist("shown")[:MOST]]
    rows = Submission.objects.allowed(request.user, "view").filter(pk__in=pks)
    shown = []
    for submission in rows.select_related("assigned_to").order_by("submitted_at", "pk"):
        seen = _seen(request.POST.get(f"seen-{submission.pk}", ""))
        ticked = request.POST.getlist(f"field-{submission.pk}")
        live = {name: seen[name] for name in ticked if name in seen}
        turn = counter(request.POST.get(f"turn-{submission.pk}", ""), -1)
        if live:
            shown.append(ShownProposal(submission, turn, live))
    return shown


def _seen(text: str) -> dict[str, object]:
    try:
        seen = json.loads(text)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """What was accepted, and by name what was not."""
    if outcome.accepted:
        told = ngettext(
            "Accepted: %(fields)s field of %(count)s submission. The authors get a mail.",
            "Accepted: %(fields)s fields of %(count)s submissions. The authors get a mail.",
            outcome.fields,
        )
        messages.success(request, told % {"fields": outcome.fields, "count": len(outcome.accepted)})
    else:
        messages.warning(request, _("Nothing was accepted."))
    for left in outcome.left_out:
        told = _("Left out: %(title)s. %(why)s")
        messages.warning(request, told % {"title": left.submission.title, "why": left.why})
