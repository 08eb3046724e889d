"""One-stop service centres, their procedures and the steps of each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.choices import Service
from countries.models.country import Country
from countries.models.scope import Scoped
from countries.querysets import PublishedQuerySet
from sez_portal.common.fields import KeysField, in_languages, text_in
from sez_portal.common.paths import path_of


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=300),
    summary=lambda: models.TextField(_("Summary"), blank=True),
)
class OneStopCentre(Scoped):
    """An office where several agencies decide together. The zone it sits in is named by key."""

    country = models.ForeignKey(
        Country, models.PROTECT, to_field="iso2", related_name="centres", verbose_name=_("Country")
    )
    agency = models.CharField(_("Agencies"), max_length=400, blank=True)
    address = models.TextField(_("Address"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=200, blank=True)
    email = models.CharField(_("E-mail"), max_length=200, blank=True)
    website = models.URLField(_("Website"), max_length=400, blank=True)
    hours = models.TextField(_("Opening hours"), blank=True)
    languages = models.JSONField(_("Languages spoken"), default=list, blank=True)
    services = KeysField(_("Services"), of=Service)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-stop service centre")
        verbose_name_plural = _("one-stop service centres")
        ordering = ["country_id", "name_en"]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("centre", self.key)


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=300),
    purpose=lambda: models.TextField(_("Purpose"), blank=True),
)
class Procedure(Scoped):
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        to_field="iso2",
        related_name="procedures",
        verbose_name=_("Country"),
    )
    centre = models.ForeignKey(
        OneStopCentre,
        models.SET_NULL,
        to_field="key",
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name=_("Centre"),
    )
    order = models.PositiveSmallIntegerField(_("Position in the list"), default=0)
    documents_required = models.JSONField(_("Papers"), default=list, blank=True)
    authority = models.TextField(_("Who decides"), blank=True)
    processing_days = models.PositiveSmallIntegerField(
        _("Working days"), null=True, blank=True, help_text=_("as the law or the office states")
    )
    processing_text = models.TextField(_("Time, in words"), blank=True)
    fee_text = models.TextField(_("Fee"), blank=True)
    fee_usd = models.DecimalField(
        _("Fee in US dollars"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("US dollars"),
    )
    legal_basis = models.TextField(_("Legal basis"), blank=True)
    online_url = models.URLField(_("Online"), max_length=400, blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["country_id", "order", "name_en"]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("procedure", self.key)


class Step(models.Model):
    """One step of a procedure: what to do, where, with which papers, for how long and how much."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("What to do"))
    who = models.CharField(_("Who decides"), max_length=300, blank=True)
    papers = models.JSONField(_("Papers"), default=list, blank=True)
    days_min = models.PositiveSmallIntegerField(_("Working days, at least"), null=True, blank=True)
    days_max = models.PositiveSmallIntegerField(_("Working days, at most"), null=True, blank=True)
    legal_days = models.PositiveSmallIntegerField(_("Legal limit, days"), null=True, blank=True)
    fee_usd = models.DecimalField(
        _("Fee in US dollars"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    law = models.CharField(_("Law"), max_length=400, blank=True)
    url = models.URLField(_("Link"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("Steps")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "order"],
                name="steps_have_an_order",
                violation_error_message=_("Each step has a place of its own in the order."),
            ),
            models.CheckConstraint(
                condition=Q(days_min=None)
                | Q(days_max=None)
                | Q(days_min__lte=models.F("days_max")),
                name="the_fewest_days_are_no_more_than_the_most",
                violation_error_code="days_min",
                violation_error_message=_("The fewest days are more than the most days."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
