"""What stands around a zone: gateways and their distances, corridor, neighbours, the drawn map."""

from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypedDict

from django.utils.translation import gettext as _

from countries.choices import GatewayKind
from countries.models import Gateway
from sez_portal.common.templatetags.text_tags import km, label, text
from sez_portal.common.vocabulary import word_of
from sez_portal.maps.static_map import Gate, StaticMap
from zones import static_maps
from zones.facets import Index
from zones.itinerary import Itinerary, itinerary_of
from zones.list_items import Line, away, kept_lines
from zones.models import CrossBorderZone, Zone

NEIGHBOURS = 4


class Nearest(NamedTuple):
    """The nearest gateway of a kind."""

    gateway: Gateway
    kind: str
    distance_km: Decimal


class Distance(TypedDict):
    """A gateway of the table of distances, in the words of the reader."""

    gateway: Gateway
    address: str
    name: str
    country: str  # "" of a gateway in the country of the zone
    kind: str
    km: str
    bar: str  # its length on the common scale, of 600


class Surroundings:
    """The part of a zone's page that its place decides."""

    zone: Zone
    index: Index

    @cached_property
    def nearest(self) -> list[Nearest]:
        gateways = self.index.reference.gateways
        rows = self.zone.nearest_gateways.values_list("gateway_id", "kind", "distance_km")
        return [Nearest(gateways[key], *rest) for key, *rest in rows if key in gateways]

    @cached_property
    def scale_km(self) -> int:
        """The end of the common scale of distances: the next 100 km above the farthest."""
        farthest = max((row.distance_km for row in self.nearest), default=0)
        return max(100, -(-int(farthest) // 100) * 100)

    @property
    def distances(self) -> list[Distance]:
        return [self._distance(row) for row in self.nearest]

    def _distance(self, row: Nearest) -> Distance:
        gateway, is_abroad = row.gateway, row.gateway.country_id != self.zone.country_id
        return {
            "gateway": gateway,
            "address": gateway.get_absolute_url(),
            "name": text(gateway, "name"),
            "country": text(gateway.country, "name") if is_abroad else "",
            "kind": word_of(GatewayKind, row.kind),
            "km": km(row.distance_km),
            "bar": str(max(2, round(600 * float(row.distance_km) / self.scale_km))),
        }

    @cached_property
    def itinerary(self) -> Itinerary | None:
        """The corridor on which the zone lies nearest, with the places along it."""
        reference, families = self.index.reference, self.zone.corridors
        lines = [line for line in reference.lines if line.corridor.family in families]
        return itinerary_of(self.zone, lines, reference.countries)

    @property
    def pairs(self) -> list[CrossBorderZone]:
        """Cross-border zones that this zone is one side of."""
        return self.index.reference.pairs.get(self.zone.key, [])

    @cached_property
    def facing(self) -> list[Line]:
        """Zones across the border, nearest first, with their figures."""
        lines = kept_lines(list(self._facing), self.index.reference)
        return [line | {"distance": away(self._facing[line["pk"]])} for line in lines]

    @cached_property
    def _facing(self) -> dict[int, Decimal]:
        """How far they are, by their pk."""
        away = dict(self.zone.facing_zones.values_list("other_id", "distance_km"))
        shown = self.index.among(away, self.index.everything)
        return {pk: away[pk] for pk in shown[:NEIGHBOURS]}

    @property
    def countries(self) -> set[str]:
        """Whose records the page shows, but for what all countries see of each other."""
        return {self.zone.country_id, *map(self.index.country_of, self._facing)}

    @cached_property
    def static_map(self) -> StaticMap:
        gates = [
            Gate(float(row.gateway.lon), float(row.gateway.lat), row.gateway.name_en)
            for row in self.nearest
            if row.kind in (GatewayKind.BORDER_CROSSING, GatewayKind.SEAPORT)
        ]
        return static_maps.of_zone(self.index, self.zone, gates)

    @property
    def coordinates(self) -> str:
        """Write degrees and minutes: "16°34′N 104°46′E"."""
        lon, lat = self.zone.point
        return f"{_degrees(lat, 'N', 'S')} {_degrees(lon, 'E', 'W')}"

    @property
    def map_caption(self) -> str:
        return _("Circles at 50 and 100 km. The place is known %(precision)s.") % {
            "precision": label(self.zone, "coord_precision")
        }


def _degrees(value: float, positive: str, negative: str) -> str:
    minutes = round(abs(value) * 60)
    return f"{minutes // 60}°{minutes % 60:02}′{positive if value >= 0 else negative}"
