"""The answer pack as a workbook: side by side, a sheet a zone, open questions, sources."""

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook

from investors import workbook_cells
from investors.shortlists.pack.answers import Pack, ZoneAnswers
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
    """The values alone, a column a zone, in the order of the questions.

    Several answers to one question, such as one-stop services, stand in one cell.
    """
    cells_by_question: dict[tuple[str, str, str], dict[str, Cell]] = {}
    for answers in pack.answers:
        for section in answers.sections:
            for line in section.lines:
                row = cells_by_question.setdefault((section.label, line.label, line.unit), {})
                before = row.get(answers.zone.key)
                row[answers.zone.key] = line.value if before is None else f"{before}; {line.value}"
    order = {
        section.label: n for answers in pack.answers for n, section in enumerate(answers.sections)
    }
    zones = [answers.zone for answers in pack.answers]
    rows = [
        [*question, *(by_zone.get(zone.key) for zone in zones)]
        for question, by_zone in sorted(
            cells_by_question.items(), key=lambda item: order[item[0][0]]
        )
    ]
    head = [_("Section"), _("Question"), _("Unit"), *(str(zone.name) for zone in zones)]
    add_sheet(book, _("Side by side"), head, rows)


def _one_zone(book: Workbook, answers: ZoneAnswers, pack: Pack) -> None:
    head = [
        _("Section"),
        _("Question"),
        _("Answer"),
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
            workbook_cells.cited(line.notes, pack.notes),
            line.remark,
        ]
        for section in answers.sections
        for line in section.lines
    ]
    if answers.note:
        rows.append([_("My note"), "", answers.note])
    add_sheet(book, str(answers.zone.name), head, rows)


def _open_questions(book: Workbook, pack: Pack) -> None:
    """Everything not known, with an empty column for what the zone answers."""
    rows: list[list[Cell]] = [
        [str(answers.zone.name), section, line.label, line.unit, None]
        for answers in pack.answers
        for section, line in answers.open_questions
    ]
    head = [_("Zone"), _("Section"), _("Question"), _("Unit"), _("Answer")]
    add_sheet(book, _("Open questions"), head, rows)


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
    head = [_("What"), _("Title"), _("Publisher"), _("Date"), _("Address")]
    add_sheet(book, _("Sources and date"), head, rows)


def _page_of(zone: Zone) -> str:
    return settings.SITE_URL + zone.get_absolute_url()
