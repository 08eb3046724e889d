"""The page of a shortlist: its zones with their figures, notes, and the links that share it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from countries.choices import GatewayKind
from investors import zone_facts
from investors.models import Shortlist
from investors.shortlists import storage as shortlists
from investors.zone_picker import MOST
from sez_portal.common import dates
from sez_portal.maps.static_map import StaticMap
from sez_portal.records.evidence.facts import Notes
from zones import facets, static_maps
from zones.list_items import Card, cards_of
from zones.models import Zone
from zones.near import NearKind, near_of_each
from zones.stand_ins import StandIn, stand_ins

FIGURES = ("area_ha", "available_ha", "lease_price_usd_m2")
NEAR = (GatewayKind.SEAPORT, GatewayKind.AIRPORT, GatewayKind.BORDER_CROSSING)


class Entry(NamedTuple):
    key: str  # as the list holds it; a renamed zone has another
    number: int
    card: Card
    prices: list[StandIn]  # its own, as a source counts them, where no field holds them
    near: list[NearKind]
    note: str
    fault: str
    kept: str  # the note as the list has it, where another was typed and is not kept yet

    @property
    def zone(self) -> Zone:
        return self.card.zone

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_ticked(self) -> bool:
        return self.number <= MOST


class Undo(NamedTuple):
    name: str
    signed: str


@dataclass
class ShortlistPage:
    """`shared` is the signed text of a list that somebody sent; it is read, never changed. `off`
    is what was just taken off one's own, `user` whose lists are named beside it. Of notes that were
    typed and not kept yet, `kept` are those that the list has."""

    notes: Mapping[str, str]
    shared: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    off: str = ""
    user: Any = None
    opened: Shortlist | None = None
    kept: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _zones(self) -> dict[str, Zone]:
        return zone_facts.zones_by_key(self.notes)

    @cached_property
    def _index(self) -> facets.Index:
        return facets.current()

    @cached_property
    def entries(self) -> list[Entry]:
        cards = cards_of(self._zones.values(), FIGURES, reference=self._index.reference)
        by_key = {card.zone.key: card for card in cards}
        near = near_of_each(self._zones.values(), self._index.reference)
        keys = {zone.key: key for key, zone in self._zones.items()}  # of two made one, the last
        return [
            Entry(
                key,
                number,
                by_key[zone],
                self._own_prices(by_key[zone]),
                [kind for kind in near[zone] if kind.kind in NEAR],
                self.notes[key],
                self.faults.get(key, ""),
                self.kept.get(key, self.notes[key]),
            )
            for number, (zone, key) in enumerate(keys.items(), start=1)
        ]

    def _own_prices(self, card: Card) -> list[StandIn]:
        facts = {fact.field.key: fact for fact in card.figures}
        told = (card.zone, facts, self._index.reference, Notes(), dates.today())
        return [price for group in stand_ins(*told, own_only=True).values() for price in group]

    @cached_property
    def static_map(self) -> StaticMap:
        return static_maps.numbered(self._index, [entry.zone for entry in self.entries])

    @property
    def gone(self) -> list[str]:
        """Keys that are no zone of the directory, or no longer."""
        return [key for key in self.notes if key not in self._zones]

    @property
    def warnings(self) -> list[str]:
        left_out = _("“%(key)s” is no zone of the directory, or no longer, and was left out.")
        return [left_out % {"key": key[:40]} for key in self.gone]

    @property
    def undo(self) -> Undo | None:
        """What was just taken off and is not back yet."""
        try:
            (key,) = shortlists.unsigned(self.off.partition(".")[2])
        except (shortlists.Tampered, ValueError):
            return None
        zone = zone_facts.zones_by_key([key]).get(key)
        return Undo(str(zone.name), self.off) if zone and key not in self.notes else None

    @cached_property
    def lists(self) -> list[Shortlist]:
        """The lists of a person who is signed in, the one without a name first."""
        if self.user is None or not self.user.is_authenticated:
            return []
        return list(Shortlist.objects.filter(user=self.user.pk).order_by("name"))

    @property
    def others(self) -> list[Shortlist]:
        return [one for one in self.lists if one != self.opened]

    @property
    def title(self) -> str:
        return str(self.opened or _("Shortlist"))

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

    @property
    def pack_link(self) -> str:
        """Return a link by which anybody downloads the answer pack of the zones."""
        return self._link(dict.fromkeys(self._zones, ""), "answer-pack-xlsx")

    def _link(self, notes: dict[str, str], name: str = "shortlist") -> str:
        try:
            return f"{reverse(name)}?{urlencode({'list': shortlists.signed(notes)})}"
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


def undoing(notes: Mapping[str, str], key: str) -> str:
    """The page of the list with the way to have this zone back: its place, and its note signed."""
    off = f"{list(notes).index(key)}.{shortlists.signed({key: notes[key]})}"
    return f"{reverse('shortlist')}?{urlencode({'off': off})}"
