"""How many zones each value of a filter would leave: counted on bitsets, kept in the process.

The FilterSet decides which zones match; this module only counts. Each value of each facet is
one whole number whose n-th bit says whether the n-th published zone has it, so that a count
is one AND and one population count however many zones there are. The sets are renewed row by
row when the data version moves on; a test compares them with what SQL counts.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from sez_portal.common.bits import mask
from sez_portal.common.fields import SUFFIXES
from sez_portal.common.filters import Number, Ticked
from sez_portal.common.marks import Mark
from sez_portal.common.text import compact
from sez_portal.languages import ENGLISH
from sez_portal.maps.projection import Frame
from sez_portal.maps.projection import place as place_of
from sez_portal.records.models import DataVersion
from zones import marks
from zones.cache import ZoneCache
from zones.filters import PART_OF_ANOTHER, ZoneFilter
from zones.models import Zone
from zones.search import words

FACETS = tuple(name for name, each in ZoneFilter.base_filters.items() if isinstance(each, Ticked))
KNOWN = "known"  # which of the columns that are filtered by a bound has a zone
CELL = 48  # side of a square of the map by which crowds of zones are counted, in its units
_PLACE = ("key", "name_en", "search_name", "lon", "lat", "status", "country_id")
_NAMES = [(code, f"name_{suffix}") for code, suffix in SUFFIXES.items() if code != ENGLISH]
_COLOURS = ("area_ha", "sectors")  # by which the map can show them


@dataclass
class FacetPlace:
    """What the map and the suggestions need of one zone."""

    key: str
    name_en: str
    lon: float
    lat: float
    x: float  # on the map
    y: float
    status: str
    country: str
    names: list[str]  # folded, one a language or spelling
    has_note: bool = False
    border: str = ""
    border_since: str = ""
    border_km: Decimal | None = None
    coord_precision: str = ""
    area_ha: Decimal | None = None
    sectors: Sequence[str] = ()
    name_in: dict[str, str] = field(default_factory=dict)  # by the languages that have one

    @property
    def name(self) -> str:
        """In the language of the reader, else in English."""
        return self.name_in.get(get_language() or "", self.name_en)

    @property
    def marks(self) -> list[Mark]:
        """Return the marks as a zone has them."""
        return marks.marks_of(self)


@dataclass
class Index:
    """The published zones of one data version."""

    version: int = -1
    positions: dict[int, int] = field(default_factory=dict)  # of a zone's pk
    places: list[FacetPlace] = field(default_factory=list)
    bits: dict[str, dict[Any, int]] = field(
        default_factory=lambda: {name: {} for name in (*FACETS, "cell", KNOWN)}
    )
    everything: int = 0
    hidden: frozenset[str] = frozenset()  # countries: what is in them is hidden too
    reference: ZoneCache = field(default_factory=ZoneCache)

    def update(self, version: int) -> None:
        """Take in the zones that changed since this index's version; all, when a country was
        hidden or shown."""
        self.reference = ZoneCache()
        countries = self.reference.countries.values()
        hidden = frozenset(row.iso2 for row in countries if not row.is_published)
        since = self.version if hidden == self.hidden else -1
        self.hidden = hidden
        rows = Zone.objects.filter(version__gt=since).order_by("pk")
        self._take_in(list(rows.values(*_columns())))
        self.version = version

    def _take_in(self, rows: list[dict[str, Any]]) -> None:
        old = [self.positions[row["pk"]] for row in rows if row["pk"] in self.positions]
        if old:
            others = ~mask(old)
            self.everything &= others
            for values in self.bits.values():
                for value in values:
                    values[value] &= others
        members: dict[tuple[str, Any], list[int]] = {}
        published = []
        for row in rows:
            position = self._place(row)
            if not row["is_published"] or row["country_id"] in self.hidden:
                continue
            published.append(position)
            for facet, value in _values(row):
                members.setdefault((facet, value), []).append(position)
            place = self.places[position]
            cell = (int(place.x // CELL), int(place.y // CELL))
            members.setdefault(("cell", cell), []).append(position)
        self.everything |= mask(published)
        for (facet, value), positions in members.items():
            self.bits[facet][value] = self.bits[facet].get(value, 0) | mask(positions)

    def _place(self, row: dict[str, Any]) -> int:
        lon, lat = float(row["lon"]), float(row["lat"])
        place = FacetPlace(
            row["key"],
            row["name_en"],
            lon,
            lat,
            *place_of(lon, lat),
            row["status"],
            row["country_id"],
            row["search_name"].split("\n"),
            **{name: row[name] for name in (*marks.COLUMNS, *_COLOURS)},
            name_in={code: row[column] for code, column in _NAMES if row[column]},
        )
        position = self.positions.setdefault(row["pk"], len(self.places))
        if position == len(self.places):
            self.places.append(place)
        else:
            self.places[position] = place
        return position

    def matching(self, filter_: ZoneFilter, pks: Iterable[int] | None = None) -> dict[str, int]:
        """Return for each facet the zones that all *other* filters leave; under "" what all leave.

        `found` are the pks that the filters leave which are no facets, where they were asked for.
        """
        by_facet = {name: self.any_of(name, filter_.given.getlist(name)) for name in FACETS}
        base = self._of_the_rest(filter_, pks)
        matching = {}
        for facet in ("", *FACETS):
            bits = base
            for name, of_facet in by_facet.items():
                if name != facet and of_facet is not None:
                    bits &= of_facet
            matching[facet] = bits
        return matching

    def _of_the_rest(self, filter_: ZoneFilter, pks: Iterable[int] | None) -> int:
        """The zones that the filters which are no facets leave."""
        if pks is None:
            rest = rest_of(filter_)
            if not rest:
                return self.everything
            pks = filter_.narrowed(rest).values_list("pk", flat=True)
        return mask([self.positions[pk] for pk in pks if pk in self.positions]) & self.everything

    def among(self, pks: Iterable[int], bits: int) -> list[int]:
        """Return those of the pks whose bit is set, in their order."""
        data = bits.to_bytes((len(self.places) + 7) // 8, "little")
        there = ((pk, self.positions.get(pk)) for pk in pks)
        return [pk for pk, at in there if at is not None and data[at // 8] >> at % 8 & 1]

    def country_of(self, pk: int) -> str:
        return self.places[self.positions[pk]].country

    def any_of(self, facet: str, values: list[str]) -> int | None:
        """The zones with any of the values; None when none is chosen."""
        if not values:
            return None
        bits = 0
        for value in values:
            bits |= self.bits[facet].get(value, 0)
        return bits

    def counts(self, facet: str, among: int) -> dict[str, int]:
        """How many of the zones have each value of the facet, most frequent first."""
        counts = {value: (bits & among).bit_count() for value, bits in self.bits[facet].items()}
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def cells(self, among: int, *, side: int = 1) -> Iterable[int]:
        """The zones of each cell of the map that has any, or of `side` by `side` cells."""
        blocks: dict[tuple[int, int], int] = {}
        for (column, row), bits in self.bits["cell"].items():
            if zones := bits & among:
                block = column // side, row // side
                blocks[block] = blocks.get(block, 0) | zones
        return blocks.values()

    def within(self, frame: Frame) -> int:
        """The zones of the cells that a frame of the map touches."""
        bits = 0
        west, east = frame.x // CELL, (frame.x + frame.width) // CELL
        north, south = frame.y // CELL, (frame.y + frame.height) // CELL
        for (column, row), zones in self.bits["cell"].items():
            if west <= column <= east and north <= row <= south:
                bits |= zones
        return bits

    def first(self, bits: int) -> FacetPlace:
        return self.places[(bits & -bits).bit_length() - 1]

    def places_in(self, bits: int) -> Iterable[FacetPlace]:
        """The places of the zones whose bit is set, in the order of the index."""
        data = bits.to_bytes((len(self.places) + 7) // 8, "little")
        for start, byte in enumerate(data):
            bits_left = byte
            while bits_left:
                low = bits_left & -bits_left
                yield self.places[start * 8 + low.bit_length() - 1]
                bits_left ^= low

    def known(self, column: str) -> int:
        """Of how many zones the column is known, one that `bounded` names."""
        return (self.bits[KNOWN].get(column, 0) & self.everything).bit_count()

    def names(self) -> dict[str, FacetPlace]:
        """{name without spaces: the zone} of the published zones."""
        return {
            compact(name): place
            for place in self.places_in(self.everything)
            for name in place.names
        }


def rest_of(filter_: ZoneFilter) -> set[str]:
    """The names of the filters in force that are no facets."""
    return set(filter_.given) - set(FACETS) - set(PART_OF_ANOTHER)


def _columns() -> set[str]:
    """The columns that places and facets are read from."""
    of_facets = (column for _name, filter_ in _facets() for column in filter_.columns)
    names = (column for _code, column in _NAMES)
    columns = {"pk", "is_published", *_PLACE, *_COLOURS, *marks.COLUMNS, *names}
    return columns | set(of_facets) | set(bounded().values())


def bounded() -> dict[str, str]:
    """The filters that a zone without a figure cannot pass, by name, each with the column of it."""
    filters = ZoneFilter.base_filters.items()
    bounds = {
        name: str(each.field_name)
        for name, each in filters
        if isinstance(each, Number) and each.method is None
    }
    return bounds | {"confirmed_within": "confirmed_on"}


def _facets() -> Iterable[tuple[str, Ticked]]:
    return ((name, ZoneFilter.base_filters[name]) for name in FACETS)


def _values(row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Each facet with each value that the zone of the row has."""
    for name, filter_ in _facets():
        for value in filter_.values_in(*(row[column] for column in filter_.columns)):
            yield name, value
    for column in bounded().values():
        if row[column] is not None:
            yield KNOWN, column


_lock = threading.Lock()
_index = Index()


def current() -> Index:
    """The index of the data as it stands; one query when nothing changed."""
    global _index  # noqa: PLW0603  the one index of this process
    version = DataVersion.current()
    with _lock:
        if version < _index.version:
            _index = Index()  # the database was put back to an earlier state
        if version != _index.version:
            _index.update(version)
        return _index


def forget() -> None:
    """Start anew with the next question; for tests, whose data comes and goes."""
    global _index  # noqa: PLW0603
    _index = Index()
    words.forget()
