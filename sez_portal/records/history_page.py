"""The history of one row as a page of it: entries in words, what to narrow it by, days to go to."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import QueryDict

from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.dates import spell
from sez_portal.common.lists import listed
from sez_portal.common.numbers import counter
from sez_portal.records.choices import Origin
from sez_portal.records.history import Citations, Cited, HistoryEntry, history_entries
from sez_portal.records.history_filters import Narrowed, narrowed
from sez_portal.records.models import Evidence, Source, Submission
from sez_portal.records.record import Record
from sez_portal.records.time_machine import TimeMachine

PER_PAGE = 20
FOLD_FROM = 8  # more fields of a change than these are folded
ONE = "change"  # the parameter that names a change: its page is shown


class Entry(NamedTuple):
    """A change, and what the reader may do with it."""

    told: HistoryEntry
    note: str
    before: str  # the query of the page as it stood before
    may_open: bool  # its page on the desk

    @property
    def is_unchanged(self) -> bool:
        """Whether figures were only confirmed, or dated anew."""
        return all(field.is_same for field in self.told.fields)

    @property
    def is_folded(self) -> bool:
        return len(self.told.fields) > FOLD_FROM or self.is_unchanged

    @property
    def is_reverted(self) -> bool:
        return self.told.submission.origin == Origin.REVERT


class HistoryPage:
    """The same number of queries however many changes there are."""

    def __init__(self, record: Record, row: Any, reader: Any, query: QueryDict) -> None:
        self.record, self.row, self.reader, self.query = record, row, reader, query
        self.is_keeper = reader.is_authenticated and may(reader, "propose", row)
        self.machine = TimeMachine(record, row.key, reader)

    @cached_property
    def _changes(self) -> Any:
        """What the reader may read of it, newest first."""
        applied = Submission.objects.applied().filter(record=self.record.name, key=self.row.key)
        return applied.allowed(self.reader, "read")

    @cached_property
    def narrowed(self) -> Narrowed:
        return narrowed(self.record, self._changes, self.query)

    @cached_property
    def page(self) -> Page:
        paginator = Paginator(self.narrowed.changes, PER_PAGE)
        paginator.count = self.narrowed.count
        return paginator.get_page(self._number())

    def _number(self) -> str | int:
        """The page asked for, or that of the change asked for."""
        pk = counter(self.query.get(ONE, ""))
        newest_first = [step.pk for step in reversed(self.machine.steps) if step.is_readable]
        if pk not in newest_first:
            return self.query.get("page", "1")
        return newest_first.index(pk) // PER_PAGE + 1

    @cached_property
    def entries(self) -> list[Entry]:
        submissions = list(self.page)
        citations = citations_of(self.record, self.row.key, submissions)
        told = history_entries(self.record, submissions, self.reader, citations)
        openable = self._openable(submissions)
        return [
            Entry(
                one,
                one.submission.note if self.is_keeper else one.submission.public_note,
                self.machine.before.get(one.submission.pk, ""),
                one.submission.pk in openable,
            )
            for one in told
        ]

    def _openable(self, submissions: Iterable[Submission]) -> set[int]:
        """Those whose page on the desk the reader sees."""
        if not self.reader.is_authenticated:
            return set()
        seen = Submission.objects.filter(pk__in=[one.pk for one in submissions])
        return set(seen.allowed(self.reader, "view").values_list("pk", flat=True))

    @property
    def first_day(self) -> Any:
        return self.machine.first_day

    @property
    def last_day(self) -> Any:
        return dates.today()


def citations_of(record: Record, key: str, submissions: Sequence[Submission]) -> Citations:
    """What the figures of these changes rested on before and after; two queries."""
    fields = {name for sent in submissions for name in sent.fields if name in record.by_key}
    rows = Evidence.objects.filter(record=record.name, key=key, field__in=fields)
    rows = rows.prefetch_related(
        Prefetch("sources", Source.objects.order_by("pk"), to_attr="cited")
    )
    by_field: dict[str, list[Evidence]] = {}
    for row in rows.order_by("since", "pk"):
        by_field.setdefault(row.field, []).append(row)
    return {
        (sent.pk, name): (
            _cited_at(by_field.get(name, ()), sent.version - 1),
            _cited_at(by_field.get(name, ()), sent.version),
        )
        for sent in submissions
        for name in sent.fields
    }


def _cited_at(pieces: Iterable[Evidence], version: int) -> Cited:
    """Of the piece that was on show at that data version; the same as `as_of` says of rows."""
    for piece in pieces:
        was_shown = piece.is_shown if piece.until is None else piece.until > version
        if piece.since <= version and was_shown:
            return Cited(spell(piece.speaks_of), listed(one.title for one in piece.cited))
    return Cited()
