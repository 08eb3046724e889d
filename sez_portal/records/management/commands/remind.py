"""Remind officials of what is due. Run it daily; a second run sends nothing more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sez_portal.common import dates
from sez_portal.records.services.reminders import due_for, people_to_remind, remind


class Command(BaseCommand):
    help = "Mail officials what is due for confirmation: one mail a person a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:
        today = dates.today()
        mails = sections = 0
        for person in people_to_remind(today):
            due = due_for(person, today)
            if due and (options["dry_run"] or remind(person, due, today)):
                mails, sections = mails + 1, sections + len(due)
        would = "would be sent" if options["dry_run"] else "sent"
        self.stdout.write(f"{mails} mails {would}, with {sections} sections to confirm.")
