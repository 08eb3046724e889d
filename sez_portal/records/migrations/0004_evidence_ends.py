"""Evidence ends: what was replaced, said again or taken back is told from what still stands."""

import re

from django.db import migrations, models
from django.db.models import F


def end_what_left_the_show(apps, schema_editor):
    """As `records.evidence.endings` decides it since, from what the rows and their submissions tell."""
    evidence = apps.get_model("records", "Evidence")
    reverts = {
        (made.record, made.key, made.version): made.proposal
        for made in apps.get_model("records", "Submission")
        .objects.filter(origin="revert", status="applied", proposal__isnull=False)
        .select_related("proposal")
    }
    left = evidence.objects.filter(until__isnull=False).exclude(until=F("since"))
    for row in left.prefetch_related("sources").iterator(chunk_size=500):
        ending = how_it_ended(evidence, row, reverts.get((row.record, row.key, row.until)))
        if ending:
            evidence.objects.filter(pk=row.pk).update(ending=ending, ended=row.until)


def how_it_ended(evidence, row, taken_back):
    if taken_back and row.since >= taken_back.version and row.field in taken_back.changes:
        return "withdrawn"
    same_figure = evidence.objects.filter(record=row.record, key=row.key, field=row.field)
    new = same_figure.filter(since=row.until).order_by("-is_shown", "pk").first()
    if new is None:
        return "superseded"
    if new.value == row.value and new.state == row.state:
        return "confirmed"
    sources = set(row.sources.values_list("pk", flat=True))
    is_by_the_same = (row.confirmed_by and row.confirmed_by == new.confirmed_by) or (
        sources & set(new.sources.values_list("pk", flat=True))
    )
    is_a_number = re.fullmatch(r"-?\d+(\.\d+)?", str(row.value))
    return "superseded" if is_by_the_same or not is_a_number else ""


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0003_refused"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="ended",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("superseded", "replaced by a later statement"),
                    ("withdrawn", "taken back"),
                    ("confirmed", "said again"),
                ],
                editable=False,
                max_length=10,
                verbose_name="ended",
            ),
        ),
        migrations.RunPython(end_what_left_the_show, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", None), ("ending", "")),
                    models.Q(
                        models.Q(("ending", ""), _negated=True),
                        ("ended__isnull", False),
                        ("is_shown", False),
                    ),
                    _connector="OR",
                ),
                name="evidence_that_ended_is_off_the_show",
            ),
        ),
    ]
