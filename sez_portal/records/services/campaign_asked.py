"""Which figures a campaign asks of which rows: what is not known, or is due by its last day.

Nobody is asked for what is fresh, or for what cannot apply to them.
"""

import datetime
from collections.abc import Collection
from typing import Any

from sez_portal.accounts.models import User
from sez_portal.common.access import rule_of
from sez_portal.records.choices import UNSAID
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import Campaign, Evidence
from sez_portal.records.record import Field, Record, get, is_known
from sez_portal.records.sections import section_of

ITS_COUNTRY = "country"  # the column of rows that lie in one


def rows_to_ask(record: Record, by: User) -> Any:
    """The rows on show whose campaigns this person may open."""
    rows: Any = record.model._default_manager.filter(rule_of(by, record.model, "change"))
    return rows.filter(record.model.shown())


def rows_meant(campaign: Campaign, by: User) -> Any:
    """The rows that a draft means: chosen one by one, else all that its choices leave."""
    rows = rows_to_ask(get(campaign.record), by)
    if campaign.country:
        rows = rows.filter(**{ITS_COUNTRY: campaign.country})
    for name, values in campaign.narrowed.items():
        rows = rows.filter(**{f"{name}__in": values})
    return rows.filter(key__in=campaign.chosen) if campaign.chosen else rows


def fields_asked(record: Record, sections: list[str]) -> list[Field]:
    """The fields of these sections that can be asked for."""
    return [
        field
        for field in record.fields
        if field.counted and field.proposable and section_of(field) in sections
    ]


def asked_of(campaign: Campaign, by: User) -> dict[Any, list[str]]:
    """The fields that a draft would ask for, by row; rows of which nothing is asked left out."""
    record = get(campaign.record)
    fields = fields_asked(record, campaign.sections)
    tables = [field.key for field in fields if isinstance(field.kind, Rows)]
    rows = list(rows_meant(campaign, by).prefetch_related(*tables).order_by("key"))
    pieces = _pieces(record, rows, fields)
    found = {}
    for row in rows:
        values = record.read(row, [field.key for field in fields])
        known = {field.key for field in fields if is_known(field, values[field.key])}
        names = [
            field.key
            for field in fields
            if not field.cannot_apply(row)
            and not (field.key not in known and field.told_by in known)
            and _is_asked(field, field.key in known, pieces.get((row.key, field.key)), campaign)
        ]
        if names:
            found[row] = names
    return found


Piece = tuple[str, datetime.date | None]  # state, and when it is due again


def _pieces(record: Record, rows: list[Any], fields: list[Field]) -> dict[tuple[str, str], Piece]:
    shown = Evidence.objects.filter(
        record=record.name,
        key__in=[row.key for row in rows],
        field__in=[field.key for field in fields],
        is_shown=True,
    )
    told = shown.order_by().values_list("key", "field", "state", "due_on")
    return {(key, name): (state, due_on) for key, name, state, due_on in told}


def _is_asked(field: Field, is_known: bool, piece: Piece | None, campaign: Campaign) -> bool:
    state, due_on = piece or ("", None)
    if is_known or state in UNSAID:
        return field.months is not None and (due_on is None or due_on <= campaign.deadline)
    return True


def sections_under_way(record: Record, keys: Collection[str]) -> set[tuple[str, str]]:
    """(key, section) that a running campaign asks: no other reminder asks for them meanwhile."""
    found = set()
    for campaign in Campaign.objects.running().filter(record=record.name):
        for key in keys:
            fields = [name for name in campaign.asked.get(key, ()) if name in record.by_key]
            found |= {(key, section_of(record[name])) for name in fields}
    return found
