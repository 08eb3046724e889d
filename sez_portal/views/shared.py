"""What several pages do: find a published record by its key, or send on from a former key."""

from dataclasses import dataclass

from django.db import models
from django.http import Http404
from django.shortcuts import redirect

from sez_portal.records.models import FormerKey
from sez_portal.records.record import Record


class Renamed(Exception):
    """The record has another key now; `response` sends the reader there."""

    def __init__(self, obj: models.Model) -> None:
        self.response = redirect(obj, permanent=True)


def published(record: Record, key: str, queryset: models.QuerySet | None = None) -> models.Model:
    """The published record of that key. Raises Http404, or Renamed for a former key."""
    rows = (queryset or record.model.objects.all()).filter(is_published=True)
    found = rows.filter(key=key).first()
    if found is not None:
        return found
    former = FormerKey.objects.filter(record=record.name, former=key).first()
    renamed = rows.filter(key=former.key).first() if former else None
    if renamed is None:
        raise Http404
    raise Renamed(renamed)


@dataclass(frozen=True)
class Bar:
    """A row of a bar chart: a count and its share of the greatest, in per cent."""

    label: str
    url: str
    count: int
    width: float

    @property
    def rest(self) -> float:
        return round(100 - self.width, 2)


def bars(rows: list[tuple[str, str, int]], whole: int = 0) -> list[Bar]:
    """Bars of (label, address, count), as shares of `whole` or of the greatest."""
    most = whole or max((count for _label, _url, count in rows), default=0) or 1
    return [Bar(label, url, count, round(100 * count / most, 2)) for label, url, count in rows]
