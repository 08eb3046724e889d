"""Figures as a page shows them: value, sources, how fresh it is, or why it is missing."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sez_portal.common import dates
from sez_portal.common.dates import spell
from sez_portal.common.stored_words import in_words
from sez_portal.records.choices import UNSAID, Ending, Freshness, State
from sez_portal.records.evidence.summary import Summary
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Evidence, Source
from sez_portal.records.past import values_at
from sez_portal.records.record import Field, Record, is_known


@dataclass(frozen=True)
class FreshnessBadge:
    """The closed mark beside a figure: how fresh it is, and of which year."""

    state: str
    shown: Evidence | Summary | None

    @property
    def label(self) -> str:
        return str(Freshness(self.state).label)

    @property
    def year(self) -> str:
        return (self.shown and self.shown.speaks_of[:4]) or _("undated")


@dataclass(frozen=True)
class Mark(FreshnessBadge):
    """The mark that opens to the three dates, spelled when somebody asks for them."""

    shown: Evidence | None
    today: datetime.date

    @property
    def speaks_of(self) -> str:
        return (self.shown and spell(self.shown.speaks_of)) or _("not known")

    @property
    def holds_until(self) -> str:
        """The last day for which its source gives the figure; "" where it names none."""
        until = self.shown and self.shown.holds_until
        return spell(until.isoformat()) if until else ""

    @property
    def confirmed(self) -> str:
        return _confirmation(self.shown) if self.shown else _("Not yet")

    @property
    def due(self) -> str:
        due_on = self.shown and self.shown.due_on
        return spell(due_on.isoformat()) if due_on else ""

    @property
    def is_overdue(self) -> bool:
        due_on = self.shown and self.shown.due_on
        return due_on is None or due_on <= self.today


@dataclass
class ListFact:
    """One field of one record as a list shows it.

    `state` is a State; `reason` says why a value is withheld or cannot apply.
    """

    field: Field
    value: Json
    shown: str
    state: str
    reason: str = ""
    mark: FreshnessBadge | None = None

    @property
    def is_known(self) -> bool:
        return self.state == State.KNOWN


@dataclass
class Fact(ListFact):
    """The same as a page shows it, with what it rests on.

    `notes` are the numbers of the sources on this page; `others` are figures that other
    sources give, each value once: of a fact that is not known those that were not taken for it,
    with why; `earlier` are dated figures that were replaced since.
    """

    mark: Mark | None = None
    notes: list[int] = dataclasses.field(default_factory=list)
    others: list["Other"] = dataclasses.field(default_factory=list)
    earlier: list[Evidence] = dataclasses.field(default_factory=list)
    remark: str = ""  # what the figure is, where its value alone does not tell
    speaks_of: str = ""  # of a text that never needs asking again too, which has no mark


@dataclass(frozen=True)
class Other:
    """A figure that another source gives for the same thing."""

    value: Json
    shown: str
    speaks_of: str
    year: str
    note: str
    notes: list[int]
    unit: str = ""
    is_left: bool = False  # not taken as the figure, which is not known

    @property
    def said(self) -> str:
        """What it gives, of when; of one that was not taken also why."""
        told = _("Another source gives %(value)s")
        if self.is_left:
            told = _("A source gives %(value)s, which is not taken as this figure")
        told %= {"value": " ".join(filter(None, (self.shown, self.unit)))}
        dated = f"{told} ({self.speaks_of})" if self.speaks_of else told
        return f"{dated}: {self.note}" if self.note and self.is_left else dated


class Notes:
    """Numbers the sources of a page in the order in which it cites them."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.sources: list[Source] = []

    def cite(self, sources: Iterable[Source]) -> list[int]:
        numbers = []
        for source in sources:
            if source.pk not in self._numbers:
                self.sources.append(source)
                self._numbers[source.pk] = len(self.sources)
            numbers.append(self._numbers[source.pk])
        return sorted(numbers)


def evidence_of(
    record: Record,
    keys: Sequence[str],
    fields: Sequence[str] | None = None,
    *,
    sources: bool,
) -> dict[tuple[str, str], list[Evidence]]:
    """What stands by (key, field), the piece on show first; two queries with sources, else one."""
    rows = Evidence.objects.standing().filter(record=record.name, key__in=keys)
    if fields is not None:
        rows = rows.filter(field__in=fields, is_shown=True)
    return _by_field(rows.order_by("-is_shown", "-speaks_of", "pk"), sources=sources)


def _evidence_and_history(record: Record, key: str) -> dict[tuple[str, str], list[Evidence]]:
    """What stands, the piece on show first, and what was replaced; not what was taken back."""
    rows = Evidence.objects.filter(record=record.name, key=key).exclude(ending=Ending.WITHDRAWN)
    return _by_field(rows.order_by("-is_shown", "-speaks_of", "pk"), sources=True)


def _evidence_then(record: Record, key: str, version: int) -> dict[tuple[str, str], list[Evidence]]:
    """The same at an earlier data version, the piece that was on show then first."""
    gone = Q(ending=Ending.WITHDRAWN, ended__lte=version)
    rows = Evidence.objects.filter(record=record.name, key=key).exclude(gone).as_of(version)
    found = _by_field(rows.order_by("-was_shown", "-speaks_of", "pk"), sources=True)
    for row in (row for pieces in found.values() for row in pieces):
        row.is_shown = row.was_shown
        if row.ended is not None and row.ended > version:
            row.ending, row.ended = "", None
    return found


def _by_field(rows: QuerySet[Evidence], *, sources: bool) -> dict[tuple[str, str], list[Evidence]]:
    if sources:
        rows = rows.prefetch_related(
            Prefetch("sources", Source.objects.order_by("pk"), to_attr="cited")
        )
    found: dict[tuple[str, str], list[Evidence]] = {}
    for row in rows:
        found.setdefault((row.key, row.field), []).append(row)
    return found


class Then(NamedTuple):
    """A moment of the past: a data version and the day for which freshness is told."""

    version: int
    day: datetime.date


def facts_of(
    record: Record,
    obj: models.Model,
    *,
    notes: Notes,
    fields: Iterable[Field] | None = None,
    today: datetime.date | None = None,
    then: Then | None = None,
    instead: Mapping[str, Json] | None = None,
    empty: Collection[str] = (),
) -> dict[str, Fact]:
    """Every field of the record as a Fact, in the order of the record.

    With `then`, the row is one that `past.as_it_was` has put back, and so is its evidence;
    `instead` are values that are only proposed, and have no evidence yet; `empty` are fields
    known to hold nothing, which are not read.
    """
    today = today or (then.day if then else dates.today())
    chosen = list(fields if fields is not None else record.fields)
    keys = [field.key for field in chosen]
    if then:
        values = values_at(record, obj.key, then.version, keys)
        found = _evidence_then(record, obj.key, then.version)
    else:
        values = {key: record[key].kind.empty for key in empty}
        values |= record.read(obj, [key for key in keys if key not in empty])
        found = _evidence_and_history(record, obj.key)
    for name, value in (instead or {}).items():
        values[name] = value
        found.pop((obj.key, name), None)
    return {
        field.key: fact(
            field,
            obj,
            values[field.key],
            found.get((obj.key, field.key), []),
            notes,
            today,
        )
        for field in chosen
    }


def fact(
    field: Field,
    obj: models.Model,
    value: Json,
    pieces: Sequence[Evidence],
    notes: Notes,
    today: datetime.date,
) -> Fact:
    """One Fact from the live value and its pieces of evidence (the one on show first)."""
    shown = pieces[0] if pieces and pieces[0].is_shown else None
    made = Fact(field, value, *_said(field, obj, value, shown))
    if made.state in UNSAID:
        return made
    if made.is_known:
        made.mark = mark_of(field, shown, today)
        made.notes = notes.cite(shown.cited if shown else ())
        made.speaks_of = shown.speaks_of if shown else ""
        made.remark = past_end(shown.holds_until if shown else None, today)
    beside = [piece for piece in pieces if not piece.is_shown and piece.state == State.KNOWN]
    standing = [piece for piece in beside if not piece.ending and piece.value != value]
    made.others = _others(field, standing, notes, are_left=not made.is_known)
    made.earlier = [piece for piece in beside if piece.ending and piece.speaks_of]
    return made


def _others(
    field: Field, pieces: Iterable[Evidence], notes: Notes, *, are_left: bool
) -> list[Other]:
    """Each value once, with all who give it."""
    by_value: dict[str, list[Evidence]] = {}
    for piece in pieces:
        by_value.setdefault(repr(piece.value), []).append(piece)
    return [
        Other(
            same[0].value,
            field.kind.show(same[0].value),
            spell(same[0].speaks_of),
            same[0].speaks_of[:4],
            same[0].note,
            notes.cite(source for piece in same for source in piece.cited),
            str(field.unit),
            are_left,
        )
        for same in by_value.values()
    ]


def told(
    field: Field, obj: models.Model, value: Json, shown: Summary | None, today: datetime.date
) -> ListFact:
    """The live value for a list: without sources, and without what others say."""
    made = ListFact(field, value, *_said(field, obj, value, shown))
    if made.is_known and field.months is not None:
        made.mark = FreshnessBadge(shown.freshness(today) if shown else Freshness.STALE, shown)
    return made


def _said(
    field: Field, obj: models.Model, value: Json, shown: Evidence | Summary | None
) -> tuple[str, str, str]:
    """The value as it is written, its state, and why there is none."""
    if is_known(field, value):
        return field.kind.show(value), State.KNOWN, ""
    return "", *_why_unknown(field, obj, shown)


def mark_of(field: Field, shown: Evidence | None, today: datetime.date) -> Mark | None:
    """The mark of a known figure; None for a field that never needs asking again."""
    if field.months is None:
        return None
    state = shown.freshness(today) if shown else None
    return Mark(state or Freshness.STALE, shown, today)


def past_end(until: datetime.date | None, today: datetime.date) -> str:
    """What stands beside a figure that its source gives up to a day that is over; "" before."""
    if until is None or until >= today:
        return ""
    told = _("Its source gives it until %(day)s; what holds since then is not recorded")
    return told % {"day": spell(until.isoformat())}


def _confirmation(shown: Evidence) -> str:
    if shown.confirmed_on:
        return _("%(day)s, by %(office)s") % {
            "day": spell(shown.confirmed_on.isoformat()),
            "office": in_words(shown.confirmed_by),
        }
    if shown.worded_by:
        return _("Not yet by its office. Worded by %(office)s") % {"office": shown.worded_by}
    if shown.compiled:
        return _("Not yet by its office. Compiled by the Mekong Institute, %(day)s") % {
            "day": spell(shown.compiled)
        }
    return _("Not yet by its office")


def _why_unknown(
    field: Field, obj: models.Model, shown: Evidence | Summary | None
) -> tuple[str, str]:
    if shown and shown.state == State.WITHHELD:
        return State.WITHHELD, shown.note
    if shown and shown.state == State.NOT_APPLICABLE:
        return State.NOT_APPLICABLE, shown.note
    reason = field.cannot_apply(obj)
    return (State.NOT_APPLICABLE, reason) if reason else (State.UNKNOWN, "")
