"""An incentive: what it relieves, by how much, for how long, for whom and by which article."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from countries.choices import (
    Beneficiary,
    Certainty,
    Cumulation,
    IncentiveCategory,
    IncentiveScope,
    NewProjects,
)
from countries.models.country import Country, OfCountry
from countries.querysets import PublishedQuerySet
from sez_portal.common.dates import last_day, spell, validate_partial
from sez_portal.common.fields import KeysField, in_languages
from sez_portal.common.paths import path_of


@in_languages(
    name=lambda: models.CharField(_("name"), max_length=300),
    description=lambda: models.TextField(_("description"), blank=True),
    conditions=lambda: models.TextField(_("conditions"), blank=True),
)
class Incentive(OfCountry):
    """Zones are named by key, since zones live above this app."""

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        to_field="iso2",
        related_name="incentives",
        verbose_name=_("country"),
    )
    scope = models.CharField(_("scope"), max_length=20, choices=IncentiveScope)
    category = models.CharField(_("category"), max_length=30, choices=IncentiveCategory)
    beneficiary = models.CharField(_("for"), max_length=20, choices=Beneficiary)
    applies_to = models.TextField(_("applies to"), blank=True)
    holiday_years_min = models.PositiveSmallIntegerField(
        _("years free of profit tax, at least"), null=True, blank=True
    )
    holiday_years_max = models.PositiveSmallIntegerField(
        _("years free of profit tax, at most"), null=True, blank=True
    )
    cit_rate_pct = models.DecimalField(
        _("profit tax rate"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    cit_rate_years = models.PositiveSmallIntegerField(
        _("years at that rate"), null=True, blank=True
    )
    cit_reduction_pct = models.DecimalField(
        _("relief of profit tax"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    cit_reduction_years = models.PositiveSmallIntegerField(
        _("years of relief"), null=True, blank=True
    )
    lease_years_max = models.PositiveSmallIntegerField(_("longest lease"), null=True, blank=True)
    sectors = KeysField(_("sectors"))
    legal_basis = models.TextField(_("legal basis"), blank=True)
    effective_from = models.CharField(
        _("in force from"), max_length=10, blank=True, validators=[validate_partial]
    )
    effective_to = models.CharField(
        _("in force to"), max_length=10, blank=True, validators=[validate_partial]
    )
    checked_note = models.TextField(_("what was checked"), blank=True)
    provinces = KeysField(_("only in these provinces"))
    districts = models.JSONField(_("only in these districts"), default=list, blank=True)
    zone_types = KeysField(_("only in zones of these kinds"))
    zone_keys = KeysField(_("only in these zones"))
    area = models.TextField(_("only where"), blank=True)
    excludes_zone_types = KeysField(_("not in zones of these kinds"))
    excludes_zone_keys = KeysField(_("not in these zones"))
    for_whom = models.CharField(_("only for"), max_length=100, blank=True)
    cumulation = models.CharField(
        _("beside other incentives"),
        max_length=10,
        choices=Cumulation,
        default=Cumulation.UNKNOWN,
    )
    cumulates_with = KeysField(_("these incentives"))
    new_projects = models.CharField(
        _("open to new projects"), max_length=10, choices=NewProjects, default=NewProjects.YES
    )
    holds_if = models.TextField(_("holds only if"), blank=True)
    afterwards = models.TextField(_("what follows"), blank=True)
    certainty = models.CharField(
        _("how certain"), max_length=10, choices=Certainty, default=Certainty.LIKELY
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
        return self.name_en

    def get_absolute_url(self) -> str:
        return path_of("incentive", self.key)

    @property
    def whom_it_held_for(self) -> str:
        """Say of a rule that ended for which projects it holds."""
        if not self.effective_to:
            return _now("Not for new projects.")
        after = last_day(self.effective_to) + datetime.timedelta(days=1)
        return _now("For projects licensed before %(day)s.") % {"day": spell(after.isoformat())}
