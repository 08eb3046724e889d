"""The form of one section of a record: the record's fields are its white list.

Beside a figure stand its year and source; an empty one can be said to be withheld or not to
apply. What was typed comes back as `typed`, whatever happens.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sez_portal.common import dates, uploads
from sez_portal.common.coordinates import read_point
from sez_portal.common.form_fields import PartialField
from sez_portal.common.forms import OneLine
from sez_portal.common.numbers import counter, plain
from sez_portal.records.checks import check
from sez_portal.records.choices import Finding, State
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.field_types.basic import Degrees, Json, Link
from sez_portal.records.files import keep_paper
from sez_portal.records.record import Field, Record
from sez_portal.records.widgets import input_for, options_for

REASONS = (
    ("", _("not known")),
    (State.WITHHELD, _("withheld")),
    (State.NOT_APPLICABLE, _("does not apply")),
)
LONGEST_TITLE = 400  # of a source
ABOUT = ("speaks_of", "source", "url", "state", "reason")


class PaperField(forms.FileField):
    """A PDF that shows the figures of the form."""

    def __init__(self) -> None:
        super().__init__(
            label=_("A paper that shows it, PDF"),
            help_text=_("It becomes the source of the figures changed here."),
            required=False,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        return uploads.paper(found) if found else None


class RecordForm(OneLine, forms.Form):
    """`values` and `evidence` after `is_valid`, ready for `services.propose`.

    `dated` are the dates that the figures on show speak of: what stays keeps its date.
    """

    based_on = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_findings = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Why, in a sentence"),
        help_text=_("The moderator and the history of the page show it."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        record: Record,
        fields: list[Field],
        values: dict[str, Json],
        dated: dict[str, str] | None = None,
        country: str = "",
        takes_paper: bool = False,
        kept_paper: tuple[str, str] = ("", ""),
        **more: Any,
    ) -> None:
        self.record, self.record_fields, self.dated = record, fields, dated or {}
        self.findings: dict[str, Finding] = {}  # what the checks found, after `look_twice`
        self._paper = kept_paper  # the name of the stored paper and its title
        super().__init__(_with_both(data, fields), initial=values, **more)
        for field in fields:
            options = self._options(field, country)
            self.fields[field.key] = input_for(
                field.kind,
                field.key,
                str(field.label),
                options,
                model=record.model,
                unit=field.unit,
            )
            self.fields[field.key].widget.attrs.setdefault("id", f"id_{field.key}")
            if field.months is not None:
                self._add_evidence(field)
        if takes_paper:
            self.fields["paper"] = PaperField()
        self.keep_to_lines()

    def _options(self, field: Field, country: str) -> list[tuple[str, str]]:
        if not isinstance(field.kind, Link):
            return []
        related = self.record.model._meta.get_field(field.key).related_model
        assert isinstance(related, type)  # noqa: S101  a Link is a foreign key
        return options_for(related, country)

    def _add_evidence(self, field: Field) -> None:
        key = field.key
        self.fields[f"{key}__speaks_of"] = PartialField(
            label=_("Of the year or day"),
            required=False,
            widget=forms.TextInput({"size": 10, "placeholder": "2026-11"}),
        )
        self.fields[f"{key}__source"] = forms.CharField(
            label=_("Source: title"), required=False, max_length=400
        )
        self.fields[f"{key}__url"] = forms.URLField(
            label=_("Source: address"), required=False, max_length=600, assume_scheme="https"
        )
        self.fields[f"{key}__state"] = forms.ChoiceField(
            label=_("If there is no figure"), required=False, choices=REASONS
        )
        self.fields[f"{key}__reason"] = forms.CharField(
            label=_("Why it is withheld or does not apply"),
            help_text=_("The page shows this sentence in place of the figure."),
            required=False,
            max_length=300,
        )

    def clean_based_on(self) -> int:
        """The data version the form was opened at; 0 for what is none."""
        return counter(self.cleaned_data["based_on"])

    def clean(self) -> dict[str, Any]:
        """What is withheld or does not apply takes the place of the figure, with its reason."""
        cleaned = super().clean() or self.cleaned_data
        if all(self[field.key].data is None for field in self.record_fields):
            raise ValidationError(
                _(
                    "The form came without its fields, so nothing was changed. They are below as "
                    "they stand now; please fill them in again."
                )
            )
        for field in self.record_fields:
            if cleaned.get(f"{field.key}__state") and field.key in cleaned:
                self._take_the_figure_away(field)
        return cleaned

    def look_twice(self, key: str, before: dict[str, Json]) -> bool:
        """Whether the checks found something that was not shown yet, or is sent without a reason.

        Then each finding stands at its field, and the same form with a reason goes through.
        """
        changed = {name: value for name, value in self.values.items() if name in self.changed_data}
        dated = {
            field.key: [Piece(speaks_of=self.cleaned_data[f"{field.key}__speaks_of"])]
            for field in self.record_fields
            if field.months is not None
        }
        self.findings = found = check(self.record, key, before, changed, dated)
        seen = ",".join(sorted(f"{name}:{code}" for name, code in found.items()))
        is_explained = bool(self.cleaned_data["note"].strip())
        if not found or (is_explained and self.cleaned_data["seen_findings"] == seen):
            return False
        for name, code in found.items():
            self.add_error(name if name in self.fields else None, Finding(code).label)
        self.add_error("note", _("If it is so, say why in the reason and send it again."))
        data = self.data.copy()
        data["seen_findings"] = seen
        self.data: QueryDict = data
        return True

    def _take_the_figure_away(self, field: Field) -> None:
        key, empty = field.key, field.kind.empty
        if key in self.changed_data and self.cleaned_data[key] != empty:
            told = _(
                "There is a figure here, and it is said that there is none. Keep one of the two."
            )
            self.add_error(f"{key}__state", told)
            return
        if not self.cleaned_data.get(f"{key}__reason", "").strip():
            self.add_error(f"{key}__reason", _("Say why in a sentence: the page shows it."))
        if key not in self.changed_data and self.initial.get(key, empty) != empty:
            self.cleaned_data[key] = empty
            self.changed_data.append(key)

    @property
    def rows(self) -> list[tuple[Field, forms.BoundField, list[forms.BoundField]]]:
        """Each field with its input, and the inputs about its evidence."""
        return [(field, self[field.key], self._about(field)) for field in self.record_fields]

    def _about(self, field: Field) -> list[forms.BoundField]:
        parts = ABOUT if field.months is not None else ()
        return [self[f"{field.key}__{part}"] for part in parts]

    @property
    def values(self) -> dict[str, Json]:
        """What was changed as it was typed, all else as it stood: also what was not sent."""
        changed = set(self.changed_data)
        return {
            field.key: (self.cleaned_data if field.key in changed else self.initial)[field.key]
            for field in self.record_fields
        }

    def evidence(self, office: str, *, confirms: bool = True) -> dict[str, list[Piece]]:
        """A piece for each figure that was changed, dated or sourced, said by this office today.

        Unless it `confirms`, the office is only what somebody says of themself.
        """
        found = {}
        for field in self.record_fields:
            if field.months is None:
                continue
            told = {part: self.cleaned_data[f"{field.key}__{part}"] for part in ABOUT}
            if field.key in self.changed_data or any(told.values()):
                found[field.key] = [self._piece(field, told, office, confirms=confirms)]
        return found

    def _piece(self, field: Field, told: dict[str, str], office: str, *, confirms: bool) -> Piece:
        value = self.values[field.key]
        today = dates.today().isoformat()
        url = told["url"] or self._paper_url()
        cited = Cited(
            url=url,
            title=told["source"]
            or told["url"][:LONGEST_TITLE]
            or _statement_of(office, confirms=confirms),
            publisher=office if confirms and not told["url"] else "",
            is_linked=bool(url),
        )
        reason = told["state"] or State.UNKNOWN
        return Piece(
            value=value,
            state=reason if value == field.kind.empty else State.KNOWN,
            speaks_of=told["speaks_of"] or self._unchanged_date(field),
            confirmed_on=today if confirms else None,
            confirmed_by=office if confirms else "",
            note=told["reason"] if told["state"] else "",
            sources=(cited,),
        )

    def take_errors(self, error: ValidationError) -> None:
        """Put what the row itself refused beside its fields."""
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)

    @property
    def paper(self) -> tuple[str, str]:
        """The name and title of the paper that came with the form, stored once for all its
        figures, else of the one that was kept earlier; empty where there is none."""
        if came := self.cleaned_data.pop("paper", None):
            self._paper = keep_paper(came), self.files["paper"].name[:200]
        return self._paper

    def _paper_url(self) -> str:
        name, _title = self.paper
        return settings.SITE_URL + default_storage.url(name) if name else ""

    def _unchanged_date(self, field: Field) -> str:
        """A figure that stays keeps its date; a new one without a date has none."""
        return "" if field.key in self.changed_data else self.dated.get(field.key, "")


def _with_both(data: QueryDict | None, fields: list[Field]) -> QueryDict | None:
    """The data; a pair of coordinates that was put into one field fills both."""
    keys = {field.kind.axis: field.key for field in fields if isinstance(field.kind, Degrees)}
    if data is None or len(keys) < 2:  # noqa: PLR2004  a latitude, a longitude
        return data
    for key in keys.values():
        if point := read_point(data.get(key, "")):
            data = data.copy()
            for axis, degrees in zip(("lat", "lon"), point, strict=True):
                data[keys[axis]] = plain(degrees)
            return data
    return data


def _statement_of(office: str, *, confirms: bool) -> str:
    """The title of the source where nothing is named but who says it."""
    if confirms:
        return str(_("Statement of %s") % office)
    if office:
        return str(_("Statement of %s, not verified") % office)
    return str(_("Statement without an office, not verified"))


def typed_of(data: QueryDict) -> dict[str, list[str]]:
    """What the form held, to be shown again."""
    left_out = {"csrfmiddlewaretoken", "do", "note", "based_on", "window", "remove_paper"}
    return {name: values for name, values in data.lists() if name not in left_out}


def retyped(typed: Mapping[str, list[str]], *, note: str, based_on: int) -> QueryDict:
    """What was typed earlier as the data of a form."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    data["note"], data["based_on"] = note, str(based_on)
    return data


def country_of(record: Record, obj: models.Model | None) -> str:
    return record.country(obj) if obj is not None else ""
