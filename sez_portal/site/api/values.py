"""Rows as data: the values of their fields, and on request what each rests on.

Numbers are numbers, and what is not known is null. A text is in the language that its field
names; with `lang` each value is also given as a page in that language shows it. Keys of rows
that visitors do not see are left out, as they are from the pages.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal as Number
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import override

from sez_portal.common import dates
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.field_types.basic import Decimal, Json, Kind
from sez_portal.records.field_types.stored import Stored
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.linked_names import Target, target_of
from sez_portal.records.models import Evidence, Source
from sez_portal.records.record import Field, is_known
from sez_portal.site.api.resources import Resource

Pieces = Mapping[tuple[str, str], Sequence[Evidence]]


@dataclass
class Page:
    """Some rows of a resource, read together: as many queries for a hundred as for one."""

    resource: Resource
    rows: Sequence[Any]
    fields: Sequence[Field]
    language: str = ""
    with_evidence: bool = False

    def as_json(self) -> list[dict[str, Json]]:
        return [self._row(row) for row in self.rows]

    def _row(self, row: Any) -> dict[str, Json]:
        made: dict[str, Json] = {"key": row.key}
        if self.resource.has_page:
            made["page"] = settings.SITE_URL + row.get_absolute_url()
        values = {
            field.key: self._visible(field, self._values[row.pk][field.key])
            for field in self.fields
        }
        made |= {field.key: as_json(field.kind, values[field.key]) for field in self.fields}
        if self.language:
            made["shown"] = self._shown(values)
        if self.with_evidence:
            made["evidence"] = self._evidence(row, values)
        return made

    @cached_property
    def _values(self) -> dict[int, dict[str, Json]]:
        keys = [field.key for field in self.fields]
        return {row.pk: self.resource.record.read(row, keys) for row in self.rows}

    @cached_property
    def _targets(self) -> dict[str, Target]:
        """What the fields that name other rows point at, by field."""
        found = {field.key: target_of(self.resource.record, field) for field in self.fields}
        return {key: target for key, target in found.items() if target}

    @cached_property
    def _public(self) -> dict[Target, set[str]]:
        """The keys among those named whose rows visitors see; one query a model."""
        named: dict[Target, set[str]] = defaultdict(set)
        for values in self._values.values():
            for key, target in self._targets.items():
                named[target] |= set(_several(values[key]))
        return {target: _seen(target, keys) for target, keys in named.items()}

    def _visible(self, field: Field, value: Json) -> Json:
        target = self._targets.get(field.key)
        if target is None:
            return value
        left = [key for key in _several(value) if key in self._public[target]]
        return left if isinstance(value, list) else next(iter(left), field.kind.empty)

    def _shown(self, values: Mapping[str, Json]) -> dict[str, str]:
        """The values that stand for themselves, as a page in the language shows them."""
        with override(self.language):
            return {
                field.key: field.kind.show(values[field.key])
                for field in self.fields
                if is_known(field, values[field.key])
                and field.key not in self._targets
                and not isinstance(field.kind, Stored)
            }

    @cached_property
    def _pieces(self) -> Pieces:
        return evidence_of(self.resource.record, [row.key for row in self.rows], sources=True)

    def _evidence(self, row: Any, values: Mapping[str, Json]) -> dict[str, Json]:
        """Of each field that has any: the piece on show, and what other sources give."""
        found: dict[str, Json] = {}
        for field in self.fields:
            told = self._pieces.get((row.key, field.key), ())
            if field.key in self._targets:  # its value may name hidden rows
                told = [piece for piece in told if piece.value == values[field.key]]
            shown = [_piece(field, piece) for piece in told if piece.is_shown]
            others = [
                _piece(field, piece)
                for piece in told
                if not piece.is_shown and piece.value != values[field.key]
            ]
            if shown or others:
                found[field.key] = {**(shown[0] if shown else {}), "others": others}
            elif reason := field.cannot_apply(row):
                found[field.key] = {"state": State.NOT_APPLICABLE, "reason": reason}
        return found


def as_json(kind: Kind, value: Json) -> Json:
    """A canonical value as the API gives it; None where there is none."""
    if isinstance(kind, Rows):
        columns = kind.columns.items()
        return [{name: as_json(cell, row.get(name)) for name, cell in columns} for row in value]
    if value is None or (value == kind.empty and not isinstance(value, list)):
        return None
    if isinstance(kind, Decimal):
        return as_number(value)
    if isinstance(kind, Stored):
        return settings.SITE_URL + default_storage.url(value)
    return value


def as_number(text: str) -> int | float:
    """The JSON number of a decimal as text; up to fifteen digits it is exact."""
    number = Number(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _several(value: Json) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _seen(target: Target, keys: set[str]) -> set[str]:
    rows: Any = target.model
    shown = rows._default_manager.filter(rows.shown(), **{f"{target.column}__in": keys})
    return set(shown.order_by().values_list(target.column, flat=True))


def _piece(field: Field, piece: Evidence) -> dict[str, Json]:
    """One piece of evidence. Days are ISO dates; `speaks_of` may be a year or a month."""
    is_ageing = field.months is not None
    return {
        "value": as_json(field.kind, piece.value),
        "state": piece.state,
        "reason": piece.note or None,
        "speaks_of": piece.speaks_of or None,
        "holds_until": piece.holds_until.isoformat() if piece.holds_until else None,
        "confirmed_on": piece.confirmed_on.isoformat() if piece.confirmed_on else None,
        "confirmed_by": piece.confirmed_by or None,
        "due_on": piece.due_on.isoformat() if piece.due_on else None,
        "freshness": piece.freshness(dates.today()) if is_ageing else None,
        "sources": [_source(source) for source in piece.cited],
    }


def _source(source: Source) -> dict[str, Json]:
    return {
        "title": source.title,
        "url": source.url or None,
        "publisher": source.publisher or None,
        "published": source.published or None,
        "weak": source.is_weak,
    }
