"""The kind of a table of its own: rows that are replaced together."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sez_portal.common.lists import in_parts, listed
from sez_portal.records.field_types.basic import BLANK, Json, Kind
from sez_portal.records.field_types.of_column import kind_of


class Rows(Kind):
    """Rows of a table of their own, in order; replaced together: tenants, steps, cautions.

    Given are the names of its columns, in order, and the kinds that a column cannot tell.
    `spare` is how many blank rows a form offers beyond those that stand. `units` stand beside the
    inputs of numbers, by the names of their columns.
    """

    empty: Json = []
    late = True

    def __init__(
        self,
        *names: str,
        spare: int = 2,
        units: Mapping[str, str] = MappingProxyType({}),
        **kinds: Kind,
    ) -> None:
        self.spare, self.names, self.units = spare, names, units
        self.columns = dict(kinds)
        self.labels: dict[str, str] = {}

    def read_columns(self, model: type[models.Model]) -> None:
        """Take labels and kinds from the columns of the model of the rows."""
        columns = {name: model._meta.get_field(name) for name in (*self.names, *self.columns)}
        self.labels = {name: column.verbose_name for name, column in columns.items()}
        self.columns = {
            name: self.columns.get(name) or kind_of(column) for name, column in columns.items()
        }

    def read(self, obj: models.Model, key: str) -> Json:
        if obj.pk is None:
            return []
        rows = getattr(obj, key).all()
        return [{name: kind.read(row, name) for name, kind in self.columns.items()} for row in rows]

    def show(self, value: Json) -> str:
        return in_parts(self._line(row) for row in value)

    def _line(self, row: dict[str, Json]) -> str:
        """The cells in a line; a sentence that another follows gives up its stop."""
        told = (k.show(row[n]) for n, k in self.columns.items() if row.get(n) not in BLANK)
        cells = list(filter(None, told))  # a file says nothing in words
        return listed([*(cell.removesuffix(".") for cell in cells[:-1]), *cells[-1:]])

    def write(self, obj: models.Model, key: str, value: Json) -> None:
        getattr(obj, key).all().delete()
        rows = self.instances(obj, key, value)
        for number, row in enumerate(rows, 1):
            try:
                row.full_clean(exclude=[getattr(obj, key).field.name])
            except ValidationError as error:
                told = {"number": number, "told": self._by_column(error)}
                raise ValidationError({key: _("Row %(number)s: %(told)s") % told}) from error
        getattr(obj, key).model.objects.bulk_create(rows)

    def _by_column(self, error: ValidationError) -> str:
        """What is wrong with a row, in words that name its columns."""
        told = _("%(column)s: %(told)s")
        return " ".join(
            told % {"column": self.labels[name], "told": " ".join(words)}
            if name in self.labels
            else " ".join(words)
            for name, words in error.message_dict.items()
        )

    def instances(self, obj: models.Model, key: str, value: Json) -> list[Any]:
        """The rows of that value, not saved."""
        related = getattr(obj, key)
        rows = [related.model(**{related.field.name: obj, "order": n}) for n in range(len(value))]
        for row, cells in zip(rows, value, strict=True):
            for name, kind in self.columns.items():
                kind.write(row, name, cells.get(name, kind.empty))
        return rows
