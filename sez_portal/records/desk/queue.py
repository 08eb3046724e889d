"""The queue: what waits for a decision, for how long, and who looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.dates import working_days
from sez_portal.records.desk.changes import changes_of
from sez_portal.records.desk.field_change import FieldChange
from sez_portal.records.desk.moved_points import PLACE
from sez_portal.records.desk.queue_filter import Queue, QueueFilter
from sez_portal.records.desk.shared import signed_in
from sez_portal.records.linked_names import country_names
from sez_portal.records.models import Submission
from sez_portal.records.policy import (
    DECISION_DAYS,
    CountryWord,
    calendar,
    country_words,
    overdue_before,
)
from sez_portal.records.record import every, get
from sez_portal.records.services.rivals import held_back

PER_PAGE = 50
FIRST = 3  # fields that a row tells


@dataclass(frozen=True)
class Waiting:
    """A submission of the queue: what it changes, how long it waits, and who looks at it."""

    submission: Submission
    days: int
    is_late: bool
    country: str
    kind: str
    changes: list[FieldChange]  # those that nobody decided yet
    word: CountryWord
    is_awaited: bool  # the country may still answer, and the reader does not speak for it
    looked_at_by: Any
    awaited: frozenset[str]  # the fields about which that is so
    is_mine: bool  # the reader is who looks at it

    @property
    def first(self) -> list[FieldChange]:
        """The fields that the row tells: those to look at come first."""
        return self._to_see_first[:FIRST]

    @property
    def more(self) -> list[FieldChange]:
        return self._to_see_first[FIRST:]

    @property
    def _to_see_first(self) -> list[FieldChange]:
        return sorted(self.changes, key=lambda one: not (one.has_finding or one.rivals))

    @property
    def findings(self) -> list[str]:
        """What the checks found, each once."""
        return list(dict.fromkeys(str(change.check) for change in self.changes if change.check))

    @property
    def plain(self) -> list[FieldChange]:
        """The fields that can be accepted without being looked at by themselves."""
        to_see = {one.field.key for one in self.changes if one.has_finding or one.first_rival}
        to_see |= get(self.submission.record).guarded
        if (to_see | self.awaited) & set(PLACE):  # half a point is none
            to_see |= set(PLACE)
        return [one for one in self.changes if one.field.key not in to_see | self.awaited]

    @property
    def why_not(self) -> str:
        """Why nothing of it can be accepted among others; "" when it can."""
        if self.looked_at_by and not self.is_mine:
            return gettext("%(name)s looks at it now.") % {"name": self.looked_at_by}
        if self.is_awaited:
            return gettext("The country may still answer.")
        if self.submission.is_new or self.submission.act:
            return gettext("It is about a whole row, and is looked at by itself.")
        if self.plain:
            return ""
        return self.held_back or gettext("Every field of it has to be looked at.")

    @property
    def held_back(self) -> str:
        """The rival that sent another value of some field first, and of which; "" without one."""
        held = [change for change in self.changes if change.first_rival]
        rival = held[0].first_rival if held else None
        if rival is None:
            return ""
        names = [change.field.key for change in held if change.first_rival == rival]
        return held_back(get(self.submission.record), names, rival)

    @property
    def may_pick(self) -> bool:
        return not self.why_not

    @property
    def said(self) -> list[FieldChange]:
        """The fields on which the country said its word."""
        return [change for change in self.changes if change.word is not None]

    @property
    def objected(self) -> bool:
        """Whether the country objects to any of it."""
        return any(change.is_objected for change in self.changes)

    @property
    def has_rivals(self) -> bool:
        """Whether another proposal waits that wants something else of the same field."""
        return any(change.rivals for change in self.changes)

    @property
    def is_plain(self) -> bool:
        """Whether it has fields, and nothing is to be said against any of them."""
        is_told = self.has_rivals or self.has_conflict or self.objected or self.findings
        return bool(self.changes) and not is_told

    @property
    def has_conflict(self) -> bool:
        return any(change.is_conflict for change in self.changes)


@signed_in
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision within a filter; in as many queries for 20 as for 2,000."""
    asked = QueueFilter.of(request.GET)
    found = Queue(request.user, asked)
    page = Paginator(found.rows.select_related("assigned_to"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = waiting_rows(request.user, list(page), found)
    context = {
        "page": page,
        "rows": rows,
        "now": [row for row in rows if not row.is_awaited],
        "later": [row for row in rows if row.is_awaited],
        "choices": found.choices(),
        "asked": asked,
        "limit": DECISION_DAYS,
        "may_accept": roles_of(request.user).is_staff,
        "picks": any(row.may_pick for row in rows),
        "title": _("Waiting for a decision"),
    }
    return render(request, "desk/queue.html", context)


def waiting_rows(
    user: Any, submissions: Sequence[Submission], found: Queue | None = None
) -> list[Waiting]:
    """The rows of the queue for these; one query for each thing they tell, however many.

    `found` is the queue that they are of, when it was asked already.
    """
    known = {record.name for record in every()}
    rows = [row for row in submissions if row.record in known]
    told, names = (found.calendar, found.countries) if found else (calendar(), country_names())
    changes, words, own = changes_of(rows), country_words(rows, told), roles_of(user).countries
    shown, today = [], dates.today()
    for row in rows:
        off = told.days_off.get(row.country, ())
        since = dates.day_of(row.submitted_at) if row.submitted_at else today
        looker = row.looked_at_by
        for change in changes[row.pk]:
            change.word = words[row.pk].fields.get(change.field.key)
        shown.append(
            Waiting(
                submission=row,
                days=working_days(since, today, off),
                is_late=since < overdue_before(today, off),
                country=names.get(row.country, row.country),
                kind=str(get(row.record).label),
                changes=[change for change in changes[row.pk] if change.decision is None],
                word=words[row.pk],
                is_awaited=words[row.pk].is_awaited and row.country not in own,
                awaited=frozenset(words[row.pk].awaited if row.country not in own else ()),
                looked_at_by=looker,
                is_mine=looker is not None and looker.pk == user.pk,
            )
        )
    return shown


@dataclass(frozen=True)
class Neighbours:
    """Where a submission stands within a filter: the next of it, its number, and how many."""

    following: Submission | None
    number: int
    count: int


def neighbours(user: Any, asked: QueueFilter, sent: Submission) -> Neighbours:
    """The next after this one within the filter, never one before it.

    Of those that may be decided, if this one may; what a colleague looks at is passed over.
    """
    found = Queue(user, asked)
    word = country_words([sent], found.calendar)[sent.pk]
    is_awaited = word.is_awaited and sent.country not in roles_of(user).countries
    rows = found.rows.filter(is_awaited=is_awaited)
    moment = sent.submitted_at
    later = Q(submitted_at__gt=moment) | Q(submitted_at=moment, pk__gt=sent.pk)
    after = rows.filter(later).exclude(pk=sent.pk) if moment else rows.none()
    taken = Submission.objects.looked_at().exclude(assigned_to=user.pk)
    following = after.exclude(pk__in=taken.values("pk")).first()
    count = rows.exclude(pk=sent.pk).count() + 1
    return Neighbours(following, count - after.count(), count)
