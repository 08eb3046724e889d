"""How long zones take to answer: shown from five answered enquiries on, never of fewer."""

import datetime
from dataclasses import dataclass
from math import ceil
from statistics import median

from django.utils import timezone

from investors.models import Thread
from zones.models import Zone

LEAST = 5  # a median of fewer says little, and could point at one person
DAYS = 365


@dataclass(frozen=True)
class Timing:
    """The enquiries that were sent in the last twelve months, and how soon they were answered."""

    median_days: float  # working days to the first answer
    answered: int
    sent: int

    @property
    def plural(self) -> int:
        """A whole number that chooses "day" or "days": of two middle ones the median is a half."""
        return ceil(self.median_days)


def timing(zone: Zone) -> Timing | None:
    """Return the median of the days to an answer; None below five answers."""
    since = timezone.now() - datetime.timedelta(days=DAYS)
    rows = Thread.objects.filter(zone=zone.pk, sent_at__gte=since)
    answer_days = list(rows.values_list("answer_days", flat=True))
    days = [number for number in answer_days if number is not None]
    return Timing(median(days), len(days), len(answer_days)) if len(days) >= LEAST else None
