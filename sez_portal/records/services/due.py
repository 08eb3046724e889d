"""What is to be confirmed: one count, for the administration, the desk and its lists.

A figure is to be confirmed when its period has passed, and nobody proposed another value of it:
of what waits for a decision nobody can say that it is true.
"""

import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sez_portal.common import dates
from sez_portal.records.choices import State, SubmissionStatus
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.record import Record


def due_figures(day: datetime.date | None = None) -> QuerySet[Evidence]:
    """The figures to confirm on that day, today without one; a vocabulary's "unknown" is none."""
    day = day or dates.today()
    known = Evidence.objects.filter(is_shown=True, months__isnull=False, state=State.KNOWN)
    due = known.exclude(value="unknown").filter(Q(due_on__lte=day) | Q(due_on=None))
    return due.exclude(pk__in=_held_up(due))


def _held_up(due: QuerySet[Evidence]) -> list[int]:
    """Those of these figures for which a change waits; two queries."""
    waiting: dict[tuple[str, str], set[str]] = {}
    sent = Submission.objects.filter(status=SubmissionStatus.WAITING, act="", is_new=False)
    for one in sent.only("record", "key", "changes", "evidence", "decisions"):
        waiting.setdefault((one.record, one.key), set()).update(one.undecided)
    keys = {key for _record, key in waiting}
    rows = due.filter(key__in=keys).values_list("pk", "record", "key", "field") if keys else ()
    return [pk for pk, record, key, field in rows if field in waiting.get((record, key), ())]


def is_stale(day: datetime.date) -> Q:
    """Of figures to confirm, those whose period passed twice, or that have no date at all."""
    return Q(stale_on__lte=day) | Q(stale_on=None)


def overdue(record: Record) -> Coalesce:
    """How many figures of a row are to be confirmed: for `annotate`."""
    own = due_figures().filter(record=record.name, key=OuterRef("key"))
    counted = own.order_by().values("key").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def due_by(column: str, figures: Any, day: datetime.date) -> dict[str, dict[str, int]]:
    """How many of these figures are to be confirmed, and how many of them are stale, by the
    values of a column: "key" or "country"."""
    counts = figures.order_by().values(column)
    rows = counts.annotate(due=Count("pk"), stale=Count("pk", filter=is_stale(day)))
    return {row[column]: row for row in rows}
