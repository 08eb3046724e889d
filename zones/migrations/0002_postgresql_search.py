"""On PostgreSQL only: names sort by code point as on SQLite, and substrings have an index.

`search_text LIKE '%word%'` uses trigrams (pg_trgm, a trusted extension); SQLite scans.
"""

from django.db import migrations

FORWARD = (
    'ALTER TABLE zones_zone ALTER COLUMN sort_name TYPE varchar(200) COLLATE "C"',
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX zones_by_text ON zones_zone USING gin (search_text gin_trgm_ops)",
)
BACKWARD = (
    "DROP INDEX zones_by_text",
    'ALTER TABLE zones_zone ALTER COLUMN sort_name TYPE varchar(200) COLLATE "default"',
)


def _run(statements):
    def operation(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("zones", "0001_initial")]
    operations = [migrations.RunPython(_run(FORWARD), _run(BACKWARD))]
