"""What is near a zone, wherever it is told: which gateways, how far, and how exactly.

Of each kind the nearest, the nearest on this side of the border, the main one, and the nearest
open one where the nearest is not; nothing beyond FAR_KM. `zones.nearby` measures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from countries.cache import ReferenceData
from countries.choices import GatewayKind, GatewayRank, GatewayStatus
from countries.models import Gateway
from sez_portal.common.lists import in_parts
from sez_portal.common.marks import Mark
from sez_portal.common.templatetags.text_tags import words
from zones.kilometres import FAR_KM, in_km, none_near
from zones.models import NearestGateway, Zone

Measured = Mapping[str, tuple[str, Decimal]]  # by kind or part of it: the key, and how far


@dataclass(frozen=True)
class NearGateway:
    """A gateway near a zone, in the words of the reader."""

    gateway: Gateway
    distance_km: Decimal
    km: str
    country: str  # "" of one in the country of the zone
    facing: str  # of a crossing: where it leads
    why: str  # it is named beside a nearer one, where that has to be said
    is_main: bool
    is_nearest: bool

    @property
    def name(self) -> str:
        return words(self.gateway, "name")

    @property
    def marks(self) -> list[Mark]:
        return self.gateway.marks

    @property
    def said(self) -> list[str]:
        """What is said beside its name, but for its marks: whether it is open, where it is."""
        is_crossing = self.gateway.kind == GatewayKind.BORDER_CROSSING
        state = _("open") if is_crossing and not self.marks else ""
        return list(filter(None, (state, self.facing, self.country, self.why)))

    @property
    def in_words(self) -> str:
        """Name it in one line, for workbooks and mails."""
        main = [_("main")] if self.is_main else []
        told = in_parts((*main, *self.said, *(mark.text for mark in self.marks)))
        names = {"name": words(self.gateway, "name"), "marks": told}
        return _("%(name)s (%(marks)s)") % names if told else names["name"]

    def line(self, kind: str) -> str:
        """Name the line of a table that tells it: each of its kind has another name."""
        if self.is_nearest:
            return kind
        return (
            _("%(kind)s, %(why)s") % {"kind": kind, "why": self.why}
            if self.why
            else main_line(kind)
        )


def main_line(kind: str) -> str:
    """Name the line of the main gateway of a kind."""
    return _("%(kind)s, %(why)s") % {"kind": kind, "why": _("main")}


class Reach(NamedTuple):
    """How far a zone is from the nearest gateway of a kind, and from the main one, where that is
    another; gateways by their keys."""

    gateway: str
    km: Decimal
    main: str = ""
    main_km: Decimal = Decimal(0)

    def name(self, reference: ReferenceData) -> str:
        """The nearest, which is always named beside its distance."""
        return words(reference.gateways[self.gateway], "name")

    def main_line(self, reference: ReferenceData, precision: str) -> str:
        """Name the main one with its distance; "" where the nearest is it."""
        if not self.main:
            return ""
        told = {"name": words(reference.gateways[self.main], "name")}
        return _("main: %(name)s, %(km)s km") % {**told, "km": in_km(self.main_km, precision)}


def reaches(
    kind: str, reference: ReferenceData, zones: Iterable[int] | None = None
) -> dict[int, Reach]:
    """Return by zone how far it is from the kind (or a part of it, as `parts_of` names them): the
    one distance that lists, map and calculators tell. One query.

    Nothing beyond FAR_KM, which is told as `none_near`.
    """
    return reaches_of_each([kind], reference, zones)[kind]


def reaches_of_each(
    kinds: Sequence[str],
    reference: ReferenceData,
    zones: Iterable[int] | None = None,
    *,
    also_far: bool = False,
) -> dict[str, dict[int, Reach]]:
    """Return the same by kind, in one query; `also_far` is for what ranks by distance."""
    parts = [part for kind in kinds for part in (kind, f"main_{kind}")]
    rows = NearestGateway.objects.filter(kind__in=parts)
    if not also_far:
        rows = rows.filter(distance_km__lte=FAR_KM)
    if zones is not None:
        rows = rows.filter(zone__in=zones)
    found: dict[str, dict[int, tuple[str, Decimal]]] = {part: {} for part in parts}
    for pk, of_kind, key, km in rows.order_by().values_list(
        "zone_id", "kind", "gateway_id", "distance_km"
    ):
        if key in reference.gateways:
            found[of_kind][pk] = key, km
    return {kind: _reaches(found[kind], found[f"main_{kind}"]) for kind in kinds}


def _reaches(
    nearest: Mapping[int, tuple[str, Decimal]], main: Mapping[int, tuple[str, Decimal]]
) -> dict[int, Reach]:
    return {
        pk: Reach(*found, *(main[pk] if _has_other(main, pk, found) else ()))
        for pk, found in nearest.items()
    }


def _has_other(
    main: Mapping[int, tuple[str, Decimal]], pk: int, nearest: tuple[str, Decimal]
) -> bool:
    return pk in main and main[pk][0] != nearest[0] and main[pk][1] <= FAR_KM


class NearKind(NamedTuple):
    """The gateways of one kind that matter to a zone, none where all are beyond FAR_KM."""

    kind: str
    label: str
    gateways: Sequence[NearGateway]

    @property
    def none(self) -> str:
        """Say so, where there is none."""
        return "" if self.gateways else none_near()


def near_of(zone: Zone, reference: ReferenceData) -> list[NearKind]:
    """Return each kind with what is near this zone; one query."""
    return near_of_each([zone], reference)[zone.key]


def near_of_each(zones: Iterable[Zone], reference: ReferenceData) -> dict[str, list[NearKind]]:
    """Return by the key of the zone each kind with what is near; one query for all of them."""
    zones = list(zones)
    measured: dict[int, dict[str, tuple[str, Decimal]]] = {zone.pk: {} for zone in zones}
    rows = NearestGateway.objects.filter(zone__in=list(measured), distance_km__lte=FAR_KM)
    for pk, kind, *found in rows.order_by().values_list(
        "zone_id", "kind", "gateway_id", "distance_km"
    ):
        if found[0] in reference.gateways:
            measured[pk][kind] = found[0], found[1]
    return {
        zone.key: [
            NearKind(
                kind.value, str(kind.label), _of_kind(zone, kind, measured[zone.pk], reference)
            )
            for kind in GatewayKind
        ]
        for zone in zones
    }


def _of_kind(
    zone: Zone, kind: str, measured: Measured, reference: ReferenceData
) -> list[NearGateway]:
    """The gateways of a kind, each once, nearest first; of stations those of the country first."""
    nearest = measured.get(kind)
    if nearest is None:
        return []
    chosen, gateways = {nearest[0]: nearest[1]}, reference.gateways
    is_open = gateways[nearest[0]].status == GatewayStatus.OPEN
    for part in ("own", "main", *(() if is_open else ("open",))):
        if found := measured.get(f"{part}_{kind}"):
            chosen.setdefault(*found)
    own_first = kind == GatewayKind.RAIL_STATION
    rows = [(gateways[key], km) for key, km in chosen.items()]
    rows.sort(key=lambda row: (own_first and row[0].country_id != zone.country_id, row[1]))
    return [
        NearGateway(
            gateway=gateway,
            distance_km=km,
            km=in_km(km, zone.coord_precision),
            country=_country(gateway) if gateway.country_id != zone.country_id else "",
            facing=_facing(gateway, reference),
            why=_why(zone, gateway, kind, measured),
            is_main=gateway.rank == GatewayRank.MAIN,
            is_nearest=gateway.key == nearest[0],
        )
        for gateway, km in rows
    ]


def _why(zone: Zone, gateway: Gateway, kind: str, measured: Measured) -> str:
    """Say why it is named beside the nearest, where its name and country do not tell."""
    if measured[kind][0] == gateway.key:
        return ""
    if measured.get(f"own_{kind}", ("",))[0] == gateway.key:
        return _("nearest in %(country)s") % {"country": words(zone.country, "name")}
    is_open = measured.get(f"open_{kind}", ("",))[0] == gateway.key
    return _("nearest that is open") if is_open else ""


def _facing(gateway: Gateway, reference: ReferenceData) -> str:
    """Name the other side of a crossing."""
    other = reference.gateways.get(gateway.facing_id or "")
    if gateway.kind != GatewayKind.BORDER_CROSSING or other is None:
        return ""
    names = {"crossing": words(other, "name"), "country": _country(other)}
    return _("to %(crossing)s, %(country)s") % names


def _country(gateway: Gateway) -> str:
    return words(gateway.country, "name")
