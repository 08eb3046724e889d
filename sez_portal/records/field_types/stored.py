"""The kinds that hold a file of the storage: their value is its name, never the file itself."""

from django.db import models

from sez_portal.records.field_types.basic import Json, Kind


class Stored(Kind):
    """The name of a file ("documents/2026/….pdf"); readers see it through its title."""

    def read(self, obj: models.Model, key: str) -> Json:
        return getattr(obj, key).name or ""

    def show(self, value: Json) -> str:
        return ""


class Paper(Stored):
    """A PDF."""


class Picture(Stored):
    """A photograph."""
