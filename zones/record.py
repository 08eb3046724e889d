"""The records of this app: the zone's fields in groups, and what follows from them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from countries.choices import GatewayKind
from countries.models import Country, Gateway
from sez_portal.common.fields import columns_of
from sez_portal.records import record
from sez_portal.records.field_types.basic import Degrees, Email, Kind, Noted, Whole
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.field_types.of_files import LanguageCode, Past
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import (
    CONTACTS,
    FIGURES,
    NEVER,
    PLACES,
    PRICES,
    RULES,
    STATUS,
    UNTOLD,
    Field,
    in_each_language,
)
from zones import checks, models, nearby, newcomers
from zones.choices import NOT_YET_OPERATING
from zones.search import stored

NOT_YET = ("status", NOT_YET_OPERATING, _("the zone is not operating yet"))

GROUPS = {
    "glance": _("At a glance"),
    "land": _("Land and lease"),
    "power": _("Power and water"),
    "office": _("Office"),
}


def settle(zone: models.Zone, changed: Collection[str]) -> None:
    """What follows from these fields of a zone: its search text, its marks and its distances."""
    stored.index(zone)
    if "cautions" in changed:
        zone.has_note = zone.cautions.exists()
    if {"lat", "lon", "country"} & set(changed):
        nearby.measure([zone])


def _contact(key: str, kind: Kind = UNTOLD) -> Field:
    return Field(key, kind, group="office", months=CONTACTS, low_risk=True)


LISTED = (  # what lists, tables and the match show of a zone
    "type",
    "established_year",
    "area_ha",
    "available_ha",
    "firms",
    "jobs",
    "investment_usd_m",
    "lease_price_usd_m2",
    "lease_term_years",
    "developer",
    "sectors",
    "power_usd_kwh",
)

ZONE = record.Record(
    name="zone",
    label=_("Zone"),
    removed=_("A zone was taken off the public pages."),
    model=models.Zone,
    groups=GROUPS,
    listed=LISTED,
    has_keepers=True,
    narrowed_by=("status", "type"),
    settle=settle,
    check=checks.check,
    jumps=dict.fromkeys(
        (
            *("lease_price_usd_m2", "factory_rent_usd_m2", "management_fee_usd_m2"),
            *("power_usd_kwh", "water_usd_m3", "offers"),
        ),
        5,  # no price of land, rent or supply moves so far within a year
    ),
    seen_everywhere=("country", "lon", "lat", "status", *columns_of("name")),
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("summary", group="identity"),
        Field("other_names", group="identity", counted=False),
        Field("country", group="identity", counted=False, proposable=False),
        Field("province", group="identity"),
        Field("further_provinces", counted=False),
        Field("district", group="identity"),
        Field("type", group="identity"),
        Field("status", group="identity", months=STATUS),
        Field("lat", Degrees("lat"), counted=False),
        Field("lon", Degrees("lon"), counted=False),
        Field("coord_precision", counted=False),
        Field("corridors", counted=False),
        Field("nearby_text", counted=False, months=PLACES),
        Field("established_year", Whole(least=1900, most=2100, grouped=False), group="glance"),
        Field("status_since", group="glance", counted=False),
        Field("legal_instrument", group="glance", months=NEVER),
        Field("management", group="glance", months=RULES),
        Field("developer", group="glance", months=RULES),
        Field("operator", group="glance", months=FIGURES),
        Field("sectors", group="glance", months=PLACES),
        Field("tenants", Rows("name"), group="tenants", months=FIGURES, not_for=NOT_YET),
        Field("firms", group="glance", months=FIGURES, not_for=NOT_YET),
        Field("jobs", group="glance", months=FIGURES, not_for=NOT_YET),
        Field("investment_usd_m", group="glance", unit=_("US$ million"), months=FIGURES),
        Field("area_ha", group="land", unit=_("ha"), months=PLACES),
        Field("available_ha", group="land", unit=_("ha"), months=FIGURES),
        Field("tenure", group="land", months=RULES),
        Field("lease_term_years", Whole(most=999), group="land", unit=_("years"), months=36),
        Field("lease_price_text", group="land", months=PRICES),
        Field(
            "lease_price_usd_m2",
            group="land",
            unit=_("US$ per m²"),
            months=PRICES,
            told_by="lease_price_text",
        ),
        Field("factory_rent_usd_m2", group="land", unit=_("US$ per m² a month"), months=PRICES),
        Field("management_fee_usd_m2", group="land", unit=_("US$ per m² a year"), months=PRICES),
        Field("power_text", group="power", months=PLACES),
        Field("power_usd_kwh", group="power", unit=_("US$ per kWh"), months=PRICES),
        Field("water_text", group="power", months=PLACES),
        Field("water_usd_m3", group="power", unit=_("US$ per m³"), months=PRICES),
        Field("wastewater_text", group="power", months=PLACES),
        Field("telecom_text", group="power", months=PLACES),
        _contact("website"),
        _contact("office_address"),
        _contact("office_phone"),
        _contact("office_email", Email()),
        Field(
            "offers",
            Rows(
                *("kind", "title", "size_m2", "price_usd_m2", "price_text", "free_from"),
                units={"size_m2": _("m²"), "price_usd_m2": _("US$ per m²")},
            ),
            group="offers",
            months=PRICES,
        ),
        Field(
            "photos",
            FileRows("image", "alt", "credit", "taken", taken=Past()),
            group="photos",
            counted=False,
            proposable=False,  # on a page of their own, where files are taken
        ),
        Field(
            "documents",
            FileRows(
                *("file", "title", "language", "published"),
                language=LanguageCode(),
                published=Past(),
            ),
            group="documents",
            counted=False,
            proposable=False,
        ),
        Field(
            "cautions",
            Rows(
                *("kind", "text", "said_by", "said_on", "is_named", "reply"),
                is_named=Noted(_("the zone itself is named")),
                said_on=Past(),
            ),
            group="cautions",
            counted=False,
            months=FIGURES,
            proposable=False,
            guarded=True,
        ),
    ),
)

PAIR = record.Record(
    name="pair",
    label=_("Cross-border zone"),
    removed=_("A cross-border zone was taken off the public pages."),
    model=models.CrossBorderZone,
    country=lambda pair: pair.zone_a.country_id,
    seen_everywhere=None,
    shared=("zone_a__country", "zone_b__country"),
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("summary", group="about"),
        Field("zone_a", counted=False),
        Field("zone_b", counted=False),
        Field("gateway", counted=False),
        Field("status", group="about", months=STATUS),
    ),
)


STATE = ("rank", "status", "status_since")  # of a gateway, beside its place


def register_all() -> None:
    record.register(ZONE)
    newcomers.register(ZONE)
    record.register(PAIR)
    record.watch("gateway", _measure_again)
    record.watch("country", _measure_shown)


def _measure_again(gateway: Gateway, changed: Collection[str]) -> None:
    """Which gateway of its kind is nearest, main or open to whom; a crossing counts for its own
    side alone. A planned one is nobody's nearest yet."""
    if not {"lat", "lon", "kind", "country", "is_published", *STATE} & set(changed):
        return
    zones = nearby.all_zones()
    if gateway.kind == GatewayKind.BORDER_CROSSING and not {"kind", "country"} & set(changed):
        zones = zones.filter(country=gateway.country_id)
    nearby.measure_gateways(zones, GatewayKind.values if "kind" in changed else [gateway.kind])


def _measure_shown(_country: Country, changed: Collection[str]) -> None:
    """The gateways of a hidden country are hidden with it."""
    if "is_published" in changed:
        nearby.measure_gateways(nearby.all_zones())
