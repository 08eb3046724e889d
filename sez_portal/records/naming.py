"""Values in words for a reader: rows by the names that the reader may see, figures with units."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sez_portal.common.access import rule_of
from sez_portal.common.fields import columns_of, text_in
from sez_portal.common.lists import listed
from sez_portal.records.field_types.basic import CountryCodes, Json
from sez_portal.records.linked_names import Target, target_of
from sez_portal.records.record import Field, Record

KEY = "key"


class Names:
    """The names of the rows that a reader may see, for those values that name rows."""

    def __init__(self, titles: Mapping[Target, Mapping[str, str]] | None = None) -> None:
        self._titles = titles or {}

    @classmethod
    def of(
        cls,
        record: Record,
        values: Iterable[tuple[Field, Json]],
        reader: Any = None,
        *,
        rows: Iterable[str] = (),
    ) -> "Names":
        """The names for these values; one query for each record to which any of them leads.

        `rows` are keys of rows of the record itself.
        """
        wanted: dict[Target, set[str]] = {}
        for field, value in values:
            if target := target_of(record, field):
                wanted.setdefault(target, set()).update(_keys(value))
        if keys := set(filter(None, rows)):
            wanted.setdefault(Target(record.model, KEY), set()).update(keys)
        found = {to: _titles(to, keys, reader) for to, keys in wanted.items() if keys}
        return cls(found)

    def shown(self, record: Record, field: Field, value: Json) -> str:
        """The value in words, with its unit; "" of none."""
        shown = self.words(record, field, value)
        return f"{shown} {field.unit}" if shown and field.unit else shown

    def words(self, record: Record, field: Field, value: Json) -> str:
        """The value in words; "" of none."""
        if value == field.kind.empty:
            return ""
        if isinstance(value, bool):
            return field.kind.show(value) if value else _("no")
        if target := target_of(record, field):
            known = self._titles.get(target, {}) if isinstance(field.kind, CountryCodes) else None
            if known is not None:  # of a country that we have no row of, its code
                return listed(known.get(code, code) for code in _keys(value))
            return listed(self._name(target, key) for key in _keys(value))
        return field.kind.show(value)

    def of_row(self, record: Record, key: str) -> str:
        """The name of a row of the record; "" of no key."""
        return self._name(Target(record.model, KEY), key) if key else ""

    def _name(self, target: Target, key: str) -> str:
        return self._titles.get(target, {}).get(key) or _("a row that is not shown")


def _keys(value: Json) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [str(key) for key in found if key]


def _titles(target: Target, keys: Iterable[str], reader: Any) -> dict[str, str]:
    model = target.model
    rows = model._default_manager.filter(rule_of(reader, model, "view")).order_by()
    rows = rows.filter(**{f"{target.column}__in": sorted(keys)})
    rows = rows.only(target.column, *columns_of("name"))
    return {getattr(row, target.column): str(text_in(row, "name")) for row in rows}
