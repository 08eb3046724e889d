"""The cost figures of a country as tables: each figure with its place, date, basis and source."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from countries.choices import OFFICIAL_RATE_ONLY
from countries.cost_choices import GROUPS, CostItem
from countries.costs import CostBook, Level, level_of
from countries.models import CostFigure, Province
from sez_portal.common.dates import spell
from sez_portal.common.fields import text_in
from sez_portal.common.lists import in_parts, listed
from sez_portal.common.numbers import localized, plain
from sez_portal.common.vocabulary import word_of
from sez_portal.records.evidence.facts import FreshnessBadge, past_end
from sez_portal.records.models import Source

DOLLARS, DOLLARS_SHOWN = "USD", "US$"
MANY_PROVINCES = 5  # more are told by the name of their region alone
ITEMS = list(CostItem)
ORDER = {item.value: place for place, item in enumerate(ITEMS)}


@dataclass(frozen=True)
class CostLine:
    """One figure as a page writes it."""

    figure: CostFigure
    place: str
    mark: FreshnessBadge
    notes: list[int]  # where the page numbers its sources
    sources: Sequence[Source] = ()  # where it names them beside the figure
    is_first: bool = True  # of its item in a table
    ended: str = ""  # that its source gave it up to a day that is over

    @property
    def amount(self) -> str:
        return amount_of(self.figure)

    @property
    def unit(self) -> str:
        return unit_of(self.figure)

    @property
    def item(self) -> str:
        return word_of(CostItem, self.figure.item)

    @property
    def dated(self) -> str:
        """What stands beside the year of the mark; "" where that says it all."""
        told = dated(self.figure)
        return "" if told == self.mark.year else told

    @property
    def not_converted(self) -> str:
        return not_converted(self.figure)


@dataclass(frozen=True)
class CostGroup:
    label: str
    lines: list[CostLine]


def amount_of(figure: CostFigure) -> str:
    """The range, or the one number; an upper bound says so."""
    least, most = figure.value_min, figure.value_max
    if least is None:
        return _("at most %(most)s") % {"most": _number(most)}
    if least == most:
        return _number(most)
    return _("%(low)s to %(high)s") % {"low": _number(least), "high": _number(most)}


def _number(value: Decimal) -> str:
    return localized(plain(value))


def unit_of(figure: CostFigure) -> str:
    """The currency with what it is counted by."""
    currency = DOLLARS_SHOWN if figure.currency == DOLLARS else figure.currency
    return " ".join(filter(None, (currency, str(figure.get_measure_display()))))


def not_converted(figure: CostFigure) -> str:
    """Why no sum in US dollars is made of it; "" where one may be, or where it is one."""
    if figure.currency in ("", DOLLARS) or figure.country_id not in OFFICIAL_RATE_ONLY:
        return ""
    return _("not converted: the official rate is far from the market")


def unconverted(figures: Sequence[CostFigure]) -> str:
    """The figures that are not converted, in a line with their currency; "" where none is."""
    why = {reason: None for row in figures if (reason := not_converted(row))}
    told = [f"{amount_of(row)} {unit_of(row)}" for row in figures if not_converted(row)]
    return in_parts([*told, *why])


def dated(figure: CostFigure) -> str:
    """What it speaks of: in words where its source has only these, or that no date is known."""
    if figure.as_of:
        return figure.period or spell(figure.as_of)
    if figure.period:
        return _("date not known (%(words)s)") % {"words": figure.period}
    return _("date not known")


def place_of(figure: CostFigure, provinces: Mapping[str, Province]) -> str:
    """The place of the figure in words; "" for the whole country."""
    if figure.area:
        return figure.area
    known = [provinces[key] for key in figure.provinces if key in provinces]
    return listed(str(text_in(province, "name")) for province in known[:MANY_PROVINCES])


def tables(
    book: CostBook, country: str, provinces: Mapping[str, Province], today: datetime.date
) -> list[CostGroup]:
    """The figures of the country in groups, item by item: the country before its places, the
    newest first. Those of single zones stand on the pages of the zones."""
    rows = [row for row in book.by_country.get(country, ()) if not row.zone_key]
    rows.sort(key=lambda row: (row.as_of, row.key), reverse=True)
    rows.sort(key=lambda row: (ORDER[row.item], row.is_superseded, _rank(row), row.area))
    groups = []
    for label, first, last in GROUPS:
        members = {item.value for item in ITEMS[ORDER[first] : ORDER[last] + 1]}
        told = [row for row in rows if row.item in members]
        lines = [
            CostLine(
                row,
                place_of(row, provinces),
                book.moon(row, today),
                [],
                book.sources.get(row.key, ()),
                is_first=before is None or before.item != row.item,
                ended=past_end(book.until(row), today),
            )
            for before, row in zip([None, *told], told, strict=False)
        ]
        if lines:
            groups.append(CostGroup(str(label), lines))
    return groups


def _rank(row: CostFigure) -> int:
    is_country = level_of(row, (), "") == Level.COUNTRY
    return 0 if is_country else 1
