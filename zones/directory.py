"""The directory for one query: results, facets, chips, order, pages. `filters` finds the zones."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sez_portal.common.queries import InputGroup, query_string, with_value, without
from sez_portal.maps.static_map import StaticMap
from zones import facets, static_maps
from zones.filters import ZoneFilter
from zones.list_items import (
    DEFAULT_COLUMNS,
    FIGURES,
    TABLE_COLUMNS,
    Card,
    Line,
    cards_of,
    kept_lines,
    lines_of,
)
from zones.models import Zone
from zones.search.asking import answer
from zones.search.reading import words_of
from zones.suggestions import did_you_mean
from zones.understood import Understood, explained, understood

PER_PAGE = 20
MOST_DIGITS = 100  # of a page number; more is no number anybody meant
THOUSAND = 1000
PROVINCES_SHOWN = 12  # in the facet, while no country narrows the list
VIEWS = ("list", "table", "map")
SORT_OF_COLUMN = {"area_ha": "area"}


class Option(NamedTuple):
    """One value of a facet and how many zones choosing it would show."""

    value: str
    label: str
    zones: str  # as the reader's language groups thousands
    is_chosen: bool


class Facet(NamedTuple):
    name: str
    label: str
    options: tuple[Option, ...]
    is_open: bool
    more: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter in force and the query without it."""

    label: str
    without: str
    count: int | None = None


@dataclass
class Directory:
    """Everything the list of zones shows for a query string."""

    query: QueryDict

    def __post_init__(self) -> None:
        self.index = facets.current()
        self.filter = self._filter(self.query)
        words, version = self.filter.given.get("q", ""), self.index.version
        self.answer = answer(words, version=version) if words_of(words) else None
        self.sort = self.filter.sort_of(self.query.get("sort", ""))
        self.left = self.index.matching(self.filter, self._ranked)
        self.view = self.query.get("view") if self.query.get("view") in VIEWS else "list"
        self.total = len_of(self.left[""])
        self.everything = len_of(self.index.everything)

    def _filter(self, query: QueryDict) -> ZoneFilter:
        reference = self.index.reference
        countries = reference.countries.keys() - self.index.hidden
        known = {"country": countries, "province": reference.provinces.keys()}
        return ZoneFilter(query, Zone.objects.published(), known=known)

    @property
    def notes(self) -> list[str]:
        return [*self.filter.notes, *self._page_notes]

    @cached_property
    def _page_notes(self) -> list[str]:
        text = self.query.get("page", "")
        if text and self.page != _whole(text):
            return [
                _("Page “%(page)s” was ignored: there are %(pages)s.")
                % {
                    "page": text[:20],
                    "pages": self.pages,
                }
            ]
        return []

    @cached_property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PER_PAGE))

    @cached_property
    def page(self) -> int:
        """The page asked for; past the end the last, before the start the first."""
        return min(max(1, _whole(self.query.get("page", "")) or 1), self.pages)

    @property
    def _on_page(self) -> slice:
        start = (self.page - 1) * PER_PAGE
        return slice(start, start + PER_PAGE)

    @cached_property
    def cards(self) -> list[Card]:
        fields = self.columns if self.view == "table" else FIGURES
        if self._ranked is None:
            zones = self.filter.ordered(self.filter.qs, self.sort).for_cards(fields)
            return cards_of(zones[self._on_page], fields, reference=self.index.reference)
        pks = self.index.among(self._ranked, self.left[""])[self._on_page]
        rows = self.filter.narrowed({"near"}).filter(pk__in=pks).for_cards(fields)
        by_pk = {zone.pk: zone for zone in rows}
        present = [by_pk[pk] for pk in pks if pk in by_pk]
        return cards_of(present, fields, reference=self.index.reference)

    @property
    def lines(self) -> list[Line]:
        """The zones of the page; how far each is from a gateway is told of that query alone."""
        if "near" in self.filter.given:
            return lines_of(self.cards)
        if self._ranked is None:
            zones = self.filter.ordered(self.filter.qs, self.sort)
            pks = list(zones.values_list("pk", flat=True)[self._on_page])
        else:
            pks = self.index.among(self._ranked, self.left[""])[self._on_page]
        lines = kept_lines(pks, self.index.reference)
        return explained(lines, self.answer) if self.answer else lines

    @cached_property
    def _ranked(self) -> list[int] | None:
        """The pks that words, distances and numbers leave, in order; None when none is asked.

        The database looks through the zones once, for all but words (`zones.search`).
        """
        rest = facets.rest_of(self.filter)
        if not rest:
            return None
        if self.answer is None:
            zones = self.filter.ordered(self.filter.narrowed(rest), self.sort)
            return list(zones.values_list("pk", flat=True))
        return self.filter.among(self.answer, rest - {"q"}, self.sort)

    @cached_property
    def understood(self) -> Understood | None:
        """How the words were understood, where they were not looked for as they stand."""
        return understood(self.answer, self.query, self.index.reference) if self.answer else None

    @property
    def input_groups(self) -> tuple[InputGroup, ...]:
        return self.filter.input_groups

    @property
    def sorts(self) -> dict[str, str]:
        return self.filter.sorts()

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return min(self.page * PER_PAGE, self.total)

    def _page_query(self, page: int) -> str:
        return with_value(self.query, "page", page)

    @property
    def previous(self) -> str:
        return self._page_query(self.page - 1) if self.page > 1 else ""

    @property
    def following(self) -> str:
        return self._page_query(self.page + 1) if self.page < self.pages else ""

    @cached_property
    def views(self) -> list[tuple[str, str, str, bool]]:
        """(view, its name, its query, whether it is on show)."""
        names = {"list": _("List"), "table": _("Table"), "map": _("Map")}
        return [
            (view, name, with_value(self.query, "view", view), view == self.view)
            for view, name in names.items()
        ]

    @cached_property
    def columns(self) -> list[str]:
        """The columns of the table: those asked for that exist, else the usual ones."""
        columns = [name for name in self.query.getlist("col") if name in TABLE_COLUMNS]
        return columns or list(DEFAULT_COLUMNS)

    @property
    def headers(self) -> list[tuple[str, str, str, str]]:
        """(column, label, query that sorts by it or "", aria-sort or "")."""
        headers = []
        for name in self.columns:
            sort = SORT_OF_COLUMN.get(name, "")
            headers.append(
                (
                    name,
                    str(TABLE_COLUMNS[name]),
                    with_value(self.query, "sort", sort) if sort else "",
                    "descending" if sort and sort == self.sort else "",
                )
            )
        return headers

    @property
    def column_choices(self) -> list[tuple[str, str, bool]]:
        return [(name, str(label), name in self.columns) for name, label in TABLE_COLUMNS.items()]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in force; with how many zones dropping one would bring when none is left."""
        chips = []
        for name, value in self.filter.active():
            rest = without(self.query, name, value)
            if name == "near":
                rest = without(QueryDict(rest[1:]), "within")
            if name in facets.FACETS:
                label = str(self._labels(name).get(value, value))
            else:
                label = self.filter.chip(name, value)
            count = self._count_without(rest) if not self.total else None
            chips.append(Chip(label, rest, count))
        return chips

    def _count_without(self, rest: str) -> int:
        filter_ = self._filter(QueryDict(rest[1:]))
        return len_of(self.index.matching(filter_)[""])

    @property
    def hidden_inputs(self) -> list[tuple[str, str]]:
        """Parameters that are no field of the form but must survive its submission."""
        return [("view", self.view)] if self.view != "list" else []

    @cached_property
    def cleared(self) -> str:
        """The query without any filter, in the same view."""
        query = QueryDict(mutable=True)
        if self.view != "list":
            query["view"] = self.view
        return query_string(query)

    @cached_property
    def suggestions(self) -> list[facets.FacetPlace]:
        words = self.filter.given.get("q", "")
        return did_you_mean(words) if words and not self.total else []

    @property
    def is_whole(self) -> bool:
        """Whether no filter is in force: then filters and map are those of any page of it."""
        return not self.filter.given

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        if self.is_whole:
            return self.index.reference.once("facets", self._facets)
        return self._facets()

    def _facets(self) -> tuple[Facet, ...]:
        open_ones = {"country", "status", "corridor"}
        groups = []
        for name in facets.FACETS:
            filter_ = ZoneFilter.base_filters[name]
            values = self.filter.given.getlist(name)
            counts = self.index.counts(name, self.left[name])
            more = ""
            if name == "province":
                counts, more = self._provinces(counts, values)
            labels = self._labels(name)
            options = tuple(
                Option(value, str(labels.get(value, value)), _grouped(count), value in values)
                for value, count in counts.items()
                if count or value in values
            )
            label = str(filter_.label).capitalize()
            groups.append(Facet(name, label, options, name in open_ones or bool(values), more))
        return tuple(groups)

    def _labels(self, name: str) -> Mapping[str, object]:
        """The values of a facet by what they are called."""
        if name == "country":
            return self.index.reference.countries
        if name == "province":
            return self.index.reference.provinces
        return ZoneFilter.words(name)

    def _provinces(
        self, counts: dict[str, int], keys_chosen: list[str]
    ) -> tuple[dict[str, int], str]:
        """All provinces of the chosen countries; without one only the most frequent."""
        published = self.index.reference.provinces  # a hidden one is no choice
        present = {key: count for key, count in counts.items() if key in published}
        counts_shown = {key: count for key, count in present.items() if count or key in keys_chosen}
        countries = {iso2.lower() for iso2 in self.filter.given.getlist("country")}
        if countries:
            counts_shown = {
                key: count for key, count in counts_shown.items() if key[:2] in countries
            }
        if countries or len(counts_shown) <= PROVINCES_SHOWN:
            return counts_shown, ""
        first = dict(list(counts_shown.items())[:PROVINCES_SHOWN])
        return first | {key: counts_shown.get(key, 0) for key in keys_chosen}, _(
            "Choose a country to see all."
        )

    @cached_property
    def static_map(self) -> StaticMap:
        """The server-drawn map of what was found."""
        size = "s" if self.view == "list" else ""
        if self.is_whole:
            return self.index.reference.once(f"map {size}", lambda: self._map(size))
        return self._map(size)

    def _map(self, size: str) -> StaticMap:
        return static_maps.region(self.index, self.left[""], size=size)

    @property
    def feed_query(self) -> str:
        """The filters in force, for the feed of the map."""
        return query_string(self.filter.given)


def _grouped(count: int) -> str:
    """Write it as the reader's language groups thousands; smaller numbers need no asking."""
    return str(count) if count < THOUSAND else number_format(count, force_grouping=True)


def len_of(bits: int) -> int:
    return bits.bit_count()


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else None
