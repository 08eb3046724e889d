"""An incentive: what it relieves, by how much, for how long, for whom and by which article."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.choices import (
    Beneficiary,
    Certainty,
    Cumulation,
    IncentiveCategory,
    IncentiveScope,
    NewProjects,
    Sector,
    ZoneType,
)
from countries.models.country import Country, OfCountry
from countries.querysets import PublishedQuerySet
from sez_portal.common.dates import last_day, spell, validate_partial
from sez_portal.common.fields import KeyField, KeysField, in_languages, text_in
from sez_portal.common.paths import path_of


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=300),
    description=lambda: models.TextField(_("Description"), blank=True),
    conditions=lambda: models.TextField(_("Conditions"), blank=True),
)
class Incentive(OfCountry):
    """Zones are named by key, since zones live above this app."""

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        to_field="iso2",
        related_name="incentives",
        verbose_name=_("Country"),
    )
    scope = KeyField(_("Scope"), max_length=20, choices=IncentiveScope)
    category = KeyField(_("Category"), max_length=30, choices=IncentiveCategory)
    beneficiary = KeyField(_("For"), max_length=20, choices=Beneficiary)
    applies_to = models.TextField(_("Applies to"), blank=True)
    holiday_years_min = models.PositiveSmallIntegerField(
        _("Years free of profit tax, at least"), null=True, blank=True
    )
    holiday_years_max = models.PositiveSmallIntegerField(
        _("Years free of profit tax, at most"), null=True, blank=True
    )
    cit_rate_pct = models.DecimalField(
        _("Profit tax rate"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    cit_rate_years = models.PositiveSmallIntegerField(
        _("Years at that rate"), null=True, blank=True
    )
    cit_reduction_pct = models.DecimalField(
        _("Relief of profit tax"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    cit_reduction_years = models.PositiveSmallIntegerField(
        _("Years of relief"), null=True, blank=True
    )
    lease_years_max = models.PositiveSmallIntegerField(_("Longest lease"), null=True, blank=True)
    sectors = KeysField(_("Sectors"), of=Sector)
    legal_basis = models.TextField(_("Legal basis"), blank=True)
    effective_from = models.CharField(
        _("In force from"), max_length=10, blank=True, validators=[validate_partial]
    )
    effective_to = models.CharField(
        _("In force to"), max_length=10, blank=True, validators=[validate_partial]
    )
    checked_note = models.TextField(_("What was checked"), blank=True)
    provinces = KeysField(_("Only in these provinces"), of="province")
    districts = models.JSONField(_("Only in these districts"), default=list, blank=True)
    zone_types = KeysField(_("Only in zones of these kinds"), of=ZoneType)
    zone_keys = KeysField(_("Only in these zones"), of="zone")
    area = models.TextField(_("Only where"), blank=True)
    excludes_zone_types = KeysField(_("Not in zones of these kinds"), of=ZoneType)
    excludes_zone_keys = KeysField(_("Not in these zones"), of="zone")
    for_whom = models.CharField(_("Only for"), max_length=100, blank=True)
    cumulation = KeyField(
        _("Beside other incentives"),
        max_length=10,
        choices=Cumulation,
        default=Cumulation.UNKNOWN,
    )
    cumulates_with = KeysField(_("These incentives"), of="incentive")
    new_projects = KeyField(
        _("Open to new projects"), max_length=10, choices=NewProjects, default=NewProjects.YES
    )
    holds_if = models.TextField(_("Holds only if"), blank=True)
    afterwards = models.TextField(_("What follows"), blank=True)
    certainty = KeyField(
        _("How certain"), max_length=10, choices=Certainty, default=Certainty.LIKELY
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("incentive")
        verbose_name_plural = _("incentives")
        ordering = ["country_id", "category", "name_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holiday_years_min__lte=F("holiday_years_max"))
                | Q(holiday_years_min=None)
                | Q(holiday_years_max=None),
                name="the_least_holiday_is_no_longer_than_the_longest",
                violation_error_code="holiday_years_min",
                violation_error_message=_(
                    "The shortest tax holiday is longer than the longest one."
                ),
            )
        ]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("incentive", self.key)

    @property
    def whom_it_held_for(self) -> str:
        """Say of a rule that ended for which projects it holds."""
        if not self.effective_to:
            return gettext("Not for new projects.")
        after = last_day(self.effective_to) + datetime.timedelta(days=1)
        return gettext("For projects licensed before %(day)s.") % {"day": spell(after.isoformat())}
