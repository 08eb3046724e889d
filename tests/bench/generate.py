"""Made-up zones beside the real ones, so that there are as many as the measurement wants."""

import os
import random
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import QuerySet

from sez_portal.common import env
from sez_portal.common.geo import distance_km
from sez_portal.records.choices import State
from sez_portal.records.evidence import summary
from sez_portal.records.models import DataVersion, Evidence
from zones import nearby
from zones.models import NearestGateway, Zone
from zones.record import ZONE
from zones.search import stored

SEED = 20261125
BATCH = 1000
SPREAD = 0.3  # degrees around a real zone
SPARED = "la-savan-seno"  # the real zone whose page is measured
FIELDS = ("area_ha", "firms", "jobs", "sectors", "status", "management")
COPIED = ("country", "province", "type", "coord_precision", "corridors", "summary_en")


def grow(wanted: int) -> None:
    """Add zones until there are as many as wanted; only ever to a database of the bench."""
    if env.text("DATABASE_URL") != os.environ.get("BENCH_DATABASE_URL"):
        raise SystemExit("tests.bench fills databases of its own only; run `make bench`")
    chance = random.Random(SEED + wanted)  # noqa: S311  made-up zones, no secrets
    real = real_zones()
    have = Zone.objects.count()
    for start in range(have, wanted, BATCH):
        with transaction.atomic():
            add(real, range(start, min(start + BATCH, wanted)), chance)
    # The page of a real zone shows which of its new neighbours face it across the border.
    nearby.measure(Zone.objects.filter(key=SPARED))
    with connection.cursor() as cursor:
        # As a server does by itself with time.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def real_zones() -> list[Zone]:
    zones: QuerySet[Zone] = Zone.objects.exclude(key__startswith="bench-")
    return list(
        zones.select_related("country", "province")
        .prefetch_related("nearest_gateways__gateway")
        .order_by("key")
    )


def add(real: list[Zone], numbers: range, chance: random.Random) -> None:
    version = DataVersion.bump()
    models = [chance.choice(real) for _number in numbers]
    zones = [
        made_up(model, chance.choice(real), number, chance)
        for model, number in zip(models, numbers, strict=True)
    ]
    for zone in zones:
        zone.version = version
        stored.index(zone)
    pieces = {zone.key: list(evidence(zone, chance)) for zone in zones}
    for zone in zones:
        zone.listed = summary.kept(row for row in pieces[zone.key] if row.field in ZONE.listed)
    Zone.objects.bulk_create(zones)
    Evidence.objects.bulk_create(row for rows in pieces.values() for row in rows)
    NearestGateway.objects.bulk_create(
        row for zone, model in zip(zones, models, strict=True) for row in nearest(zone, model)
    )


def made_up(model: Zone, other: Zone, number: int, chance: random.Random) -> Zone:
    """A zone near `model`, run as `other` is."""
    place = model.province or model.country
    lon, lat = (part + chance.uniform(-SPREAD, SPREAD) for part in model.point)
    return Zone(
        **{name: getattr(model, name) for name in COPIED},
        key=f"bench-{number}",
        name_en=f"{place.name_en} Industrial Park {number}",
        district=model.district,
        developer=other.developer,
        status=other.status,
        management=other.management,
        sectors=other.sectors,
        established_year=chance.randint(1990, 2025),
        area_ha=Decimal(chance.randint(20, 4000)),
        firms=chance.randint(1, 400),
        jobs=chance.randint(50, 60_000),
        lon=Decimal(f"{lon:.6f}"),
        lat=Decimal(f"{lat:.6f}"),
        known=chance.randint(5, 30),
        countable=36,
        speaks_of=str(chance.randint(2012, 2026)),
    )


def evidence(zone: Zone, chance: random.Random) -> Iterator[Evidence]:
    """One piece for each of FIELDS, on show."""
    for name in FIELDS:
        field = ZONE[name]
        row = Evidence(
            record=ZONE.name,
            key=zone.key,
            field=name,
            country=zone.country_id,
            state=State.KNOWN,
            value=field.kind.read(zone, name),
            speaks_of=str(chance.randint(2012, 2026)),
            compiled="2026-11",
            months=field.months,
        )
        row.set_due()
        yield row


def nearest(zone: Zone, model: Zone) -> Iterator[NearestGateway]:
    """The gateways that are nearest to the model, measured from the made-up zone."""
    for row in model.nearest_gateways.all():
        km = distance_km(zone.point, row.gateway.point)
        yield NearestGateway(
            zone=zone, gateway=row.gateway, kind=row.kind, distance_km=Decimal(f"{km:.1f}")
        )
