"""Pieces of evidence as submissions give them, and how they are kept: nothing is thrown away."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import Any

from sez_portal.records.choices import State
from sez_portal.records.kinds import Json
from sez_portal.records.models import Evidence, Source
from sez_portal.records.record import Record


@dataclass(frozen=True)
class Cited:
    """A source as it is cited; kept once in the table of sources."""

    url: str
    title: str
    publisher: str = ""
    published: str = ""
    is_linked: bool = True


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as a submission gives it. Dates are ISO text."""

    value: Json = None
    state: str = State.KNOWN
    speaks_of: str = ""
    compiled: str = ""
    confirmed_on: str | None = None
    confirmed_by: str = ""
    note: str = ""
    is_shown: bool = True
    sources: tuple[Cited, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "sources": [asdict(source) for source in self.sources]}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Piece":
        """The inverse of `as_json`."""
        return cls(**{**told, "sources": tuple(Cited(**source) for source in told["sources"])})


def changed_evidence(
    record: Record, key: str, given: Mapping[str, Iterable[Piece]]
) -> dict[str, list[Piece]]:
    """The fields whose evidence differs from what is kept, with all their given pieces."""
    if not given:
        return {}
    kept: dict[str, list[Piece]] = {}
    rows = Evidence.objects.filter(record=record.name, key=key, field__in=list(given))
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


def piece_of(row: Evidence) -> Piece:
    return Piece(
        value=row.value,
        state=row.state,
        speaks_of=row.speaks_of,
        compiled=row.compiled,
        confirmed_on=row.confirmed_on.isoformat() if row.confirmed_on else None,
        confirmed_by=row.confirmed_by,
        note=row.note,
        is_shown=row.is_shown,
        sources=tuple(
            Cited(source.url, source.title, source.publisher, source.published, source.is_linked)
            for source in row.sources.all()
        ),
    )


def keep_evidence(
    record: Record,
    key: str,
    country: str,
    given: Mapping[str, list[Piece]],
    *,
    changed: Iterable[str],
    version: int,
) -> None:
    """Add the pieces. What was on show for these or for changed fields stays, off the show."""
    gone = {*given, *changed}
    shown = Evidence.objects.filter(record=record.name, key=key, is_shown=True, field__in=gone)
    shown.update(is_shown=False, until=version)
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
