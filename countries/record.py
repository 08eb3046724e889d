"""The records of this app: which fields each public model has, and how long each stays fresh."""

import datetime

from django.utils.translation import gettext_lazy as _

from countries import models
from countries.choices import GatewayKind
from countries.one_stop_record import CENTRE, PROCEDURE
from countries.record_fields import facts, plain
from sez_portal.records import record
from sez_portal.records.field_types.basic import (
    CountryCodes,
    Decimal,
    Degrees,
    Key,
    Link,
    Whole,
)
from sez_portal.records.field_types.lines import Polyline
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import EXCHANGE, FIGURES, RULES, Field, in_each_language

PER_USD = _("units of the currency for US$ 1")


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
    jumps={
        **dict.fromkeys(("standard_cit_rate_pct", "standard_vat_rate_pct"), 3),
        **dict.fromkeys(("minimum_wage_usd_month", "electricity_industrial_usd_kwh"), 5),
    },
    groups={
        "law": _("Law and authority"),
        # Translators: heading of a group: numbers about the country.
        "figures": _("Figures"),
        "rates": _("Rates of exchange"),
        "holidays": _("Public holidays"),
        "about": _("Summary"),
    },
    seen_everywhere=None,
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("summary", group="about"),
        *plain("iso2"),
        *facts("identity", None, "capital", "currency_code", "languages"),
        *facts(
            "law",
            RULES,
            "sez_law",
            "sez_authority",
            "sez_authority_website",
            "ipa_name",
            "ipa_website",
            "foreign_land_rule",
            "treaties",
        ),
        Field("sez_law_year", Whole(grouped=False), group="law"),
        Field("sez_authority_local", group="law", counted=False),
        *facts(
            "figures",
            FIGURES,
            "standard_cit_rate_pct",
            "standard_vat_rate_pct",
            "minimum_wage_text",
            "minimum_wage_usd_month",
            "electricity_industrial_usd_kwh",
            "population_m",
            "gdp_usd_bn",
            "number_of_zones_text",
            kinds={
                "standard_cit_rate_pct": Decimal(most=100),
                "standard_vat_rate_pct": Decimal(most=100),
            },
            units={
                "standard_cit_rate_pct": "%",
                "standard_vat_rate_pct": "%",
                "minimum_wage_usd_month": _("US$ a month"),
                "electricity_industrial_usd_kwh": _("US$ a kWh"),
                "population_m": _("million"),
                "gdp_usd_bn": _("US$ billion"),
            },
        ),
        Field("currency_per_usd", group="figures", unit=PER_USD, months=EXCHANGE),
        Field(
            "rates",
            Rows("period", "per_usd", "basis", "source", "note"),
            group="rates",
            unit=PER_USD,
            months=FIGURES,
            counted=False,
        ),
        Field("notes", group="figures", counted=False),
        Field(
            "holidays",
            Rows("day", "name", "name_local", "certainty", spare=12),
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
        *in_each_language("name", group="identity"),
        *plain("country", "aliases", "name_local_full", "iso_3166_2", "source_note"),
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
        *in_each_language("name", group="identity"),
        *in_each_language("description", group="about"),
        *plain("family", line=Polyline()),
        *facts("about", None, "framework", "countries", kinds={"countries": CountryCodes()}),
    ),
)


def _weight(key: str, *not_for: str) -> Field:
    """What a port, an airport or a station is for; of a crossing its state says it."""
    kinds = (GatewayKind.BORDER_CROSSING, *not_for)
    why = _("it is not asked of this kind of gateway")
    return Field(key, group="weight", not_for=("kind", kinds, why))


GATEWAY = record.Record(
    name="gateway",
    label=_("Gateway"),
    removed=_("A gateway was taken off the public pages."),
    model=models.Gateway,
    groups={"weight": _("What it is for")},
    seen_everywhere=None,
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("note", group="about"),
        *plain("country", "province", "kind", "code"),
        *plain(lat=Degrees("lat"), lon=Degrees("lon"), facing=Link(ahead=True)),
        *plain("corridors"),
        Field("status", group="about", months=FIGURES),
        *plain("status_since"),
        _weight("rank"),
        _weight("role"),
        _weight("container", GatewayKind.AIRPORT),
        _weight("international"),
    ),
)


def _of_a_cost(group: str, *keys: str) -> tuple[Field, ...]:
    """Fields of one figure: it speaks of its own time, and is never asked for again."""
    return tuple(Field(key, group=group, counted=False) for key in keys)


INCENTIVE = record.Record(
    name="incentive",
    label=_("Incentive"),
    removed=_("An incentive was taken off the public pages."),
    model=models.Incentive,
    groups={"terms": _("Conditions and duration"), "law": _("Law"), "where": _("Where it applies")},
    jumps={"cit_rate_pct": 3, "cit_reduction_pct": 3, "lease_years_max": 3},
    measured=(),  # a law is replaced by another and is no second source
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("description", group="about", months=RULES),
        *in_each_language("conditions", group="terms", months=RULES),
        *plain(
            *("country", "scope", "category", "beneficiary", "applies_to", "sectors", "provinces"),
            *("districts", "zone_types", "zone_keys", "area", "excludes_zone_types"),
            *("excludes_zone_keys", "for_whom", "cumulation", "cumulates_with", "new_projects"),
            *("holds_if", "afterwards", "certainty", "checked_note"),
            holiday_years_min=Whole(most=99),
            holiday_years_max=Whole(most=99),
            cit_rate_pct=Decimal(most=100),
            cit_rate_years=Whole(most=99),
            cit_reduction_pct=Decimal(most=100),
            cit_reduction_years=Whole(most=99),
            lease_years_max=Whole(most=999),
        ),
        *plain("effective_to"),
        *facts("law", RULES, "legal_basis"),
        Field("effective_from", group="law"),
    ),
)


COST_FIGURE = record.Record(
    name="cost_figure",
    label=_("Cost figure"),
    removed=_("A cost figure was taken off the public pages."),
    model=models.CostFigure,
    jumps={"value_min": 5, "value_max": 5},
    groups={"figure": _("The figure"), "where": _("Where it applies")},
    measured=(),  # a figure of another source is a row of its own
    fields=(
        *in_each_language("name", group="identity", counted=False),
        *plain("country"),
        *_of_a_cost("figure", "item", "value_min", "value_max", "currency", "measure"),
        *_of_a_cost("figure", "as_of", "period", "basis", "trust", "state", "remark"),
        *_of_a_cost("where", "provinces", "area"),
        Field("zone_key", Key(of="zone"), group="where", counted=False),
    ),
)


def register_all() -> None:
    for declared in (COUNTRY, PROVINCE, CORRIDOR, GATEWAY, INCENTIVE, CENTRE, PROCEDURE):
        record.register(declared)
    record.register(COST_FIGURE)
