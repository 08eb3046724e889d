"""What goes out and comes in beside the desk: mailed links, reminders, figures visitors flagged."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sez_portal.common.access import AllowedQuerySet
from sez_portal.records.choices import FlagStatus, NoticeKind


class MailLinkQuerySet(models.QuerySet["MailLink"]):
    def usable(self, now: datetime.datetime | None = None) -> Self:
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now or timezone.now())


class MailLink(models.Model):
    """A link mailed to one person for one section of one record; only its hash is kept.

    It confirms once, until it expires or is revoked. Opening it changes nothing.
    """

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    record = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    group = models.CharField(max_length=30)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = MailLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link sent by mail")
        verbose_name_plural = _("links sent by mail")
        indexes = [models.Index(fields=["user", "record", "key"], name="links_of_a_person")]

    def __str__(self) -> str:
        return f"{self.record} {self.key}: {self.group}"


class Reminder(models.Model):
    """When somebody was last reminded of what is due, and whether they want to be."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)  # the address took no mail
    is_stopped = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return f"{self.user}: {self.sent_on}"


class Notice(models.Model):
    """One thing that somebody is to hear of by mail; what comes within an hour is one mail.

    It is kept with the act that it tells of, in one transaction. `names` are the fields meant,
    where not all of the submission are.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind)
    submission = models.ForeignKey("Submission", models.CASCADE, null=True, related_name="+")
    remark = models.ForeignKey("Remark", models.CASCADE, null=True, related_name="+")
    flag = models.ForeignKey("Flag", models.CASCADE, null=True, related_name="+")
    names = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "sent_at"], name="notices_of_a_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.submission or self.flag}"


class FlagQuerySet(AllowedQuerySet):
    def open(self) -> Self:
        return self.filter(status=FlagStatus.OPEN).order_by("created_at", "pk")


class Flag(models.Model):
    """A visitor says that a figure is wrong. The address, when given, only serves the answer."""

    record = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    field = models.CharField(_("field"), max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField(_("what is wrong"), max_length=2000)
    source = models.CharField(_("source"), max_length=600, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=10, default="en")
    status = models.CharField(
        _("status"), max_length=10, choices=FlagStatus, default=FlagStatus.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_name = models.CharField(max_length=150, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "created_at"], name="flags_that_wait")]

    def __str__(self) -> str:
        return f"{self.title}: {self.text[:60]}"
