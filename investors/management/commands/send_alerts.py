"""Mail what changed for saved searches. Run it daily; a second run sends nothing more."""

import datetime
import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from investors.alerts import changes, outbox
from investors.models import Alert, SavedSearch
from sez_portal.common import dates
from sez_portal.records.models import DataVersion

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Mail what changed for saved searches: new zones, offers, prices, status, expiries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:
        today, until = dates.today(), DataVersion.current()
        due = list(SavedSearch.objects.due(today).select_related("user"))
        if options["dry_run"]:
            zone_changes = [changes.find(search, until=until, today=today) for search in due]
            fresh = sum(bool(zone_change.news or zone_change.notes) for zone_change in zone_changes)
            waiting = Alert.objects.unsent().count()
            self.stdout.write(f"{len(due)} searches due, {fresh + waiting} mails would be sent.")
            return
        failed = sum(not _looked(search, today) for search in due)
        alerts = list(Alert.objects.unsent().select_related("search__user"))
        sent = sum(outbox.send(alert) for alert in alerts)
        failed += Alert.objects.unsent().filter(pk__in=[alert.pk for alert in alerts]).count()
        self.stdout.write(f"{len(due)} searches looked at, {sent} mails sent, {failed} failed.")
        if in_hand := Alert.objects.in_hand().count():
            self.stdout.write(
                f"{in_hand} in the hands of another run; if that was killed, "
                "a run after ten minutes sends them."
            )
        if failed:
            raise CommandError("Some failed; the log says why. The next run tries them again.")


def _looked(search: SavedSearch, today: datetime.date) -> bool:
    """One search that cannot be looked at holds up no other."""
    try:
        outbox.look(search, today)
    except Exception:
        log.exception("search %s could not be looked at", search.pk)
        return False
    return True
