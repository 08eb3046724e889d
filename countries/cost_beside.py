"""One cost of a country beside those of others: as its source gives it, in dollars for a bar."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from countries.choices import OFFICIAL_RATE_ONLY
from countries.cost_choices import CostItem, CostMeasure
from countries.cost_table import DOLLARS, amount_of, not_converted, unit_of
from countries.costs import CostBook, moon, since_year
from countries.models import Country
from sez_portal.common.vocabulary import word_of
from sez_portal.records.evidence.facts import FreshnessBadge, Notes

DAYS_A_MONTH = 26  # of work, where pay is set by the day


class Cost(NamedTuple):
    """`least` and `most` are US dollars, a month where it is pay; None where nothing converts."""

    shown: str
    unit: str
    least: float | None
    most: float | None
    is_ours: bool  # converted by us
    mark: FreshnessBadge
    notes: list[int]
    words: str  # what it is, where it is not what was asked first
    not_converted: str  # why nothing converts, where that is to be said


# What stands for a field of the country that is not known. The average of all users is no price
# of industry.
STANDS_FOR = {
    "minimum_wage_usd_month": (str(CostItem.MINIMUM_WAGE),),
    "electricity_industrial_usd_kwh": (str(CostItem.POWER),),
}


def cost_of(
    book: CostBook, items: Sequence[str], country: Country, notes: Notes, today: datetime.date
) -> Cost | None:
    """The newest figure of the whole country for the first of the items that has any recent one."""
    found = book.best(tuple(items), country.iso2, since=since_year(today))
    if found is None:
        return None
    figure = max(found.figures, key=lambda row: row.value_max)
    low = min(row.value_min or row.value_max for row in found.figures)
    factor = _to_dollars(country, figure.currency)
    if figure.measure == CostMeasure.DAY and factor is not None:
        factor *= DAYS_A_MONTH
    is_range = factor is not None and low != figure.value_max
    return Cost(
        shown=amount_of(figure),
        unit=unit_of(figure),
        least=float(low * factor) if factor is not None and is_range else 0.0,
        most=None if factor is None else float(figure.value_max * factor),
        is_ours=figure.currency not in ("", DOLLARS) or figure.measure == CostMeasure.DAY,
        mark=moon(figure, today),
        notes=book.cite(found.figures, notes),
        words="" if found.item == items[0] else word_of(CostItem, found.item),
        not_converted=not_converted(figure),
    )


def _to_dollars(country: Country, currency: str) -> Decimal | None:
    """What a unit is in US dollars; None where no rate of the market is known."""
    if currency in ("", DOLLARS):
        return Decimal(1)
    rate = country.currency_per_usd
    if currency != country.currency_code or country.iso2 in OFFICIAL_RATE_ONLY or not rate:
        return None
    return 1 / rate
