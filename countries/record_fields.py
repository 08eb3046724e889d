"""Fields of a record, several at a time: of one group and age, or such as only place a row."""

from sez_portal.records.field_types.basic import Kind
from sez_portal.records.record import UNTOLD, Field


def facts(
    group: str,
    months: int | None,
    *keys: str,
    units: dict[str, str] | None = None,
    kinds: dict[str, Kind] | None = None,
) -> tuple[Field, ...]:
    """Fields of one group and volatility, with the units and the kinds that no column says."""
    of, given = units or {}, kinds or {}
    return tuple(
        Field(key, given.get(key, UNTOLD), group=group, months=months, unit=of.get(key, ""))
        for key in keys
    )


def plain(*keys: str, **kinds: Kind) -> tuple[Field, ...]:
    """Fields that place a row; they do not age and do not count for completeness.

    A field is given by name alone, or with the kind that no column says.
    """
    return tuple(Field(key, kinds.get(key, UNTOLD), counted=False) for key in (*keys, *kinds))
