"""The forms of what is done to whole rows: a reason, a dated status, sections to confirm."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.common import dates
from sez_portal.common.dates import first_day
from sez_portal.common.form_fields import PartialField
from sez_portal.common.forms import OneLine
from sez_portal.records.admin.forms import label_of
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.field_types.basic import Choice
from sez_portal.records.forms import LONGEST_TITLE
from sez_portal.records.record import Field, Record
from sez_portal.records.services.confirm import fields_waiting, left_out, to_confirm


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
        title = told["source"] or told["url"][:LONGEST_TITLE] or _("Statement of %s") % office
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
class SectionChoice:
    """A section of one row whose figures can be confirmed, as they stand now.

    `value` names the version of the row: what changed since was not seen, so not confirmed.
    """

    row: Any
    group: str
    label: str
    figures: list[tuple[Field, str]]
    left_out: str = ""

    @property
    def value(self) -> str:
        return f"{self.row.pk}:{self.group}:{self.row.version}"


class ConfirmForm(forms.Form):
    """All sections of the rows are ticked at first."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "Something changed since you opened the page. Look again before you confirm."
            )
        },
    )

    def __init__(self, data: Any, *, record: Record, rows: list[Any]) -> None:
        super().__init__(data)
        self.found = [section for row in rows for section in _sections(record, row)]
        field: Any = self.fields["sections"]
        field.choices = [(one.value, one.label) for one in self.found if one.figures]

    @property
    def ticked(self) -> list[tuple[SectionChoice, bool]]:
        chosen = self.data.getlist("sections") if self.is_bound else None
        return [(one, chosen is None or one.value in chosen) for one in self.found]


def groups_chosen(form: ConfirmForm, row: Any) -> list[str]:
    chosen = set(form.cleaned_data["sections"])
    return [one.group for one in form.found if one.row.pk == row.pk and one.value in chosen]


def _sections(record: Record, row: Any) -> list[SectionChoice]:
    made, waiting = [], fields_waiting(record, row.key)
    able = (field for field in record.fields if field.months and field.proposable)
    for group in dict.fromkeys(field.group for field in able):
        keys = [field.key for field in to_confirm(record, row, group)]
        if keys:
            values = record.read(row, keys)
            figures = [
                (record[key], record[key].kind.show(values[key]))
                for key in keys
                if key not in waiting
            ]
            told = left_out(record, keys, waiting)
            made.append(SectionChoice(row, group, label_of(record, group), figures, told))
    return made
