"""Delete what investors wrote when its time is over. Run it daily; a second run deletes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from investors.alerts import services as alerts
from investors.enquiries import services
from investors.models import Ended


class Command(BaseCommand):
    help = "Delete enquiries long after the last word, and what nobody verified within a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        enquiries, searches = list(services.to_forget(now)), alerts.to_forget(now)
        count = searches.count()
        if not options["dry_run"]:
            for enquiry in enquiries:
                services.forget(enquiry=enquiry)
            searches.delete()
            Ended.objects.before(services.told_until(now)).delete()
        would = "would be deleted" if options["dry_run"] else "deleted"
        self.stdout.write(f"{len(enquiries)} enquiries and {count} unconfirmed alerts {would}.")
