"""A record as it was: replayed from its applied submissions, the only history there is."""

import datetime
from collections.abc import Iterable

from sez_portal.records.kinds import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Record


def version_at(record: Record, key: str, moment: datetime.datetime) -> int | None:
    """The data version of the record's latest change by that moment; None before its first."""
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    latest = changes.filter(applied_at__lte=moment).values_list("version", flat=True).first()
    return latest


def values_at(
    record: Record, key: str, version: int, names: Iterable[str] | None = None
) -> dict[str, Json]:
    """The canonical values at that data version, all or those named."""
    wanted = set(record.by_key if names is None else names)
    values = {name: record[name].kind.empty for name in wanted}
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    for changed in changes.filter(version__lte=version).order_by("version", "pk"):
        values |= {name: change["to"] for name, change in changed.changes.items() if name in wanted}
    return values
