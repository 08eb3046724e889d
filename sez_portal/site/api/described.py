"""The resources as the documentation tells them, from the same declarations as the answers."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse

from sez_portal.site.api.formats import TYPES
from sez_portal.site.api.openapi import Schema, schema_of
from sez_portal.site.api.resources import RESOURCES, Resource


class DescribedField(NamedTuple):
    key: str
    about: str
    type: str


class Described(NamedTuple):
    """A resource in words: addresses, filters (name, label) and fields."""

    name: str
    about: str
    addresses: list[str]
    filters: list[tuple[str, str]]
    fields: list[DescribedField]


def described() -> list[Described]:
    """Every resource, in the language of the page."""
    return [
        Described(
            name=resource.name,
            about=str(resource.about),
            addresses=[
                reverse("api-rows", args=[resource.name]),
                *dict(files_of(resource)).values(),
            ],
            filters=[
                (name, str(filter_.label))
                for name, filter_ in resource.filter_class.base_filters.items()
            ],
            fields=list(_fields(resource)),
        )
        for resource in RESOURCES.values()
    ]


def files_of(resource: Resource) -> list[tuple[str, str]]:
    """The formats in which everything found is one file, with their addresses."""
    return [
        (suffix, reverse("api-export", args=[resource.name, suffix]))
        for suffix in TYPES
        if suffix != "json" and (suffix != "geojson" or resource.has_places)
    ]


def _fields(resource: Resource) -> Iterator[DescribedField]:
    for field in resource.record.fields:
        about = f"{field.label} ({field.unit})" if field.unit else str(field.label)
        yield DescribedField(field.key, about, _type(schema_of(field.kind)))


def _type(schema: Schema) -> str:
    """The JSON type in a word; null is possible wherever there may be nothing."""
    types = schema["type"]
    return types if isinstance(types, str) else next(one for one in types if one != "null")
