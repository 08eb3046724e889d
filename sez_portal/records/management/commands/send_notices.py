"""Mail what waits for the end of somebody's quiet hour. Run it every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from sez_portal.records.digests import deliver, forget_old, people_to_tell


class Command(BaseCommand):
    help = "Mail the notices that wait: one mail a person an hour at most."

    def handle(self, *args: Any, **options: Any) -> None:
        mails = sum(deliver(person) for person in people_to_tell())
        self.stdout.write(f"{mails} mails sent, {forget_old()} old notices forgotten.")
