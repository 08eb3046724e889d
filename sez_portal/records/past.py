"""A record as it was: replayed from its applied submissions, the only history there is."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models

from sez_portal.common import dates
from sez_portal.records.choices import Audience
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Record


def version_at(
    record: Record, key: str, moment: datetime.datetime, reader: Any = None
) -> int | None:
    """The data version of the record's latest change by that moment; None before its first, and
    where the row was hidden from the reader then."""
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    latest = changes.filter(applied_at__lte=moment).first()
    readable = Submission.objects.filter(pk=latest.pk).allowed(reader, "read") if latest else None
    return latest.version if latest and readable else None


def version_before_merge(record: Record, key: str, moment: datetime.datetime) -> int | None:
    """The data version at that moment of a row that was made one with another later.

    None at any other moment, and where not every visitor saw the row then.
    """
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    merged = changes.filter(changes__has_key="merged_into").exclude(changes__merged_into__to="")
    last, latest = merged.first(), changes.filter(applied_at__lte=moment).first()
    if last is None or latest is None or latest.applied_at >= last.applied_at:
        return None
    were_seen = last.audience == latest.audience == Audience.EVERYBODY
    return latest.version if were_seen else None


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


def first_day_of(record: Record, key: str, reader: Any = None) -> datetime.date | None:
    """The day from which the reader may see it: strangers since it was published."""
    changes = Submission.objects.applied().filter(record=record.name, key=key)
    changes = changes.allowed(reader, "read")
    first = changes.order_by("version").values_list("applied_at", flat=True).first()
    return dates.day_of(first) if first else None
