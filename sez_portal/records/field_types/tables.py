"""The kind of a table of its own: rows that are replaced together."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sez_portal.records.field_types.basic import BLANK, Json, Kind


class Rows(Kind):
    """Rows of a table of their own, in order; replaced together: tenants, steps, cautions.

    `spare` is how many blank rows a form offers beyond those that stand.
    """

    empty: Json = []
    late = True

    def __init__(self, *, spare: int = 2, **columns: Kind) -> None:
        self.spare, self.columns = spare, columns

    def read(self, obj: models.Model, key: str) -> Json:
        if obj.pk is None:
            return []
        rows = getattr(obj, key).all()
        return [{name: kind.read(row, name) for name, kind in self.columns.items()} for row in rows]

    def show(self, value: Json) -> str:
        return "; ".join(self._line(row) for row in value)

    def _line(self, row: dict[str, Json]) -> str:
        cells = (k.show(row[n]) for n, k in self.columns.items() if row.get(n) not in BLANK)
        return ", ".join(filter(None, cells))  # a file says nothing in words

    def write(self, obj: models.Model, key: str, value: Json) -> None:
        getattr(obj, key).all().delete()
        rows = self.instances(obj, key, value)
        for number, row in enumerate(rows, 1):
            try:
                row.full_clean(exclude=[getattr(obj, key).field.name])
            except ValidationError as error:
                told = {"number": number, "told": " ".join(error.messages)}
                raise ValidationError({key: _("Row %(number)s: %(told)s") % told}) from error
        getattr(obj, key).model.objects.bulk_create(rows)

    def instances(self, obj: models.Model, key: str, value: Json) -> list[Any]:
        """The rows of that value, not saved."""
        related = getattr(obj, key)
        rows = [related.model(**{related.field.name: obj, "order": n}) for n in range(len(value))]
        for row, cells in zip(rows, value, strict=True):
            for name, kind in self.columns.items():
                kind.write(row, name, cells.get(name, kind.empty))
        return rows
