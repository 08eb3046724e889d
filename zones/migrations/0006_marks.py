"""The public note and the state of the nearest own crossing, on the zone itself."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """From the rows that are there; `zones.record.settle` keeps them from now on."""
    Zone = apps.get_model("zones", "Zone")
    Caution = apps.get_model("zones", "Caution")
    NearestGateway = apps.get_model("zones", "NearestGateway")
    Zone.objects.filter(pk__in=Caution.objects.values("zone")).update(has_note=True)
    rows = NearestGateway.objects.filter(kind="border_crossing").order_by()
    columns = ("zone", "gateway__status", "gateway__status_since", "distance_km")
    for zone, status, since, km in rows.values_list(*columns):
        Zone.objects.filter(pk=zone).update(border=status, border_since=since, border_km=km)


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0005_weight_of_gateways"),
        ("zones", "0005_sentences_of_constraints"),
    ]

    operations = [
        migrations.AddField(
            model_name="zone",
            name="has_note",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="zone",
            name="border",
            field=models.CharField(default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="zone",
            name="border_since",
            field=models.CharField(default="", editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name="zone",
            name="border_km",
            field=models.DecimalField(
                decimal_places=1, default=None, editable=False, max_digits=7, null=True
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
