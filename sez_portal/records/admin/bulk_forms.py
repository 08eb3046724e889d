"""The forms of what is done to whole rows: a reason, a dated status, sections to confirm."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.common import dates
from sez_portal.common.dates import first_day
from sez_portal.common.form_fields import PartialField
from sez_portal.common.forms import OneLine
from sez_portal.common.stored_words import statement_of
from sez_portal.records.desk.figures import (
    SectionToConfirm,
    due_ticks,
    labels_of_moved,
    names_ticked,
    sections_to_confirm,
)
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.field_types.basic import Choice
from sez_portal.records.form_evidence import LONGEST_TITLE
from sez_portal.records.record import Record
from sez_portal.records.services.confirm import LONGEST_COMPARED

ROWS_OF_A_PAGE = 20


class ReasonForm(OneLine, forms.Form):
    """Why; the history of each row shows it."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The history of the page shows it."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
    )

    def __init__(self, data: Any, *, record: Record, rows: list[Any]) -> None:
        super().__init__(data)


class ShownForm(ReasonForm):
    """Why a row is shown or hidden; visitors do not read it (`Submission.public_note`)."""

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["note"].help_text = _("Those who keep the page read it.")


class StatusForm(ReasonForm):
    """The new status, and since when."""

    status = forms.ChoiceField(label=gettext_lazy("Status"))
    since = PartialField(
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("2026, 2026-11 or 2026-11-23"),
        widget=forms.TextInput({"size": 10}),
    )
    source = forms.CharField(label=gettext_lazy("Source: title"), required=False, max_length=400)
    url = forms.URLField(
        label=gettext_lazy("Source: address"),
        required=False,
        max_length=600,
        assume_scheme="https",
    )
    field_order = ("status", "since", "source", "url", "note")

    def __init__(self, data: Any, *, record: Record, rows: list[Any]) -> None:
        super().__init__(data, record=record, rows=rows)
        kind = record["status"].kind
        known = kind.choices.choices if isinstance(kind, Choice) else []
        field: Any = self.fields["status"]
        field.choices = [choice for choice in known if choice[0] != "unknown"]

    def clean_since(self) -> str:
        since = str(self.cleaned_data["since"])
        if first_day(since) > dates.today():
            raise ValidationError(_("The date lies in the future: it can be told when it is so."))
        return since

    def piece(self, office: str) -> Piece:
        """What the new status rests on: the document named, else the word of the office."""
        told = self.cleaned_data
        title = told["source"] or told["url"][:LONGEST_TITLE] or statement_of(office)
        cited = Cited(
            url=told["url"],
            title=title,
            publisher="" if told["url"] else office,
            is_linked=bool(told["url"]),
        )
        return Piece(
            value=told["status"],
            speaks_of=told["since"],
            confirmed_on=dates.today().isoformat(),
            confirmed_by=office,
            sources=(cited,),
        )


@dataclass(frozen=True)
class RowToConfirm:
    """A row whose figures can be confirmed, as they stand now, and which of them are ticked."""

    row: Any
    sections: list[SectionToConfirm]
    ticks: list[str]

    @property
    def box(self) -> str:
        """The name of the boxes of this row."""
        return f"tick-{self.row.pk}"


class ConfirmForm(OneLine, forms.Form):
    """The figures of some rows, a box each; what has just come due is ticked at first.

    `rest` are the rows that come after this page.
    """

    compared = forms.CharField(
        label=gettext_lazy("What did you compare with?"),
        help_text=gettext_lazy(
            "For example a list of your office and its day. The history of the page shows it."
        ),
        required=False,
        max_length=LONGEST_COMPARED,
    )

    def __init__(self, data: Any, *, record: Record, rows: list[Any]) -> None:
        super().__init__(data)
        self.record, self.rest = record, rows[ROWS_OF_A_PAGE:]
        self.rows = [_row_to_confirm(data, record, row) for row in rows[:ROWS_OF_A_PAGE]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(one.ticks for one in self.rows):
            raise ValidationError(_("Tick the figures that you looked at."))
        told = _(
            "%(row)s changed since you opened the page: %(fields)s. Nothing was confirmed yet."
        )
        moved = [
            told % {"row": one.row, "fields": get_text_list(labels, _("and"))}
            for one in self.rows
            if (labels := labels_of_moved(self.record, one.sections, one.ticks))
        ]
        if moved:
            raise ValidationError(moved)
        return cleaned

    def names_of(self, row: Any) -> list[str]:
        """The figures of the row that were ticked and stand as they were seen."""
        told = next((one for one in self.rows if one.row.pk == row.pk), None)
        return names_ticked(told.sections, told.ticks) if told else []


def _row_to_confirm(data: Any, record: Record, row: Any) -> RowToConfirm:
    sections = sections_to_confirm(record, row)
    ticks = due_ticks(sections) if data is None else data.getlist(f"tick-{row.pk}")
    return RowToConfirm(row, sections, ticks)
