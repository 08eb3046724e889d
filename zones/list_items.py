"""Zones as they stand in lists and tables: names, place, state and a few dated figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from countries.cache import ReferenceData
from countries.choices import ZoneType
from sez_portal.common import dates
from sez_portal.common.vocabulary import word_of
from sez_portal.records.evidence.facts import ListFact, told
from sez_portal.records.evidence.summary import Summary
from sez_portal.records.record import Field
from zones.choices import Status
from zones.models import Zone
from zones.record import ZONE

FIGURES = ("area_ha", "firms", "jobs")
TABLE_COLUMNS = {
    "type": _("Kind"),
    "established_year": _("Founded"),
    "area_ha": _("Area"),
    "available_ha": _("Free land"),
    "firms": _("Firms"),
    "jobs": _("Jobs"),
    "investment_usd_m": _("Investment"),
    "lease_price_usd_m2": _("Land price"),
    "lease_term_years": _("Longest lease"),
    "developer": _("Developer"),
    "sectors": _("Sectors"),
}
DEFAULT_COLUMNS = ("established_year", "area_ha", "firms", "jobs")


@dataclass(frozen=True)
class Card:
    """One zone of a list with the figures asked for."""

    zone: Zone
    figures: list[ListFact]

    @property
    def distance_km(self) -> Decimal | None:
        """From the place of which the list speaks, if it speaks of one."""
        return getattr(self.zone, "distance_km", None)

    @property
    def status(self) -> str:
        return word_of(Status, self.zone.status)

    @property
    def kind(self) -> str:
        return word_of(ZoneType, self.zone.type)


def cards_of(
    zones: Iterable[Zone] | QuerySet[Zone],
    fields: Sequence[str] = FIGURES,
    *,
    reference: ReferenceData,
) -> list[Card]:
    """The cards of these zones; the fields are some of those that the record lists."""
    zones = list(zones)
    for zone in zones:
        zone.country = reference.countries[zone.country_id]
        zone.province = reference.provinces.get(zone.province_id)
    columns = [ZONE[name] for name in fields]
    today = dates.today()

    def figure(field: Field, zone: Zone) -> ListFact:
        piece = zone.listed.get(field.key)
        summary = Summary(*piece) if piece else None
        return told(field, zone, field.kind.read(zone, field.key), summary, today)

    return [Card(zone, [figure(field, zone) for field in columns]) for zone in zones]
