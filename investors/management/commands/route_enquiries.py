"""Pass on enquiries that nobody answered in time. Run it daily; a second run moves nothing more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from investors.enquiries import routing
from sez_portal.common import dates


class Command(BaseCommand):
    help = "Pass enquiries without an answer on: from the zone to the focal point, then to MI."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would move")

    def handle(self, *args: Any, **options: Any) -> None:
        today, moved = dates.today(), 0
        for thread in list(routing.overdue(today)):
            moved += options["dry_run"] or routing.move_on(thread=thread, today=today)
        would = "would move on" if options["dry_run"] else "moved on"
        self.stdout.write(f"{moved} enquiries {would}.")
