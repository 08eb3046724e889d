"""The records of this app: the zone's fields in groups, and what follows from them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from countries.choices import CorridorFamily, Sector, ZoneType
from countries.models import Country, Gateway
from sez_portal.common.fields import columns_of
from sez_portal.records import record
from sez_portal.records.field_types.basic import (
    Choice,
    Decimal,
    Degrees,
    Email,
    Keys,
    Kind,
    Link,
    Noted,
    Partial,
    Text,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.files import FileRows, Paper, Picture
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import (
    CONTACTS,
    FIGURES,
    NEVER,
    PLACES,
    PRICES,
    RULES,
    STATUS,
    Field,
    in_each_language,
)
from zones import checks, models, nearby, search
from zones.choices import (
    NOT_YET_OPERATING,
    CautionKind,
    Management,
    OfferKind,
    PairStatus,
    Precision,
    Status,
    Tenure,
)

NOT_YET = ("status", NOT_YET_OPERATING, _("the zone is not operating yet"))

GROUPS = {
    "glance": _("At a glance"),
    "land": _("Land and lease"),
    "power": _("Power and water"),
    "office": _("Office"),
}


def settle(zone: models.Zone, changed: Collection[str]) -> None:
    """What follows from these fields of a zone: its search text, its marks and its distances."""
    search.index(zone)
    if "cautions" in changed:
        zone.has_note = zone.cautions.exists()
    if {"lat", "lon", "country"} & set(changed):
        nearby.measure([zone])


def _contact(key: str, label: str, kind: Kind) -> Field:
    return Field(key, label, kind, group="office", months=CONTACTS, low_risk=True)


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
    settle=settle,
    check=checks.check,
    seen_everywhere=("country", "lon", "lat", "status", *columns_of("name")),
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("summary", _("Summary"), group="identity"),
        Field("other_names", _("Other names"), Words(), group="identity", counted=False),
        Field(
            "country",
            _("Country"),
            Link(),
            group="identity",
            counted=False,
            proposable=False,
        ),
        Field("province", _("Province"), Link(), group="identity"),
        Field("further_provinces", _("Further provinces"), Keys(of="province"), counted=False),
        Field("district", _("District"), Text(), group="identity"),
        Field("type", _("Kind"), Choice(ZoneType), group="identity"),
        Field("status", _("Status"), Choice(Status), group="identity", months=STATUS),
        Field("lat", _("Latitude"), Degrees("lat"), counted=False),
        Field("lon", _("Longitude"), Degrees("lon"), counted=False),
        Field("coord_precision", _("Place known"), Choice(Precision), counted=False),
        Field("corridors", _("Corridors"), Keys(CorridorFamily), counted=False),
        Field("nearby_text", _("Nearby, as sources say"), Words(), counted=False, months=PLACES),
        Field(
            "established_year",
            _("Founded"),
            Whole(least=1900, most=2100, grouped=False),
            group="glance",
        ),
        Field("status_since", _("In this state since"), Partial(), group="glance", counted=False),
        Field("legal_instrument", _("Set up by"), Text(), group="glance", months=NEVER),
        Field("management", _("Run by"), Choice(Management), group="glance", months=RULES),
        Field("developer", _("Developer"), Text(), group="glance", months=RULES),
        Field("operator", _("Operator"), Text(), group="glance", months=FIGURES),
        Field("sectors", _("Sectors"), Keys(Sector), group="glance", months=PLACES),
        Field(
            "tenants",
            _("Companies named"),
            Rows(name=Text()),
            group="tenants",
            months=FIGURES,
            not_for=NOT_YET,
        ),
        Field("firms", _("Firms"), Whole(), group="glance", months=FIGURES, not_for=NOT_YET),
        Field("jobs", _("Jobs"), Whole(), group="glance", months=FIGURES, not_for=NOT_YET),
        Field(
            "investment_usd_m",
            _("Investment"),
            Decimal(),
            group="glance",
            unit=_("US$ million"),
            months=FIGURES,
        ),
        Field("area_ha", _("Area"), Decimal(), group="land", unit=_("ha"), months=PLACES),
        Field(
            "available_ha", _("Free land"), Decimal(), group="land", unit=_("ha"), months=FIGURES
        ),
        Field("tenure", _("Tenure"), Choice(Tenure), group="land", months=RULES),
        Field(
            "lease_term_years",
            _("Longest lease"),
            Whole(most=999),
            group="land",
            unit=_("years"),
            months=36,
        ),
        Field("lease_price_text", _("Land price, as stated"), Text(), group="land", months=PRICES),
        Field(
            "lease_price_usd_m2",
            _("Land price"),
            Decimal(),
            group="land",
            unit=_("US$ per m²"),
            months=PRICES,
        ),
        Field(
            "factory_rent_usd_m2",
            _("Factory rent"),
            Decimal(),
            group="land",
            unit=_("US$ per m² a month"),
            months=PRICES,
        ),
        Field(
            "management_fee_usd_m2",
            _("Management fee"),
            Decimal(),
            group="land",
            unit=_("US$ per m² a year"),
            months=PRICES,
        ),
        Field("power_text", _("Power"), Text(), group="power", months=PLACES),
        Field(
            "power_usd_kwh",
            _("Price of power"),
            Decimal(),
            group="power",
            unit=_("US$ per kWh"),
            months=PRICES,
        ),
        Field("water_text", _("Water"), Text(), group="power", months=PLACES),
        Field(
            "water_usd_m3",
            _("Price of water"),
            Decimal(),
            group="power",
            unit=_("US$ per m³"),
            months=PRICES,
        ),
        Field("wastewater_text", _("Waste water"), Text(), group="power", months=PLACES),
        Field("telecom_text", _("Telecommunications"), Text(), group="power", months=PLACES),
        _contact("website", _("Website"), Url()),
        _contact("office_address", _("Address"), Text()),
        _contact("office_phone", _("Telephone"), Text()),
        _contact("office_email", _("E-mail"), Email()),
        Field(
            "offers",
            _("Offers"),
            Rows(
                kind=Choice(OfferKind),
                title=Text(),
                size_m2=Decimal(),
                price_usd_m2=Decimal(),
                price_text=Text(),
                free_from=Partial(),
            ),
            group="offers",
            months=PRICES,
        ),
        Field(
            "photos",
            _("Photos"),
            FileRows(image=Picture(), alt=Text(), credit=Text(), taken=Partial()),
            group="photos",
            counted=False,
            proposable=False,  # on a page of their own, where files are taken
        ),
        Field(
            "documents",
            _("Documents"),
            FileRows(file=Paper(), title=Text(), language=Text(), published=Partial()),
            group="documents",
            counted=False,
            proposable=False,
        ),
        Field(
            "cautions",
            _("Cautions"),
            Rows(
                kind=Choice(CautionKind),
                text=Text(),
                said_by=Text(),
                said_on=Partial(),
                is_named=Noted(_("the zone itself is named")),
                reply=Text(),
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
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("summary", _("Summary"), group="about"),
        Field("zone_a", _("Zone on one side"), Link(), counted=False),
        Field("zone_b", _("Zone on the other side"), Link(), counted=False),
        Field("gateway", _("Crossing"), Link(), counted=False),
        Field("status", _("Status"), Choice(PairStatus), group="about", months=STATUS),
    ),
)


def register_all() -> None:
    record.register(ZONE)
    record.register(PAIR)
    record.watch("gateway", _measure_again)
    record.watch("country", _measure_shown)


def _measure_again(gateway: Gateway, changed: Collection[str]) -> None:
    """Its status stands on the zones nearest to it; a planned one is nobody's nearest yet."""
    is_moved = bool({"lat", "lon", "kind", "country", "is_published"} & set(changed))
    is_told = bool({"status", "status_since"} & set(changed))
    if is_moved or (is_told and not nearby.tell_border(gateway)):
        nearby.measure_gateways(nearby.all_zones())


def _measure_shown(_country: Country, changed: Collection[str]) -> None:
    """The gateways of a hidden country are hidden with it."""
    if "is_published" in changed:
        nearby.measure_gateways(nearby.all_zones())
