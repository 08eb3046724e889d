"""Two zones that face each other, and what each side has: gateways, tax, offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from countries.competence import competent
from countries.models import Country, Gateway, OneStopCentre
from sez_portal.records.evidence.facts import Notes
from zones.facets import Index
from zones.models import CrossBorderZone, Zone
from zones.near import NearGateway, NearKind, near_of_each
from zones.zone_tax import ZoneTax


@dataclass
class Side:
    """One side of a border; of the other side the zone may not be known."""

    zone: Zone
    index: Index
    notes: Notes
    near: list[NearKind]

    @property
    def country(self) -> Country:
        return self.index.reference.countries[self.zone.country_id]

    @cached_property
    def tax(self) -> ZoneTax:
        return ZoneTax(self.zone, self.index.reference, self.notes)

    @cached_property
    def centre(self) -> OneStopCentre | None:
        """The office nearest to the zone, else one for the whole country."""
        centres = competent(self.index.reference.centres[self.zone.country_id], self.zone)
        return centres[0] if centres else None


class NearPair(NamedTuple):
    """A kind of gateway with the nearest of it on each side, None where none is near."""

    label: str
    nearest: list[NearGateway | None]
    none: str


def sides_of(zones: Iterable[Zone], index: Index, notes: Notes) -> list[Side]:
    """Return a side for each zone; one query for all that is near them."""
    zones = list(zones)
    near = near_of_each(zones, index.reference)
    return [Side(zone, index, notes, near[zone.key]) for zone in zones]


def near_on_both(sides: Iterable[Side]) -> list[NearPair]:
    """Return each kind of gateway with the nearest of each side."""
    by_kind: dict[str, list[NearKind]] = {}
    for side in sides:
        for kind in side.near:
            by_kind.setdefault(kind.kind, []).append(kind)
    return [
        NearPair(
            kinds[0].label,
            [kind.gateways[0] if kind.gateways else None for kind in kinds],
            next((kind.none for kind in kinds if kind.none), ""),
        )
        for kinds in by_kind.values()
    ]


def gates_of(pair: CrossBorderZone, index: Index) -> list[Gateway]:
    """Return both gates of its crossing, as far as they are shown."""
    gateways = index.reference.gateways
    gate = gateways.get(pair.gateway_id or "")
    facing = gateways.get(gate.facing_id or "") if gate else None
    return [one for one in (gate, facing) if one]
