"""What stands in where a zone gives no price: a figure of its province, its region or its country.

Such a figure is never the zone's price, and is told as what it is.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from countries.cost_choices import CostItem
from countries.cost_table import CostLine, place_of
from countries.costs import LAND, Level, since_year
from sez_portal.records.evidence.facts import ListFact, Notes
from zones.cache import ZoneCache
from zones.models import Zone

# The field that the zone leaves open, the items that stand in for it, and the group of the page.
ASKED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("lease_price_usd_m2", LAND, "land"),
    ("factory_rent_usd_m2", (str(CostItem.FACTORY_RENT),), "land"),
    ("management_fee_usd_m2", (str(CostItem.MANAGEMENT_FEE),), "land"),
    ("power_usd_kwh", (str(CostItem.POWER),), "power"),
    ("water_usd_m3", (str(CostItem.WATER),), "power"),
)
AVERAGES = {*LAND, str(CostItem.FACTORY_RENT)}


@dataclass(frozen=True)
class StandIn:
    """The lines of one item, all of one level and year, and in words what they are."""

    label: str
    said: str
    lines: list[CostLine]
    field: str = ""  # of the zone, which does not tell it


def stand_ins(
    zone: Zone,
    facts: Mapping[str, ListFact],
    reference: ZoneCache,
    notes: Notes,
    today: datetime.date,
    *,
    own_only: bool = False,
) -> dict[str, list[StandIn]]:
    """By group of the page, for each price among the facts that the zone does not tell; `own_only`
    are those that are its own after all, as a source counts them."""
    by_group: dict[str, list[StandIn]] = {}
    book, since = reference.costs, since_year(today)
    for name, items, group in ASKED:
        fact = facts.get(name)
        if fact is None or fact.is_known or fact.reason:
            continue
        keys, country = zone.province_keys, zone.country_id
        found = book.best(items, country, keys, zone.key, since=since)
        if found is None or (own_only and found.level != Level.ZONE):
            continue
        lines = [
            CostLine(
                row,
                place_of(row, reference.provinces),
                book.moon(row, today),
                book.cite([row], notes),
            )
            for row in found.figures
        ]
        said = said_of(found.level, found.item, lines[0].place)
        by_group.setdefault(group, []).append(StandIn(lines[0].item, said, lines, name))
    return by_group


def said_of(level: Level, item: str, place: str) -> str:
    """Whose figure it is, and that it is not the zone's."""
    if level == Level.ZONE:
        return _("this zone’s price, as its source counts it")
    is_average = item in AVERAGES
    if level == Level.PROVINCE:
        average = _("average of the province (%(place)s), not this zone’s price")
        other = _("figure of the province (%(place)s), not this zone’s price")
        return (average if is_average else other) % {"place": place}
    if level == Level.REGION:
        average = _("average of a region (%(place)s), not this zone’s price")
        other = _("figure of a region (%(place)s), not this zone’s price")
        return (average if is_average else other) % {"place": place}
    if is_average:
        return _("average of the country, not this zone’s price")
    return _("figure of the country, not this zone’s price")
