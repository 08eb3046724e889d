"""An incentive: what it relieves, by how much, for how long, for whom and by which article."""

from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.choices import Beneficiary, IncentiveCategory, IncentiveScope
from countries.models.country import Country
from countries.querysets import PublishedQuerySet
from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeysField, in_languages
from sez_portal.common.numbers import plain
from sez_portal.common.paths import path_of
from sez_portal.records.models import Recorded


class Stretch(NamedTuple):
    """Years of the band in a row: `kind` is exempt, reduced, half, full or depends."""

    kind: str
    first: int
    last: int
    percent: str = ""  # the relief in per cent (half, reduced) or the rate that applies (rate)

    @property
    def years(self) -> int:
        return self.last - self.first + 1


@in_languages(
    name=lambda: models.CharField(_("name"), max_length=300),
    description=lambda: models.TextField(_("description"), blank=True),
    conditions=lambda: models.TextField(_("conditions"), blank=True),
)
class Incentive(Recorded):
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

    def stretches(self, years: int = 15) -> list[Stretch]:
        """The years of the band, from the first tax-free year on; empty when no year is fixed.

        Years between the least and the longest holiday depend on a condition. A reduction or
        a reduced rate without a number of years lasts to the end of the band.
        """
        if not (self.holiday_years_max or self.cit_rate_pct is not None or self.cit_reduction_pct):
            return []
        longest = self.holiday_years_max or 0
        sure = longest if self.holiday_years_min is None else self.holiday_years_min
        plan: list[tuple[str, int | None, str]] = [
            ("exempt", sure, ""),
            ("depends", longest - sure, ""),
        ]
        if self.cit_reduction_pct:
            kind = "half" if self.cit_reduction_pct == 50 else "relief"  # noqa: PLR2004  per cent
            plan.append((kind, self.cit_reduction_years, plain(self.cit_reduction_pct)))
        if self.cit_rate_pct is not None:
            plan.append(("rate", self.cit_rate_years, plain(self.cit_rate_pct)))
        plan.append(("full", None, ""))
        return list(_laid_out(plan, years))


def _laid_out(plan: list[tuple[str, int | None, str]], years: int):
    year = 1
    for kind, length, percent in plan:
        last = years if length is None else min(years, year + length - 1)
        if last >= year:
            yield Stretch(kind, year, last, percent)
        year = last + 1
