"""The records of this app: which fields each public model has, and how long each stays fresh."""

import datetime

from django.utils.translation import gettext_lazy as _

from countries import models
from countries.choices import (
    Beneficiary,
    Certainty,
    CorridorFamily,
    Cumulation,
    DayCertainty,
    GatewayKind,
    GatewayRank,
    GatewayStatus,
    IncentiveCategory,
    IncentiveScope,
    NewProjects,
    RateBasis,
    Sector,
    YesNo,
    ZoneType,
)
from countries.one_stop_record import CENTRE, PROCEDURE
from countries.record_fields import facts, plain
from sez_portal.records import record
from sez_portal.records.field_types.basic import (
    Choice,
    Day,
    Decimal,
    Degrees,
    Keys,
    Kind,
    Link,
    Partial,
    Text,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.lines import Polyline
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import (
    EXCHANGE,
    FIGURES,
    RULES,
    Field,
    in_each_language,
)


def _days_off() -> dict[str, frozenset[datetime.date]]:
    """The public holidays that each country has entered."""
    rows = models.Country.objects.prefetch_related("holidays")
    return {country.iso2: country.days_off for country in rows}


COUNTRY = record.Record(
    name="country",
    label=_("Country"),
    removed=_("A country was taken off the public pages."),
    model=models.Country,
    country=lambda obj: obj.iso2,
    days_off=_days_off,
    groups={
        "law": _("Law and authority"),
        "figures": _("Figures"),
        "rates": _("Rates of exchange"),
        "holidays": _("Public holidays"),
        "about": _("Summary"),
    },
    seen_everywhere=None,
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("summary", _("Summary"), group="about"),
        *plain(("iso2", _("Code"), Text())),
        *facts(
            "identity",
            None,
            ("capital", _("Capital"), Text()),
            ("currency_code", _("Currency"), Text()),
            ("languages", _("Languages"), Words()),
        ),
        *facts(
            "law",
            RULES,
            ("sez_law", _("Zone law"), Text()),
            ("sez_authority", _("Authority"), Text()),
            ("sez_authority_website", _("Website of the authority"), Url()),
            ("ipa_name", _("Investment agency"), Text()),
            ("ipa_website", _("Website of the agency"), Url()),
            ("foreign_land_rule", _("Land for foreigners"), Text()),
            ("treaties", _("Trade agreements"), Words()),
        ),
        Field("sez_law_year", _("Year of the law"), Whole(grouped=False), group="law"),
        Field(
            "sez_authority_local",
            _("Authority, local name"),
            Text(),
            group="law",
            counted=False,
        ),
        *facts(
            "figures",
            FIGURES,
            ("standard_cit_rate_pct", _("Profit tax, standard rate"), Decimal(most=100), "%"),
            ("standard_vat_rate_pct", _("Value added tax"), Decimal(most=100), "%"),
            ("minimum_wage_text", _("Minimum wage"), Text()),
            (
                "minimum_wage_usd_month",
                _("Minimum wage in US dollars"),
                Decimal(),
                _("US$ a month"),
            ),
            (
                "electricity_industrial_usd_kwh",
                _("Power for industry"),
                Decimal(),
                _("US$ a kWh"),
            ),
            ("population_m", _("Population"), Decimal(), _("million")),
            ("gdp_usd_bn", _("Gross domestic product"), Decimal(), _("US$ billion")),
            ("number_of_zones_text", _("Zones by official count"), Text()),
        ),
        Field(
            "currency_per_usd",
            _("Exchange rate"),
            Decimal(),
            group="figures",
            unit=_("units of the currency for US$ 1"),
            months=EXCHANGE,
        ),
        Field(
            "rates",
            _("Rates of exchange"),
            Rows(
                period=Partial(),
                per_usd=Decimal(),
                basis=Choice(RateBasis),
                source=Text(),
                note=Text(),
            ),
            group="rates",
            unit=_("units of the currency for US$ 1"),
            months=FIGURES,
            counted=False,
        ),
        Field("notes", _("Notes on the figures"), Text(), group="figures", counted=False),
        Field(
            "holidays",
            _("Public holidays"),
            Rows(
                spare=12,
                day=Day(),
                name=Text(),
                name_local=Text(),
                certainty=Choice(DayCertainty, blank=True),
            ),
            group="holidays",
            months=FIGURES,
        ),
    ),
)

PROVINCE = record.Record(
    name="province",
    label=_("Province"),
    removed=_("A province was taken off the public pages."),
    model=models.Province,
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *plain(
            ("country", _("Country"), Link()),
            ("aliases", _("Other names"), Words()),
            ("name_local_full", _("Full local name"), Text()),
            ("iso_3166_2", _("Code (ISO 3166-2)"), Text()),
            ("source_note", _("Note"), Text()),
        ),
    ),
)

CORRIDOR = record.Record(
    name="corridor",
    label=_("Corridor"),
    removed=_("A corridor was taken off the public pages."),
    model=models.Corridor,
    country=lambda obj: "",
    seen_everywhere=None,
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("description", _("Description"), group="about"),
        *plain(("family", _("Family"), Choice(CorridorFamily)), ("line", _("Line"), Polyline())),
        *facts(
            "about",
            None,
            ("framework", _("Framework"), Text()),
            ("countries", _("Countries"), Words()),
        ),
    ),
)


def _weight(key: str, label: str, kind: Kind, *not_for: str) -> Field:
    """What a port, an airport or a station is for; of a crossing its state says it."""
    kinds = (GatewayKind.BORDER_CROSSING, *not_for)
    why = _("it is not asked of this kind of gateway")
    return Field(key, label, kind, group="weight", not_for=("kind", kinds, why))


GATEWAY = record.Record(
    name="gateway",
    label=_("Gateway"),
    removed=_("A gateway was taken off the public pages."),
    model=models.Gateway,
    groups={"weight": _("What it is for")},
    seen_everywhere=None,
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("note", _("Note"), group="about"),
        *plain(
            ("country", _("Country"), Link()),
            ("province", _("Province"), Link()),
            ("kind", _("Kind"), Choice(GatewayKind)),
            ("code", _("Code"), Text()),
            ("lat", _("Latitude"), Degrees("lat")),
            ("lon", _("Longitude"), Degrees("lon")),
            ("facing", _("On the other side"), Link(ahead=True)),
            ("corridors", _("Corridors"), Keys(of="corridor")),
        ),
        Field("status", _("Status"), Choice(GatewayStatus), group="about", months=FIGURES),
        *plain(("status_since", _("In this state since"), Partial())),
        _weight("rank", _("Weight"), Choice(GatewayRank)),
        _weight("role", _("What it is used for"), Text()),
        _weight("container", _("Takes containers"), Choice(YesNo), GatewayKind.AIRPORT),
        _weight("international", _("Serves other countries"), Choice(YesNo)),
    ),
)

INCENTIVE = record.Record(
    name="incentive",
    label=_("Incentive"),
    removed=_("An incentive was taken off the public pages."),
    model=models.Incentive,
    groups={"terms": _("Terms"), "law": _("Law"), "where": _("Where it applies")},
    measured=(),  # a law is replaced by another and is no second source
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("description", _("Description"), group="about", months=RULES),
        *in_each_language("conditions", _("Conditions"), group="terms", months=RULES),
        *plain(
            ("country", _("Country"), Link()),
            ("scope", _("Scope"), Choice(IncentiveScope)),
            ("category", _("Category"), Choice(IncentiveCategory)),
            ("beneficiary", _("For"), Choice(Beneficiary)),
            ("applies_to", _("Applies to"), Text()),
            ("sectors", _("Sectors"), Keys(Sector)),
            ("provinces", _("Only in these provinces"), Keys(of="province")),
            ("districts", _("Only in these districts"), Words()),
            ("zone_types", _("Only in zones of these kinds"), Keys(ZoneType)),
            ("zone_keys", _("Only in these zones"), Keys(of="zone")),
            ("area", _("Only where"), Text()),
            ("excludes_zone_types", _("Not in zones of these kinds"), Keys(ZoneType)),
            ("excludes_zone_keys", _("Not in these zones"), Keys(of="zone")),
            ("for_whom", _("Only for"), Text()),
            ("cumulation", _("Beside other incentives"), Choice(Cumulation)),
            ("cumulates_with", _("These incentives"), Keys(of="incentive")),
            ("new_projects", _("Open to new projects"), Choice(NewProjects)),
            ("holds_if", _("Holds only if"), Text()),
            ("afterwards", _("What follows"), Text()),
            ("certainty", _("How certain"), Choice(Certainty)),
            ("checked_note", _("What was checked"), Text()),
            ("holiday_years_min", _("Years free of profit tax, at least"), Whole(most=99)),
            ("holiday_years_max", _("Years free of profit tax, at most"), Whole(most=99)),
            ("cit_rate_pct", _("Profit tax rate"), Decimal(most=100)),
            ("cit_rate_years", _("Years at that rate"), Whole(most=99)),
            ("cit_reduction_pct", _("Relief of profit tax"), Decimal(most=100)),
            ("cit_reduction_years", _("Years of relief"), Whole(most=99)),
            ("lease_years_max", _("Longest lease"), Whole(most=999)),
            ("effective_to", _("In force to"), Partial()),
        ),
        *facts("law", RULES, ("legal_basis", _("Legal basis"), Text())),
        Field("effective_from", _("In force from"), Partial(), group="law"),
    ),
)


def register_all() -> None:
    for declared in (COUNTRY, PROVINCE, CORRIDOR, GATEWAY, INCENTIVE, CENTRE, PROCEDURE):
        record.register(declared)
