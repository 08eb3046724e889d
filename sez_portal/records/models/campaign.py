"""Campaigns: the keepers of many rows are asked for the same sections until the same day.

What was asked is kept here; what was answered is counted from submissions while the campaign runs,
and kept as a report on the day on which it closes.
"""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sez_portal.common import dates
from sez_portal.common.access import AllowedQuerySet
from sez_portal.common.fields import KeysField, TextInLanguages, in_languages, text_in

LONGEST_LETTER = 4000


class CampaignQuerySet(AllowedQuerySet):
    def running(self) -> Self:
        """Those that are open now, the one that ends first at the top."""
        return self.filter(opened_at__isnull=False, closed_at=None).order_by("deadline", "pk")

    def over(self, day: datetime.date) -> Self:
        """Those still open although their last day has passed."""
        return self.running().filter(deadline__lt=day)


@in_languages(
    name=lambda: models.CharField(_("Title, as its readers see it"), max_length=200),
    letter=lambda: models.TextField(_("Letter"), max_length=LONGEST_LETTER),
)
class Campaign(models.Model):
    """Rows of one record, asked for some sections until a day.

    It is a draft until it is opened. `country` is the one whose rows it asks; "" all of them.
    `narrowed` ({field: [value, …]}) and `chosen` (keys; none: all) say which rows are meant;
    `asked` ({key: [field, …]}) what was asked of each when it was opened, and `countries` where
    these rows lie. `remind_days` are the days before the last one on which somebody who has not
    finished is reminded. `report` is what it brought, by row and field, once it is closed.
    """

    record = models.CharField(max_length=30)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    is_of_institute = models.BooleanField(default=False)  # else of the country's focal point
    narrowed = models.JSONField(default=dict)
    chosen = KeysField()
    sections = KeysField()
    deadline = models.DateField(_("Last day"))
    remind_days = models.JSONField(default=list)
    asked = models.JSONField(default=dict)
    countries = KeysField()
    report = models.JSONField(default=dict)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField(max_length=150, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False),
                name="only_an_open_campaign_is_closed",
                violation_error_message=_("Only a campaign that was opened is closed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("campaign", args=[self.pk])

    @property
    def name(self) -> TextInLanguages:
        return text_in(self, "name")

    @property
    def letter(self) -> TextInLanguages:
        return text_in(self, "letter")

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def is_running(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def days_left(self) -> int:
        return (self.deadline - dates.today()).days


class CampaignLetter(models.Model):
    """One mail of a campaign to one person: the letter, or a reminder of a day."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="letters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    due_on = models.DateField()
    is_reminder = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("letter of a campaign")
        verbose_name_plural = _("letters of campaigns")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "person", "due_on"],
                name="a_campaign_writes_once_a_person_and_occasion",
                violation_error_message=_("This person was written to already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.person}"
