"""Rows by the keys of an address, of today or former: only those that the reader may see."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http import HttpResponsePermanentRedirect as Moved

from sez_portal.common.access import rule_of
from sez_portal.records.models import FormerKey
from sez_portal.records.record import Record

LONGEST_KEY = 80  # as models.Recorded keeps them


class SentAgain(HttpResponseRedirect):
    """To another address, by the same method and with all that was typed."""

    status_code = 307


def row_called(record: Record, key: str, rows: Any) -> Any:
    """The one of these rows with the key, or to which it leads as a former one. Raises Http404."""
    row = rows_called(record, [key], rows).get(key)
    if row is None:
        raise Http404
    return row


def row_seen_by(user: Any, record: Record, key: str) -> Any:
    """The row of that key, or the one to which it leads: renamed, or one with it now.

    Who keeps a row sees it before it is published. Raises Http404.
    """
    rows: Any = record.model._default_manager.all()
    reader = user if user.is_authenticated else None
    rows = rows.filter(rule_of(reader, record.model, "view") if reader else record.model.shown())
    row = row_called(record, key, rows)
    if row.is_published or not (now := key_now(record, key)):
        return row
    return rows.filter(key=now).first() or row


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


def key_now(record: Record, key: str) -> str:
    """The key to which a former one leads: renamed, or made one with another. "" of none."""
    led = FormerKey.objects.filter(record=record.name, former=key[:LONGEST_KEY])
    return led.values_list("key", flat=True).first() or ""


def sent_on(request: HttpRequest, address: str, query: str | None = None) -> HttpResponse:
    """To where the row is now, with all that was asked beside it: the day, the figure, the form.

    What was typed is sent there again. No browser keeps it: rows made one can be parted again.
    `query` is another than that of the request.
    """
    query = request.META.get("QUERY_STRING", "") if query is None else query
    made = Moved if request.method in ("GET", "HEAD") else SentAgain
    response = made(f"{address}?{query}" if query else address)
    response["Cache-Control"] = "no-cache"
    return response


def sent_on_to_key(request: HttpRequest, former: str, key: str) -> HttpResponse:
    """The same page, or part of the desk, under the key of today."""
    return sent_on(request, request.path.replace(f"/{former}/", f"/{key}/", 1))
