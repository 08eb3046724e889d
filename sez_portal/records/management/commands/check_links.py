"""Look whether the addresses in waiting submissions answer. Run it hourly."""

import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sez_portal.common.links import LinkState, look_at
from sez_portal.records.choices import Finding, Tier
from sez_portal.records.field_types.basic import Url
from sez_portal.records.models import Submission
from sez_portal.records.record import get

LOOKED_AT = (Finding.DEAD_LINK, Finding.UNSEEN_LINK)


class Command(BaseCommand):
    help = "Note on waiting submissions which of their addresses do not answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seconds", type=int, default=1800, help="stop asking after so long (default: 1800)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        until = time.monotonic() + options["seconds"]
        counts: Counter[LinkState] = Counter()
        look, left = cache(look_at), 0
        for sent in Submission.objects.waiting():
            for name, address in _addresses(sent):
                if time.monotonic() >= until:
                    left += 1
                    continue
                found = look(address)
                counts[found] += 1
                _note(sent, name, found)
        self.stdout.write(
            f"{counts.total()} addresses asked, {counts[LinkState.DEAD]} of them dead, "
            f"{counts[LinkState.UNSEEN]} not to be looked at, {left} left for the next run."
        )


def _addresses(sent: Submission) -> Iterator[tuple[str, str]]:
    """The addresses without another finding: what was dead or unseen may answer by now."""
    fields = get(sent.record).by_key
    for name, change in sent.changes.items():
        is_free = sent.checks.get(name, Finding.DEAD_LINK) in LOOKED_AT
        if isinstance(fields[name].kind, Url) and change["to"] and is_free:
            yield name, change["to"]


def _note(sent: Submission, name: str, found: LinkState) -> None:
    """On the submission as it was read: what was sent again meanwhile is looked at next time."""
    before = dict(sent.checks)
    sent.checks.pop(name, None)
    if found is LinkState.DEAD:
        sent.checks[name], sent.tier = Finding.DEAD_LINK, Tier.CHECKED
    elif found is LinkState.UNSEEN:
        sent.checks[name] = Finding.UNSEEN_LINK
    if sent.checks != before:
        waiting = Submission.objects.waiting().filter(pk=sent.pk, turn=sent.turn)
        waiting.update(checks=sent.checks, tier=sent.tier)
