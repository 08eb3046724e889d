"""What a campaign brought, as a workbook and as CSV: a line a figure."""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sez_portal.common.workbooks import Cell, add_sheet, answer, new_book, safe
from sez_portal.records.choices import Answer
from sez_portal.records.desk.figures import proposed_words
from sez_portal.records.models import Campaign
from sez_portal.records.sections import sections
from sez_portal.records.services.campaign_progress import Progress, RowAnswers, Tally


def as_xlsx(campaign: Campaign, progress: Progress, names: Mapping[str, str]) -> HttpResponse:
    """Three sheets: by country, by section, and every figure."""
    book = new_book()
    counts = [str(label) for label in Answer.labels]
    for title, tallies in (
        (_("By country"), progress.by_country(dict(names))),
        (_("By section"), progress.by_section()),
    ):
        head = [title, _("Figures asked for"), *counts]
        add_sheet(book, title, head, [_line(tally) for tally in tallies])
    add_sheet(book, _("Figures"), _head(), _figures(progress, names), frozen=2)
    return answer(book, f"campaign-{campaign.pk}.xlsx")


def as_csv(campaign: Campaign, progress: Progress, names: Mapping[str, str]) -> HttpResponse:
    """Every figure, a line each; no cell is a formula."""
    name = f'attachment; filename="campaign-{campaign.pk}.csv"'
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )
    response.write("\ufeff")
    writer: Any = csv.writer(response)
    writer.writerow(_head())
    writer.writerows([safe(cell) for cell in line] for line in _figures(progress, names))
    return response


def _line(tally: Tally) -> list[Cell]:
    return [tally.label, tally.asked, *tally.in_order]


def _head() -> list[str]:
    return [
        _("Country"),
        _("Name"),
        _("Section"),
        _("Figure"),
        _("What became of it"),
        pgettext("of a value that was changed", "Before"),
        pgettext("of a value that was changed", "After"),
    ]


def _figures(progress: Progress, names: Mapping[str, str]) -> Iterator[list[Cell]]:
    labels = sections(progress.record)
    for row in sorted(progress.rows, key=lambda row: (row.country, row.title)):
        for name, became in row.answers.items():
            yield [
                names.get(row.country, row.country),
                row.title,
                str(labels.get(progress.section_of(name), "")),
                progress.label_of(name),
                str(Answer(became).label),
                *_values(progress, row, name),
            ]


def _values(progress: Progress, row: RowAnswers, name: str) -> list[Cell]:
    """The value before and after, where it was changed, as readers are told it."""
    field = progress.record.by_key.get(name)
    if field is None or name not in row.changes:
        return ["", ""]
    return [proposed_words(field, value) for value in row.changes[name]]
