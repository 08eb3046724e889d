"""Names of the rows that values point at: a province, a zone, a gateway. Readers see no keys."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models

from sez_portal.common.fields import text_in
from sez_portal.records.field_types.basic import CountryCodes, Json, Key, Keys, Link
from sez_portal.records.record import Field, Record, every


class Target(NamedTuple):
    """What a field points at: the rows of a model, by one of its columns."""

    model: type[models.Model]
    column: str


Names = dict[str, str]  # of rows, by their key


def target_of(record: Record, field: Field) -> Target | None:
    """The rows that values of the field point at; None for a field that points at none."""
    if isinstance(field.kind, Link):
        column: Any = record.model._meta.get_field(field.key)
        return Target(column.related_model, column.target_field.name)
    if isinstance(field.kind, CountryCodes):
        return _countries()
    named = field.kind.of if isinstance(field.kind, (Key, Keys)) else ""
    found = next((one for one in every() if one.name == named), None)
    return Target(found.model, "key") if found else None


def names_of(values: Iterable[tuple[Target, Json]]) -> dict[Target, Names]:
    """The names of all rows that these values point at, in one query a model."""
    wanted: dict[Target, set[str]] = defaultdict(set)
    for target, value in values:
        wanted[target].update(value if isinstance(value, list) else filter(None, [value]))
    return {target: _names(target, keys) for target, keys in wanted.items() if keys}


def country_names() -> Names:
    """The names of the countries, by their code."""
    target = _countries()
    return _names(target, None) if target else {}


def _countries() -> Target | None:
    """The rows that a field "country" points at; None where no record has one."""
    for record in every():
        field = record.by_key.get("country")
        if field is not None and (target := target_of(record, field)):
            return target
    return None


def _names(target: Target, keys: set[str] | None) -> Names:
    rows = target.model._default_manager.order_by()
    if keys is not None:
        rows = rows.filter(**{f"{target.column}__in": keys})
    return {str(getattr(row, target.column)): str(text_in(row, "name")) for row in rows}
