"""What a story page shows, and which stories there are to tell now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from sez_portal.maps.static_map import StaticMap
from sez_portal.site.lookup import ShareBar
from zones.facets import FacetPlace, Index


class Entry(NamedTuple):
    """A line of a list: a zone or a rule, what is told of it, and the zone's marks and state."""

    name: str
    address: str
    told: str = ""
    place: FacetPlace | None = None


class Part(NamedTuple):
    """A group of the list: a port, a station, a year."""

    title: str
    address: str
    told: str
    entries: Sequence[Entry]


@dataclass
class Told:
    """A story as it stands in the records now. Without parts there is nothing to tell."""

    finding: str  # a whole sentence: the heading of the page
    paragraphs: Sequence[str]
    parts: Sequence[Part]
    chart: Sequence[ShareBar] = ()
    chart_title: str = ""
    static_map: StaticMap | None = None
    more: Sequence[tuple[str, str]] = field(default_factory=tuple)  # words and address


@dataclass(frozen=True)
class Story:
    """A question; `tell` answers it from the records."""

    slug: str
    question: str | Promise
    tell: Callable[[Index], Told]

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.slug])


def entry_of(place: FacetPlace, told: str = "") -> Entry:
    return Entry(place.name, reverse("zone", args=[place.key]), told, place)
