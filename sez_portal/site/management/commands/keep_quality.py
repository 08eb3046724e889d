"""Keep how complete and fresh the data is this month. Run it daily; it keeps one count a month."""

from typing import Any

from django.core.management.base import BaseCommand

from sez_portal.common import dates
from sez_portal.site.quality_counts import keep_snapshot


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        was_kept = keep_snapshot(dates.today())
        self.stdout.write("Kept." if was_kept else "This month was kept already.")
