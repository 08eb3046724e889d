"""What something costs in a country, a region of it, a province or a zone, by one source."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.cost_choices import CostItem, CostMeasure, CostState, CostTrust
from countries.models.country import Country, OfCountry
from countries.querysets import PublishedQuerySet
from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField, KeysField, in_languages, text_in


def _amount(label: str, **more: bool) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=4, **more)


@in_languages(name=lambda: models.CharField(_("Name"), max_length=200))
class CostFigure(OfCountry):
    """One figure of one source. Sources that differ are rows of their own, side by side.

    It is of a zone, of provinces, of a region that `area` names, or else of the whole country.
    """

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        to_field="iso2",
        related_name="cost_figures",
        verbose_name=_("Country"),
    )
    item = KeyField(_("What it is"), max_length=40, choices=CostItem)
    provinces = KeysField(_("In these provinces"), of="province")
    area = models.CharField(_("Region, in words"), max_length=150, blank=True)
    zone_key = models.CharField(_("Zone"), max_length=80, blank=True, db_index=True)
    value_min = _amount(_("Least"), null=True, blank=True)
    value_max = _amount(_("Most"))
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    measure = KeyField(_("Counted by"), max_length=20, choices=CostMeasure)
    as_of = models.CharField(
        _("Year of the figure"), max_length=10, blank=True, validators=[validate_partial]
    )
    period = models.CharField(_("Speaks of, in words"), max_length=60, blank=True)
    basis = models.CharField(_("What it counts"), max_length=200, blank=True)
    trust = KeyField(_("How good the source is"), max_length=10, choices=CostTrust)
    state = KeyField(_("Status"), max_length=12, choices=CostState, blank=True)
    remark = models.TextField(_("Note"), blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost figure")
        verbose_name_plural = _("cost figures")
        ordering = ["country_id", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value_min=None) | Q(value_min__lte=F("value_max")),
                name="the_least_is_no_more_than_the_most",
                violation_error_code="value_min",
                violation_error_message=_("The least is above the most: exchange the two."),
            )
        ]

    def __str__(self) -> str:
        return text_in(self, "name").text

    @property
    def is_superseded(self) -> bool:
        return self.state == CostState.SUPERSEDED

    @property
    def is_weak(self) -> bool:
        return self.trust == CostTrust.WEAK

    @property
    def year(self) -> str:
        """The year it speaks of; "" where no date is known."""
        return self.as_of[:4]
