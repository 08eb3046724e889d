"""The directory for one query: results, facets, chips, order, pages. `filters` finds the zones."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.common.lists import listed
from sez_portal.common.queries import InputGroup, query_string, with_value
from sez_portal.maps.static_map import StaticMap
from zones import facets, orders, static_maps
from zones.directory_form import NearOptions, inputs_of, near_options
from zones.directory_rows import LineGroup, Rows, heading_of_fit, heading_of_maybe
from zones.facet_boxes import Facet, FacetBoxes
from zones.filters import KEEP, ZoneFilter, query_without
from zones.list_items import DEFAULT_COLUMNS, FIGURES, TABLE_COLUMNS, Card, Line, cards_of
from zones.models import Zone
from zones.search.asking import answer
from zones.search.reading import words_of
from zones.suggestions import did_you_mean
from zones.understood import Understood, explained, understood

Kept = TypeVar("Kept")
PER_PAGE = 20
MOST_ASIDE = 5  # zones that may fit, below a full page of those that do
MOST_DIGITS = 100  # of a page number; more is no number anybody meant
VIEWS = ("list", "table", "map")
SORT_OF_COLUMN = {"area_ha": "area"}


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
        by_pk = {zone.pk: zone for zone in Zone.objects.filter(pk__in=self.pks).for_cards(fields)}
        present = [by_pk[pk] for pk in self.pks if pk in by_pk]
        return cards_of(present, fields, reference=self.index.reference)

    @cached_property
    def lines(self) -> list[Line]:
        """The zones of the page, with the figures that the query asks about."""
        lines = self.rows.lines(self.pks)
        return explained(lines, self.answer) if self.answer else lines

    @property
    def rows(self) -> Rows:
        return Rows(self.filter, self.index, self.sort)

    @cached_property
    def pks(self) -> list[int]:
        """The zones of the page, in order."""
        if self._ranked is None:
            zones = self.filter.ordered(self.filter.qs, self.sort)
            return list(zones.values_list("pk", flat=True)[self._on_page])
        return self.index.among(self._ranked, self.left[""])[self._on_page]

    @cached_property
    def maybe(self) -> list[int]:
        """The zones that may fit, in order: a figure that is filtered by is not known of them."""
        if not self.filter.figures:
            return []
        zones = self.filter.maybe(facets.rest_of(self.filter))
        pks = list(orders.ordered(zones, self.sort, "").values_list("pk", flat=True))
        return self.index.among(pks, self.index.matching(self.filter, pks)[""])

    @property
    def groups(self) -> list[LineGroup]:
        """The zones of the page: those that fit, and those of which a figure is not known. These
        come after the last of the others, some of them; where the list keeps them, all."""
        if not self.filter.figures or not self.maybe:
            return [LineGroup("", self.lines)] if self.total else []
        count, lines, aside, more = len(self.maybe), self.lines, list[Line](), ""
        fit = self.total
        if "unknown" in self.filter.given:
            maybe, fit = set(self.maybe), fit - count
            aside = [line for line in lines if line["pk"] in maybe]
            lines = [line for line in lines if line["pk"] not in maybe]
        elif self.page == self.pages:
            room = max(MOST_ASIDE, PER_PAGE - len(lines))
            aside = self.rows.lines(self.maybe[:room])
            more = with_value(self.query, "unknown", KEEP) if count > room else ""
        groups = [
            LineGroup(heading_of_fit(fit), lines),
            LineGroup(heading_of_maybe(count, self.filter), aside, more),
        ]
        return [group for group in groups if group.lines]

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

    @cached_property
    def input_groups(self) -> tuple[InputGroup, ...]:
        """What is typed, with of how many zones each figure is known; what finds none is left."""
        return self._once("inputs", lambda: inputs_of(self.filter, self.index))

    @property
    def near(self) -> NearOptions:
        """The gateways to choose from, with what is chosen."""
        return near_options(self.filter.place, self.index.reference)

    def _once(self, what: str, make: Callable[[], Kept]) -> Kept:
        """What is made of no filter is the same for every page without one."""
        return self.index.reference.once(what, make) if self.is_whole else make()

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
        for name, value in self.filter.in_force():
            rest = query_without(self.query, name, value)
            if name in facets.FACETS:
                label = str(self._boxes.labels(name).get(value, value))
            else:
                label = self.filter.chip(name, value)
            count = self._count_without(rest) if not self.total else None
            chips.append(Chip(label, rest, count))
        return chips

    @property
    def steps(self) -> list[Chip]:
        """What to drop when nothing is found: one filter, or, where that finds nothing either, as
        many as it takes, the last of the form first."""
        if steps := [chip for chip in self.chips if chip.count]:
            return steps
        query, labels = self.query, list[str]()
        for (name, value), chip in reversed(
            [*zip(self.filter.in_force(), self.chips, strict=True)]
        ):
            query = QueryDict(query_without(query, name, value)[1:])
            labels.append(chip.label)
            if count := self._count_without(query_string(query)):
                return [Chip(listed(labels), query_string(query), count)]
        return []

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
        return self._once("facets", self._boxes.all)

    @property
    def _boxes(self) -> FacetBoxes:
        return FacetBoxes(self.index, self.filter, self.left)

    @cached_property
    def static_map(self) -> StaticMap:
        """The server-drawn map of what was found."""
        return self._once("map", lambda: static_maps.region(self.index, self.left[""]))

    @property
    def feed_query(self) -> str:
        """The filters in force, for the feed of the map."""
        return query_string(self.filter.given)


def len_of(bits: int) -> int:
    return bits.bit_count()


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else None
