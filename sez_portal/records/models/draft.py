"""Drafts: what somebody typed into a section of a record, saved and not sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """One section of one record as one person typed it, errors and all; for its author alone.

    All drafts of a person about one record are their basket, which is sent together or section
    by section. A draft stays until it is sent or its author throws it away. `revision` counts
    its savings, so that two windows do not overwrite each other without a word. What somebody
    chose in a review and has not decided is one too (`services/review_drafts.py`).
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    record = models.CharField(max_length=30)
    key = models.CharField(max_length=80, blank=True)  # "" for a row that is to be proposed
    section = models.CharField(max_length=40)
    typed = models.JSONField(default=dict)  # what the form held: {input: [value, …]}
    note = models.TextField(blank=True)
    paper = models.CharField(max_length=200, blank=True)  # its name in the storage
    paper_title = models.CharField(max_length=200, blank=True)  # the file's own name
    based_on = models.PositiveBigIntegerField(default=0)  # data version the author started from
    came_back = models.ForeignKey(  # the proposal that was declined or withdrawn
        "Submission", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["record", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "record", "key", "section"],
                name="one_draft_a_section",
                violation_error_message=_("This section is in your basket already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.key}: {self.section}"
