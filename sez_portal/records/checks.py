"""What a machine can notice about proposed values. It never refuses: it says so and people look."""

from collections.abc import Iterable, Mapping
from decimal import Decimal as Number
from types import SimpleNamespace

from sez_portal.common import dates
from sez_portal.common.dates import first_day
from sez_portal.records.choices import Finding
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import (
    BLANK,
    Decimal,
    Degrees,
    Json,
    Kind,
    Partial,
    Whole,
)
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import Field, Record, is_known
from sez_portal.records.value_diff import row_pairs


def check(
    record: Record,
    key: str,
    before: Mapping[str, Json],
    after: Mapping[str, Json],
    evidence: Mapping[str, Iterable[Piece]],
) -> dict[str, str]:
    """{field: Finding}: jumps, a zero, dates to come, and the record's own checks."""
    found: dict[str, str] = {}
    for name, value in after.items():
        if finding := of_value(record, name, before.get(name), value):
            found[name] = finding
        elif _is_to_come(record[name], value):
            found[name] = Finding.AHEAD
        elif _cannot_apply(record[name], before.get(name), value, {**before, **after}):
            found[name] = Finding.NOT_HERE
    for name, pieces in evidence.items():
        if any(_lies_ahead(piece.speaks_of) for piece in pieces):
            found.setdefault(name, Finding.AHEAD)
    own = record.check(key, {**before, **after})
    return found | {name: finding for name, finding in own.items() if name in after}


def of_value(record: Record, name: str, before: Json, after: Json) -> str:
    """What is odd about a value after the one before it: a jump of the figure, or of one in a row
    of a table; or nothing left. "" of any other."""
    kind, times = record[name].kind, record.jump_of(name)
    if not isinstance(kind, Rows):
        return _of_figure(kind, before, after, times)
    pairs = row_pairs(kind, before or [], after or [])
    found = [
        _of_figure(column, old.get(cell), new.get(cell), times)
        for old, new in pairs
        for cell, column in kind.columns.items()
    ]
    return next(filter(None, found), "")


def _of_figure(kind: Kind, before: Json, after: Json, times: int) -> str:
    """What is odd about a figure after another one: a jump, or nothing left."""
    is_year = isinstance(kind, Whole) and not kind.grouped
    if is_year or not isinstance(kind, (Whole, Decimal)) or isinstance(kind, Degrees):
        return ""
    if before in BLANK or after in BLANK:
        return ""
    old, new = Number(str(before)), Number(str(after))
    if old > 0 and new == 0:
        return Finding.NOUGHT
    return Finding.JUMP if old > 0 and new > 0 and not old / times < new < old * times else ""


def _is_to_come(field: Field, value: Json) -> bool:
    return isinstance(field.kind, Partial) and field.key.endswith("since") and _lies_ahead(value)


def _cannot_apply(field: Field, before: Json, value: Json, row: Mapping[str, Json]) -> bool:
    """Whether a figure is given for the first time of a row to which it cannot apply."""
    if is_known(field, before) or not is_known(field, value):
        return False
    return bool(field.cannot_apply(SimpleNamespace(**row)))


def _lies_ahead(text: str) -> bool:
    return bool(text) and first_day(text) > dates.today()
