"""Enquiries: what an investor asked, one thread a zone, and what was said in it.

All that names the investor hangs on `Enquiry` and goes with it; a thread stays behind as dates.
"""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.choices import Sector
from investors.choices import (
    WAITING,
    EnquiryLevel,
    EnquiryNeed,
    MessageKind,
    ThreadStatus,
)
from sez_portal.common import dates
from sez_portal.common.access import AllowedQuerySet
from sez_portal.common.dates import validate_partial, working_days
from zones.models import Zone

# What an investor tells: the form asks it, and a copy of one's own data holds it.
FORM_COLUMNS = (
    "need",
    "hectares",
    "sector",
    "jobs",
    "start",
    "questions",
    "name",
    "organisation",
    "email",
    "language",
)


class Enquiry(models.Model):
    """One form that was sent. It goes on to its zones once the address is verified."""

    need = models.CharField(_("need"), max_length=20, choices=EnquiryNeed)
    hectares = models.DecimalField(
        _("hectares"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    sector = models.CharField(_("sector"), max_length=40, choices=Sector, blank=True)
    jobs = models.PositiveIntegerField(_("jobs"), null=True, blank=True)
    start = models.CharField(
        _("start of the project"), max_length=10, blank=True, validators=[validate_partial]
    )
    questions = models.TextField(_("questions"), max_length=4000)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    consented_at = models.DateTimeField(_("consent given"), default=timezone.now)
    verified_at = models.DateTimeField(null=True, blank=True)
    last_word_at = models.DateTimeField(default=timezone.now)  # retention counts from here

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["email", "verified_at"], name="enquiries_of_an_address"),
            models.Index(fields=["last_word_at"], name="enquiries_by_last_word"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_need_display()}"


class ThreadQuerySet(AllowedQuerySet):
    def under_way(self) -> Self:
        """Return those sent on, and not forgotten: what anybody may see at all."""
        return self.filter(enquiry__isnull=False, sent_at__isnull=False)

    def waiting(self) -> Self:
        """Return those that wait for an answer, longest waiting first."""
        return self.under_way().filter(status__in=WAITING).order_by("waits_since", "pk")

    def with_clock(self) -> Self:
        """Add what the clock reads, the holidays of each zone's country: one query for all."""
        rows = self.select_related("enquiry", "zone__country")
        return rows.prefetch_related("zone__country__holidays")


class Thread(models.Model):
    """An enquiry at one zone. `level` says whose turn it is, `waits_since` since which day.

    `country_at` and `mi_at` are set when it reached the focal point and MI: only then do they
    see it. Working days are counted from `sent_at`, by the calendar of the zone's country.
    """

    enquiry = models.ForeignKey(Enquiry, models.SET_NULL, null=True, related_name="threads")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="enquiries")
    fields = models.JSONField(default=list)  # the fields of the zone that it asks about
    status = models.CharField(
        _("status"), max_length=10, choices=ThreadStatus, default=ThreadStatus.NEW
    )
    level = models.PositiveSmallIntegerField(choices=EnquiryLevel, default=EnquiryLevel.ZONE)
    sent_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateField(null=True, blank=True)
    is_by_mail = models.BooleanField(default=False)  # the office has no account; it got a mail
    country_at = models.DateTimeField(null=True, blank=True)
    mi_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # for the first time
    answer_days = models.PositiveIntegerField(null=True, blank=True)  # working days to that

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry at a zone")
        verbose_name_plural = _("enquiries at zones")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "zone"],
                name="an_enquiry_has_one_thread_a_zone",
                violation_error_message=_("This zone was asked already in this enquiry."),
            ),
            models.CheckConstraint(
                condition=Q(level=1) | Q(country_at__isnull=False) | Q(mi_at__isnull=False),
                name="an_enquiry_that_moved_on_says_when",
                violation_error_message=_("An enquiry that was passed on says when."),
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "sent_at"], name="enquiries_of_a_zone"),
            models.Index(fields=["status", "waits_since"], name="enquiries_that_wait"),
        ]

    def __str__(self) -> str:
        return str(self.zone)

    def get_absolute_url(self) -> str:
        return reverse("enquiry-thread", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_closed(self) -> bool:
        return self.status == ThreadStatus.CLOSED

    @property
    def days(self) -> int:
        """Working days for which it has been the turn of whoever has it now."""
        return self.days_waited(dates.today())

    @property
    def days_left(self) -> int | None:
        """Working days until it moves on; None where nobody comes after."""
        left = settings.ENQUIRY_WORKING_DAYS - self.days
        return None if self.level == EnquiryLevel.MI else max(0, left)

    def days_waited(self, today: datetime.date) -> int:
        """Count the working days of waiting as of another day."""
        return self._working_days(self.waits_since, today) if self.waits_since else 0

    def days_until(self, moment: datetime.datetime) -> int:
        """Working days from being sent to a moment."""
        start = dates.day_of(self.sent_at) if self.sent_at else dates.day_of(moment)
        return self._working_days(start, dates.day_of(moment))

    def _working_days(self, start: datetime.date, end: datetime.date) -> int:
        return working_days(start, end, self.zone.country.days_off)


class Message(models.Model):
    """What was said in a thread. A note is for the desk alone, the investor never sees it."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind)
    text = models.TextField(_("text"), max_length=8000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField(max_length=150, blank=True)
    office = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message of an enquiry")
        verbose_name_plural = _("messages of enquiries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"


class AnswerTemplate(models.Model):
    """A text that an office uses again: of a zone, of a country's focal point, or of MI."""

    zone = models.ForeignKey(Zone, models.CASCADE, null=True, blank=True, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=8000)

    objects = AllowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of an answer")
        verbose_name_plural = _("templates of answers")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(zone=None) | Q(country=""),
                name="a_template_is_of_one_office",
                violation_error_message=_(
                    "A text belongs to one office: that of a zone or that of a country."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title
