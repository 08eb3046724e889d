"""What a machine can notice about proposed values. It never refuses: it says so and people look."""

from collections.abc import Iterable, Mapping
from decimal import Decimal as Number

from sez_portal.common import dates
from sez_portal.common.dates import first_day
from sez_portal.records.choices import Finding
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Decimal, Degrees, Json, Partial, Whole
from sez_portal.records.record import Field, Record

JUMP = 10  # a figure ten times as large, or a tenth, is more often a slip than a fact


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
        if finding := _of_figure(record[name], before.get(name), value):
            found[name] = finding
        elif _is_to_come(record[name], value):
            found[name] = Finding.AHEAD
    for name, pieces in evidence.items():
        if any(_lies_ahead(piece.speaks_of) for piece in pieces):
            found.setdefault(name, Finding.AHEAD)
    own = record.check(key, {**before, **after})
    return found | {name: finding for name, finding in own.items() if name in after}


def _of_figure(field: Field, before: Json, after: Json) -> str:
    """What is odd about a figure after another one: a jump, or nothing left."""
    is_year = isinstance(field.kind, Whole) and not field.kind.grouped
    if is_year or not isinstance(field.kind, (Whole, Decimal)):
        return ""
    if before is None or after is None:
        return ""
    old, new = Number(str(before)), Number(str(after))
    if old > 0 and new == 0 and not isinstance(field.kind, Degrees):
        return Finding.NOUGHT
    return Finding.JUMP if old > 0 and new > 0 and not old / JUMP < new < old * JUMP else ""


def _is_to_come(field: Field, value: Json) -> bool:
    return isinstance(field.kind, Partial) and field.key.endswith("since") and _lies_ahead(value)


def _lies_ahead(text: str) -> bool:
    return bool(text) and first_day(text) > dates.today()
