"""A record as it was: replayed from its applied submissions, the only history there is."""

import datetime
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from sez_portal.common.typed_dates import as_date
from sez_portal.records.choices import Audience
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Record

DAY, CHANGE = "as_of", "before"  # the parameters that name a state of the past


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


def asks_for_past(query: Mapping[str, str]) -> bool:
    """Whether the address of a page names a state of the past, that stands or not."""
    return bool(query.get(DAY) or query.get(CHANGE))


def end_of(text: str) -> datetime.datetime | None:
    """The end of that day, in the time zone of the portal; None of what is no day."""
    try:
        day = as_date(text)
    except ValidationError:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max)) if day else None
