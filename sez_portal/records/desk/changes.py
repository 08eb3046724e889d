"""The fields of proposals as changes to look at, in a number of queries that no row adds to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sez_portal.records.checks import of_value
from sez_portal.records.choices import UNSAID, Finding, State
from sez_portal.records.desk.field_change import FieldChange, unsaid_words
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.linked_names import Target, names_of, target_of
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.record import Field, Record, every, is_known
from sez_portal.records.services.propose import would_be
from sez_portal.records.services.rivals import rivals_of


def changes_of(submissions: Collection[Submission]) -> dict[int, list[FieldChange]]:
    """The changes of each of them, in the order of its record; one query a record, table and
    model that values point at, however many submissions."""
    records = {record.name: record for record in every()}
    known = [sent for sent in submissions if sent.record in records]
    rows = _live_rows(known, records)
    changes = {
        sent.pk: _changes(records[sent.record], sent, rows.get((sent.record, sent.key)))
        for sent in known
    }
    for pk, by_field in rivals_of(known).items():
        for change in changes[pk]:
            change.rivals = by_field.get(change.field.key, [])
    _tell_names([(records[sent.record], change) for sent in known for change in changes[sent.pk]])
    _tell_unsaid([(sent, change) for sent in known for change in changes[sent.pk]])
    return changes


def _live_rows(
    submissions: Iterable[Submission], records: dict[str, Record]
) -> dict[tuple[str, str], Any]:
    """The live rows that they are about, with the tables that they touch."""
    keys: dict[str, set[str]] = defaultdict(set)
    tables: dict[str, set[str]] = defaultdict(set)
    for sent in submissions:
        keys[sent.record].add(sent.key)
        touched = (records[sent.record].by_key.get(name) for name in sent.fields)
        tables[sent.record] |= {f.key for f in touched if f and isinstance(f.kind, Rows)}
    return {
        (name, row.key): row
        for name, wanted in keys.items()
        for row in records[name]
        .model._default_manager.filter(key__in=wanted)
        .prefetch_related(*sorted(tables[name]))
    }


def _changes(record: Record, sent: Submission, row: Any) -> list[FieldChange]:
    names = [name for name in sent.fields if name in record.by_key]
    live = record.read(row, names) if row else {n: record[n].kind.empty for n in names}
    past = set(names) if not sent.is_open else set(sent.decisions)
    wanted = {n: value for n, value in would_be(record, sent, row).items() if n not in past}
    return [
        FieldChange(
            field=record[name],
            live=live[name],
            start=sent.started_from(name),
            proposed=wanted[name] if name in wanted else sent.proposed(name),
            pieces=sent.evidence.get(name, []),
            check=_finding(record, sent, name, live[name], wanted.get(name)),
            jump=record.jump_of(name),
            decision=sent.decisions.get(name),
            former=[one for one in sent.earlier if one["field"] == name],
            live_unsaid=_cannot_apply(record[name], row, live[name]),
            is_past=name in past,
        )
        for name in record.by_key
        if name in names
    ]


def _cannot_apply(field: Field, row: Any, live: Json) -> str:
    """Why the page says of a figure that it does not apply to the row; "" where it says so of
    none."""
    reason = field.cannot_apply(row) if row and not is_known(field, live) else ""
    return unsaid_words(State.NOT_APPLICABLE, reason) if reason else ""


def _finding(record: Record, sent: Submission, name: str, live: Json, wanted: Json) -> str:
    """What the checks found when it was sent, else what is odd beside what is live by now."""
    code = sent.checks.get(name, "")
    if not code and wanted is not None and not sent.is_new and live != sent.started_from(name):
        code = of_value(record, name, live, wanted)
    return str(Finding(code).label) if code else ""


def _tell_names(changes: Iterable[tuple[Record, FieldChange]]) -> None:
    """Give each change the names of the rows that its values point at."""
    pointing: list[tuple[Target, FieldChange]] = []
    for record, change in changes:
        if target := target_of(record, change.field):
            pointing.append((target, change))
    values = [
        (target, value)
        for target, change in pointing
        for value in (change.live, change.start, change.proposed, *_of_rivals(change))
    ]
    names = names_of(values)
    for target, change in pointing:
        change.names = names.get(target, {})


def _of_rivals(change: FieldChange) -> list[Json]:
    return [one.value for one in change.rivals]


def _tell_unsaid(changes: Iterable[tuple[Submission, FieldChange]]) -> None:
    """Say of each figure that is not live why, where its evidence says it; no query without one."""
    blank = [
        (sent, one)
        for sent, one in changes
        if one.live == one.field.kind.empty and not (sent.is_new or one.is_past)
    ]
    if not blank:
        return
    said = Evidence.objects.filter(
        is_shown=True, state__in=UNSAID, key__in={sent.key for sent, _change in blank}
    )
    why = {
        (piece.record, piece.key, piece.field): unsaid_words(piece.state, piece.note)
        for piece in said
    }
    for sent, change in blank:
        place = (sent.record, sent.key, change.field.key)
        change.live_unsaid = why.get(place, change.live_unsaid)
