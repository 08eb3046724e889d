"""All that a query finds, in groups: zones, firms, sectors, places, gateways, rules, offices.

What rows are called is kept by data version beside the rows (`zones.facets`), so that a search
asks the database for the data version, and for the lines of zones that no page has shown yet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.choices import IncentiveCategory, Sector
from countries.in_force import Standing, standing
from countries.models import Incentive, Province
from sez_portal.common import dates
from sez_portal.common.bits import mask, numbers_in
from sez_portal.common.spelling import plain
from sez_portal.common.vocabulary import word_of
from sez_portal.site.hits import Hit, Town, Writer
from zones import facets
from zones.search.asking import answer
from zones.search.names import Names, names_of
from zones.search.phrases import NEAR, texts_of
from zones.search.words import FirmHit, Words

GROUPS: dict[str, str | Promise] = {
    "zones": _("Zones"),
    "firms": _("Firms, developers and operators"),
    "sectors": _("Sectors"),
    "places": _("Provinces and cities"),
    "countries": _("Countries"),
    "gateways": _("Ports, airports, stations, crossings"),
    "corridors": _("Corridors"),
    "incentives": _("Incentives in force"),
    "centres": _("One-stop centres"),
    "procedures": _("Procedures"),
}
# The group of what a part of a query stands for.
GROUP_OF = {"sector": "sectors", "province": "places", "country": "countries", NEAR: "gateways"}
Found = tuple[Sequence[Any], Callable[[Any], list[Hit]]]


class Group(NamedTuple):
    """Things of one kind: those shown, how many there are, and where all are listed."""

    key: str
    label: str | Promise
    hits: list[Hit]
    total: int
    all_url: str  # "" where all are shown


@dataclass
class Finding:
    """What a query finds: `most` of each group, or all of the one in `only`."""

    query: str
    most: int
    only: str = ""
    is_typing: bool = False

    def __post_init__(self) -> None:
        self.index = facets.current()
        self.reference = self.index.reference
        self.answer = answer(self.query, version=self.index.version, is_typing=self.is_typing)
        self.words = self.answer.words
        self.write = Writer(self.index, self.words)

    @cached_property
    def groups(self) -> list[Group]:
        """The groups in which anything is found: first those of what the words stand for."""
        reading = self.answer.reading
        if not (reading.text or reading.parts):
            return []
        meant = [GROUP_OF[part.kind] for part in reading.parts if part.kind in GROUP_OF]
        keys = [self.only] if self.only in GROUPS else dict.fromkeys([*meant, *GROUPS])
        groups = [self._group(key, *getattr(self, f"_{key}")()) for key in keys]
        return [group for group in groups if group.hits]

    def _group(self, key: str, rows: Sequence[Any], hits: Callable[[Any], list[Hit]]) -> Group:
        shown = rows if self.only == key and key != "zones" else rows[: self.most]
        more = ""
        if len(rows) > len(shown):
            query = {"q": self.query} if key == "zones" else {"q": self.query, "group": key}
            more = f"{reverse('zones' if key == 'zones' else 'search')}?{urlencode(query)}"
        return Group(key, GROUPS[key], hits(shown), len(rows), more)

    @cached_property
    def _said(self) -> list[str]:
        """The words that a row has in its names: all but countries, “near” and common ones."""
        reading, apart = self.answer.reading, ("country", NEAR)
        meant = [word for part in reading.parts if part.kind not in apart for word in part.words]
        in_order = sorted((*reading.text, *meant), key=lambda word: min(word.pieces))
        return [word.plain for word in in_order]

    def _meant(self, kind: str) -> list[str]:
        """The keys of this kind that the query stands for."""
        return [key for part in self.answer.reading.parts if part.kind == kind for key in part.keys]

    def _called(self, what: str, make: Callable[[], Names[Any]]) -> list[Any]:
        """The rows of a kind that have the words, in the countries that the query names."""
        names = self.reference.once(f"names of {what}", make)
        rows = names.called(self._said, typing=self.answer.reading.typing)
        return self._in_countries(rows)

    def _in_countries(self, rows: list[Any]) -> list[Any]:
        within = self._meant("country")
        return [row for row in rows if row.country_id in within] if within else rows

    def _zones(self) -> Found:
        return self.answer.ranked, self.write.zones

    def _firms(self) -> Found:
        """The firms; before them what is typed, where that is text and part of several names."""
        reading = self.answer.reading
        words = [word.plain for word in reading.text] or self._said
        firms = self.words.firms_called(words, typing=reading.typing)
        if reading.text and len(firms) > 1:
            zones = reduce(lambda bits, firm: bits | firm.zones, firms, 0)
            typed = reading.unread or self.query
            same = next((firm for firm in firms if plain(firm.name) == plain(typed)), None)
            whole = FirmHit(same.name if same else typed, zones)
            firms = [whole, *(firm for firm in firms if firm != same)]
        return firms, self.write.firms

    def _sectors(self) -> Found:
        texts = texts_of("sector")
        keys = [key for key in Sector.values if key != Sector.OTHER]
        names = self.reference.once(
            "names of sectors",
            lambda: Names(keys, lambda key: [word_of(Sector, key), *texts.get(key, ())]),
        )
        called = names.called(self._said, typing=self.answer.reading.typing)
        return list(dict.fromkeys([*self._meant("sector"), *called])), self.write.sectors

    def _places(self) -> Found:
        provinces = self.reference.provinces
        known = [provinces[key] for key in self._meant("province") if key in provinces]
        called = self._called("provinces", lambda: Names(provinces.values(), _province_names))
        towns = self.reference.once("names of towns", lambda: _towns(self.words))
        found = towns.called(self._said, typing=self.answer.reading.typing)
        names = {row.name_en for row in (*known, *called)}
        others = [town for town in found if town.name not in names]
        return [*dict.fromkeys([*known, *called]), *others], self.write.places

    def _countries(self) -> Found:
        shown = {key: row for key, row in self.reference.countries.items() if row.is_published}
        spelled = texts_of("country")
        names = self.reference.once(
            "names of countries",
            lambda: Names(shown.values(), lambda row: [*names_of(row), *spelled.get(row.iso2, ())]),
        )
        known = [shown[key] for key in self._meant("country") if key in shown]
        called = names.called(self._said, typing=self.answer.reading.typing)
        return list(dict.fromkeys([*known, *called])), self.write.countries

    def _gateways(self) -> Found:
        near = [row for part in self.answer.reading.parts for row in part.gateways]
        called = self.words.gateways.called(self._said, typing=self.answer.reading.typing)
        return list(dict.fromkeys([*near, *self._in_countries(called)])), self.write.gateways

    def _corridors(self) -> Found:
        rows = [line.corridor for line in self.reference.lines]
        names = self.reference.once("names of corridors", lambda: Names(rows, names_of))
        return names.called(self._said, typing=self.answer.reading.typing), self.write.rows

    def _incentives(self) -> Found:
        offered = self.reference.incentives
        rows = self._called("incentives", lambda: Names(_all(offered), _incentive_names))
        today = dates.today()
        return [row for row in rows if standing(row, today) != Standing.ENDED], self.write.rows

    def _centres(self) -> Found:
        """The centres so called; with the name of a place, those for a zone at it too."""
        rows = self.reference.centres
        names = self.reference.once(
            "names of centres",
            lambda: Names(_all(rows), lambda row: [*names_of(row), row.agency]),
        )
        typing, areas = self.answer.reading.typing, self.words.in_area
        called = self._in_countries(names.called(self._said, typing=typing))
        placed = [word for word in self._said if areas(word)]
        beside = [word for word in self._said if word not in placed]
        if placed and beside:
            at_place = self._keys_of(reduce(and_, map(areas, placed)))
            others = [row for row in names.called(beside, typing=typing) if row not in called]
            called += [row for row in others if row.named_zones & at_place]
        return called, self.write.rows

    def _keys_of(self, zones: int) -> set[str]:
        """The keys of these zones."""
        return {self.index.places[self.index.positions[pk]].key for pk in numbers_in(zones)}

    def _procedures(self) -> Found:
        rows = self.reference.procedures
        called = self._called(
            "procedures", lambda: Names(_all(rows), lambda row: [*names_of(row), row.authority])
        )
        return called, self.write.rows


def _all(by_country: dict[str, list[Any]]) -> list[Any]:
    return [row for rows in by_country.values() for row in rows]


def _province_names(row: Province) -> list[str]:
    return [*names_of(row), *row.aliases, row.name_local_full]


def _incentive_names(row: Incentive) -> list[str]:
    return [*names_of(row), word_of(IncentiveCategory, row.category), row.legal_basis]


def _towns(words: Words) -> Names[Town]:
    """The districts and cities of the zones, each once, those of most zones first."""
    pks: dict[str, list[int]] = {}
    for pk, row in words.rows.items():
        for name in row["district"].replace(";", ",").split(","):
            if name.strip():
                pks.setdefault(name.strip(), []).append(pk)
    towns = [Town(name, mask(of_town)) for name, of_town in pks.items()]
    towns.sort(key=lambda town: (-town.zones.bit_count(), town.name))
    return Names(towns, lambda town: [town.name])
