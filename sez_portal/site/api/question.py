"""What a request to the API asks for: rows, fields, a language, how much, in which format."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.basic import Json
from sez_portal.records.record import Field
from sez_portal.site.api.resources import Resource
from sez_portal.site.api.values import Page

USUAL, MOST = 100, 500  # rows of a page
CHUNK = 200  # rows that an export reads together
LONGEST_TOLD = 40  # characters of what was sent that a refusal repeats
ALWAYS = ("key", "page")  # of a row, whatever fields are asked for
OF_ROW = ("fields", "lang", "evidence")
OF_LIST = (*OF_ROW, "limit", "after")
CURSOR = re.compile(r"[a-z0-9-]*")
NUMBER = re.compile(r"[0-9]{1,17}")  # fits in 64 bits
DIGITS = re.compile(r"[0-9]{1,4}")
YES, NO = ("1", "true"), ("0", "false", "")


class Refused(ValueError):
    """What of a request was not understood, each in a sentence."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__(*self.faults)


@dataclass
class Question:
    """A query for rows of one resource, or for one of its rows.

    Raises Refused where the query names what is not there: a program that reads on would take
    other rows for those it asked for.
    """

    resource: Resource
    query: QueryDict
    is_of_one: bool = False

    def __post_init__(self) -> None:
        filters = {} if self.is_of_one else self.resource.filter_class.base_filters
        known = OF_ROW if self.is_of_one else OF_LIST
        self.rows, refused = self.resource.asked(QueryDict() if self.is_of_one else self.query)
        faults = [*unknown_of(self.query, [*filters, *known]), *self._faults()]
        for name, value in refused:
            told = _("“%(value)s” is no value of the parameter “%(name)s”.")
            faults.append(told % (_told(name) | {"value": value[:LONGEST_TOLD]}))
        if faults:
            raise Refused(faults)

    def _faults(self) -> Iterator[str]:
        """What cannot be read of the parameters that all resources share."""
        for name in self._names:
            if name not in (*ALWAYS, *self.resource.record.by_key):
                yield _("There is no field “%(name)s”.") % _told(name)
        if self.language and self.language not in dict(LANGUAGES):
            yield _("There is no language “%(name)s”.") % _told(self.language)
        if self.query.get("evidence", "") not in YES + NO:
            yield _("“evidence” is 1 or left out.")
        if not self.is_of_one:
            yield from faults_of_limit(self.query)
            if not CURSOR.fullmatch(self.query.get("after", "")):
                yield _("“after” is the key of a row, as the address of the next page has it.")

    @property
    def _names(self) -> list[str]:
        parts = self.query.getlist("fields")
        return [name for part in parts for name in part.split(",") if name]

    @cached_property
    def fields(self) -> Sequence[Field]:
        """Those asked for in the order of the record, else all."""
        record = self.resource.record
        return [one for one in record.fields if one.key in self._names] or list(record.fields)

    @property
    def language(self) -> str:
        return self.query.get("lang", "")

    @property
    def with_evidence(self) -> bool:
        return self.query.get("evidence", "") in YES

    @property
    def limit(self) -> int:
        return limit_of(self.query)

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


def limit_of(query: QueryDict) -> int:
    """The rows that a page may have; the usual number where none is asked for."""
    return int(query.get("limit") or USUAL)


def faults_of_limit(query: QueryDict) -> Iterator[str]:
    asked = query.get("limit", "")
    if asked and not (DIGITS.fullmatch(asked) and 1 <= int(asked) <= MOST):
        yield _("“limit” is a whole number from 1 to %(most)s.") % {"most": MOST}


def whole_from(query: QueryDict, name: str) -> int:
    """A whole number that a program wrote, 0 without one. Raises Refused for any other text."""
    text = query.get(name, "")
    if text and not NUMBER.fullmatch(text):
        raise Refused([_("“%(name)s” is a whole number.") % {"name": name}])
    return int(text or 0)


def unknown_of(query: QueryDict, known: Collection[str]) -> Iterator[str]:
    """The parameters that mean nothing here."""
    for name in query:
        if name not in known:
            yield _("There is no parameter “%(name)s”.") % _told(name)


def _told(text: str) -> dict[str, str]:
    return {"name": text[:LONGEST_TOLD]}
