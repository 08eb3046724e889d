"""Workbooks that came back: kept while their sender looks through them, and some days longer."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sez_portal.common import dates

KEPT_DAYS = 14
MOST_KEPT = 10  # of a person; the oldest goes first
STILL_WORKING = 120  # seconds without a sign, after which the work is over


class WorkbookState(models.TextChoices):
    """What has become of a workbook that was sent back."""

    READING = "reading", _("being read")
    LOOKED_THROUGH = "looked", _("to be looked through")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")


class SentWorkbook(models.Model):
    """One file of one person. `rows` are its lines that say something, as text.

    `plan` says of a list what its columns mean and which records its rows are (workbooks.plan).
    `put_right` are cells that were corrected on the page: {"sheet!row!column": text}. What it was
    sent with is kept so that a refusal shows the same choices again. `submissions` are the ids of
    what came of it.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="workbooks")
    record = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=200)
    file = models.BinaryField()
    stamp = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    put_right = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=WorkbookState, default=WorkbookState.READING)
    refusal = models.TextField(blank=True)
    submissions = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("workbook")
        verbose_name_plural = _("workbooks")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        """Whether somebody still has to wait for it; work that gave no sign for long is over."""
        is_busy = self.state in (WorkbookState.READING, WorkbookState.SENDING)
        quiet = timezone.now() - self.touched_at
        return is_busy and quiet < datetime.timedelta(seconds=STILL_WORKING)

    @property
    def is_list(self) -> bool:
        """Whether it was not made here, so that its columns have to be told."""
        return "head" in self.plan

    @property
    def is_marked(self) -> bool:
        """Whether a copy with the bad cells marked can be made: a CSV has no colours."""
        return not self.is_list or bool(self.plan.get("sheets"))

    @property
    def kept_until(self) -> datetime.date:
        return dates.day_of(self.created_at) + datetime.timedelta(days=KEPT_DAYS)
