"""Remove uploaded files that nothing names: neither a live row nor history nor a proposal.

With them go workbooks that came back longer ago than they are kept."""

import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sez_portal.records.files import held_as, named_files, stored_files
from sez_portal.records.models import SentWorkbook
from sez_portal.records.models.workbook import KEPT_DAYS

AGAIN = 30  # days in which a declined or withdrawn proposal may be sent again
GRACE = datetime.timedelta(days=1)  # a form may be open with a file that was not sent yet


class Command(BaseCommand):
    help = "Delete photos and documents that are live nowhere, in no history and no proposal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")
        parser.add_argument(
            "--days",
            type=int,
            default=AGAIN,
            help="how long files of declined and withdrawn proposals stay (%(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        named = named_files(decided_since=now - datetime.timedelta(days=options["days"]))
        kept = young = removed = freed = 0
        for path in list(stored_files()):
            if held_as(path) in named:
                kept += 1
            elif now - default_storage.get_modified_time(path) < GRACE:
                young += 1
            else:
                removed, freed = removed + 1, freed + default_storage.size(path)
                if not options["dry_run"]:
                    default_storage.delete(path)
        since = now - datetime.timedelta(days=KEPT_DAYS)
        books = SentWorkbook.objects.filter(created_at__lt=since)
        old = books.count()
        if not options["dry_run"]:
            books.delete()
        told = "would be removed" if options["dry_run"] else "removed"
        self.stdout.write(
            f"{kept} files are named and stay, {young} came within a day and stay, "
            f"{removed} {told} ({freed // 1024} kB), and {old} workbooks that came back."
        )
