"""The page of a shortlist: its zones with their figures, notes, and the links that share it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from investors import zone_facts
from investors.shortlists import storage as shortlists
from investors.zone_picker import MOST
from zones import facets
from zones.list_items import Card, cards_of
from zones.models import Zone

FIGURES = ("area_ha", "available_ha", "lease_price_usd_m2")


class Entry(NamedTuple):
    key: str  # as the list holds it; a renamed zone has another
    card: Card
    note: str
    fault: str

    @property
    def zone(self) -> Zone:
        return self.card.zone


@dataclass
class ShortlistPage:
    """`shared` is the signed text of a list that somebody sent; it is read, never changed."""

    notes: Mapping[str, str]
    shared: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _zones(self) -> dict[str, Zone]:
        return zone_facts.zones_by_key(self.notes)

    @cached_property
    def entries(self) -> list[Entry]:
        cards = cards_of(self._zones.values(), FIGURES, reference=facets.current().reference)
        by_key = {card.zone.key: card for card in cards}
        keys = {zone.key: key for key, zone in self._zones.items()}  # of two made one, the last
        return [
            Entry(key, by_key[zone], self.notes[key], self.faults.get(key, ""))
            for zone, key in keys.items()
        ]

    @property
    def gone(self) -> list[str]:
        """Keys that are no zone of the directory, or no longer."""
        return [key for key in self.notes if key not in self._zones]

    @property
    def warnings(self) -> list[str]:
        left_out = _("“%(key)s” is no zone of the directory, or no longer, and was left out.")
        return [left_out % {"key": key[:40]} for key in self.gone]

    @property
    def has_notes(self) -> bool:
        return any(entry.note for entry in self.entries)

    @property
    def link(self) -> str:
        """Return a link to the zones alone: notes stay with their owner."""
        return self._link(dict.fromkeys(self._zones, ""))

    @property
    def link_with_notes(self) -> str:
        """ "" when the notes are too long for an address."""
        return self._link({key: self.notes[key] for key in self._zones})

    def _link(self, notes: dict[str, str]) -> str:
        try:
            return f"{reverse('shortlist')}?{urlencode({'list': shortlists.signed(notes)})}"
        except shortlists.TooMuchText:
            return ""

    @property
    def query(self) -> str:
        """What the answer pack of a shared list needs; one's own needs nothing."""
        return f"?{urlencode({'list': self.shared})}" if self.shared else ""

    @property
    def tools_query(self) -> str:
        """The zones for the calculators, which take four; "" of an empty list."""
        keys = [entry.zone.key for entry in self.entries[:MOST]]
        return f"?{urlencode({'zone': keys}, doseq=True)}" if keys else ""

    @property
    def is_more_than_tools_take(self) -> bool:
        return len(self.entries) > MOST

    @property
    def enquiry(self) -> str:
        """Where all zones of the list are asked at once."""
        return asking([zone.key for zone in self._zones.values()])


def asking(zones: Iterable[str], fields: Iterable[str] = ()) -> str:
    """The form that asks these zones about these fields."""
    query = [*(("zone", key) for key in zones), *(("field", key) for key in fields)]
    return f"{reverse('enquiry')}?{urlencode(query)}"
