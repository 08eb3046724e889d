"""What a request to the API asks for: rows, fields, a language, how much, in which format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.common.numbers import counter
from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.basic import Json
from sez_portal.records.record import Field
from sez_portal.site.api.resources import Resource
from sez_portal.site.api.values import Page

USUAL, MOST = 100, 500  # rows of a page
CHUNK = 200  # rows that an export reads together
OWN = ("fields", "lang", "evidence", "limit", "after")


@dataclass
class Question:
    """A query for rows of one resource; `notes` say what of it was ignored, and why."""

    resource: Resource
    query: QueryDict
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        filters = self.resource.filter_class.base_filters
        for name in self.query:
            if name not in filters and name not in OWN:
                told = _("Unknown parameter “%(name)s” was ignored.")
                self.notes.append(told % {"name": name[:40]})
        self.rows, ignored = self.resource.asked(self.query)
        self.notes += [str(note) for note in ignored]

    @cached_property
    def fields(self) -> Sequence[Field]:
        """Those asked for in the order of the record, else all."""
        record = self.resource.record
        asked = [name for part in self.query.getlist("fields") for name in part.split(",") if name]
        for name in asked:
            if name not in record.by_key:
                told = _("There is no field “%(name)s”: it was left out.")
                self.notes.append(told % {"name": name[:40]})
        chosen = [one for one in record.fields if one.key in asked]
        return chosen or list(record.fields)

    @cached_property
    def language(self) -> str:
        asked = self.query.get("lang", "")
        if asked and asked not in dict(LANGUAGES):
            told = _("There is no language “%(name)s”: it was ignored.")
            self.notes.append(told % {"name": asked[:20]})
            return ""
        return asked

    @property
    def with_evidence(self) -> bool:
        return self.query.get("evidence", "") in ("1", "true")

    @cached_property
    def limit(self) -> int:
        asked = counter(self.query.get("limit", ""))
        return min(asked, MOST) if asked else USUAL

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    @cached_property
    def page(self) -> list[Any]:
        """The rows of this page, and one more where there is a next page."""
        after = self.query.get("after", "")
        rows: QuerySet = self.rows.filter(key__gt=after) if after else self.rows
        return list(self._whole(rows)[: self.limit + 1])

    def as_json(self) -> list[dict[str, Json]]:
        return self.page_of(self.page[: self.limit]).as_json()

    @property
    def next_query(self) -> str:
        """The query of the next page, "" on the last: it goes on after the last key of this."""
        if len(self.page) <= self.limit:
            return ""
        query = self.query.copy()
        query["after"] = self.page[self.limit - 1].key
        return query.urlencode()

    def everything(self) -> Iterator[tuple[Any, dict[str, Json]]]:
        """All rows with their data, read in parts: memory does not grow with them."""
        after = ""
        while rows := list(self._whole(self.rows.filter(key__gt=after))[:CHUNK]):
            yield from zip(rows, self.page_of(rows).as_json(), strict=True)
            after = rows[-1].key

    def page_of(self, rows: Sequence[Any]) -> Page:
        return Page(self.resource, rows, self.fields, self.language, self.with_evidence)

    def _whole(self, rows: QuerySet) -> QuerySet:
        """With the tables of the fields asked for, in one query each."""
        return rows.prefetch_related(*(one.key for one in self.fields if one.kind.late))

    @property
    def licence(self) -> dict[str, str]:
        return {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL}
