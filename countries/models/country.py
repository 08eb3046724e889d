"""A country with its regime for zones and its key figures; its public holidays and provinces."""

import datetime
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.choices import LOCAL_LANGUAGE, DayCertainty, RateBasis
from countries.querysets import PublishedQuerySet
from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField, TextInLanguages, in_languages, text_in
from sez_portal.common.paths import path_of
from sez_portal.records.models import Recorded


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=100),
    summary=lambda: models.TextField(_("Summary"), blank=True),
)
class Country(Recorded):
    iso2 = models.CharField(_("Code"), max_length=2, unique=True, help_text=_("ISO 3166-1"))
    capital = models.CharField(_("Capital"), max_length=100, blank=True)
    currency_code = models.CharField(_("Currency"), max_length=3, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    sez_law = models.TextField(_("Zone law"), blank=True)
    sez_law_year = models.PositiveSmallIntegerField(_("Year of the law"), null=True, blank=True)
    sez_authority = models.CharField(_("Authority"), max_length=300, blank=True)
    sez_authority_local = models.CharField(_("Authority, local name"), max_length=300, blank=True)
    sez_authority_website = models.URLField(_("Website of the authority"), blank=True)
    ipa_name = models.CharField(_("Investment agency"), max_length=300, blank=True)
    ipa_website = models.URLField(_("Website of the agency"), blank=True)
    standard_cit_rate_pct = models.DecimalField(
        _("Profit tax, standard rate"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    standard_vat_rate_pct = models.DecimalField(
        _("Value added tax"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    minimum_wage_text = models.TextField(_("Minimum wage"), blank=True)
    minimum_wage_usd_month = models.DecimalField(
        _("Minimum wage in US dollars"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    electricity_industrial_usd_kwh = models.DecimalField(
        _("Power for industry"), max_digits=8, decimal_places=4, null=True, blank=True
    )
    population_m = models.DecimalField(
        _("Population"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    gdp_usd_bn = models.DecimalField(
        _("Gross domestic product"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    currency_per_usd = models.DecimalField(
        _("Exchange rate"), max_digits=16, decimal_places=6, null=True, blank=True
    )
    number_of_zones_text = models.TextField(_("Zones by official count"), blank=True)
    foreign_land_rule = models.TextField(_("Land for foreigners"), blank=True)
    treaties = models.JSONField(_("Trade agreements"), default=list, blank=True)
    notes = models.TextField(_("Notes on the figures"), blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(currency_per_usd=None) | Q(currency_per_usd__gt=0),
                name="an_exchange_rate_is_above_zero",
                violation_error_code="currency_per_usd",
                violation_error_message=_(
                    "An exchange rate is above zero; leave it empty where it is not known."
                ),
            )
        ]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("country", self.key)

    @property
    def name(self) -> TextInLanguages:
        return text_in(self, "name")

    @property
    def local_language(self) -> str:
        return LOCAL_LANGUAGE.get(self.iso2, "en")

    @property
    def local_name(self) -> TextInLanguages:
        return text_in(self, "name", self.local_language)

    @property
    def days_off(self) -> frozenset[datetime.date]:
        """The public holidays that the country has entered; lists prefetch `holidays`."""
        return frozenset(holiday.day for holiday in self.holidays.all())


class Holiday(models.Model):
    """A public holiday of one year: the working days of the country are counted without it."""

    country = models.ForeignKey(
        Country,
        models.CASCADE,
        to_field="iso2",
        related_name="holidays",
        verbose_name=_("country"),
    )
    order = models.PositiveSmallIntegerField()
    day = models.DateField(_("Day, as 2026-11-23"))
    name = models.CharField(_("Name"), max_length=200)
    name_local = models.CharField(_("Local name"), max_length=200, blank=True)
    certainty = KeyField(_("How certain"), max_length=10, choices=DayCertainty, blank=True)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("Public holidays")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class OfCountry(Recorded):
    """A row in a country. Where the country is hidden, so is all that is in it, and comes back
    with it; the rows themselves stay as they are."""

    class Meta:
        abstract = True

    @classmethod
    def shown(cls, prefix: str = "") -> Q:
        hidden = Country.objects.filter(is_published=False).values("iso2")
        return super().shown(prefix) & ~Q(**{f"{prefix}country__in": hidden})


class ExchangeRate(models.Model):
    """What a US dollar was worth in the currency of the country, in a year or on a day."""

    country = models.ForeignKey(
        Country,
        models.CASCADE,
        to_field="iso2",
        related_name="rates",
        verbose_name=_("country"),
    )
    order = models.PositiveSmallIntegerField()
    period = models.CharField(_("Year or day"), max_length=10, validators=[validate_partial])
    per_usd = models.DecimalField(
        _("Units for US$ 1"),
        max_digits=16,
        decimal_places=6,
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
    basis = KeyField(_("What it is"), max_length=30, choices=RateBasis)
    source = models.CharField(_("Source"), max_length=200, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rate of exchange")
        verbose_name_plural = _("Rates of exchange")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.period}: {self.per_usd}"


@in_languages(name=lambda: models.CharField(_("Name"), max_length=100))
class Province(OfCountry):
    """A province, state, region or municipality, named as its zones' sources name it."""

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        to_field="iso2",
        related_name="provinces",
        verbose_name=_("Country"),
    )
    aliases = models.JSONField(_("Other names"), default=list, blank=True)
    name_local_full = models.CharField(_("Full local name"), max_length=200, blank=True)
    iso_3166_2 = models.CharField(_("Code (ISO 3166-2)"), max_length=10, blank=True)
    source_note = models.TextField(_("Note"), blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["country_id", "name_en"]

    def __str__(self) -> str:
        return text_in(self, "name").text

    @property
    def local_name(self) -> TextInLanguages | None:
        """The name in the language of the country, unless the page shows that one already."""
        local = text_in(self, "name", LOCAL_LANGUAGE.get(self.country_id, "en"))
        return local if local.text != text_in(self, "name").text else None
