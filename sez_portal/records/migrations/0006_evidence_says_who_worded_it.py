"""Evidence says who worded a text, and history in whose name a row was changed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0005_office_is_verified"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="worded_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="worded by"),
        ),
        migrations.AlterField(
            model_name="submission",
            name="origin",
            field=models.CharField(
                choices=[
                    ("seed", "compiled from public sources"),
                    ("rename", "renamed"),
                    ("merge", "merged or parted again"),
                    ("proposal", "proposed by its office"),
                    ("admin", "edited by the focal point"),
                    ("mi", "edited by the Mekong Institute"),
                    ("confirmation", "confirmed"),
                    ("revert", "change taken back"),
                ],
                max_length=20,
                verbose_name="origin",
            ),
        ),
    ]
