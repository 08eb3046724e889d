"""The form of one section of a record: the record's fields are its white list.

Beside a figure stand its year and source; an empty one can be said to be withheld or not to
apply. What was typed comes back as `typed`, whatever happens.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sez_portal.common.coordinates import read_point
from sez_portal.common.forms import OneLine
from sez_portal.common.numbers import counter, plain
from sez_portal.records.checks import check
from sez_portal.records.choices import Finding
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Degrees, Json
from sez_portal.records.form_evidence import AsksEvidence
from sez_portal.records.form_rows import InputRow, TextRows, blocks
from sez_portal.records.present import Present
from sez_portal.records.record import Field, Record
from sez_portal.records.widgets import input_for, leads_to_rows, options_for


class RecordForm(AsksEvidence, OneLine, forms.Form):
    """`values` and `evidence` after `is_valid`, ready for `services.propose`.

    `dated` are the dates that the figures on show speak of: what stays keeps its date. In `now`
    may be put what stands on the page, to be shown beside the inputs.
    """

    based_on = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_findings = forms.CharField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
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
        self.now: dict[str, Present] = {}
        self.findings: dict[str, Finding] = {}  # what the checks found, after `look_twice`
        self.kept_paper = kept_paper
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
            attrs = self.fields[field.key].widget.attrs
            attrs.setdefault("id", f"id_{field.key}")
            if field.language:
                attrs["lang"] = field.language
        self.ask_evidence(once_for_all=takes_paper)
        self.keep_to_lines()

    def _options(self, field: Field, country: str) -> list[tuple[str, str]]:
        """The rows that may be chosen where a field leads to rows, what it holds now first."""
        model = leads_to_rows(field.kind, self.record.model, field.key)
        return options_for(model, country, held_in(self.initial.get(field.key))) if model else []

    def clean_based_on(self) -> int:
        """The data version the form was opened at; 0 for what is none."""
        return counter(self.cleaned_data["based_on"])

    def clean_opened(self) -> dict[str, Json] | None:
        """What waited of its author's own when it was opened; None where it does not say so."""
        with suppress(ValueError):
            told = json.loads(self.cleaned_data["opened"])
            return told if isinstance(told, dict) else None
        return None

    def opens_with(self, waiting: Mapping[str, Json]) -> None:
        """Note that its author saw now that this waits."""
        data = self.data.copy()
        data["opened"] = as_opened({**(self.cleaned_data.get("opened") or {}), **waiting})
        self.data: QueryDict = data

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
            field.key: [Piece(speaks_of=self.told(field)["speaks_of"])]
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
        self.add_error(
            "note",
            _("You gave a reason. If it is so, send it again just like this.")
            if is_explained
            else _("If it is so, say why in the reason and send it again."),
        )
        data = self.data.copy()
        data["seen_findings"] = seen
        self.data = data
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
    def rows(self) -> list[InputRow]:
        """Each field with its input, the inputs about its evidence, and what is on the page."""
        return [
            InputRow(field, self[field.key], self.about(field), self.now.get(field.key))
            for field in self.record_fields
        ]

    @property
    def blocks(self) -> list[InputRow | TextRows]:
        """The same, with the languages of a text together."""
        return list(blocks(self.rows))

    @property
    def page_blocks(self) -> list[InputRow | TextRows]:
        """The same, as the page has them."""
        return self.blocks

    @property
    def page_order(self) -> list[str]:
        """The inputs by their names, in the order in which the page has them."""
        names = ["key"]  # of a new row, where it is asked
        for block in self.page_blocks:
            rows = [*block.shown, *block.folded] if isinstance(block, TextRows) else [block]
            for row in rows:
                about = [row.year, *row.nothing, *row.source]
                names += [bound.name for bound in (row.bound, *about) if bound is not None]
        return [*names, *(bound.name for bound in self.where_from), "note"]

    @property
    def values(self) -> dict[str, Json]:
        """What was changed as it was typed, all else as it stood: also what was not sent."""
        changed = set(self.changed_data)
        return {
            field.key: (self.cleaned_data if field.key in changed else self.initial)[field.key]
            for field in self.record_fields
        }

    def is_under_way(self, field: Field) -> bool:
        now = self.now.get(field.key)
        return now is not None and any(one.is_own for one in now.waiting)

    def says_nothing(self) -> bool:
        """Whether a sound form says no more than what stands there, or waits as it was sent."""
        if not self.is_valid() or self.cleaned_data["note"].strip() or self.drops_paper:
            return False
        if self.paper[0] and self.paper != self.waiting_paper:
            return False
        same = all(self.values[one.key] == self.initial[one.key] for one in self.record_fields)
        return same and not self.evidence("")

    def take_errors(self, error: ValidationError) -> None:
        """Put what the row itself refused beside its fields."""
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)


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


def as_opened(waiting: Mapping[str, Json]) -> str:
    """What waits of the author's own as the form that is opened holds it."""
    return json.dumps(waiting)


def held_in(value: Json) -> list[str]:
    """The keys of the rows to which a value leads."""
    return value if isinstance(value, list) else [value] if value else []


def typed_of(data: QueryDict) -> dict[str, list[str]]:
    """What the form held, to be shown again."""
    left_out = {"csrfmiddlewaretoken", "do", "note", "based_on", "window", "remove_paper", "opened"}
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
