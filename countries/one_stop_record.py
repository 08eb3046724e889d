"""The records of one-stop centres and procedures, with the scope that both share."""

from django.utils.translation import gettext_lazy as _

from countries import models
from countries.record_fields import facts, plain
from sez_portal.common.units import UNITS
from sez_portal.records import record
from sez_portal.records.field_types.basic import Email, Key, Keys
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import CONTACTS, RULES, Field, in_each_language


def _scope(record_name: str) -> tuple[Field, ...]:
    """Which zones a centre or a procedure is for, and whom there."""
    return (
        *plain(zone_key=Key(of="zone")),
        *plain("reach", "provinces", "zone_types", "zone_keys"),
        *plain("excludes_zone_types", "excludes_zone_keys"),
        *plain(gives_way_to=Keys(of=record_name)),
        *plain("for_whom", "certainty"),
    )


CENTRE = record.Record(
    name="centre",
    label=_("One-stop service centre"),
    removed=_("A one-stop service centre was taken off the public pages."),
    model=models.OneStopCentre,
    groups={"services": _("Services"), "office": _("Office")},
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("summary", group="about"),
        *plain("country"),
        *_scope("centre"),
        *facts("services", CONTACTS, "agency", "services", "languages"),
        *facts(
            "office",
            CONTACTS,
            *("address", "hours", "phone", "email", "website"),
            kinds={"email": Email()},
        ),
    ),
)

PROCEDURE = record.Record(
    name="procedure",
    label=_("Procedure"),
    removed=_("A procedure was taken off the public pages."),
    model=models.Procedure,
    groups={"terms": _("Papers, time and fee")},
    measured=(),  # terms are set, and replaced; nobody measures them
    fields=(
        *in_each_language("name", group="identity"),
        *in_each_language("purpose", group="about"),
        *plain("country", "centre", "order"),
        *_scope("procedure"),
        Field(
            "steps",
            Rows(
                *("text", "who", "papers", "days_min", "days_max", "legal_days", "fee_usd"),
                *("law", "url"),
                units={"fee_usd": UNITS["US$"]},
            ),
            group="steps",
            months=RULES,
        ),
        *facts(
            "terms",
            RULES,
            *("documents_required", "authority", "processing_days", "fee_usd", "legal_basis"),
            "online_url",
            units={"processing_days": _("working days"), "fee_usd": UNITS["US$"]},
        ),
        Field("processing_text", group="terms", counted=False),
        Field("fee_text", group="terms", counted=False),
    ),
)
