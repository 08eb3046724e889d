"""Bring up to date what is derived from records: completeness, search texts, distances."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from sez_portal.records.models import DataVersion
from sez_portal.records.record import Record, every
from sez_portal.records.services.apply import count


class Command(BaseCommand):
    help = "Compute anew what rows keep of their own fields, as after a field was added."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    @transaction.atomic
    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for record in every():
            rows = list(record.model._default_manager.order_by("pk"))
            changed = sum(_recount(record, row) for row in rows)
            self.stdout.write(f"{record.name}: {len(rows)} rows, {changed} brought up to date")
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("Nothing was written.")


def _recount(record: Record, row: Any) -> bool:
    """Whether anything on the row was not as its fields and evidence say."""
    before = _columns(row)
    record.settle(row, record.by_key)
    count(record, row)
    if _columns(row) == before:
        return False
    row.version = DataVersion.bump()  # lists and pages show it
    row.save()
    return True


def _columns(row: Any) -> dict[str, Any]:
    columns = {field.attname for field in row._meta.concrete_fields} - {"version"}
    return {name: getattr(row, name) for name in columns}
