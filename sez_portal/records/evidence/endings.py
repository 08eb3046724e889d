"""When evidence ends: what the same source said before, said again, or took back is history.

What is left stands: the piece on show, and what *other* sources give for the same thing.
"""

from sez_portal.records.choices import Ending
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.record import Field, Record


def speakers(piece: Piece) -> set[tuple[str, ...]]:
    """Whose words they are: the office that confirmed them, and the sources cited."""
    said = {("office", piece.confirmed_by)} if piece.confirmed_by else set()
    return said | {
        ("page", source.url) if source.url else ("title", source.title, source.publisher)
        for source in piece.sources
    }


def when_replaced(record: Record, field: Field, former: Piece, new: Piece | None) -> str:
    """How the piece on show ends when another takes its place, as an Ending.

    "" when it stands on, as what another source gives: only what is measured can be given
    differently, and an earlier year is no contradiction. `new` is None where a value was changed
    without a source.
    """
    if new is not None and (former.value, former.state) == (new.value, new.state):
        return Ending.CONFIRMED
    if not record.is_measured(field):
        return Ending.SUPERSEDED
    if new is not None and (_is_by_the_same(former, new) or _is_of_a_later_year(former, new)):
        return Ending.SUPERSEDED
    return ""


def when_beside(former: Piece, new: Piece) -> str:
    """How a piece that is not on show ends when its own source says something new."""
    if not _is_by_the_same(former, new):
        return ""
    return Ending.CONFIRMED if former.value == new.value else Ending.SUPERSEDED


def _is_by_the_same(former: Piece, new: Piece) -> bool:
    return bool(speakers(former) & speakers(new))


def _is_of_a_later_year(former: Piece, new: Piece) -> bool:
    return bool(former.speaks_of) and new.speaks_of[:4] > former.speaks_of[:4]
