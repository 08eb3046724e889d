"""Drafts, so far among the submissions, move to where each section has its own."""

import re

from django.db import migrations

from sez_portal.records.record import get


def drafts_of_their_own(apps, schema_editor):
    """What was a draft among the submissions is one a section from now on."""
    Draft = apps.get_model("records", "Draft")
    rows = apps.get_model("records", "Submission").objects.filter(status="draft")
    for row in rows.exclude(author=None):
        groups = {field.key: field.group or "other" for field in get(row.record).fields}
        by_section = {}
        for name, value in row.typed.items():
            key = re.split("__|-", name)[0]
            if key in groups:
                by_section.setdefault(groups[key], {})[name] = value
        for section, typed in by_section.items():
            Draft.objects.create(
                author_id=row.author_id,
                record=row.record,
                key=row.key,
                section=section,
                typed=typed,
                note=row.note,
                based_on=row.based_on,
            )
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [("records", "0009_drafts")]

    operations = [migrations.RunPython(drafts_of_their_own, migrations.RunPython.noop)]
