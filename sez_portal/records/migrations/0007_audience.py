"""Who may read of a change: of those made before, by when their rows were hidden and shown."""

from typing import Any

from django.db import migrations, models


def look_back(apps: Any, _schema_editor: Any) -> None:
    """Walk through the history of each row that was ever hidden or shown."""
    submission = apps.get_model("records", "Submission")
    applied = submission.objects.filter(status="applied")
    moved = applied.filter(
        models.Q(changes__has_key="is_published") | models.Q(changes__has_key="merged_into")
    )
    for record, key in set(moved.values_list("record", "key")):
        rows = list(applied.filter(record=record, key=key).order_by("version", "pk"))
        is_shown = _first(rows)
        for row in rows:
            was_shown, is_shown = is_shown, _after(row.changes, is_shown)
            row.audience = "everybody" if is_shown else "removal" if was_shown else "keepers"
        submission.objects.bulk_update(rows, ["audience"])


def _first(rows: list[Any]) -> bool:
    """Whether visitors saw the row at first, by the first change that says it."""
    for row in rows:
        if "is_published" in row.changes:
            return bool(row.changes["is_published"]["from"])
        if "merged_into" in row.changes:
            return not row.changes["merged_into"]["from"]
    return True


def _after(changes: dict[str, Any], is_shown: bool) -> bool:
    if "is_published" in changes:
        return bool(changes["is_published"]["to"])
    if "merged_into" in changes:
        return not changes["merged_into"]["to"]
    return is_shown


AUDIENCES = [
    ("everybody", "made while visitors saw the row"),
    ("keepers", "made while the row was hidden"),
    ("removal", "took the row from the public pages"),
]


class Migration(migrations.Migration):
    dependencies = [("records", "0006_evidence_says_who_worded_it")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="audience",
            field=models.CharField(choices=AUDIENCES, default="everybody", max_length=10),
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop, elidable=True),
    ]
