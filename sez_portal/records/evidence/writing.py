"""How evidence is written: nothing is thrown away, and what no longer stands is ended.

`keep_evidence` is called by `services.apply`, the one door, and by nobody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, replace

from django.db.models import F, Q

from sez_portal.records.choices import Ending
from sez_portal.records.evidence.citation import Cited, Piece, piece_of
from sez_portal.records.evidence.endings import when_beside, when_replaced
from sez_portal.records.models import Evidence, Source, Submission
from sez_portal.records.record import Record


def changed_evidence(
    record: Record, key: str, given: Mapping[str, Iterable[Piece]]
) -> dict[str, list[Piece]]:
    """The fields whose evidence differs from what is kept, with all their given pieces."""
    if not given:
        return {}
    kept: dict[str, list[Piece]] = {}
    rows = Evidence.objects.standing().filter(record=record.name, key=key, field__in=list(given))
    for row in rows.prefetch_related("sources"):
        kept.setdefault(row.field, []).append(_in_order(piece_of(row)))
    listed = {name: list(pieces) for name, pieces in given.items()}
    return {
        name: pieces
        for name, pieces in listed.items()
        if any(_in_order(piece) not in kept.get(name, []) for piece in pieces)
    }


def _in_order(piece: Piece) -> Piece:
    """The piece with each source once, in an order of their own: two citings compare alike."""
    return replace(piece, sources=tuple(sorted(set(piece.sources), key=astuple)))


def keep_evidence(
    record: Record,
    key: str,
    country: str,
    given: Mapping[str, list[Piece]],
    *,
    changed: Iterable[str],
    version: int,
    takes_back: Submission | None = None,
) -> None:
    """Add the pieces, and end those that they or the changed values leave without ground.

    What stood on show for changed fields, or where a new piece is for the show, leaves it.
    `takes_back` is the submission whose statements are withdrawn.
    """
    _end(record, key, given, set(changed), version, takes_back)
    rows = [
        (_row(record, key, country, name, piece, version), piece.sources)
        for name, pieces in given.items()
        for piece in pieces
    ]
    Evidence.objects.bulk_create(row for row, _cited in rows)
    links = Evidence.sources.through
    sources = _sources({source for _row, cited in rows for source in cited})
    links.objects.bulk_create(
        links(evidence_id=row.pk, source_id=sources[source])
        for row, cited in rows
        for source in dict.fromkeys(cited)
    )


def _end(
    record: Record,
    key: str,
    given: Mapping[str, list[Piece]],
    changed: set[str],
    version: int,
    takes_back: Submission | None,
) -> None:
    """Take off the show, and end, what no longer stands; one query for each way to end."""
    ended: dict[tuple[str, bool], list[int]] = {}
    rows = Evidence.objects.standing().filter(
        record=record.name, key=key, field__in={*given, *changed}
    )
    for row in rows.prefetch_related("sources"):
        new = given.get(row.field, [])
        shown = next((piece for piece in new if piece.is_shown), None)
        leaves = row.is_shown and (shown is not None or row.field in changed)
        ending = _ending(record, row, new, shown, leaves=leaves, takes_back=takes_back)
        if ending or leaves:
            ended.setdefault((ending, leaves), []).append(row.pk)
    for (ending, leaves), pks in ended.items():
        columns = {"ending": ending, "ended": version if ending else None}
        if leaves:
            columns |= {"is_shown": False, "until": version}
        Evidence.objects.filter(pk__in=pks).update(**columns)


def _ending(
    record: Record,
    row: Evidence,
    new: list[Piece],
    shown: Piece | None,
    *,
    leaves: bool,
    takes_back: Submission | None,
) -> str:
    former = piece_of(row)
    if takes_back is not None and _was_said_by(takes_back, row):
        return Ending.WITHDRAWN
    if leaves:
        return when_replaced(record, record[row.field], former, shown)
    if row.is_shown:
        return ""
    return next(filter(None, (when_beside(former, piece) for piece in new)), "")


def _was_said_by(submission: Submission, row: Evidence) -> bool:
    """Whether the piece came with that change, or confirmed its value later; of a figure that
    was only confirmed, what came with it alone."""
    if row.since == submission.version:
        return row.field in submission.fields
    change = submission.changes.get(row.field)
    return change is not None and row.since > submission.version and row.value == change["to"]


def pieces_before(submission: Submission, field: str) -> list[Piece]:
    """What stood before this change and no longer does: on show, and beside it."""
    rows = Evidence.objects.standing_at(submission.version - 1).filter(
        Q(was_shown=True) | Q(ended=submission.version),
        record=submission.record,
        key=submission.key,
        field=field,
    )
    rows = rows.order_by(F("was_shown").desc(), "pk").prefetch_related("sources")
    return [replace(piece_of(row), is_shown=row.was_shown) for row in rows]


def _row(record: Record, key: str, country: str, name: str, piece: Piece, version: int) -> Evidence:
    columns = asdict(piece)
    del columns["sources"]
    row = Evidence(
        record=record.name,
        key=key,
        country=country,
        field=name,
        months=record[name].months,
        since=version,
        until=None if piece.is_shown else version,
        **columns,
    )
    row.clean_fields(exclude=["value", "months"])
    row.set_due()
    return row


def _sources(cited: Iterable[Cited]) -> dict[Cited, int]:
    """The row of each cited source, made where it is new."""
    found = {}
    for source in sorted(cited, key=lambda source: (source.url, source.title)):
        columns = asdict(source)
        linked = columns.pop("is_linked")
        row, _new = Source.objects.get_or_create(**columns, defaults={"is_linked": linked})
        found[source] = row.pk
    return found
