"""A figure of a country that stands among what things cost too: one figure, one date everywhere.

Where both tables give the same amount, the newer source dates and supports the country's field.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from countries.cost_choices import CostItem, CostMeasure, CostState, CostTrust
from countries.seeding.costs import FIGURE
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.seeding import SeedItem

# By field of the country: the item that is the same, its currency, and what it is counted by.
SAME = {
    "standard_cit_rate_pct": (CostItem.CORPORATE_TAX, "", CostMeasure.PERCENT),
    "standard_vat_rate_pct": (CostItem.VAT, "", CostMeasure.PERCENT),
    "minimum_wage_usd_month": (CostItem.MINIMUM_WAGE, "USD", CostMeasure.MONTH),
    "electricity_industrial_usd_kwh": (CostItem.POWER, "USD", CostMeasure.KWH),
}


def date_alike(countries: Iterable[SeedItem], costs: Iterable[SeedItem]) -> None:
    """Date each field of a country by the newest cost figure that gives the same amount.

    Where the source of the field gives it up to a day, the same cost figure ends with it."""
    costs = list(costs)
    newest: dict[tuple[object, ...], Piece] = {}
    for item in costs:
        asked = _asked(item)
        (piece,) = item.evidence[FIGURE]
        if asked and (asked not in newest or piece.speaks_of > newest[asked].speaks_of):
            newest[asked] = piece
    for country in countries:
        for name, (item_, currency, measure) in SAME.items():
            amount = _amount(country.values.get(name))
            asked = (country.values["iso2"], str(item_), currency, str(measure), amount)
            if (found := newest.get(asked)) and name in country.evidence:
                country.evidence[name] = [_dated(one, found) for one in country.evidence[name]]
                told = [one.holds_until for one in country.evidence[name] if one.holds_until]
                ends = min(told, default="")
                for item in costs:
                    if ends and _asked(item) == asked:
                        pieces = item.evidence[FIGURE]
                        item.evidence[FIGURE] = [replace(one, holds_until=ends) for one in pieces]


def _asked(item: SeedItem) -> tuple[object, ...] | None:
    """What a cost figure is a figure of, with its amount; None where it is no match for a field."""
    told = item.values
    is_elsewhere = told.get("provinces") or told.get("area") or told.get("zone_key")
    is_out = told.get("state") == CostState.SUPERSEDED or told.get("trust") == CostTrust.WEAK
    least, most = _amount(told.get("value_min")), _amount(told.get(FIGURE))
    if is_elsewhere or is_out or least != most:
        return None
    return told["country"], told["item"], told.get("currency") or "", told["measure"], most


def _amount(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def _dated(piece: Piece, found: Piece) -> Piece:
    """The piece with the further source, of the newer of both days."""
    sources = tuple(dict.fromkeys((*piece.sources, *found.sources)))
    return replace(piece, speaks_of=max(piece.speaks_of, found.speaks_of), sources=sources)
