"""Corridors with their line, and gateways: ports, airports, stations, crossings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.choices import (
    LOCAL_LANGUAGE,
    CorridorFamily,
    GatewayKind,
    GatewayRank,
    GatewayStatus,
    YesNo,
)
from countries.marks import held_back, marks_of
from countries.models.country import Country, OfCountry, Province
from countries.querysets import PublishedQuerySet
from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField, KeysField, TextInLanguages, in_languages, text_in
from sez_portal.common.marks import Mark
from sez_portal.common.paths import path_of
from sez_portal.records.models import Recorded


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=200),
    description=lambda: models.TextField(_("Description"), blank=True),
)
class Corridor(Recorded):
    family = KeyField(_("Group of corridors"), max_length=20, choices=CorridorFamily)
    # Translators: the programme that a corridor belongs to.
    framework = models.CharField(_("Framework"), max_length=200, blank=True)
    countries = models.JSONField(_("Countries"), default=list, blank=True)
    line = models.JSONField(
        _("Line on the map"), default=list, help_text=_("longitude, latitude; in order")
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("corridor")
        verbose_name_plural = _("corridors")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("corridor", self.key)


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=200),
    note=lambda: models.TextField(_("Note"), blank=True),
)
class Gateway(OfCountry):
    country = models.ForeignKey(
        Country, models.PROTECT, to_field="iso2", related_name="gateways", verbose_name=_("Country")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, to_field="key", null=True, blank=True, verbose_name=_("Province")
    )
    kind = KeyField(_("Kind"), max_length=20, choices=GatewayKind, db_index=True)
    status = KeyField(_("Status"), max_length=20, choices=GatewayStatus)
    status_since = models.CharField(
        _("Status since"), max_length=10, blank=True, validators=[validate_partial]
    )
    rank = KeyField(
        pgettext_lazy("rank of a gateway", "Weight"), max_length=20, choices=GatewayRank, blank=True
    )
    role = models.CharField(_("What it is used for"), max_length=200, blank=True)
    container = KeyField(_("Takes containers"), max_length=3, choices=YesNo, blank=True)
    international = KeyField(_("Serves other countries"), max_length=3, choices=YesNo, blank=True)
    code = models.CharField(_("Code"), max_length=10, blank=True, help_text=_("IATA or LOCODE"))
    lat = models.DecimalField(_("Latitude"), max_digits=9, decimal_places=6)
    lon = models.DecimalField(_("Longitude"), max_digits=9, decimal_places=6)
    facing = models.ForeignKey(
        "self",
        models.SET_NULL,
        to_field="key",
        null=True,
        blank=True,
        db_constraint=False,  # two crossings of a pair point at each other: either comes first
        related_name="+",
        verbose_name=_("On the other side"),
    )
    corridors = KeysField(_("Corridors"), of="corridor")

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        ordering = ["country_id", "kind", "name_en"]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("gateway", self.key)

    @property
    def point(self) -> tuple[float, float]:
        return float(self.lon), float(self.lat)

    @property
    def marks(self) -> list[Mark]:
        """What must be known where the gateway is named."""
        return marks_of(self)

    @property
    def local_name(self) -> TextInLanguages:
        return text_in(self, "name", LOCAL_LANGUAGE.get(self.country_id, "en"))

    @property
    def held_back(self) -> str:
        """Return the state and since when, in words; "" of an open gateway."""
        return held_back(self.status, self.status_since)
