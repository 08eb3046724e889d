"""Prices of an answer pack that no field of a zone or of its country holds: as their sources count
them, each under its own unit."""

import dataclasses
import datetime
from collections.abc import Mapping
from decimal import Decimal

from countries.cost_beside import Cost, one_number
from countries.cost_table import CostLine
from investors.shortlists.pack.lines import Answer, of_fact, of_zone
from investors.workbook_cells import partial
from sez_portal.common.numbers import plain
from sez_portal.common.workbooks import Cell
from sez_portal.records.evidence.facts import Fact, Notes
from zones.cache import ZoneCache
from zones.models import Zone
from zones.stand_ins import StandIn, stand_ins

HEADING_OF = {"land": "price", "power": "utilities"}  # by the group of the zone's page


def own_prices(
    zone: Zone,
    facts: Mapping[str, Fact],
    reference: ZoneCache,
    notes: Notes,
    today: datetime.date,
) -> dict[str, list[StandIn]]:
    """By heading of the pack, the prices of the zone itself that its fields do not hold."""
    found = stand_ins(zone, facts, reference, notes, today, own_only=True)
    return {HEADING_OF[group]: prices for group, prices in found.items()}


def with_prices(facts: list[Fact], prices: list[StandIn], notes: Notes) -> list[Answer]:
    """The lines of fields of a zone, then its prices; what a price answers is no open question."""
    told = {price.field for price in prices}
    fields = [
        of_fact(fact, notes) if fact.field.key in told else of_zone(fact, notes) for fact in facts
    ]
    return [*fields, *(_line(price, line) for price in prices for line in price.lines)]


def _line(price: StandIn, line: CostLine) -> Answer:
    date = line.figure.as_of
    return Answer(
        price.label,
        _cell(one_number([line.figure]), line.amount),
        f"{line.amount} {line.unit}",
        line.unit,
        has_own_unit=True,
        as_of=partial(date) if date else None,
        notes=line.notes,
        mark=line.mark,
        beside=price.said,
        remark=price.said,
    )


def in_its_unit(line: Answer, cost: Cost, label: str) -> Answer:
    """The line of a cost figure with the number alone; what is not in the dollars of the field is
    in a row of its own, under that label and the unit of its source."""
    unit = cost.unit if cost.is_ours else line.unit
    return dataclasses.replace(
        line,
        label=label if cost.is_ours else line.label,
        value=_cell(cost.number, cost.shown),
        unit=unit,
        shown=f"{cost.shown} {unit}",
        has_own_unit=True,
        mark=cost.mark,
    )


def _cell(number: Decimal | None, words: str) -> Cell:
    return words if number is None else Decimal(plain(number))
