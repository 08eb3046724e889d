"""The zone: its columns. What each field means and how long it stays fresh is in `zones.record`."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.choices import CorridorFamily, Sector, ZoneType
from countries.models import Country, OfCountry, Province
from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField, KeysField, TextInLanguages, in_languages, text_in
from sez_portal.common.marks import Mark
from sez_portal.common.paths import path_of
from sez_portal.maps.static_map import square
from zones.choices import Management, Precision, Status, Tenure
from zones.marks import marks_of
from zones.querysets import ZoneQuerySet


def _figure(label: str, digits: int = 14, places: int = 2) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=digits, decimal_places=places, null=True, blank=True
    )


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=200),
    summary=lambda: models.TextField(_("Summary"), blank=True),
)
class Zone(OfCountry):
    country = models.ForeignKey(
        Country, models.PROTECT, to_field="iso2", related_name="zones", verbose_name=_("Country")
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        to_field="key",
        null=True,
        blank=True,
        related_name="zones",
        verbose_name=_("Province"),
    )
    further_provinces = KeysField(_("Further provinces"), of="province")
    district = models.CharField(_("District"), max_length=200, blank=True)
    other_names = models.JSONField(_("Other names"), default=list, blank=True)
    type = KeyField(_("Kind"), max_length=40, choices=ZoneType)
    status = KeyField(_("Status"), max_length=20, choices=Status)
    status_since = models.CharField(
        _("Status since"), max_length=10, blank=True, validators=[validate_partial]
    )
    management = KeyField(_("Management"), max_length=30, choices=Management)
    established_year = models.PositiveSmallIntegerField(_("Founded"), null=True, blank=True)
    legal_instrument = models.CharField(_("Legal act"), max_length=400, blank=True)
    developer = models.CharField(_("Developer"), max_length=400, blank=True)
    operator = models.CharField(_("Operator"), max_length=400, blank=True)
    sectors = KeysField(_("Sectors"), of=Sector)
    corridors = KeysField(_("Corridors"), of=CorridorFamily)
    firms = models.PositiveIntegerField(_("Firms"), null=True, blank=True)
    jobs = models.PositiveIntegerField(_("Jobs"), null=True, blank=True)
    investment_usd_m = _figure(_("Investment"))
    area_ha = _figure(_("Area"))
    available_ha = _figure(_("Vacant land"))
    tenure = KeyField(_("Tenure"), max_length=20, choices=Tenure, blank=True)
    lease_term_years = models.PositiveSmallIntegerField(_("Longest lease"), null=True, blank=True)
    lease_price_text = models.TextField(_("Land price, as stated"), blank=True)
    lease_price_usd_m2 = _figure(_("Land price"))
    factory_rent_usd_m2 = _figure(_("Factory rent"))
    management_fee_usd_m2 = _figure(_("Management fee"))
    power_text = models.TextField(_("Electricity"), blank=True)
    power_usd_kwh = _figure(_("Price of power"), places=4)
    water_text = models.TextField(_("Water"), blank=True)
    water_usd_m3 = _figure(_("Price of water"), places=4)
    wastewater_text = models.TextField(_("Waste water"), blank=True)
    telecom_text = models.TextField(_("Telecommunications"), blank=True)
    website = models.URLField(_("Website"), max_length=400, blank=True)
    office_address = models.TextField(_("Address"), blank=True)
    office_phone = models.CharField(_("Telephone"), max_length=200, blank=True)
    office_email = models.CharField(_("E-mail"), max_length=200, blank=True)
    lat = models.DecimalField(_("Latitude"), max_digits=9, decimal_places=6)
    lon = models.DecimalField(_("Longitude"), max_digits=9, decimal_places=6)
    coord_precision = KeyField(_("Precision of the place"), max_length=20, choices=Precision)
    nearby_text = models.JSONField(_("Nearby, as sources say"), default=list, blank=True)

    # Derived by zones.record.settle: never typed. Of the nearest crossing on its own side
    # `border` is the status, `border_since` its day and `border_km` the distance.
    has_note = models.BooleanField(editable=False, default=False)
    border = models.CharField(max_length=20, editable=False, default="")
    border_since = models.CharField(max_length=10, editable=False, default="")
    border_km = models.DecimalField(
        max_digits=7, decimal_places=1, editable=False, null=True, default=None
    )
    search_name = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    sort_name = models.CharField(max_length=200, editable=False, default="")
    listed = models.JSONField(editable=False, default=dict)  # see records.listed

    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(available_ha=None)
                | Q(area_ha=None)
                | Q(available_ha__lte=F("area_ha")),
                name="free_land_is_no_more_than_the_area",
                violation_error_code="available_ha",
                violation_error_message=_(
                    "There is more free land than land: it is at most the area of the zone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="a_zone_lies_on_the_earth",
                violation_error_code="lat",
                violation_error_message=_(
                    "No place has these coordinates: a latitude is at most 90 degrees, "
                    "a longitude 180."
                ),
            ),
        ]
        indexes = [
            models.Index(F("known").desc(), "sort_name", "id", name="zones_most_complete_first"),
            models.Index(fields=["sort_name", "id"], name="zones_by_name"),
            models.Index(fields=["country", "sort_name"], name="zones_of_a_country"),
        ]

    def __str__(self) -> str:
        return text_in(self, "name").text

    def get_absolute_url(self) -> str:
        return path_of("zone", self.key)

    @property
    def name(self) -> TextInLanguages:
        return text_in(self, "name")

    @property
    def local_name(self) -> TextInLanguages | None:
        """The name in the language of the country, unless the page shows that one already."""
        local = text_in(self, "name", self.country.local_language)
        return local if local.text != self.name.text else None

    @property
    def marks(self) -> list[Mark]:
        """What must be known where the zone is named."""
        return marks_of(self)

    @property
    def point(self) -> tuple[float, float]:
        return float(self.lon), float(self.lat)

    @property
    def square(self) -> str:
        """The square of the map, "D3"."""
        return square(*self.point)

    @property
    def province_keys(self) -> list[str]:
        """All its provinces; a few zones span several."""
        first = [self.province_id] if self.province_id else []
        return [*first, *self.further_provinces]
