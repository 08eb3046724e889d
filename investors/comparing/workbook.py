"""A comparison as a workbook: figures, tax by year, distances, sources."""

from itertools import zip_longest

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from investors import workbook_cells
from investors.comparing.comparison import Comparison, ComparisonRow
from sez_portal.common import dates
from sez_portal.common.fields import text_in
from sez_portal.common.marks import in_words
from sez_portal.common.workbooks import Cell, add_sheet, new_book
from zones.kilometres import km_cell, none_near
from zones.models import Zone
from zones.near import NearGateway


def book_of(comparison: Comparison, address: str) -> Workbook:
    """`address` is the path of the page that shows the same."""
    book = new_book()
    names = [str(zone.name) for zone in comparison.zones]
    add_sheet(book, _("Comparison"), _head(names), _figures(comparison), frozen=2)
    add_sheet(
        book,
        _("Profit tax by year"),
        [
            *(_("Zone"), _("Incentive"), _("Legal basis"), _("Years")),
            *(_("Profit tax, best case"), _("Holds only if"), _("Not yet in force")),
        ],
        _tax(comparison),
        frozen=1,
    )
    distances = [_("Gateway"), *_twice(names)]
    add_sheet(book, _("Distances"), distances, _distances(comparison), frozen=1)
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
        workbook_cells.source_rows(comparison.notes),
    )
    about: list[list[Cell]] = [
        [_("Exported on"), dates.today().isoformat()],
        [_("The same page"), settings.SITE_URL + address],
        [
            _("Empty cells"),
            _("“not known” is a fact too: nobody has told it yet. It is never a zero."),
        ],
    ]
    add_sheet(book, pgettext("sheet of a workbook", "About"), [_("Subject"), _("Content")], about)
    return book


def _head(names: list[str]) -> list[str]:
    # Translators: a unit of measure, as km.
    unit = _("Unit")
    columns = [_("Section"), _("Field"), unit, _("Different?")]
    for name in names:
        columns += [
            name,
            _("As of: %(zone)s") % {"zone": name},
            _("Confirmed: %(zone)s") % {"zone": name},
            _("Source: %(zone)s") % {"zone": name},
        ]
    return columns


def _figures(comparison: Comparison) -> list[list[Cell]]:
    rows = [
        _row(comparison, section.label, row)
        for section in comparison.sections
        for row in (*section.rows, *section.blank)
    ]
    marks = [in_words(zone.marks) for zone in comparison.zones]
    if any(marks):
        of_each: list[Cell] = [cell for words in marks for cell in (words, None, None, None)]
        rows.insert(0, [_("Zone"), _("Public note, border"), "", "", *of_each])
    return rows


def _row(comparison: Comparison, group: str, row: ComparisonRow) -> list[Cell]:
    differ = _("differ") if row.differs else ""
    cells: list[Cell] = [group, str(row.field.label), str(row.field.unit), differ]
    for fact in row.facts:
        cells += [
            workbook_cells.value_of(fact),
            workbook_cells.as_of(fact),
            workbook_cells.confirmed(fact),
            workbook_cells.cited(fact.notes, comparison.notes),
        ]
    return cells


def _tax(comparison: Comparison) -> list[list[Cell]]:
    """The best case of a new tenant; the condition stands in every row."""
    return [
        [
            str(zone.name),
            str(text_in(part.tax.best.case.lead, "name")),
            part.tax.best.case.lead.legal_basis,
            cell.years,
            cell.words,
            part.tax.condition,
            " ".join(part.tax.ahead_in_words),
        ]
        for part in comparison.tax
        if part.tax.best
        for zone in part.zones
        for cell in part.tax.band
    ]


def _twice(names: list[str]) -> list[str]:
    return [column for name in names for column in (name, _("km: %(zone)s") % {"zone": name})]


def _distances(comparison: Comparison) -> list[list[Cell]]:
    """A line for each place of a kind: of some zones a kind has two gateways or three."""
    rows: list[list[Cell]] = []
    for reach in comparison.reaches:
        for place, gateways in enumerate(zip_longest(*reach.cells)):
            row: list[Cell] = [reach.label]
            for zone, found in zip(comparison.zones, gateways, strict=True):
                row += _gateway(zone, found[0]) if found else ["" if place else none_near(), None]
            rows.append(row)
    return rows


def _gateway(zone: Zone, near: NearGateway) -> list[Cell]:
    return [near.in_words, km_cell(near.distance_km, zone.coord_precision)]
