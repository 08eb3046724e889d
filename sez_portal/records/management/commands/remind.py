"""Remind officials of what is due, and of campaigns; close campaigns whose last day has passed.

Run it daily; a second run sends nothing more.
"""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sez_portal.common import dates
from sez_portal.records.models import Campaign
from sez_portal.records.services.campaign_letters import letters_due, write_to_all
from sez_portal.records.services.campaigns import close_what_is_over
from sez_portal.records.services.reminders import due_for, people_to_remind, remind


class Command(BaseCommand):
    help = "Mail officials what is due for confirmation: one mail a person a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:
        today = dates.today()
        self._campaigns(today, is_dry=options["dry_run"])
        mails = sections = 0
        for person in people_to_remind(today):
            due = due_for(person, today)
            if due and (options["dry_run"] or remind(person, due, today)):
                mails, sections = mails + 1, sections + len(due)
        would = "would be sent" if options["dry_run"] else "sent"
        self.stdout.write(f"{mails} mails {would}, with {sections} sections to confirm.")

    def _campaigns(self, today: datetime.date, *, is_dry: bool) -> None:
        """First: who is written to by a campaign is not reminded in the same week."""
        closed = 0 if is_dry else close_what_is_over(today)
        letters = 0
        for campaign in Campaign.objects.running():
            if is_dry:
                letters += len(letters_due(campaign, today))
            else:
                letters += write_to_all(campaign.pk)
        if closed or letters:
            would = "would be sent" if is_dry else "sent"
            self.stdout.write(f"Campaigns: {closed} closed, {letters} mails {would}.")
