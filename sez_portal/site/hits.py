"""How what a search found is written: a name, its page, what is said behind it, its marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.choices import GatewayKind, Sector
from countries.models import Country, Gateway, Province
from sez_portal.common.bits import numbers_in
from sez_portal.common.fields import text_in
from sez_portal.common.marks import Mark
from sez_portal.common.templatetags.text_tags import marked_in
from sez_portal.common.vocabulary import word_of
from sez_portal.languages import page_language
from zones import facets
from zones.choices import Status
from zones.list_items import kept_lines
from zones.search.reading import NEAR_KM
from zones.search.words import FirmHit, Words


class Hit(NamedTuple):
    """One thing found."""

    name: str  # marked where it is not in the language of the page
    url: str
    note: str = ""
    zones_url: str = ""  # the zones that the note counts, where `url` is another page
    marks: Sequence[Mark] = ()

    @property
    def main_url(self) -> str:
        """Where a suggestion leads: to the zones that it counts."""
        return self.zones_url or self.url


class Town(NamedTuple):
    """A district or city as zones name it, and the zones."""

    name: str
    zones: int  # bits


@dataclass
class Writer:
    """Writes rows as hits; the rows are those of one data version."""

    index: facets.Index
    words: Words

    def zones(self, pks: Sequence[int]) -> list[Hit]:
        lines = kept_lines(pks, self.index.reference)
        places = [self.index.places[self.index.positions[line["pk"]]] for line in lines]
        countries = self.index.reference.countries
        hits = []
        for line, place in zip(lines, places, strict=True):
            note = _("%(country)s, %(status)s") % {
                "country": text_in(countries[place.country], "name").text,
                "status": word_of(Status, place.status),
            }
            hits.append(Hit(line["name"], line["address"], note, marks=place.marks))
        return hits

    def firms(self, firms: Sequence[FirmHit]) -> list[Hit]:
        """Each with the one zone that names it, or with how many do."""
        ones = [next(numbers_in(firm.zones)) for firm in firms if firm.zones.bit_count() == 1]
        zones = {line["pk"]: line for line in kept_lines(ones, self.index.reference)}
        hits = []
        for firm in firms:
            pk = next(numbers_in(firm.zones))
            if pk in zones and firm.zones.bit_count() == 1:
                place = self.index.places[self.index.positions[pk]]
                note = _("in %(zone)s") % {"zone": zones[pk]["plain_name"]}
                hits.append(Hit(firm.name, zones[pk]["address"], note, marks=place.marks))
            else:
                named = named_in(firm.zones.bit_count())
                hits.append(Hit(firm.name, zones_url(q=f'"{firm.name}"'), named))
        return hits

    def sectors(self, keys: Iterable[str]) -> list[Hit]:
        return [
            Hit(word_of(Sector, key), zones_url(sector=key), self._count("sector", key))
            for key in keys
        ]

    def places(self, rows: Iterable[Province | Town]) -> list[Hit]:
        return [self._town(row) if isinstance(row, Town) else self._province(row) for row in rows]

    def _town(self, town: Town) -> Hit:
        return Hit(town.name, zones_url(q=f'"{town.name}"'), counted(town.zones.bit_count()))

    def _province(self, row: Province) -> Hit:
        country = text_in(self.index.reference.countries[row.country_id], "name").text
        words = {"country": country, "zones": self._count("province", row.key)}
        return Hit(_name(row), zones_url(province=row.key), _("%(country)s, %(zones)s") % words)

    def countries(self, rows: Iterable[Country]) -> list[Hit]:
        return [
            Hit(
                _name(row),
                row.get_absolute_url(),
                self._count("country", row.iso2),
                zones_url(country=row.iso2),
            )
            for row in rows
        ]

    def gateways(self, rows: Iterable[Gateway]) -> list[Hit]:
        return [
            Hit(
                _name(row),
                row.get_absolute_url(),
                self._around(row),
                zones_url(near=row.key, within=str(NEAR_KM)),
                row.marks,
            )
            for row in rows
        ]

    def _around(self, gateway: Gateway) -> str:
        count = len(self.words.within(gateway, NEAR_KM))
        words = ngettext(
            "%(kind)s, %(count)s zone within %(km)s km",
            "%(kind)s, %(count)s zones within %(km)s km",
            count,
        )
        kind = word_of(GatewayKind, gateway.kind)
        return words % {"kind": kind, "count": count, "km": NEAR_KM}

    def rows(self, rows: Iterable[Any]) -> list[Hit]:
        """Rows with a page, in their country where they are in one."""
        countries = self.index.reference.countries
        hits = []
        for row in rows:
            country = countries.get(getattr(row, "country_id", ""))
            note = text_in(country, "name").text if country else ""
            hits.append(Hit(_name(row), row.get_absolute_url(), note))
        return hits

    def _count(self, facet: str, key: str) -> str:
        return counted(self.words.facets.get((facet, key), 0).bit_count())


def counted(count: int) -> str:
    return ngettext("%(count)s zone", "%(count)s zones", count) % {"count": count}


def named_in(count: int) -> str:
    words = ngettext("is named in %(count)s zone", "is named in %(count)s zones", count)
    return words % {"count": count}


def zones_url(**query: str) -> str:
    return f"{reverse('zones')}?{urlencode(query)}"


def _name(row: Any) -> str:
    return marked_in(text_in(row, "name"), page_language())
