"""Query strings: what is left when one value is taken out, and forms that forgive."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sez_portal.common.filters import FilterGroup, FilterInput, Typed


def without(query: QueryDict, name: str, value: str | None = None) -> str:
    """The query string without one value of a parameter (or all), and without the page."""
    return _encoded(
        (key, item)
        for key, item in _pairs(query)
        if key != "page" and not (key == name and value in (None, item))
    )


def with_value(query: QueryDict, name: str, value: object) -> str:
    """The query string with a parameter set to one value; any but `page` starts at page 1."""
    others = [(key, item) for key, item in _pairs(query) if key not in (name, "page")]
    return _encoded([*others, (name, str(value))])


def query_string(query: QueryDict) -> str:
    """Write the query string with its question mark; empty parameters are left out."""
    return _encoded(_pairs(query))


def _pairs(query: QueryDict) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in query.lists() for value in values)


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    return f"?{urlencode([pair for pair in pairs if pair[1]])}"


class Boxes(NamedTuple):
    """A filter as boxes to tick: (value, label, is chosen) of each, and how many are chosen."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    chosen: int


class InputGroup(NamedTuple):
    """A part of the form with the inputs of its typed filters."""

    key: str
    label: str
    hint: str
    inputs: tuple[FilterInput, ...]
    is_open: bool  # one of them is in force


class LenientFilterSet(django_filters.FilterSet):
    """A FilterSet that drops what it cannot read: `refused` has it by (name, value), and `notes`
    say so.

    Nobody is shown an error page for an old bookmark: the rest of the query still holds. Each
    value is cleaned by its own field, so that no form is built from all of them.
    `form_groups` are the parts of the form, in order; see `sez_portal.common.filters`.
    """

    base_filters: dict[str, django_filters.Filter]
    form_groups: dict[str, FilterGroup] = {}

    def __init__(
        self,
        data: QueryDict,
        queryset: Any = None,
        *,
        known: Mapping[str, Collection[str]] | None = None,
        **more: Any,
    ) -> None:
        """`known` are keys of filters that the caller has at hand: nobody reads them for it."""
        self._known = known or {}
        self.notes: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.given = QueryDict(mutable=True)
        self.cleaned: dict[str, Any] = {}
        for name in self.base_filters:
            if name in data:
                self._take(name, [value for value in data.getlist(name) if value.strip()])
        # The library copies each filter, choices and all: it gets only those in force.
        self.base_filters = {name: self.base_filters[name] for name in self.given}
        super().__init__(self.given, queryset, **more)

    def _take(self, name: str, values: list[str]) -> None:
        """Keep what the filter of that name can read of these values."""
        filter_ = self.base_filters[name]
        several = isinstance(filter_, django_filters.MultipleChoiceFilter)
        values = list(dict.fromkeys(values if several else values[-1:]))
        values = [value for value in values if self._accepts(name, filter_, value)]
        if values:
            self.cleaned[name] = values if several else filter_.field.clean(values[0])
            # A number is kept so that the link means the same in every language.
            if as_text := getattr(filter_.field, "written", None):
                values = [as_text(self.cleaned[name])]
            self.given.setlist(name, values)

    @property
    def qs(self) -> QuerySet:
        """The rows that pass every filter in force."""
        if not hasattr(self, "_qs"):
            self._qs = self.narrowed(self.cleaned)
        return self._qs

    def narrowed(self, names: Iterable[str]) -> QuerySet:
        """The rows that pass the named filters only."""
        rows = self.queryset.all()
        for name in names:
            if name in self.cleaned:
                rows = self.filters[name].filter(rows, self.cleaned[name])
        return rows

    def _accepts(self, name: str, filter_: django_filters.Filter, value: str) -> bool:
        several = isinstance(filter_, django_filters.MultipleChoiceFilter)
        try:
            if name not in self._known:
                filter_.field.clean([value] if several else value)
            elif value not in self._known[name]:
                raise ValidationError("")
        except ValidationError as error:
            if several or isinstance(filter_, django_filters.ChoiceFilter):
                message = _("“%(value)s” is no value of the filter “%(filter)s”; it was ignored.")
                reason = ""
            else:
                message = _("%(filter)s “%(value)s” was ignored. %(reason)s")
                reason = " ".join(error.messages)
            self.refused.append((name, value))
            self.notes.append(
                message % {"filter": filter_.label, "value": value[:40], "reason": reason}
            )
            return False
        return True

    def boxes(self, names: Iterable[str] | None = None) -> list[Boxes]:
        """The filters with choices, all or those named, for a form."""
        groups = []
        filters = type(self).base_filters
        for name in names or [name for name in filters if not isinstance(filters[name], Typed)]:
            values = self.given.getlist(name)
            options = [(key, word, key in values) for key, word in self.words(name).items()]
            groups.append(Boxes(name, str(filters[name].label).capitalize(), options, len(values)))
        return groups

    @property
    def input_groups(self) -> tuple[InputGroup, ...]:
        """The parts of the form in which something is typed."""
        groups = []
        for key, group in self.form_groups.items():
            inputs = tuple(
                filter_.input(name, self.cleaned.get(name), self.given.get(name, ""))
                for name, filter_ in type(self).base_filters.items()
                if isinstance(filter_, Typed) and filter_.group == key
            )
            is_open = any(input_.value for input_ in inputs)
            groups.append(InputGroup(key, str(group.label), str(group.hint), inputs, is_open))
        return tuple(groups)

    def chip(self, name: str, value: str) -> str:
        """A filter in force as the chips and the mails call it."""
        filter_ = type(self).base_filters[name]
        if isinstance(filter_, Typed):
            return filter_.chip_of(self.cleaned[name])
        return self.words(name).get(value, value)

    @classmethod
    def words(cls, name: str) -> dict[str, str]:
        """The values of a filter with choices by what they are called."""
        filter_ = cls.base_filters[name]
        if callable(filter_.extra["choices"]):
            return dict(filter_.field.choices)
        return _words(filter_, get_language())

    def active(self, names: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """The parameters in force as (name, value)."""
        only = None if names is None else set(names)
        return [
            (name, value)
            for name, values in self.given.lists()
            if only is None or name in only
            for value in values
        ]


@cache
def _words(filter_: django_filters.Filter, _language: str | None) -> dict[str, str]:
    """Return a fixed vocabulary, translated once a language."""
    return {value: str(label) for value, label in filter_.field.choices}
