"""Pieces of evidence as submissions give them. How they are written: `evidence.writing`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sez_portal.records import source_hosts
from sez_portal.records.choices import State
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Evidence


@dataclass(frozen=True)
class Cited:
    """A source as it is cited; kept once in the table of sources."""

    url: str
    title: str
    publisher: str = ""
    published: str = ""
    is_linked: bool = True

    @property
    def host(self) -> str:
        return source_hosts.host_of(self.url)

    @property
    def is_weak(self) -> bool:
        return source_hosts.is_weak(self.url)


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as a submission gives it. Dates are ISO text."""

    value: Json = None
    state: str = State.KNOWN
    speaks_of: str = ""
    compiled: str = ""
    confirmed_on: str | None = None
    confirmed_by: str = ""
    worded_by: str = ""
    note: str = ""
    holds_until: str | None = None
    is_shown: bool = True
    sources: tuple[Cited, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "sources": [asdict(source) for source in self.sources]}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Piece":
        """The inverse of `as_json`."""
        return cls(**{**told, "sources": tuple(Cited(**source) for source in told["sources"])})


def piece_of(row: Evidence) -> Piece:
    return Piece(
        value=row.value,
        state=row.state,
        speaks_of=row.speaks_of,
        compiled=row.compiled,
        confirmed_on=row.confirmed_on.isoformat() if row.confirmed_on else None,
        confirmed_by=row.confirmed_by,
        worded_by=row.worded_by,
        note=row.note,
        holds_until=row.holds_until.isoformat() if row.holds_until else None,
        is_shown=row.is_shown,
        sources=tuple(
            Cited(source.url, source.title, source.publisher, source.published, source.is_linked)
            for source in row.sources.all()
        ),
    )
