"""The filters with choices as boxes to tick, each choice with how many zones it would show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from zones import facets
from zones.facets import Index
from zones.filters import ZoneFilter

THOUSAND = 1000
PROVINCES_SHOWN = 12  # in the facet, while no country narrows the list
OPEN = ("country", "status", "note", "border")


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


@dataclass
class FacetBoxes:
    """The boxes for a query; `left` are the zones that all other filters leave, by facet."""

    index: Index
    filter: ZoneFilter
    left: Mapping[str, int]

    def all(self) -> tuple[Facet, ...]:
        groups = []
        for name in facets.FACETS:
            filter_ = ZoneFilter.base_filters[name]
            values = self.filter.given.getlist(name)
            counts = self.index.counts(name, self.left[name])
            more = ""
            if name == "province":
                counts, more = self._provinces(counts, values)
            labels = self.labels(name)
            options = tuple(
                Option(value, str(labels.get(value, value)), _grouped(count), value in values)
                for value, count in counts.items()
                if count or value in values
            )
            label = str(filter_.label).capitalize()
            groups.append(Facet(name, label, options, name in OPEN or bool(values), more))
        return tuple(groups)

    def labels(self, name: str) -> Mapping[str, object]:
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


def _grouped(count: int) -> str:
    """Write it as the reader's language groups thousands; smaller numbers need no asking."""
    return str(count) if count < THOUSAND else number_format(count, force_grouping=True)
