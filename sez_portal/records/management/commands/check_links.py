"""Look whether the addresses in waiting submissions answer. Run it hourly."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from sez_portal.common.links import is_dead
from sez_portal.records.choices import Tier
from sez_portal.records.kinds import Url
from sez_portal.records.models import Submission
from sez_portal.records.record import get


class Command(BaseCommand):
    help = "Note on waiting submissions which of their addresses do not answer."

    def handle(self, *args: Any, **options: Any) -> None:
        asked = dead = 0
        for sent in Submission.objects.waiting():
            record = get(sent.record)
            for name, change in sent.changes.items():
                if (
                    not isinstance(record[name].kind, Url)
                    or not change["to"]
                    or name in sent.checks
                ):
                    continue
                asked += 1
                if is_dead(change["to"]):
                    dead += 1
                    self._note(sent, name)
        self.stdout.write(f"{asked} addresses asked, {dead} of them dead.")

    def _addresses(self, sent: Submission) -> list[tuple[str, str]]:
        record = get(sent.record)
        return [
            (name, change["to"])
            for name, change in sent.changes.items()
            if isinstance(record[name].kind, Url) and change["to"] and name not in sent.checks
        ]

    def _note(self, sent: Submission, name: str) -> None:
        with translation.override(sent.author.language if sent.author else "en"):
            told = _("The address does not answer.")
        waiting = Submission.objects.waiting().filter(pk=sent.pk, turn=sent.turn)
        waiting.update(checks={**sent.checks, name: told}, tier=Tier.CHECKED)
