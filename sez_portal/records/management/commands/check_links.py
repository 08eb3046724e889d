"""Look whether the addresses in waiting submissions answer. Run it hourly."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from sez_portal.common.links import is_dead
from sez_portal.records.choices import Finding, Tier
from sez_portal.records.kinds import Url
from sez_portal.records.models import Submission
from sez_portal.records.record import get


class Command(BaseCommand):
    help = "Note on waiting submissions which of their addresses do not answer."

    def handle(self, *args: Any, **options: Any) -> None:
        asked = dead = 0
        for sent in Submission.objects.waiting():
            for name, address in _addresses(sent):
                asked += 1
                if is_dead(address):
                    dead += 1
                    _note(sent, name)
        self.stdout.write(f"{asked} addresses asked, {dead} of them dead.")


def _addresses(sent: Submission) -> Iterator[tuple[str, str]]:
    """The addresses that no check has pointed at yet."""
    fields = get(sent.record).by_key
    for name, change in sent.changes.items():
        if isinstance(fields[name].kind, Url) and change["to"] and name not in sent.checks:
            yield name, change["to"]


def _note(sent: Submission, name: str) -> None:
    """On the submission as it was read: what was sent again meanwhile is looked at next time."""
    sent.checks[name] = Finding.DEAD_LINK
    waiting = Submission.objects.waiting().filter(pk=sent.pk, turn=sent.turn)
    waiting.update(checks=sent.checks, tier=Tier.CHECKED)
