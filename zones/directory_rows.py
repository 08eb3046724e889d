"""The rows of the directory: their figures follow what is filtered and sorted by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sez_portal.common.geo import distance_km
from sez_portal.common.lists import listed
from zones.facets import Index
from zones.filters import ZoneFilter
from zones.kilometres import in_km
from zones.list_items import FIGURES, Away, Line, away, kept_lines
from zones.near import reaches
from zones.near_filter import NearPlace
from zones.orders import FIGURE_OF_SORT
from zones.record import ZONE

MOST_COLUMNS = 5


class Column(NamedTuple):
    label: str
    is_asked: bool


class LineGroup(NamedTuple):
    heading: str
    lines: Sequence[Line]
    more: str = ""  # where all of them are


@dataclass
class Rows:
    """What stands in the rows for a query."""

    filter: ZoneFilter
    index: Index
    sort: str

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures of each row: those asked about first."""
        columns = [FIGURE_OF_SORT[self.sort]] if self.sort in FIGURE_OF_SORT else []
        columns += [name for name in self.filter.figures.values() if name in ZONE.listed]
        most = MOST_COLUMNS - bool(self.filter.place)
        return tuple(dict.fromkeys([*columns, *FIGURES]))[:most]

    @property
    def columns(self) -> list[Column]:
        """The heads of the columns, the distance first."""
        place, asked = self.filter.place, self.filter.figures.values()
        sorted_by = FIGURE_OF_SORT.get(self.sort)
        figures = [
            Column(str(ZONE[name].label), name in asked or name == sorted_by)
            for name in self.figures
        ]
        return [Column(place.label, is_asked=True), *figures] if place else figures

    def lines(self, pks: Sequence[int]) -> list[Line]:
        """The lines of these zones, with how far they are where the query asks for it."""
        lines = kept_lines(pks, self.index.reference, self.figures)
        if not (place := self.filter.place):
            return lines
        distances = self._of_gateway(place, pks) if place.gateway else self._of_kind(place, pks)
        return [
            line | {"distance": found.words, "away": found}
            for line in lines
            if (found := distances.get(line["pk"]))
        ]

    def _of_gateway(self, place: NearPlace, pks: Iterable[int]) -> dict[int, Away]:
        assert place.gateway  # noqa: S101  asked for by who calls
        found = {}
        for pk in pks:
            zone = self.index.places[self.index.positions[pk]]
            km = distance_km((zone.lon, zone.lat), place.gateway.point)
            told = km, zone.coord_precision
            found[pk] = Away(in_km(*told), away(*told))
        return found

    def _of_kind(self, place: NearPlace, pks: Sequence[int]) -> dict[int, Away]:
        """From the nearest of the kind, which is named, and the main one, if that is another."""
        reference, found = self.index.reference, {}
        for pk, reach in reaches(place.kept_as, reference, pks).items():
            precision = self.index.places[self.index.positions[pk]].coord_precision
            told = reach.km, precision
            main = reach.main_line(reference, precision)
            found[pk] = Away(in_km(*told), away(*told), reach.name(reference), main)
        return found


def heading_of_fit(count: int) -> str:
    return ngettext("%(count)s fits", "%(count)s fit", count) % {"count": count}


def heading_of_maybe(count: int, filter_: ZoneFilter) -> str:
    """Say how many may fit, and what is not known of them."""
    labels = [str(ZONE[column].label) for column in dict.fromkeys(filter_.figures.values())]
    names = {"count": count, "names": listed(labels)}
    return _("%(count)s may fit; not known: %(names)s") % names
