"""One cost of a country beside those of others: as its source gives it, in dollars for a bar."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from countries.choices import OFFICIAL_RATE_ONLY
from countries.cost_choices import CostItem, CostMeasure
from countries.cost_table import DOLLARS, amount_of, dated, not_converted, unit_of
from countries.costs import CostBook, Found, Level, since_year
from countries.models import CostFigure, Country
from sez_portal.common.vocabulary import word_of
from sez_portal.records.evidence.facts import Fact, FreshnessBadge, Notes

DAYS_A_MONTH = 26  # of work, where pay is set by the day


class Cost(NamedTuple):
    """`least` and `most` are US dollars, a month where it is pay; None where nothing converts."""

    shown: str
    unit: str
    number: Decimal | None  # what its source gives, where that is one number
    least: float | None
    most: float | None
    is_ours: bool  # converted by us
    mark: FreshnessBadge
    notes: list[int]
    words: str  # what it is, where it is not what was asked first
    not_converted: str  # why nothing converts, where that is to be said
    found: Found


# What stands for a field of the country that is not known. The average of all users is no price
# of industry.
STANDS_FOR = {
    "minimum_wage_usd_month": (str(CostItem.MINIMUM_WAGE),),
    "electricity_industrial_usd_kwh": (str(CostItem.POWER),),
}


# Further fields beside which a newer cost figure of another amount is told.
TOLD_BESIDE = {
    **STANDS_FOR,
    "standard_vat_rate_pct": (str(CostItem.VAT),),
    "standard_cit_rate_pct": (str(CostItem.CORPORATE_TAX),),
}


def newer_beside(book: CostBook, fact: Fact, country: Country, today: datetime.date) -> str:
    """The newer cost figures of the country that say another amount than its record; "" where
    none does: what contradicts is told side by side, a weak source too."""
    items = TOLD_BESIDE.get(fact.field.key, ())
    found = book.best(items, country.iso2, since=since_year(today)) if items else None
    if found is None or found.level != Level.COUNTRY or not fact.is_known:
        return ""
    others = [row for row in found.figures if not _is_same(row, fact)]
    if not others or others[0].year <= fact.speaks_of[:4]:
        return ""
    value = " / ".join(dict.fromkeys(f"{amount_of(row)} {unit_of(row)}" for row in others))
    told = _("A newer figure among what things cost: %(value)s (%(when)s)")
    return told % {"value": value, "when": dated(others[0])}


def _is_same(row: CostFigure, fact: Fact) -> bool:
    amount = Decimal(str(fact.value))
    return row.value_max == amount and (row.value_min or amount) == amount


def stands_before(cost: Cost | None, fact: Fact) -> bool:
    """Whether the cost figure stands where the field of the country is asked: where that is not
    known, of a nearer place, or newer and of no weak source; what an office confirmed stands."""
    if cost is None or not fact.is_known:
        return cost is not None
    if cost.found.level != Level.COUNTRY:
        return True
    is_confirmed = bool(fact.mark and fact.mark.shown and fact.mark.shown.confirmed_on)
    is_newer = cost.found.figures[0].year > fact.speaks_of[:4]
    return is_newer and not cost.found.is_weak and not is_confirmed


def earlier_beside(fact: Fact) -> str:
    """What the record of the country tells where a cost figure stands before it."""
    if not fact.is_known:
        return ""
    told = _("Another figure: %(value)s (%(when)s)")
    when = fact.speaks_of[:4] or _("undated")
    return told % {"value": " ".join([fact.shown, str(fact.field.unit)]), "when": when}


def is_of_other_places(
    book: CostBook, items: Sequence[str], country: str, provinces: Collection[str]
) -> bool:
    """Whether the figures in force of a country are all of provinces other than these: then its
    words about them are no answer here."""
    rows = [
        row
        for row in book.by_country.get(country, ())
        if row.item in items and not row.is_superseded
    ]
    return bool(rows) and all(row.provinces and not {*row.provinces} & {*provinces} for row in rows)


def cost_of(
    book: CostBook,
    items: Sequence[str],
    country: Country,
    notes: Notes,
    today: datetime.date,
    *,
    provinces: Iterable[str] = (),
    zone_key: str = "",
) -> Cost | None:
    """The figure nearest to a zone, or else the newest of the whole country, for the first of the
    items that has any recent one."""
    found = book.best(tuple(items), country.iso2, provinces, zone_key, since=since_year(today))
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
        number=one_number(found.figures),
        least=float(low * factor) if factor is not None and is_range else 0.0,
        most=None if factor is None else float(figure.value_max * factor),
        is_ours=figure.currency not in ("", DOLLARS) or figure.measure == CostMeasure.DAY,
        mark=book.moon(figure, today),
        notes=book.cite(found.figures, notes),
        words="" if found.item == items[0] else word_of(CostItem, found.item),
        not_converted=not_converted(figure),
        found=found,
    )


def one_number(figures: Sequence[CostFigure]) -> Decimal | None:
    """The number of the figures together; None of a range and of what is an upper bound."""
    ends = {end for row in figures for end in (row.value_min, row.value_max)}
    return next(iter(ends)) if len(ends) == 1 else None


def _to_dollars(country: Country, currency: str) -> Decimal | None:
    """What a unit is in US dollars; None where no rate of the market is known."""
    if currency in ("", DOLLARS):
        return Decimal(1)
    rate = country.currency_per_usd
    if currency != country.currency_code or country.iso2 in OFFICIAL_RATE_ONLY or not rate:
        return None
    return 1 / rate
