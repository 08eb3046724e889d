"""What lists show of a figure's evidence, kept on the row itself so that a list is one query.

Derived by `services.apply`, the one door, from the pieces on show; never edited.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from sez_portal.records.choices import Freshness
from sez_portal.records.models import Evidence
from sez_portal.records.models.evidence import freshness_on

Kept = dict[str, list[str | None]]  # by field, as JSON


class Summary(NamedTuple):
    """The piece on show of one figure; days as ISO text."""

    state: str
    speaks_of: str
    due_on: str | None
    stale_on: str | None
    note: str

    def freshness(self, today: datetime.date) -> Freshness:
        return freshness_on(today, _day(self.due_on), _day(self.stale_on))


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def kept(pieces: Iterable[Evidence]) -> Kept:
    """The pieces on show as the row keeps them."""
    return {
        piece.field: [
            piece.state,
            piece.speaks_of,
            piece.due_on.isoformat() if piece.due_on else None,
            piece.stale_on.isoformat() if piece.stale_on else None,
            piece.note,
        ]
        for piece in pieces
    }
