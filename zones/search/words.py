"""The words by which zones are found, kept in the process by data version.

One index of names, one of districts, one of firms; and what the phrases of a query stand for.
Rows are the pks of published zones, so that an answer is a set of bits (`sez_portal.common.bits`).
"""

import threading
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from countries.models import Country, Gateway, Province
from sez_portal.common.bits import mask, numbers_in
from sez_portal.common.geo import box_around, distance_km
from sez_portal.common.spelling import plain
from sez_portal.common.word_index import WordIndex
from sez_portal.records.models import DataVersion
from zones.models import Caution, Tenant, Zone
from zones.search.names import gateway_names, names_of
from zones.search.phrases import Lexicon, common_words, core, gateway_kinds, lexicon

COLUMNS = (
    *("pk", "is_published", "country_id", "province_id", "further_provinces", "sectors"),
    *("status", "type", "search_name", "district", "developer", "operator"),
    *("known", "sort_name", "lon", "lat", "coord_precision"),
)


LEAST_NOTED = 3  # letters of a word that is looked for in public notes


class FirmHit(NamedTuple):
    """A firm as a zone writes it, and the zones that name it: as tenant, or as their maker."""

    name: str
    zones: int  # bits
    as_tenant: int = 0  # bits: of these zones, those it is a tenant of


class Words:
    """The published zones of one data version by their words."""

    def __init__(self) -> None:
        self.version = -1
        self.hidden: frozenset[str] = frozenset()  # countries
        self.names, self.districts, self.firms = WordIndex(), WordIndex(), WordIndex()
        self.beginnings, self.whole, self.notes = WordIndex(), WordIndex(), WordIndex()
        self.rows: dict[int, dict[str, Any]] = {}  # by pk
        self._numbers: dict[str, int] = {}  # of firms
        self._named_in: defaultdict[int, set[int]] = defaultdict(set)  # zones by number of a firm
        self._tenants_in: defaultdict[str, set[int]] = defaultdict(set)  # by name of a firm
        self._firms_of: dict[int, list[str]] = {}
        self._kinds_of_notes: dict[int, set[str]] = {}  # public notes of a zone, by its pk
        self._within: dict[tuple[str, float], dict[int, float]] = {}

    def update(self, version: int) -> None:
        """Take in the zones that changed since; all, when a country was hidden or shown."""
        countries = list(Country.objects.all())
        hidden = frozenset(row.iso2 for row in countries if not row.is_published)
        if hidden != self.hidden:
            self.__init__()  # type: ignore[misc]
            self.hidden = hidden
        rows = list(Zone.objects.filter(version__gt=self.version).order_by("pk").values(*COLUMNS))
        tenants = self._belonging(Tenant, rows, "name")
        notes = self._belonging(Caution, rows, "kind", "text")
        for row in rows:
            self._drop(row["pk"])
            if row["is_published"] and row["country_id"] not in hidden:
                self._put(row, [name for (name,) in tenants[row["pk"]]])
                self._put_notes(row["pk"], notes[row["pk"]])
        shown = [row for row in countries if row.is_published]
        provinces = list(Province.objects.published())
        self.lexicon: Lexicon = lexicon(shown, provinces)
        self.areas = _areas(shown, provinces)
        self.gateways = gateway_names(Gateway.objects.published())
        self._within.clear()
        for name in ("facets", "order", "everything", "phrases"):
            self.__dict__.pop(name, None)
        self.version = version

    def _belonging(
        self, model: type[Tenant | Caution], rows: list[dict[str, Any]], *columns: str
    ) -> defaultdict[int, list[tuple[str, ...]]]:
        """These columns of the tenants or public notes of these zones, by pk of a zone."""
        belonging: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
        named = model.objects.order_by("zone_id", "order")
        if self.version >= 0:
            named = named.filter(zone__in=[row["pk"] for row in rows])
        for pk, *values in named.values_list("zone_id", *columns):
            belonging[pk].append(tuple(values))
        return belonging

    def _put(self, row: dict[str, Any], tenants: list[str]) -> None:
        pk = row["pk"]
        names = [plain(name) for name in row["search_name"].split("\n")]
        self.rows[pk] = row
        self.names.put(pk, names)
        self.whole.put(pk, [core(name) for name in names])
        self.beginnings.put(pk, [word for name in names for word in _beginnings(name)])
        self.districts.put(pk, [plain(row["district"])])
        self._firms_of[pk] = [
            firm for firm in dict.fromkeys((*tenants, row["developer"], row["operator"])) if firm
        ]
        for firm in self._firms_of[pk]:
            number = self._numbers.setdefault(firm, len(self._numbers))
            if not self._named_in[number]:
                self.firms.put(number, [plain(firm)])
            self._named_in[number].add(pk)
        for firm in tenants:
            self._tenants_in[firm].add(pk)

    def _put_notes(self, pk: int, notes: list[tuple[str, ...]]) -> None:
        if notes:
            self._kinds_of_notes[pk] = {kind for kind, _text in notes}
            self.notes.put(pk, [plain(text) for _kind, text in notes])

    def _drop(self, pk: int) -> None:
        for index in (self.names, self.whole, self.beginnings, self.districts, self.notes):
            index.drop(pk)
        self.rows.pop(pk, None)
        self._kinds_of_notes.pop(pk, None)
        for firm in self._firms_of.pop(pk, ()):
            number = self._numbers[firm]
            self._named_in[number].discard(pk)
            self._tenants_in[firm].discard(pk)
            if not self._named_in[number]:
                self.firms.drop(number)

    def holding(self, word: str) -> bool:
        """Whether any name, place or firm has the word in it."""
        indexes = (self.names, self.districts, self.firms, self.areas.words)
        return any(index.loose(word) for index in indexes)

    @cached_property
    def phrases(self) -> WordIndex:
        """The words of the lexicon and of kinds of gateways, for what is nearly one of them."""
        index = WordIndex()
        for number, phrase in enumerate((*self.lexicon, *gateway_kinds())):
            if phrase.isascii():
                index.put(number, [phrase])
        return index

    @cached_property
    def everything(self) -> int:
        return mask(self.rows)

    @cached_property
    def facets(self) -> dict[tuple[str, str], int]:
        """The zones of each country, province, sector, state and kind; of each kind of note."""
        members: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for pk, row in self.rows.items():
            members["country", row["country_id"]].append(pk)
            for province in filter(None, (row["province_id"], *row["further_provinces"])):
                members["province", province].append(pk)
            for sector in row["sectors"]:
                members["sector", sector].append(pk)
            members["status", row["status"]].append(pk)
            members["type", row["type"]].append(pk)
            for kind in self._kinds_of_notes.get(pk, ()):
                members["note", kind].append(pk)
        return {pair: mask(pks) for pair, pks in members.items()}

    @cached_property
    def order(self) -> dict[int, int]:
        """The place of each zone among all: those of which most is known first, then by name."""

        def by(pk: int) -> tuple[int, str, int]:
            return -self.rows[pk]["known"], self.rows[pk]["sort_name"], pk

        return {pk: place for place, pk in enumerate(sorted(self.rows, key=by))}

    def with_firm(self, word: str, *, is_typing: bool = False) -> int:
        """The zones that name a firm with this word."""
        return self.zones_of(self.firms.loose(word, is_typing=is_typing))

    def zones_of(self, firms: int) -> int:
        return mask(pk for number in numbers_in(firms) for pk in self._named_in[number])

    def firms_called(self, words: Iterable[str], *, typing: str = "") -> list[FirmHit]:
        """The firms that have all these words in their names, those of most zones first."""
        bits = -1
        for word in words:
            bits &= self.firms.loose(word, is_typing=word == typing)
        if bits in (-1, 0):
            return []
        names = list(self._numbers)
        firms = [
            FirmHit(names[each], mask(self._named_in[each]), mask(self._tenants_in[names[each]]))
            for each in numbers_in(bits)
        ]
        return sorted(firms, key=lambda firm: (-firm.zones.bit_count(), firm.name))

    def noted(self, word: str, *, is_typing: bool = False) -> int:
        """The zones with the word in a public note, as it stands or in singular or plural; a
        number or two letters are in notes of anything."""
        if word.isdecimal() or (len(word) < LEAST_NOTED and word.isascii()):
            return 0
        if is_typing or not word.isascii():
            return self.notes.loose(word, is_typing=is_typing)
        one = word.removesuffix("s")
        return self.notes.exact(one) | self.notes.exact(f"{one}s")

    def in_area(self, word: str) -> int:
        """The zones of the provinces and countries that have the word in a name."""
        index, bits = self.areas.words, 0
        for number in numbers_in(index.exact(word) if word.isascii() else index.loose(word)):
            bits |= self.facets.get(self.areas.facets[number], 0)
        return bits

    def within(self, gateway: Gateway, km: float) -> dict[int, float]:
        """The zones within so many km of the gateway, with how far each is."""
        if (gateway.key, km) not in self._within:
            self._within[gateway.key, km] = self._measured(gateway, km)
        return self._within[gateway.key, km]

    def _measured(self, gateway: Gateway, km: float) -> dict[int, float]:
        west, south, east, north = box_around(gateway.point, km)
        distances = {}
        for pk, row in self.rows.items():
            if south <= row["lat"] <= north and west <= row["lon"] <= east:
                away = distance_km(gateway.point, (float(row["lon"]), float(row["lat"])))
                if away <= km:
                    distances[pk] = away
        return distances

    def near(self, gateways: Iterable[Gateway], km: float) -> dict[int, float]:
        """The zones within so many km of any of them, with how far the nearest is."""
        nearest: dict[int, float] = {}
        for gateway in gateways:
            for pk, away in self.within(gateway, km).items():
                nearest[pk] = min(away, nearest.get(pk, away))
        return nearest


class Areas(NamedTuple):
    """Provinces and countries by the words of their names; `facets` says which each number is."""

    words: WordIndex
    facets: list[tuple[str, str]]


def _areas(countries: Iterable[Country], provinces: Iterable[Province]) -> Areas:
    areas = Areas(WordIndex(), [])
    for kind, key, row in (
        *(("country", country.iso2, country) for country in countries),
        *(("province", province.key, province) for province in provinces),
    ):
        areas.words.put(len(areas.facets), [plain(name) for name in names_of(row) if name])
        areas.facets.append((kind, key))
    return areas


def _beginnings(name: str) -> tuple[str, str]:
    """The word that a name begins with, common ones left out, and the first two as one."""
    words = name.split()
    telling = [word for word in words if word not in common_words()] or words
    return "".join(telling[:1]), "".join(telling[:2])


_lock = threading.Lock()
_words = Words()


def current(version: int | None = None) -> Words:
    """The words of the data as it stands; `version` saves who has just asked for it a query."""
    global _words  # noqa: PLW0603  the one of this process
    version = DataVersion.current() if version is None else version
    with _lock:
        if version < _words.version:
            _words = Words()  # the database was put back to an earlier state
        if version != _words.version:
            _words.update(version)
        return _words


def forget() -> None:
    """Start anew with the next question; for tests, whose data comes and goes."""
    global _words  # noqa: PLW0603
    _words = Words()
