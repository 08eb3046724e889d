"""The site cost as a workbook: sums, what each price rests on, needs, rates, sources."""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from countries.cost_table import dated, unit_of
from countries.models import CostFigure
from investors import workbook_cells
from investors.calculators.cost.engine import Cost
from investors.calculators.cost.inputs import LABELS, PARTS, Input, labels_of, whose_figure
from investors.calculators.cost.own import WHAT
from investors.calculators.cost.page import CostPage
from investors.calculators.prices import Price
from sez_portal.common import dates
from sez_portal.common.lists import in_parts
from sez_portal.common.marks import in_words
from sez_portal.common.workbooks import Cell, add_sheet, new_book
from zones.models import Zone

CENTS = Decimal("0.0001")


def book_of(page: CostPage, address: str) -> Workbook:
    """`address` is the path of the page that shows the same."""
    book, zones = new_book(), page.zones_of_result
    asked = next(iter(page.costs.values()), Cost(()))
    parts = [line.key for line in asked.lines]
    add_sheet(book, _("Cost of ten years"), _head(parts), _sums(page, zones, parts))
    head = [
        _("Zone"),
        pgettext("part of the cost", "Part"),
        _("Least, US$"),
        _("Most, US$"),
        _("Unit"),
        _("Whose figure"),
    ]
    head += [_("As its source gives it"), _("Year of the figure"), _("What it counts"), _("Source")]
    if page.zones:
        add_sheet(book, _("Prices"), head, _prices(page, zones, parts))
    needs = [[str(bound.label), _typed(bound.value())] for bound in page.form]
    add_sheet(book, _("What you need"), [_("Subject"), _("Content")], needs)
    rates: list[list[Cell]] = [
        [row.currency_code, row.currency_per_usd, _own_rate(page, row.currency_code)]
        for row in page.countries
        if row.currency_code
    ]
    add_sheet(book, _("Rates"), [_("Currency"), _("Units for US$ 1"), _("Yours")], rates)
    about: list[list[Cell]] = [
        [_("Exported on"), dates.today().isoformat()],
        [_("The same page"), settings.SITE_URL + address],
        *([_("What this rests on"), sentence] for sentence in page.assumptions),
    ]
    add_sheet(book, pgettext("sheet of a workbook", "About"), [_("Subject"), _("Content")], about)
    add_sheet(
        book,
        _("Sources"),
        [
            _("Source number"),
            _("Title"),
            _("Publisher"),
            pgettext("date of a source", "Published"),
            _("Address"),
        ],
        workbook_cells.source_rows(page.notes),
    )
    return book


def _head(parts: Iterable[str]) -> list[str]:
    columns = [_("Zone"), _("Country"), _("Public note, border")]
    for part in parts:
        told = {"part": LABELS[part]}
        columns += [_("%(part)s, least, US$") % told, _("%(part)s, most, US$") % told]
        columns.append(_("%(part)s, whose figure") % told)
    return [*columns, _("Together, least, US$"), _("Together, most, US$"), _("Without")]


def _sums(page: CostPage, zones: Iterable[Zone], parts: list[str]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for zone in zones:
        cost: Cost = page.costs[zone.key]
        row: list[Cell] = [str(zone.name), str(zone.country.name), in_words(zone.marks)]
        by_key = {line.key: line for line in cost.lines}
        for part in parts:
            span = by_key[part].span if part in by_key else None
            found = page.inputs[zone.key].get(part)
            row += [*span] if span else [_blank(found), _blank(found)]
            row.append(whose_figure(found) if found else "")
        together: list[Cell] = [*cost.span] if cost.known else [None, None]
        rows.append([*row, *together, labels_of(cost.unknown)])
    return rows


def _prices(page: CostPage, zones: Iterable[Zone], parts: list[str]) -> list[list[Cell]]:
    return [
        _price(page, zone, part, page.inputs[zone.key][part])
        for zone in zones
        for part in parts
        if part in PARTS
    ]


def _price(page: CostPage, zone: Zone, part: str, found: Input) -> list[Cell]:
    ends: list[Cell] = [_blank(found), ""] if found.price is None else [*_exact(found.price)]
    told = [_as_given(row) for row in found.figures]
    return [
        str(zone.name),
        str(LABELS[part]),
        *ends,
        str(WHAT[part][1]),
        whose_figure(found),
        in_parts(told),
        in_parts(dated(row) for row in found.figures),
        in_parts(filter(None, (row.basis for row in found.figures))),
        workbook_cells.cited(page.reference.costs.cite(found.figures, page.notes), page.notes),
    ]


def _blank(found: Input | None) -> str:
    """What stands where there is no price."""
    return (found.unconverted if found else "") or _("not known")


def _exact(price: Price) -> list[Decimal]:
    return [end.quantize(CENTS) for end in price]


def _as_given(row: CostFigure) -> str:
    ends = [end for end in (row.value_min, row.value_max) if end is not None]
    amounts = "-".join(dict.fromkeys(f"{end.normalize():f}" for end in ends))
    return f"{amounts} {unit_of(row)}"


def _own_rate(page: CostPage, currency: str) -> Cell:
    return page.own.rate(currency)


def _typed(value: object) -> str:
    return "" if value is None else str(value)
