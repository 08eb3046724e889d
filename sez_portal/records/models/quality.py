"""How complete and fresh the data was, month by month."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QualitySnapshot(models.Model):
    """What was counted on one day of a month; `month` is its first day.

    `counts` is {"all" | "country" | "section" | "kind": {key: {"known", "countable", "fresh",
    "due", "stale", "confirmed"}}}: it cannot be counted anew, since past rows would have to be
    replayed one by one.
    """

    month = models.DateField(unique=True)
    taken_on = models.DateField()
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("snapshot of the data quality")
        verbose_name_plural = _("snapshots of the data quality")
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
