"""Fields of a record, several at a time: of one group and age, or such as only place a row."""

from sez_portal.records.field_types.basic import Kind
from sez_portal.records.record import Field


def facts(group: str, months: int | None, *fields: tuple) -> tuple[Field, ...]:
    """Fields of one group and volatility, each given as (key, label, kind[, unit])."""
    return tuple(
        Field(key, label, kind, group=group, months=months, unit=unit[0] if unit else "")
        for key, label, kind, *unit in fields
    )


def plain(*fields: tuple[str, str, Kind]) -> tuple[Field, ...]:
    """Fields that place a row; they do not age and do not count for completeness."""
    return tuple(Field(key, label, kind, counted=False) for key, label, kind in fields)
