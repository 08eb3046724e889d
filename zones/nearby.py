"""Which gateways and foreign zones lie near a zone, by great circle. The road is longer."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from countries.choices import GatewayKind, GatewayRank, GatewayStatus
from countries.models import Gateway
from sez_portal.common.geo import Point, box_around, distance_km
from sez_portal.records.models import DataVersion
from zones.models import FacingZone, NearestGateway, Zone

FACING_KM = 60  # a zone of another country this near is "across the border"
BORDER_KM = 60  # a crossing farther from a zone says nothing of it
PARTS = ("own", "main", "open")  # of the gateways of a kind


def all_zones() -> QuerySet[Zone]:
    return Zone.objects.select_related("country")


def measure(zones: Iterable[Zone]) -> None:
    """Compute anew the nearest gateways of the zones and the zones that face them."""
    gateways = _working()
    for zone in zones:
        NearestGateway.objects.filter(zone=zone).delete()
        gateways_near = NearestGateway.objects.bulk_create(nearest(zone, gateways))
        _note_border(zone, gateways_near)
        FacingZone.objects.filter(Q(zone=zone) | Q(other=zone)).delete()
        FacingZone.objects.bulk_create(facing(zone))


def measure_gateways(zones: Iterable[Zone], kinds: Collection[str] = GatewayKind.values) -> None:
    """Compute anew the nearest gateways of these kinds alone, for gateways that moved, came,
    went, or opened and closed."""
    gateways = [gateway for gateway in _working() if gateway.kind in kinds]
    by_zone = [(zone, nearest(zone, gateways)) for zone in zones]
    parts = [key for kind in kinds for key in parts_of(kind)]
    old = NearestGateway.objects.filter(zone__in=[zone.pk for zone, _rows in by_zone])
    old.filter(kind__in=parts).delete()
    rows = [row for _zone, rows in by_zone for row in rows]
    NearestGateway.objects.bulk_create(rows, batch_size=1000)
    if GatewayKind.BORDER_CROSSING in kinds:
        for zone, rows in by_zone:
            _note_border(zone, rows)


def _working() -> list[Gateway]:
    return list(Gateway.objects.published().exclude(status=GatewayStatus.PLANNED))


def _note_border(zone: Zone, gateways: Iterable[NearestGateway]) -> None:
    """Note the state of the nearest crossing of its own side, if it is near enough to matter;
    this renews it in every list."""
    border: dict[str, Any] = {"border": "", "border_since": "", "border_km": None}
    for row in gateways:
        if row.kind == GatewayKind.BORDER_CROSSING and row.distance_km <= BORDER_KM:
            gate = row.gateway
            border = {"border": gate.status, "border_since": gate.status_since}
            border["border_km"] = row.distance_km
    if border == {name: getattr(zone, name) for name in border}:
        return
    for name, value in border.items():
        setattr(zone, name, value)
    Zone.objects.filter(pk=zone.pk).update(**border, version=DataVersion.current())


def nearest(zone: Zone, gateways: Iterable[Gateway]) -> list[NearestGateway]:
    """The nearest gateway of each kind, and of each part of it (`parts_of`); a border crossing
    only on the zone's own side."""
    best: dict[str, tuple[float, Gateway]] = {}
    for gateway in gateways:
        is_own = gateway.country_id == zone.country_id
        if gateway.kind == GatewayKind.BORDER_CROSSING and not is_own:
            continue
        km = distance_km(zone.point, gateway.point)
        for key in _keys_of(gateway, is_own=is_own):
            if key not in best or km < best[key][0]:
                best[key] = (km, gateway)
    return [
        NearestGateway(zone=zone, gateway=gateway, kind=key, distance_km=_tenths(km))
        for key, (km, gateway) in best.items()
    ]


def parts_of(kind: str) -> tuple[str, ...]:
    """Return the kind, and its gateways on this side of the border, the main ones, the open ones,
    as the keys by which distances to them are kept."""
    return (kind, *(f"{part}_{kind}" for part in PARTS))


def _keys_of(gateway: Gateway, *, is_own: bool) -> Iterator[str]:
    yield gateway.kind
    holds = (is_own, gateway.rank == GatewayRank.MAIN, gateway.status == GatewayStatus.OPEN)
    for part, has in zip(PARTS, holds, strict=True):
        if has:
            yield f"{part}_{gateway.kind}"


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
