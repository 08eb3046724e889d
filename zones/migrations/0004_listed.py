"""What lists show of the evidence of a zone's figures, on the zone itself."""

from django.db import migrations, models

LISTED = (
    "type",
    "established_year",
    "area_ha",
    "available_ha",
    "firms",
    "jobs",
    "investment_usd_m",
    "lease_price_usd_m2",
    "lease_term_years",
    "developer",
    "sectors",
    "power_usd_kwh",
)


def fill(apps, schema_editor):
    """From the pieces on show, as `records.evidence.summary` keeps them."""
    Zone = apps.get_model("zones", "Zone")
    Evidence = apps.get_model("records", "Evidence")
    rows = Evidence.objects.filter(record="zone", is_shown=True, field__in=LISTED)
    kept = {}
    for row in rows.iterator():
        days = [day.isoformat() if day else None for day in (row.due_on, row.stale_on)]
        found = kept.setdefault(row.key, {})
        found[row.field] = [row.state, row.speaks_of, *days, row.note]
    for zone in Zone.objects.filter(key__in=kept).only("pk", "key").iterator():
        Zone.objects.filter(pk=zone.pk).update(listed=kept[zone.key])


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_refused"),
        ("zones", "0003_claims"),
    ]

    operations = [
        migrations.AddField(
            model_name="zone",
            name="listed",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
