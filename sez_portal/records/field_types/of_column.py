"""The kind of value that a column of the database holds: what its class says, no record repeats."""

from collections.abc import Callable
from typing import Any

from django.db import models

from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField, KeysField
from sez_portal.records.field_types.basic import (
    Choice,
    Day,
    Decimal,
    Keys,
    Kind,
    Link,
    Partial,
    Text,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.stored import Paper, Picture

SMALL = 32_767  # the largest number of a small column


def _key(column: KeyField) -> Kind:
    return Choice(column.vocabulary, blank=column.blank) if column.vocabulary else Text()


def _keys(column: KeysField) -> Kind:
    return Keys(of=column.of) if isinstance(column.of, str) else Keys(column.of)


def _decimal(column: models.DecimalField) -> Kind:
    places = column.decimal_places or 0
    return Decimal(most=10 ** ((column.max_digits or 0) - places) - 1, places=places)


def _line(column: models.CharField) -> Kind:
    return Partial() if validate_partial in column.validators else Text()


# The first class that a column is of decides.
KINDS: tuple[tuple[type[models.Field], Callable[[Any], Kind]], ...] = (
    (KeyField, _key),
    (KeysField, _keys),
    (models.ForeignKey, lambda column: Link()),
    (models.ImageField, lambda column: Picture()),
    (models.FileField, lambda column: Paper()),
    (models.URLField, lambda column: Url()),
    (models.CharField, _line),
    (models.TextField, lambda column: Text()),
    (models.JSONField, lambda column: Words()),
    (models.DateField, lambda column: Day()),
    (models.DecimalField, _decimal),
    (models.PositiveSmallIntegerField, lambda column: Whole(most=SMALL)),
    (models.PositiveIntegerField, lambda column: Whole()),
)


def kind_of(column: models.Field) -> Kind:
    """The kind of the values of the column. Raises TypeError where no kind fits its class."""
    for known, make in KINDS:
        if isinstance(column, known):
            return make(column)
    raise TypeError(f"no kind of value is known for {type(column).__name__} {column.name}")
