"""What a machine can notice about proposed values. It never refuses: it says so and people look."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal as Number
from decimal import InvalidOperation

from django.utils.translation import gettext as _

from sez_portal.common.dates import first_day
from sez_portal.records.kinds import Decimal, Json, Partial, Whole
from sez_portal.records.pieces import Piece
from sez_portal.records.record import Field, Record

JUMP = 10  # a figure ten times as large, or a tenth, is more often a slip than a fact


def check(
    record: Record,
    key: str,
    before: Mapping[str, Json],
    after: Mapping[str, Json],
    evidence: Mapping[str, Iterable[Piece]],
) -> dict[str, str]:
    """{field: what is strange}: jumps, dates to come, and the record's own checks."""
    found = {}
    for name, value in after.items():
        field = record[name]
        if told := _jump(field, before.get(name), value) or _to_come(field, value):
            found[name] = told
    for name, pieces in evidence.items():
        if any(_lies_ahead(piece.speaks_of) for piece in pieces):
            found.setdefault(name, _("The figure is said to be of a day to come."))
    own = record.check(key, {**before, **after})
    return found | {name: told for name, told in own.items() if name in after}


def _jump(field: Field, before: Json, after: Json) -> str:
    if (
        not isinstance(field.kind, (Whole, Decimal))
        or getattr(field.kind, "grouped", True) is False
    ):
        return ""
    try:
        old, new = Number(str(before)), Number(str(after))
    except InvalidOperation:
        return ""
    if old <= 0 or new <= 0 or old / JUMP < new < old * JUMP:
        return ""
    return _("%(after)s is very far from %(before)s: is the unit right?") % {
        "after": field.kind.show(after),
        "before": field.kind.show(before),
    }


def _to_come(field: Field, value: Json) -> str:
    if isinstance(field.kind, Partial) and field.key.endswith("since") and _lies_ahead(value):
        return _("The date lies in the future.")
    return ""


def _lies_ahead(text: str) -> bool:
    return bool(text) and first_day(text) > datetime.date.today()  # noqa: DTZ011  calendar
