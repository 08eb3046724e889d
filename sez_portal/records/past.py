"""A record as it was: replayed from its applied submissions, the only history there is."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from sez_portal.records.kinds import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Record


def version_at(record: Record, key: str, moment: datetime.datetime) -> int | None:
    """The data version of the record's latest change by that moment; None before its first."""
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    return changes.filter(applied_at__lte=moment).values_list("version", flat=True).first()


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


def as_it_was(record: Record, obj: models.Model, version: int) -> None:
    """Put the columns of a row back in memory to what they were; it must not be saved."""
    for name, value in values_at(record, obj.key, version).items():
        if not record[name].kind.late:
            record[name].kind.write(obj, name, value)


def first_day_of(record: Record, key: str) -> datetime.date | None:
    """The day on which the record came into the directory."""
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    first = changes.order_by("version").values_list("applied_at", flat=True).first()
    return timezone.localdate(first) if first else None
