"""Write a release of the open data, such as `manage.py release 2026-12`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sez_portal.site import releases


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="year and month, such as 2026-12; a second one 2026-12-2")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        try:
            made = releases.make(name)
        except ValueError as error:
            raise CommandError(f"“{name}” is no year and month, such as 2026-12.") from error
        except releases.AlreadyThere as error:
            raise CommandError(f"There is a release {name}: the next one is {name}-2.") from error
        self.stdout.write(
            f"{made.name}: {sum(made.rows.values())} rows in {len(made.files)} files."
        )
