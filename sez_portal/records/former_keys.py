"""Rows by the keys of an address, of today or former: only those that the reader may see."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from sez_portal.records.models import FormerKey
from sez_portal.records.record import Record

LONGEST_KEY = 80  # as models.Recorded keeps them


def row_called(record: Record, key: str, rows: Any) -> Any:
    """The one of these rows with the key, or to which it leads as a former one. Raises Http404."""
    row = rows_called(record, [key], rows).get(key)
    if row is None:
        raise Http404
    return row


def rows_called(record: Record, keys: Iterable[str], rows: Any) -> dict[str, Any]:
    """Those of these rows to which the keys lead, by the key asked for and in that order."""
    readable = [key for key in dict.fromkeys(keys) if len(key) <= LONGEST_KEY and "\x00" not in key]
    if not readable:
        return {}
    by_key = {row.key: row for row in rows.filter(key__in=readable)}
    if missing := [key for key in readable if key not in by_key]:
        by_key |= now_called(record, missing, rows)
    return {key: by_key[key] for key in readable if key in by_key}


def now_called(record: Record, former: Iterable[str], rows: Any) -> dict[str, Any]:
    """Those of these rows to which former keys lead, by the former key."""
    led = FormerKey.objects.filter(record=record.name, former__in=list(former))
    now = dict(led.values_list("former", "key"))
    found = {row.key: row for row in rows.filter(key__in=now.values())} if now else {}
    return {old: found[new] for old, new in now.items() if new in found}
