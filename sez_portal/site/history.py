"""The history of every record with a page of its own, and those records as they stood on a day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sez_portal.accounts.roles import roles_of
from sez_portal.common.fields import text_in
from sez_portal.records import record as records
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.former_keys import row_seen_by, sent_on_to_key
from sez_portal.records.history_page import HistoryPage
from sez_portal.records.models import Submission
from sez_portal.records.naming import Names
from sez_portal.records.page_cache import for_everybody, shows
from sez_portal.records.past import as_it_was, asks_for_past
from sez_portal.records.record import Record
from sez_portal.records.time_machine import Past

ADDRESSES = {  # the address of a row's page; that of its history is called after it
    **{name: name for name in ("zone", "country", "incentive", "centre", "procedure")},
    **{"corridor": "corridor", "gateway": "gateway", "pair": "cross-border"},
}
LISTS = {  # where the rows of a record are listed
    "zone": (gettext_lazy("Zones"), "zones"),
    "country": (gettext_lazy("Countries"), "countries"),
    "incentive": (gettext_lazy("Incentives"), "incentives"),
    "centre": (gettext_lazy("One-stop services"), "centres"),
    "procedure": (gettext_lazy("One-stop services"), "centres"),
}
CONNECTIONS = (gettext_lazy("Connections"), "connectivity")
WITH_PAST = frozenset({"zone"})  # whose own page can be put back; of others their values are told


@require_safe
def history(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Show every change of a row that the reader may read, newest first.

    Whoever keeps rows reads more of them than others: their page is made for them alone.
    """
    view = _history if roles_of(request.user) else for_everybody(_history)
    return view(request, name=name, key=key)


def _history(request: HttpRequest, name: str, key: str) -> HttpResponse:
    record = records.get(name)
    row = row_seen_by(request.user, record, key)
    if row.key != key:
        return sent_on_to_key(request, key, row.key)
    page = HistoryPage(record, row, request.user, request.GET)
    context = {
        "page": page,
        "record": record,
        "row": row,
        "address": reverse(f"{ADDRESSES[name]}-history", args=[row.key]),
        "title": text_in(row, "name"),
        "crumbs": _crumbs(record, row),
    }
    context["past_address"] = row.get_absolute_url() if name in WITH_PAST else context["address"]
    template = "records/history.html"
    if name not in WITH_PAST and asks_for_past(request.GET):
        if past := page.machine.at(request.GET):
            template = "records/then.html"
            context |= _values_then(record, row, past, request.user)
        else:
            context["ignored"] = page.machine.why_not(request.GET)
    response = render(request, template, context)
    country = record.country(row)
    return shows(response, *([country] if country and not record.shared else []))


def _values_then(record: Record, row: Any, past: Past, reader: Any) -> dict[str, Any]:
    """What the page of the past shows: every field as it stood, those not known by their names."""
    as_it_was(record, row, past.then.version)
    notes = Notes()
    facts = facts_of(record, row, notes=notes, then=past.then)
    values = [(fact.field, fact.value) for fact in facts.values()]
    names = Names.of(record, values, reader)
    for fact in facts.values():
        if fact.is_known:
            fact.shown = names.words(record, fact.field, fact.value)
    known = [fact for fact in facts.values() if fact.is_known and fact.shown]
    unknown = [fact for fact in facts.values() if fact.field.counted and not fact.is_known]
    return {"past": past, "facts": known, "unknown": unknown, "notes": notes}


def _crumbs(record: Record, row: Any) -> list[tuple[object, str]]:
    label, name = LISTS.get(record.name, CONNECTIONS)
    of_row = (text_in(row, "name"), row.get_absolute_url())
    return [(label, reverse(name)), of_row, (_("History"), "")]


def address_of(change: Submission) -> str:
    """The address of the record that changed; provinces have no page of their own."""
    name = ADDRESSES.get(change.record)
    return reverse(name, args=[change.key]) if name else ""


def address_in_history(change: Submission) -> str:
    """Where its history tells of the change; "" of a record without a page."""
    name = ADDRESSES.get(change.record)
    if not name:
        return ""
    return f"{reverse(f'{name}-history', args=[change.key])}?change={change.pk}#c{change.pk}"
