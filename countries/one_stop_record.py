"""The records of one-stop centres and procedures, with the scope that both share."""

from django.utils.translation import gettext_lazy as _

from countries import models
from countries.choices import Certainty, ForWhom, Reach, Service, ZoneType
from countries.record_fields import facts, plain
from sez_portal.records import record
from sez_portal.records.field_types.basic import (
    Choice,
    Decimal,
    Email,
    Key,
    Keys,
    Link,
    Text,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import CONTACTS, RULES, Field, in_each_language


def _scope(record_name: str) -> tuple[Field, ...]:
    """Which zones a centre or a procedure is for, and whom there."""
    return plain(
        ("zone_key", _("Zone"), Key(of="zone")),
        ("reach", _("Where it applies"), Choice(Reach)),
        ("provinces", _("In these provinces"), Keys(of="province")),
        ("zone_types", _("In zones of these kinds"), Keys(ZoneType)),
        ("zone_keys", _("In these zones"), Keys(of="zone")),
        ("excludes_zone_types", _("Not in zones of these kinds"), Keys(ZoneType)),
        ("excludes_zone_keys", _("Not in these zones"), Keys(of="zone")),
        ("gives_way_to", _("Not where one of these applies"), Keys(of=record_name)),
        ("for_whom", _("For whom"), Choice(ForWhom)),
        ("certainty", _("How certain this is"), Choice(Certainty)),
    )


CENTRE = record.Record(
    name="centre",
    label=_("One-stop service centre"),
    removed=_("A one-stop service centre was taken off the public pages."),
    model=models.OneStopCentre,
    groups={"services": _("Services"), "office": _("Office")},
    fields=(
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("summary", _("Summary"), group="about"),
        *plain(("country", _("Country"), Link())),
        *_scope("centre"),
        *facts(
            "services",
            CONTACTS,
            ("agency", _("Agencies"), Text()),
            ("services", _("Services"), Keys(Service)),
            ("languages", _("Languages spoken"), Words()),
        ),
        *facts(
            "office",
            CONTACTS,
            ("address", _("Address"), Text()),
            ("hours", _("Opening hours"), Text()),
            ("phone", _("Telephone"), Text()),
            ("email", _("E-mail"), Email()),
            ("website", _("Website"), Url()),
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
        *in_each_language("name", _("Name"), group="identity"),
        *in_each_language("purpose", _("Purpose"), group="about"),
        *plain(
            ("country", _("Country"), Link()),
            ("centre", _("Centre"), Link()),
            ("order", _("Order"), Whole()),
        ),
        *_scope("procedure"),
        Field(
            "steps",
            _("Steps"),
            Rows(
                text=Text(),
                who=Text(),
                papers=Words(),
                days_min=Whole(),
                days_max=Whole(),
                legal_days=Whole(),
                fee_usd=Decimal(),
                law=Text(),
                url=Url(),
            ),
            group="steps",
            months=RULES,
        ),
        *facts(
            "terms",
            RULES,
            ("documents_required", _("Papers"), Words()),
            ("authority", _("Who decides"), Text()),
            ("processing_days", _("Working days"), Whole(), _("working days")),
            ("fee_usd", _("Fee in US dollars"), Decimal(), _("US$")),
            ("legal_basis", _("Legal basis"), Text()),
            ("online_url", _("Online"), Url()),
        ),
        Field("processing_text", _("Time, in words"), Text(), group="terms", counted=False),
        Field("fee_text", _("Fee"), Text(), group="terms", counted=False),
    ),
)
