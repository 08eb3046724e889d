"""The list and the map beside each other, for one query and one part of the region."""

import json
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from countries.cache import ReferenceData
from countries.choices import GatewayKind, Sector
from sez_portal.common.paths import pattern_of
from sez_portal.common.queries import with_value, without
from sez_portal.maps.place_names import FREE_NAMES
from zones.directory import PER_PAGE, Directory, len_of
from zones.kilometres import in_km, none_near
from zones.list_items import Line, cards_of, lines_of
from zones.map import drawing, state
from zones.map.state import At, MapState
from zones.models import Zone
from zones.near import reaches

CARD = ("available_ha", "area_ha", "jobs")  # the figures of a card, after the nearest seaport


class MapDirectory(Directory):
    """What was found, of which the list shows the zones in the part that is on the map."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.state: MapState = state.state_of(self.query)
        self.part = drawing.inside(self.index, self.left[""], self.state)
        self.in_part = len_of(self.part)

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.in_part // PER_PAGE))

    @property
    def last(self) -> int:
        return min(self.page * PER_PAGE, self.in_part)

    @property
    def is_part(self) -> bool:
        return self.state.at is not None or self.state.box is not None

    @cached_property
    def lines(self) -> list[Line]:
        """The zones of the page; the chosen one comes first, where it would stand elsewhere."""
        ranked = self._ranked
        if ranked is None:
            zones = self.filter.ordered(self.filter.qs, self.sort)
            ranked = list(zones.values_list("pk", flat=True))
        pks = self.index.among(ranked, self.part)[self._on_page]
        chosen = self._chosen
        if chosen and chosen not in pks and self.page == 1:
            pks.insert(0, chosen)
        return self.rows.lines(pks)

    @cached_property
    def _chosen(self) -> int | None:
        """The pk of the chosen zone, if the filters leave it."""
        if not self.state.selected:
            return None
        found = Zone.objects.published().filter(key=self.state.selected)
        pk = found.values_list("pk", flat=True).first()
        return pk if pk and self.index.among([pk], self.left[""]) else None

    @cached_property
    def card(self) -> Line | None:
        """What the map says of the chosen zone."""
        return card_of(self._chosen, self.index.reference) if self._chosen else None

    @property
    def selected(self) -> str:
        return self.state.selected if self._chosen else ""

    def _with(self, name: str, value: object) -> str:
        return with_value(self.query, name, value)

    @property
    def choosing(self) -> str:
        """The query that chooses the zone KEY."""
        return self._with("select", drawing.KEY)

    @property
    def not_chosen(self) -> str:
        return without(self.query, "select")

    @property
    def nearer(self) -> str:
        return self._with("at", self.state.moved(1))

    @property
    def farther(self) -> str:
        return self._with("at", self.state.moved(-1))

    @property
    def whole(self) -> str:
        return without(self.query, "at")

    @cached_property
    def working_map(self) -> drawing.WorkingMap:
        if self.is_whole and state.is_plain(self.query) and set(self.query) <= {"view", "page"}:
            return self.index.reference.once(type(self).__name__, self._drawn)
        return self._drawn()

    def _drawn(self) -> drawing.WorkingMap:
        return drawing.draw(self.index, self.left[""], self.state, self.choosing, self._nearer_to)

    def _nearer_to(self, at: At) -> str:
        return self._with("at", at)

    @property
    def colours(self) -> list[tuple[str, str, bool]]:
        return [(key, str(label), key == self.state.by) for key, label in state.BY.items()]

    @property
    def sectors(self) -> list[tuple[str, str, bool]]:
        return [(key, str(label), key == self.state.of) for key, label in Sector.choices]

    @property
    def gateways(self) -> list[tuple[str, str, str, int, bool]]:
        """(kind, its letter, what it stands for, how many there are, whether it is on show)."""
        kinds = [gateway.kind for gateway in self.index.reference.gateways.values()]
        return [
            (kind, letter, str(state.KINDS[kind]), kinds.count(kind), kind in self.state.layers)
            for kind, letter in state.LETTERS.items()
        ]

    @property
    def has_hidden(self) -> bool:
        """Whether the layers leave a kind of gateways out: it is said which."""
        return not set(state.LETTERS) <= self.state.layers

    @property
    def has_corridors(self) -> bool:
        return state.CORRIDORS in self.state.layers

    @property
    def at(self) -> str:
        """The part on show, as the address writes it; "" of the region."""
        return str(self.state.at) if self.state.at else ""

    @property
    def map_inputs(self) -> list[tuple[str, str]]:
        """What the form keeps of the map: a script renews it."""
        return [("at", self.at), ("select", self.selected)]

    @property
    def words(self) -> str:
        """What the script says, and where it asks, as JSON."""
        return json.dumps(words_of(), separators=(",", ":"))


class EmbeddedMap(MapDirectory):
    """The same map on another site: its dots lead to the pages of the zones."""

    @property
    def choosing(self) -> str:
        return pattern_of("zone")

    def _nearer_to(self, at: At) -> str:
        return ""  # it would leave the frame

    @property
    def at_home(self) -> str:
        """The query of the same map on the portal."""
        return with_value(self.query, "view", "map")


def card_of(pk: int, reference: ReferenceData) -> Line:
    """Return a zone as the map tells of it."""
    zones = Zone.objects.filter(pk=pk).for_cards(CARD)
    (card,) = cards_of(zones, CARD, reference=reference)
    (line,) = lines_of([card])
    label = str(GatewayKind.SEAPORT.label)
    line["figures"] = [(label, _to_seaport(card.zone, reference)), *line["figures"]]
    return line


def _to_seaport(zone: Zone, reference: ReferenceData) -> str:
    """Say how far the nearest seaport is, and which that is."""
    reach = reaches(GatewayKind.SEAPORT, reference, [zone.pk]).get(zone.pk)
    if reach is None:
        return none_near()
    km = _("%(km)s km") % {"km": in_km(reach.km, zone.coord_precision)}
    return f"{km}, {reach.name(reference)}"


def words_of() -> dict[str, Any]:
    """What a map says in the language of the page, and the addresses of what it links to."""
    return {
        "zone": pattern_of("zone"),
        "card": pattern_of("zone-on-map"),
        "gateway": pattern_of("gateway"),
        "letters": dict(state.LETTERS),
        "kinds": {kind.value: str(kind.label) for kind in GatewayKind},
        "sectors": [sector.value for sector in Sector],
        "names": [
            [str(name.text), "river" if "river" in name.kind else "country", list(name.places)]
            for name in FREE_NAMES
        ],
        "zones": _("zones"),
        "here": _("Zones at this place"),
        "close": pgettext("close a window", "Close"),
        "keys": _("Map: arrow keys move it, plus and minus bring it nearer and farther"),
        "wait": _("Loading…"),
        "failed": _("The map could not be loaded. The list holds the same zones."),
        "unreachable": _("This could not be loaded. Try again."),
    }
