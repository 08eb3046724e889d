"""Which gateways and foreign zones lie near a zone, by great circle. The road is longer."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q

from countries.choices import GatewayKind, GatewayStatus
from countries.models import Gateway
from sez_portal.common.geo import Point, box_around, distance_km
from sez_portal.records.models import DataVersion
from zones.models import FacingZone, NearestGateway, Zone

FACING_KM = 60  # a zone of another country this near is "across the border"


def all_zones() -> Iterable[Zone]:
    return Zone.objects.select_related("country")


def measure(zones: Iterable[Zone]) -> None:
    """Compute anew the nearest gateways of the zones and the zones that face them."""
    gateways = list(Gateway.objects.published().exclude(status=GatewayStatus.PLANNED))
    for zone in zones:
        NearestGateway.objects.filter(zone=zone).delete()
        gateways_near = NearestGateway.objects.bulk_create(nearest(zone, gateways))
        _note_border(zone, gateways_near)
        FacingZone.objects.filter(Q(zone=zone) | Q(other=zone)).delete()
        FacingZone.objects.bulk_create(facing(zone))


def tell_border(gateway: Gateway) -> int:
    """Note its status on the zones whose nearest crossing it is; how many there are.

    Of a planned one it is none: it counts for no zone, and others must be found.
    """
    if gateway.status == GatewayStatus.PLANNED:
        return 0
    rows = NearestGateway.objects.filter(gateway=gateway, kind=GatewayKind.BORDER_CROSSING)
    zones = Zone.objects.filter(pk__in=rows.values("zone"))
    border = {"border": gateway.status, "border_since": gateway.status_since}
    return zones.update(**border, version=DataVersion.current())


def _note_border(zone: Zone, gateways: Iterable[NearestGateway]) -> None:
    """Note the state of the nearest crossing of its own side; this renews it in every list."""
    border: dict[str, Any] = {"border": "", "border_since": "", "border_km": None}
    for row in gateways:
        if row.kind == GatewayKind.BORDER_CROSSING:
            gate = row.gateway
            border = {"border": gate.status, "border_since": gate.status_since}
            border["border_km"] = row.distance_km
    if border == {name: getattr(zone, name) for name in border}:
        return
    for name, value in border.items():
        setattr(zone, name, value)
    Zone.objects.filter(pk=zone.pk).update(**border, version=DataVersion.current())


def measure_gateways(zones: Iterable[Zone]) -> None:
    """Compute anew the nearest gateways alone, for gateways that moved, came or went."""
    gateways = list(Gateway.objects.published().exclude(status=GatewayStatus.PLANNED))
    by_zone = [(zone, nearest(zone, gateways)) for zone in zones]
    NearestGateway.objects.filter(zone__in=[zone.pk for zone, _rows in by_zone]).delete()
    rows = [row for _zone, rows in by_zone for row in rows]
    NearestGateway.objects.bulk_create(rows, batch_size=1000)
    for zone, rows in by_zone:
        _note_border(zone, rows)


def nearest(zone: Zone, gateways: Iterable[Gateway]) -> list[NearestGateway]:
    """The nearest gateway of each kind; a border crossing only on the zone's own side."""
    best: dict[str, tuple[float, Gateway]] = {}
    for gateway in gateways:
        if gateway.kind == GatewayKind.BORDER_CROSSING and gateway.country_id != zone.country_id:
            continue
        km = distance_km(zone.point, gateway.point)
        if gateway.kind not in best or km < best[gateway.kind][0]:
            best[gateway.kind] = (km, gateway)
    return [
        NearestGateway(zone=zone, gateway=gateway, kind=kind, distance_km=_tenths(km))
        for kind, (km, gateway) in best.items()
    ]


def facing(zone: Zone) -> list[FacingZone]:
    """Zones of other countries within FACING_KM, as rows of both."""
    west, south, east, north = box_around(zone.point, FACING_KM)
    others = Zone.objects.filter(lon__range=(west, east), lat__range=(south, north))
    rows = []
    for other in others.exclude(country_id=zone.country_id).only("lat", "lon", "country"):
        km = distance_km(zone.point, other.point)
        if km <= FACING_KM:
            rows.append(FacingZone(zone=zone, other=other, distance_km=_tenths(km)))
            rows.append(FacingZone(zone=other, other=zone, distance_km=_tenths(km)))
    return rows


def within(centre: Point, km: float, points: Iterable[tuple[int, Point]]) -> dict[int, float]:
    """Return of (id, point) pairs those within `km` of the centre, with their distance."""
    distances = {pk: distance_km(centre, point) for pk, point in points}
    return {pk: distance for pk, distance in distances.items() if distance <= km}


def _tenths(km: float) -> Decimal:
    return Decimal(f"{km:.1f}")
