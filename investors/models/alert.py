"""Saved searches and the mails about them: an outbox, so that none is sent twice or left out."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investors.choices import Frequency
from sez_portal.common.access import AllowedQuerySet


class SavedSearchQuerySet(AllowedQuerySet):
    def in_force(self) -> Self:
        return self.filter(confirmed_at__isnull=False, is_broken=False)

    def due(self, today: datetime.date) -> Self:
        """Return those that were not looked at today, or this week."""
        daily = Q(frequency=Frequency.DAILY, looked_on__lt=today)
        week = today - datetime.timedelta(days=7)
        weekly = Q(frequency=Frequency.WEEKLY, looked_on__lte=week)
        return self.in_force().filter(Q(looked_on=None) | daily | weekly).order_by("pk")


class SavedSearch(models.Model):
    """A query of the directory, of an account or of an address that was verified.

    `last_version` is the version of the data up to which it was looked at.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="searches"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    query = models.TextField(blank=True)
    frequency = models.CharField(
        _("How often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_version = models.PositiveBigIntegerField(default=0)
    looked_on = models.DateField(null=True, blank=True)
    is_broken = models.BooleanField(default=False)  # the query is no longer understood

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | (Q(user=None) & ~Q(email="")),
                name="a_saved_search_is_of_an_account_or_an_address",
                violation_error_message=_(
                    "A saved search belongs to an account or to an address, not to both."
                ),
            )
        ]
        indexes = [models.Index(fields=["email"], name="searches_of_an_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.query}"

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email

    @property
    def parameters(self) -> QueryDict:
        return QueryDict(self.query)


class AlertQuerySet(models.QuerySet["Alert"]):
    def unsent(self, now: datetime.datetime | None = None) -> Self:
        """What no run has in hand: never begun, or begun by one that was killed long ago."""
        long_ago = (now or timezone.now()) - datetime.timedelta(minutes=10)
        free = Q(begun_at=None) | Q(begun_at__lt=long_ago)
        return self.filter(free, sent_at=None).order_by("pk")

    def in_hand(self) -> Self:
        """Claimed by a run that is under way, or by one that was killed."""
        return self.filter(begun_at__isnull=False, sent_at=None)


class Alert(models.Model):
    """A mail to be sent, or sent: what changed for one search up to one version of the data."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="alerts")
    version = models.PositiveBigIntegerField()
    day = models.DateField()
    news = models.JSONField(default=list)
    notes = models.JSONField(default=list)  # what of the query is no longer understood
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "day"],
                name="one_alert_a_search_and_day",
                violation_error_message=_("A saved search sends one mail a day."),
            )
        ]
        indexes = [models.Index(fields=["sent_at", "begun_at"], name="alerts_to_send")]

    def __str__(self) -> str:
        return f"{self.search_id}, {self.day}"


class ToldExpiry(models.Model):
    """An end of an incentive that a search was told about already."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    incentive_key = models.CharField(max_length=80)
    ends = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search", "incentive_key", "ends"],
                name="an_expiry_is_told_once",
                violation_error_message=_("This end was told already."),
            )
        ]
