"""Notices of the institute for everybody: news, events, changes of law, and what they concern."""

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sez_portal.common import dates
from sez_portal.common.access import AllowedQuerySet
from sez_portal.common.dates import spell
from sez_portal.common.fields import KeysField, TextInLanguages, in_languages, text_in, wrapped
from sez_portal.records.choices import NoticeAct, NoticeSort

CURRENT_DAYS = 60  # for so long news without an event are told beside what they concern


class PublicNoticeQuerySet(AllowedQuerySet):
    def shown(self, day: datetime.date | None = None) -> Self:
        """Those that every visitor may see on that day, the newest first."""
        day = day or dates.today()
        rows = self.filter(published_at__isnull=False, taken_back_at=None, from_day__lte=day)
        rows = rows.filter(Q(until_day=None) | Q(until_day__gte=day))
        return rows.order_by("-dated_on", "-pk")

    def current(self, day: datetime.date | None = None) -> Self:
        """Those of them that still tell something new: an event to come, or news of late."""
        day = day or dates.today()
        since = day - datetime.timedelta(days=CURRENT_DAYS)
        to_come = Q(ends_on__gte=day) | Q(ends_on=None, starts_on__gte=day)
        return self.shown(day).filter(to_come | Q(starts_on=None, dated_on__gte=since))

    def about(self, record: str, key: str, country: str = "") -> Self:
        """Those that concern this row: by its name, by its whole country, or all rows."""
        named = Q(concerns__contains=wrapped(f"{record}:{key}"))
        whole = Q(countries__contains=wrapped(country)) if country else Q(pk__in=[])
        return self.filter(named | whole | Q(countries="", concerns=""))

    def about_country(self, country: str) -> Self:
        """Those that concern the country, or something in it, or all."""
        inside = Q(countries__contains=wrapped(country)) | Q(lies_in__contains=wrapped(country))
        return self.filter(inside | Q(countries="", concerns=""))


@in_languages(
    title=lambda: models.CharField(_("Title"), max_length=200),
    text=lambda: models.TextField(_("Text"), max_length=6000),
)
class PublicNotice(models.Model):
    """One notice. It is a draft until it is published, and never deleted after that.

    `countries` are those that it concerns as a whole, `concerns` single rows ("record:key"), and
    `lies_in` the countries in which these lie; without either it concerns all. `acts` is what was
    done with it: [{"act", "by", "at", "before"}], with the texts that stood before a change.
    """

    key = models.SlugField(max_length=90, unique=True)
    sort = models.CharField(_("Kind"), max_length=10, choices=NoticeSort, default=NoticeSort.NEWS)
    dated_on = models.DateField(_("Date"))
    starts_on = models.DateField(_("First day of the event"), null=True, blank=True)
    ends_on = models.DateField(_("Last day of the event"), null=True, blank=True)
    place = models.CharField(_("Place of the event"), max_length=200, blank=True)
    link = models.URLField(_("Address to read more"), max_length=600, blank=True)
    countries = KeysField()
    concerns = KeysField()
    lies_in = KeysField()
    from_day = models.DateField(_("Shown from"))
    until_day = models.DateField(_("Shown until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acts = models.JSONField(default=list)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="an_event_ends_after_it_began",
                violation_error_message=_("An event ends on its first day or later."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.key])

    @property
    def title(self) -> TextInLanguages:
        return text_in(self, "title")

    @property
    def text(self) -> TextInLanguages:
        return text_in(self, "text")

    @property
    def when(self) -> str:
        """The days of an event, else the day of the notice, as readers write them."""
        first = spell((self.starts_on or self.dated_on).isoformat())
        if self.starts_on is None or self.ends_on in (None, self.starts_on):
            return first
        last = spell(self.ends_on.isoformat())
        return gettext("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_live(self) -> bool:
        """Whether visitors see it today."""
        today = dates.today()
        is_out = self.published_at is not None and self.taken_back_at is None
        return is_out and self.from_day <= today and (self.until_day or today) >= today

    @property
    def history(self) -> list[dict[str, Any]]:
        """What was done with it, the latest first, in words."""
        return [
            {
                "what": NoticeAct(told["act"]).label,
                "by": told["by"],
                "at": datetime.datetime.fromisoformat(told["at"]),
                "before": [text for text in told.get("before", {}).values() if text],
            }
            for told in reversed(self.acts)
        ]
