"""Load the records the portal opens with. Idempotent: a second run changes nothing."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from countries.seeding import loader as countries
from countries.seeding.folder import SEED
from sez_portal.records.seeding import TableRefused, load
from zones import nearby
from zones import seeding as zones
from zones.models import Zone


class Command(BaseCommand):
    help = "Load countries, zones and what belongs to them from the tables in <app>/seed/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument("--countries", type=Path, default=SEED, metavar="FOLDER")
        parser.add_argument("--zones", type=Path, default=zones.SEED, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            below = countries.Loader(options["countries"])
            items = [*below.items(), *zones.ZoneLoader(below, options["zones"]).items()]
            if below.faults:
                raise TableRefused(below.faults)
            self.load(items, dry_run=options["dry_run"])
        except TableRefused as refused:
            for fault in refused.faults:
                self.stderr.write(f"  {fault}")
            count = len(refused.faults)
            raise CommandError(f"Nothing was loaded: {count} fault(s) in the tables.") from None
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    @transaction.atomic
    def load(self, items: list[Any], *, dry_run: bool) -> None:
        results = load(items, self.stdout.write)
        if any(results[name].new or results[name].changed for name in ("gateway", "zone")):
            nearby.measure(Zone.objects.select_related("country"))
        for name, result in results.items():
            kept = f", {result.kept} edited values kept" if result.kept else ""
            self.stdout.write(
                f"{name:<10} {result.rows:>4} rows: {result.new} new, "
                f"{result.changed} changed{kept}"
            )
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was written.")
