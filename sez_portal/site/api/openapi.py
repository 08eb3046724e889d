"""The OpenAPI 3.1 document, written from the declared records and filters.

`docs/api/openapi.json` is its snapshot: a change of the contract is seen in review.
"""

import re

from django.conf import settings
from django.utils.translation import override

from sez_portal.common.filters import Ticked
from sez_portal.languages import LANGUAGES
from sez_portal.records.choices import Freshness, State
from sez_portal.records.record import Field
from sez_portal.site.api.kinds import Schema, schema_of
from sez_portal.site.api.question import ALWAYS, CURSOR, MOST, NO, USUAL, YES
from sez_portal.site.api.resources import RESOURCES, Resource

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
VERSION = "1.0.0"  # of the contract: a field more is 1.x, a field less or another meaning is v2
FORMATS = {
    "json": "One page, with a link to the next",
    "geojson": "Everything found, as features",
    "csv": "Everything found, one line a row",
    "xlsx": "Everything found, one row each",
}


def document() -> Schema:
    """The whole document, in English."""
    with override("en"):
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "Lancang-Mekong Zones: open data",
                "version": VERSION,
                "description": (
                    "Special economic zones of six countries, with the source and the dates of "
                    "each figure. Read only; no key is needed. Numbers are numbers, and what is "
                    "not known is null."
                ),
                "license": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
            },
            "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
            "paths": _paths(),
            "components": {"schemas": _schemas()},
        }


def _paths() -> Schema:
    paths: Schema = {}
    for resource in RESOURCES.values():
        about = str(resource.about)
        paths[f"/{resource.name}"] = {
            "get": {
                "operationId": f"list_{resource.record.name}",
                "summary": about,
                "description": "Add .geojson, .csv or .xlsx to the address, or ask by Accept.",
                "parameters": [*_filters(resource), *_common(resource, paged=True)],
                "responses": {
                    "200": {
                        "description": "The rows that the filters leave, by key",
                        "content": {"application/json": {"schema": _list_of(resource)}},
                    },
                    **_refusals(400, 404),
                },
            }
        }
        key = {"name": "key", "in": "path", "required": True, "schema": _text(SLUG)}
        paths[f"/{resource.name}/{{key}}"] = {
            "get": {
                "operationId": f"get_{resource.record.name}",
                "summary": f"{about}: one row",
                "parameters": [key, *_common(resource, paged=False)],
                "responses": {
                    "200": {
                        "description": "The row; a former key answers with the row it is now",
                        "content": {"application/json": {"schema": _ref(resource)}},
                    },
                    **_refusals(400, 404),
                },
            }
        }
    paths["/changes"] = {"get": _changes()}
    return paths


def _changes() -> Schema:
    return {
        "operationId": "list_changes",
        "summary": "What changed, oldest first: for who keeps a copy",
        "parameters": [
            _parameter(
                "after", {"type": "integer", "minimum": 0}, "Only changes after this number"
            ),
            _parameter("limit", _whole(1, MOST), f"Rows of a page, usually {USUAL}"),
        ],
        "responses": {
            "200": {
                "description": "Which fields of which rows changed",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {
                                "next": {"type": ["string", "null"], "format": "uri"},
                                "results": {"type": "array", "items": _component("change")},
                            },
                        }
                    }
                },
            },
            **_refusals(400),
        },
    }


def _refusals(*statuses: int) -> Schema:
    """What any answer may be instead, and these: each refusal is a problem document."""
    content = {"application/problem+json": {"schema": _component("problem")}}
    told = {400: "The query is not understood", 404: "There is no such row or resource"}
    refused = {status: told[status] for status in statuses}
    refused |= {405: "The API is read only", 429: "Too many requests in this minute"}
    answers = {
        str(status): {"description": why, "content": content} for status, why in refused.items()
    }
    return {"304": {"description": "Nothing changed since the ETag that was sent"}} | answers


def _problem() -> Schema:
    """RFC 9457."""
    detail: Schema = {"type": "object", "properties": {"detail": {"type": "string"}}}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": detail},
        },
    }


def _filters(resource: Resource) -> list[Schema]:
    """The filters of the pages; what they cannot read is refused."""
    found = []
    for name, filter_ in resource.filter_class.base_filters.items():
        schema: Schema = {"type": "string"}
        if isinstance(filter_, Ticked):
            choices = filter_.extra["choices"]
            if not callable(choices):
                schema["enum"] = [str(value) for value, _label in choices]
            schema = {"type": "array", "items": schema}
        found.append(_parameter(name, schema, str(filter_.label).capitalize()))
    return found


def _common(resource: Resource, *, paged: bool) -> list[Schema]:
    languages = [code for code, _native in LANGUAGES]
    parameters = [
        _fields_of(resource),
        _parameter("lang", {"type": "string", "enum": languages}, "Adds values as pages show them"),
        _parameter(
            "evidence", {"type": "string", "enum": [*YES, *NO]}, "Adds sources and dates of each"
        ),
    ]
    if paged:
        parameters += [
            _parameter("limit", _whole(1, MOST), f"Rows of a page, usually {USUAL}"),
            _parameter("after", _text(CURSOR), "The last key of the page before"),
        ]
    return parameters


def _fields_of(resource: Resource) -> Schema:
    names = [*ALWAYS, *resource.record.by_key]
    schema = {"type": "array", "items": {"type": "string", "enum": names}}
    told = "Names of fields by commas; all without it"
    return _parameter("fields", schema, told) | {"style": "form", "explode": False}


def _text(pattern: re.Pattern[str]) -> Schema:
    return {"type": "string", "pattern": f"^{pattern.pattern}$"}


def _parameter(name: str, schema: Schema, about: str) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _list_of(resource: Resource) -> Schema:
    return {
        "type": "object",
        "required": ["count", "next", "licence", "results"],
        "properties": {
            "count": {"type": "integer", "description": "Rows that the filters leave, in all"},
            "next": {"type": ["string", "null"], "format": "uri"},
            "licence": {"type": "object"},
            "results": {"type": "array", "items": _ref(resource)},
        },
    }


def _schemas() -> Schema:
    found = {resource.record.name: _row(resource) for resource in RESOURCES.values()}
    return found | {
        "evidence": _evidence(),
        "source": _source(),
        "change": _change(),
        "problem": _problem(),
    }


def _row(resource: Resource) -> Schema:
    properties: Schema = {"key": {"type": "string"}}
    if resource.has_page:
        properties["page"] = {"type": "string", "format": "uri"}
    properties |= {field.key: _field(field) for field in resource.record.fields}
    properties["shown"] = {"type": "object", "description": "With `lang`: values in words"}
    properties["evidence"] = {
        "type": "object",
        "additionalProperties": _component("evidence"),
        "description": "With `evidence`: by field",
    }
    return {"type": "object", "required": ["key"], "properties": properties}


def _field(field: Field) -> Schema:
    told = f"{field.label} ({field.unit})" if field.unit else str(field.label)
    return schema_of(field.kind) | {"description": told[:1].upper() + told[1:]}


def _evidence() -> Schema:
    piece: Schema = {
        "value": {},
        "state": {"type": "string", "enum": list(State.values)},
        "reason": {"type": ["string", "null"]},
        "speaks_of": {"type": ["string", "null"], "description": "Year, month or day"},
        "holds_until": {
            "type": ["string", "null"],
            "format": "date",
            "description": "The last day for which the source gives it",
        },
        "confirmed_on": {"type": ["string", "null"], "format": "date"},
        "confirmed_by": {"type": ["string", "null"]},
        "due_on": {"type": ["string", "null"], "format": "date"},
        "freshness": {"type": ["string", "null"], "enum": [*Freshness.values, None]},
        "sources": {"type": "array", "items": _component("source")},
        "others": {"type": "array", "items": _component("evidence")},
    }
    return {"type": "object", "properties": piece}


def _source() -> Schema:
    return {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "url": {"type": ["string", "null"], "format": "uri"},
            "publisher": {"type": ["string", "null"]},
            "published": {"type": ["string", "null"]},
            "weak": {"type": "boolean", "description": "A blog, a forum or a copy"},
        },
    }


def _change() -> Schema:
    return {
        "type": "object",
        "required": ["number", "at", "record"],
        "properties": {
            "number": {"type": "integer"},
            "at": {"type": ["string", "null"], "format": "date-time"},
            "record": {"type": "string"},
            "key": {"type": "string"},
            "title": {"type": "string"},
            "origin": {"type": "string"},
            "is_new": {"type": "boolean"},
            "fields": {"type": "array", "items": {"type": "string"}},
            "removed": {"type": "boolean", "description": "A row was taken off the pages"},
        },
    }


def _whole(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _ref(resource: Resource) -> Schema:
    return _component(resource.record.name)


def _component(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
