"""Where former keys lead: to rows that the reader may see, never to a hidden one."""

from collections.abc import Iterable
from typing import Any

from sez_portal.records.models import FormerKey
from sez_portal.records.record import Record


def led_to(record: Record, former: str, rows: Any) -> Any:
    """The one of these rows to which the former key leads, or None."""
    return now_called(record, [former], rows).get(former)


def now_called(record: Record, former: Iterable[str], rows: Any) -> dict[str, Any]:
    """Those of these rows to which former keys lead, by the former key."""
    led = FormerKey.objects.filter(record=record.name, former__in=list(former))
    now = dict(led.values_list("former", "key"))
    found = {row.key: row for row in rows.filter(key__in=now.values())} if now else {}
    return {old: found[new] for old, new in now.items() if new in found}
