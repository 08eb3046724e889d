"""What the values of each kind of field are in JSON, as JSON Schema."""

from functools import singledispatch
from typing import Any

from sez_portal.records.field_types.basic import (
    Choice,
    Decimal,
    Email,
    Keys,
    Kind,
    Partial,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.lines import Polyline
from sez_portal.records.field_types.stored import Stored
from sez_portal.records.field_types.tables import Rows

Schema = dict[str, Any]


@singledispatch
def schema_of(kind: Kind) -> Schema:
    """What a value of this kind is in JSON."""
    return {"type": ["string", "null"]}


@schema_of.register(Choice)
def _choice(kind: Choice) -> Schema:
    return {"type": ["string", "null"], "enum": [*kind.choices.values, None]}


@schema_of.register(Keys)
def _keys(kind: Keys) -> Schema:
    items: Schema = {"type": "string"}
    if kind.choices:
        items["enum"] = list(kind.choices.values)
    return {"type": "array", "items": items}


@schema_of.register(Words)
def _words(_kind: Words) -> Schema:
    return {"type": "array", "items": {"type": "string"}}


@schema_of.register(Whole)
def _whole_number(_kind: Whole) -> Schema:
    return {"type": ["integer", "null"]}


@schema_of.register(Decimal)
def _decimal(_kind: Decimal) -> Schema:
    return {"type": ["number", "null"]}


@schema_of.register(Url)
@schema_of.register(Stored)
def _url(_kind: Kind) -> Schema:
    return {"type": ["string", "null"], "format": "uri"}


@schema_of.register(Email)
def _email(_kind: Email) -> Schema:
    return {"type": ["string", "null"], "format": "email"}


@schema_of.register(Partial)
def _partial(_kind: Partial) -> Schema:
    return {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


@schema_of.register(Polyline)
def _polyline(_kind: Polyline) -> Schema:
    pair = {"type": "array", "items": {"type": "number"}}
    return {"type": ["array", "null"], "items": pair}


@schema_of.register(Rows)
def _rows(kind: Rows) -> Schema:
    columns = {name: schema_of(cell) for name, cell in kind.columns.items()}
    return {"type": "array", "items": {"type": "object", "properties": columns}}
