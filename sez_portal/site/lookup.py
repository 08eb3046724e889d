"""What several pages do: find a published record by its key, or send on from a former key."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from sez_portal.common.fields import columns_of
from sez_portal.languages import ENGLISH
from sez_portal.records.former_keys import row_called, sent_on
from sez_portal.records.models import Submission
from sez_portal.records.record import Record
from zones import marks
from zones.models import Zone


class Renamed(Exception):
    """The record has another key now; `answer` sends the reader there."""

    def __init__(self, obj: Any) -> None:
        self.address = obj.get_absolute_url()

    def answer(self, request: HttpRequest) -> HttpResponse:
        return sent_on(request, self.address)


def published(record: Record, key: str, queryset: Any = None) -> models.Model:
    """The published record of that key. Raises Http404, or Renamed for a former key."""
    rows = (record.model.objects if queryset is None else queryset).published()
    row: models.Model = row_called(record, key, rows)
    if row.key != key:
        raise Renamed(row)
    return row


@dataclass(frozen=True)
class ShareBar:
    """A row of a bar chart: a count and its share of the greatest, in per cent."""

    label: str
    url: str
    count: int
    width: float

    @property
    def rest(self) -> float:
        return round(100 - self.width, 2)


def bars(rows: list[tuple[str, str, int]], whole: int = 0) -> list[ShareBar]:
    """Bars of (label, address, count), as shares of `whole` or of the greatest."""
    most = whole or max((count for _label, _url, count in rows), default=0) or 1
    return [ShareBar(label, url, count, round(100 * count / most, 2)) for label, url, count in rows]


def with_marks(changes: Iterable[Submission]) -> list[Submission]:
    """The changes with the marks of the zones among them, as `marks`, and with the names that the
    zones have in the reader's language; one query for all."""
    changes = list(changes)
    keys = {change.key for change in changes if change.record == "zone"}
    zones = (
        Zone.objects.published()
        .filter(key__in=keys)
        .only("key", *marks.COLUMNS, *columns_of("name"))
    )
    by_row = {("zone", zone.key): zone for zone in zones}
    for change in changes:
        zone = by_row.get((change.record, change.key))
        change.marks = zone.marks if zone else []
        if zone and zone.name.language != ENGLISH:
            change.title = zone.name.text
    return changes
