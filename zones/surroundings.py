"""What stands around a zone: gateways and their distances, corridor, neighbours, the drawn map."""

from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from countries.choices import GatewayKind
from sez_portal.common.templatetags.text_tags import label
from sez_portal.maps.local_plate import LocalPlate
from sez_portal.maps.static_map import Gate, StaticMap
from zones import local_plates, static_maps
from zones.facets import Index
from zones.itinerary import Itinerary, itinerary_of
from zones.list_items import Line, away, kept_lines
from zones.models import CrossBorderZone, Zone
from zones.near import NearKind, near_of

NEIGHBOURS = 4
FAR = Decimal("Infinity")


class Surroundings:
    """The part of a zone's page that its place decides."""

    zone: Zone
    index: Index

    @cached_property
    def near(self) -> list[NearKind]:
        """The kinds of gateways, nearest first; those that none is near of come last."""
        kinds = near_of(self.zone, self.index.reference)
        return sorted(kinds, key=lambda kind: [row.distance_km for row in kind.gateways] or [FAR])

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
        precision = self.zone.coord_precision
        return [line | {"distance": away(self._facing[line["pk"]], precision)} for line in lines]

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
            Gate(float(row.gateway.lon), float(row.gateway.lat), str(row.gateway))
            for kind in self.near
            if kind.kind in (GatewayKind.BORDER_CROSSING, GatewayKind.SEAPORT)
            for row in kind.gateways[:1]
        ]
        return static_maps.of_zone(self.index, self.zone, gates)

    @cached_property
    def local_plate(self) -> LocalPlate | None:
        """The map at the scale of the matter, where the finer ground was cut out."""
        gateways = [row.gateway for kind in self.near for row in kind.gateways]
        return local_plates.of_zone(self.index, self.zone, gateways)

    @property
    def local_caption(self) -> str:
        known = _("Precision of the place: %(precision)s.") % {
            "precision": label(self.zone, "coord_precision")
        }
        beyond = local_plates.where_the_point_lies(self.zone, self.index)
        return f"{known} {beyond}".strip()

    @property
    def coordinates(self) -> str:
        """Write degrees and minutes: "16°34′N 104°46′E"."""
        lon, lat = self.zone.point
        return f"{_degrees(lat, 'N', 'S')} {_degrees(lon, 'E', 'W')}"

    @property
    def map_caption(self) -> str:
        return _("Circles at 50 and 100 km. Precision of the place: %(precision)s.") % {
            "precision": label(self.zone, "coord_precision")
        }


def _degrees(value: float, positive: str, negative: str) -> str:
    minutes = round(abs(value) * 60)
    return f"{minutes // 60}°{minutes % 60:02}′{positive if value >= 0 else negative}"
