"""The answer pack as a workbook: side by side, a sheet a zone, open questions, sources."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from investors import workbook_cells
from investors.shortlists.pack.answers import Pack
from investors.shortlists.pack.lines import Answer
from investors.shortlists.pack.matrix import MatrixRow, ZoneAnswers
from sez_portal.common.lists import in_parts
from sez_portal.common.workbooks import Cell, add_sheet, new_book
from zones.models import Zone


def book_of(pack: Pack, address: str) -> Workbook:
    """`address` is the path of the page that shows the same."""
    book = new_book()
    _side_by_side(book, pack)
    for answers in pack.answers:
        _one_zone(book, answers, pack)
    _open_questions(book, pack)
    _about(book, pack, address)
    return book


def _side_by_side(book: Workbook, pack: Pack) -> None:
    """A column a zone, in the order of the questions, then of when each figure is and how fresh;
    details are left out."""
    zones = [answers.zone for answers in pack.answers]
    rows = [
        cells
        for section in pack.matrix.sections
        for row in section.rows
        for cells in _cells(section.label, row)
    ]
    names = [str(zone.name) for zone in zones]
    dates = [_("As of: %(zone)s") % {"zone": name} for name in names]
    states = [_("How fresh: %(zone)s") % {"zone": name} for name in names]
    head = [_("Section"), _("Question"), _("Unit"), *names, *dates, *states]
    add_sheet(book, _("Side by side"), head, rows, frozen=3)


def _cells(section: str, row: MatrixRow) -> Iterator[list[Cell]]:
    """The row; after it what stands under its values, which can be no part of a number."""
    dates = [_dated(cell) for cell in row.cells]
    states = [in_parts(_once(_freshness(line) for line in cell)) or None for cell in row.cells]
    yield [section, row.label, row.unit, *map(_joined, row.cells), *dates, *states]
    if row.beside:
        yield [section, _("%(question)s: name") % {"question": row.label}, None, *row.beside]


def _dated(lines: list[Answer]) -> Cell:
    dates = [line.as_of for line in lines if line.as_of is not None]
    return dates[0] if len(dates) == 1 else in_parts(_once(map(str, dates))) or None


def _freshness(line: Answer) -> str:
    return line.mark.label if line.mark else ""


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))


def _joined(lines: list[Answer]) -> Cell:
    """Several answers to one question, such as one-stop services, stand in one cell."""
    if len(lines) == 1:
        return lines[0].value
    return in_parts(str(line.value) for line in lines)


def _one_zone(book: Workbook, answers: ZoneAnswers, pack: Pack) -> None:
    head = [
        _("Section"),
        _("Question"),
        pgettext("noun", "Answer"),
        _("Unit"),
        _("As of"),
        _("Confirmed"),
        _("Source"),
        _("Remark"),
    ]
    rows: list[list[Cell]] = [
        [
            section.label,
            line.label,
            line.value,
            line.unit,
            line.as_of,
            line.confirmed,
            workbook_cells.named(line.notes, pack.notes),
            line.remark,
        ]
        for section in answers.sections
        for line in section.lines
    ]
    if answers.note:
        rows.append([_("My note"), "", answers.note])
    add_sheet(book, str(answers.zone.name), head, rows, frozen=2)


def _open_questions(book: Workbook, pack: Pack) -> None:
    """What is not known and the zone can tell, with an empty column for its answer."""
    rows: list[list[Cell]] = [
        [str(answers.zone.name), section, line.label, line.unit, None]
        for answers in pack.answers
        for section, line in answers.open_questions
    ]
    head = [_("Zone"), _("Section"), _("Question"), _("Unit"), pgettext("noun", "Answer")]
    add_sheet(book, _("Open questions"), head, rows, frozen=1)


def _about(book: Workbook, pack: Pack, address: str) -> None:
    """When and from where, how to read it, and every source by its number."""
    rows: list[list[Cell]] = [
        [_("Exported on"), None, None, pack.today.isoformat(), None],
        [_("The same page"), None, None, None, settings.SITE_URL + address],
        [_("“not known”: nobody has told it yet. It is never a zero."), None, None, None, None],
    ]
    rows += [
        [
            _("Left out: “%(key)s” is no zone of the directory, or no longer.") % {"key": key},
            None,
            None,
            None,
            None,
        ]
        for key in pack.left_out
    ]
    rows += [
        [_("The page of %(zone)s") % {"zone": zone.name}, None, None, None, _page_of(zone)]
        for zone in pack.zones.values()
    ]
    rows += [
        [f"[{number}]", title, publisher, published, url]
        for number, title, publisher, published, url in workbook_cells.source_rows(pack.notes)
    ]
    head = [_("Subject"), _("Title"), _("Publisher"), _("Date"), _("Address")]
    add_sheet(book, _("Sources and date"), head, rows)


def _page_of(zone: Zone) -> str:
    return settings.SITE_URL + zone.get_absolute_url()
