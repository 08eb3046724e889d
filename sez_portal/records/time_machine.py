"""A page as it stood: on a day (`?as_of=2026-01-31`), or before a change (`?before=1234`).

A day ends with its last change; two changes of one day are told apart by `before`. A reader sees
a state of the past where they may read the change that brought it about.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext as _

from sez_portal.common import dates
from sez_portal.common.access import rule_of
from sez_portal.common.dates import spell
from sez_portal.common.numbers import counter
from sez_portal.records.evidence.facts import Then
from sez_portal.records.models import Submission
from sez_portal.records.past import CHANGE, DAY, end_of
from sez_portal.records.record import Record


class Step(NamedTuple):
    """A change of a row, and whether the reader may read of it."""

    pk: int
    version: int
    at: datetime.datetime
    is_readable: bool

    @property
    def day(self) -> datetime.date:
        return dates.day_of(self.at)


@dataclass(frozen=True)
class Past:
    """A state of the past: the moment, and the ways to the states beside it.

    `before` is the change that it is of, where the reader named one. `earlier` and `later` are
    queries of a page of the past; "" where there is none.
    """

    then: Then
    before: Step | None = None
    earlier: str = ""
    later: str = ""


class TimeMachine:
    """The changes of one row, and the states between them that a reader may see; one query."""

    def __init__(self, record: Record, key: str, reader: Any = None) -> None:
        self.record, self.key, self.reader = record, key, reader

    @cached_property
    def steps(self) -> list[Step]:
        """Every change, the first one first."""
        rule = rule_of(self.reader, Submission, "read")
        readable = Case(When(rule, Value(True)), default=Value(False), output_field=BooleanField())
        rows = Submission.objects.applied().filter(record=self.record.name, key=self.key)
        rows = rows.order_by("version", "pk").annotate(readable=readable)
        found = rows.values_list("pk", "version", "applied_at", "readable")
        return [Step(*row) for row in found]

    @property
    def first_day(self) -> datetime.date | None:
        """The day from which the reader may see it: strangers since it was published."""
        return next((step.day for step in self.steps if step.is_readable), None)

    @cached_property
    def before(self) -> dict[int, str]:
        """The query of the page before each change, where the reader may see that."""
        return {step.pk: self._query(number) for number, step in enumerate(self.steps)}

    @property
    def before_the_last(self) -> str:
        return self._query(len(self.steps) - 1)

    def at(self, query: Mapping[str, str]) -> Past | None:
        """The state that the query names; None for none, and for one not to be seen."""
        if number := counter(query.get(CHANGE, "")):
            return self._before(number)
        return self._on(query.get(DAY, ""))

    def _before(self, pk: int) -> Past | None:
        place = next((n for n, step in enumerate(self.steps) if step.pk == pk), 0)
        if not self._query(place):
            return None
        place, step = self._count_before(place), self.steps[place]
        earlier, later = self._around(place)
        return Past(Then(step.version - 1, step.day), step, earlier, later)

    def _on(self, text: str) -> Past | None:
        """The end of that day; None for what is no day, for one too early or to come."""
        moment = end_of(text)
        if moment is None or moment.date() > dates.today():
            return None
        count = max((n for n, step in enumerate(self.steps, 1) if step.at <= moment), default=0)
        if not count or not self.steps[count - 1].is_readable:
            return None
        return Past(Then(self.steps[count - 1].version, moment.date()), None, *self._around(count))

    def _around(self, count: int) -> tuple[str, str]:
        """The queries of the states one change earlier and one later than `count` changes."""
        return self._query(count - 1), self._query(count + 1)

    def _query(self, count: int) -> str:
        """The query of the state after so many changes; "" of none, of one not to be seen, and of
        the page of today."""
        if not 0 < count < len(self.steps):
            return ""
        stood = self._count_before(count)
        is_seen = stood > 0 and self.steps[stood - 1].is_readable
        return f"?{CHANGE}={self.steps[count].pk}" if is_seen else ""

    def _count_before(self, place: int) -> int:
        """How many changes stood before the data version of the one at that place."""
        while place and self.steps[place - 1].version == self.steps[place].version:
            place -= 1
        return place

    def why_not(self, query: Mapping[str, str]) -> str:
        """That what the query names was ignored, and which days there are."""
        asked = query.get(CHANGE) or query.get(DAY) or ""
        words = {"date": asked[:20]}
        if first := self.first_day:
            words["first"] = spell(first.isoformat())
            return (
                _(
                    "“%(date)s” was ignored: there is something to show from %(first)s to today. "
                    "Write the day as 2026-01-31."
                )
                % words
            )
        return _("“%(date)s” was ignored: nothing is kept of that day.") % words
