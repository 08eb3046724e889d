"""Beside the nearest gateway of each kind the nearest own, main and open one; borders within 60 km."""

from decimal import Decimal

from django.db import migrations, models

from sez_portal.common.geo import distance_km


def fill(apps, schema_editor):
    """As `zones.nearby` measures from now on."""
    Zone = apps.get_model("zones", "Zone")
    NearestGateway = apps.get_model("zones", "NearestGateway")
    gateways = [
        (row, (float(row.lon), float(row.lat)))
        for row in apps.get_model("countries", "Gateway").objects.select_related("country")
        if row.is_published and row.country.is_published and row.status != "planned"
    ]
    rows = []
    for zone in Zone.objects.order_by("pk"):
        best = {}
        for gateway, point in gateways:
            is_own = gateway.country_id == zone.country_id
            if gateway.kind == "border_crossing" and not is_own:
                continue
            km = distance_km((float(zone.lon), float(zone.lat)), point)
            holds = {"own": is_own, "main": gateway.rank == "main", "open": gateway.status == "open"}
            for part in filter(holds.get, holds):
                key = f"{part}_{gateway.kind}"
                if key not in best or km < best[key][0]:
                    best[key] = km, gateway
        rows += [
            NearestGateway(
                zone=zone, gateway=gateway, kind=kind, distance_km=Decimal(f"{km:.1f}")
            )
            for kind, (km, gateway) in best.items()
        ]
    NearestGateway.objects.bulk_create(rows, batch_size=1000)
    far = Zone.objects.filter(border_km__gt=60)
    far.update(border="", border_since="", border_km=None)


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0005_weight_of_gateways"),
        ("zones", "0008_words_for_people"),
    ]

    operations = [
        migrations.AlterField(
            model_name="nearestgateway",
            name="kind",
            field=models.CharField(max_length=30),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
