"""How a field of a record is typed: the form field that reads and writes its kind.

What a form gives is canonical (`Kind.parse`), so that trimming or spelling is never a change.
"""

from collections.abc import Collection, Iterable
from functools import singledispatch
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sez_portal.common.numbers import within_length
from sez_portal.common.text import cleaned
from sez_portal.records.field_types.basic import (
    Choice,
    Decimal,
    Email,
    Json,
    Keys,
    Kind,
    Link,
    Partial,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.field_types.lines import Polyline
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.file_widgets import FileRowsField
from sez_portal.records.models import Recorded
from sez_portal.records.record import get

LONGEST = 10_000  # characters of a text whose column has no bound of its own
LONG = ("_text", "summary", "address", "description", "conditions", "note", "treaties")

NOT_OFFERED = _("This is not among what can be chosen. Choose again from the list.")


class Raw(str):
    """Text as somebody typed it, to be shown again as it is."""

    __slots__ = ()


class Canonical:
    """Compares what was typed in its canonical form: another spelling is no change.

    `None` is a field that was not sent at all: it stays as it is, and is shown so.
    """

    def has_changed(self, initial: Json, data: Any) -> bool:
        if data is None:
            return False
        try:
            return bool(self.clean(data) != initial)  # type: ignore[attr-defined]
        except ValidationError:
            return True

    def bound_data(self, data: Any, initial: Json) -> Any:
        return initial if data is None else data


class Sent:
    """A widget that tells nothing ticked (its empty input was sent) from nothing sent (None)."""

    template_name = "desk/_several.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        return [value for value in data.getlist(name) if value] if name in data else None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        plain = super().template_name  # type: ignore[misc]
        return {**context, "plain": plain}


class Ticks(Sent, forms.CheckboxSelectMultiple):
    """Boxes to tick."""


class Typed(Canonical, forms.CharField):
    """One line or paragraph of at most `most` characters, read by the kind of its field.

    The length is asked before anything else is done with the text; the browser does not cut it.
    """

    def __init__(self, kind: Kind, *, most: int = LONGEST, unit: str = "", **more: Any) -> None:
        self.kind, self.most, self.unit = kind, most, unit
        super().__init__(required=False, strip=True, **more)

    def clean(self, value: Any) -> Json:
        text = within_length(value or "", self.most)
        return self.kind.parse(super().clean(text).replace("\r\n", "\n"), self.unit)

    def has_changed(self, initial: Json, data: Any) -> bool:
        return data != self.kind.typed(initial) and super().has_changed(initial, data)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return Raw(data) if isinstance(data, str) else super().bound_data(data, initial)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, Raw) else self.kind.typed(value)


class Several(Canonical, forms.MultipleChoiceField):
    """Keys of a vocabulary or of other records, ticked."""

    widget = Ticks
    default_error_messages = {"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED}

    def clean(self, value: Any) -> Json:
        return sorted(super().clean(value))


class OneOf(Canonical, forms.ChoiceField):
    """One key of a vocabulary or of another record; `nothing` is what an empty choice means."""

    default_error_messages = {"invalid_choice": NOT_OFFERED}

    def __init__(self, *, nothing: Json, **more: Any) -> None:
        self.nothing = nothing
        super().__init__(required=False, **more)

    def clean(self, value: Any) -> Json:
        return super().clean(value) or self.nothing


class Table(forms.Widget):
    """The rows of a table of their own: one line of inputs a row, and blank ones to add."""

    template_name = "desk/_rows.html"

    def __init__(self, kind: Rows) -> None:
        self.kind, self.columns, self.label = kind, kind.columns, ""  # the label of the table
        self.at_fault: set[tuple[int, str]] = set()  # the cells that need a change: row, column
        super().__init__()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = [*(value or []), *[{}] * self.kind.spare]
        cells = [
            [
                {
                    "name": f"{name}-{number}-{column}",
                    "column": self.kind.labels[column],
                    "unit": self.kind.units.get(column, ""),
                    "value": _cell(kind, row.get(column)),
                    "options": kind.choices.choices if isinstance(kind, Choice) else [],
                    "is_at_fault": (number, column) in self.at_fault,
                }
                for column, kind in self.columns.items()
            ]
            for number, row in enumerate(rows)
        ]
        return {**super().get_context(name, value, attrs), "rows": cells, "label": self.label}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]] | None:
        rows: list[dict[str, str]] = []
        while any(f"{name}-{len(rows)}-{column}" in data for column in self.columns):
            start = f"{name}-{len(rows)}-"
            rows.append({c: Raw(data.get(f"{start}{c}", "")) for c in self.columns})
        return rows or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)


class TableField(Canonical, forms.Field):
    """Rows of cells; a row left blank is no row."""

    model: Any  # of a row: its columns say how long a cell may be
    widget: Table

    def __init__(self, kind: Rows, **more: Any) -> None:
        self.kind = kind
        super().__init__(required=False, widget=Table(kind), **more)

    def clean(self, value: Any) -> Json:
        rows: list[Json] = []
        errors = []
        for number, typed in enumerate(value or [], 1):
            if not any(text.strip() for text in typed.values()):
                continue
            try:
                rows.append(self._row(number, typed))
            except ValidationError as error:
                told = " ".join(error.messages)
                errors.append(_("Row %(number)s: %(told)s") % {"number": number, "told": told})
        if errors:
            raise ValidationError(errors)
        return rows

    def _row(self, number: int, typed: dict[str, str]) -> Json:
        """The cells of a row. Raises ValidationError that says what to change, by column."""
        cells, errors = {}, []
        for name, kind in self.kind.columns.items():
            try:
                cells[name] = self._parsed(name, kind, typed)
            except ValidationError as error:
                self.widget.at_fault.add((number - 1, name))
                label, told = self.kind.labels[name], " ".join(error.messages)
                errors.append(_("%(column)s: %(told)s") % {"column": label, "told": told})
        if errors:
            raise ValidationError(errors)
        return cells

    def _parsed(self, name: str, kind: Kind, typed: dict[str, str]) -> Json:
        text = within_length(cleaned(typed[name], lines=is_long(name)), _most(self.model, name))
        if isinstance(kind, Choice) and text not in [
            "" if kind.blank else None,
            *kind.choices.values,
        ]:
            raise ValidationError(_("Choose one from the list."))
        return kind.parse(text, self.kind.units.get(name, ""))


def _cell(kind: Kind, value: Json) -> str:
    """What stands in an input: text as it was typed, else a value as its kind is typed."""
    return value if isinstance(value, Raw) else kind.typed(kind.empty if value is None else value)


def input_for(
    kind: Kind,
    key: str,
    label: str,
    options: Iterable[tuple[str, str]] = (),
    *,
    model: type[models.Model],
    unit: str = "",
) -> forms.Field:
    """The form field of a kind. `options` are the rows that a field may lead to.

    The columns of the model say how long a text may be, `unit` what may stand beside a number.
    """
    if leads_to_rows(kind, model, key):
        return _of_rows(kind, label, options)
    made = _input(kind, key)
    made.label = label
    if isinstance(made, Typed):
        made.most, made.unit = _most(model, key), unit
    if isinstance(made, TableField):
        made.model, made.widget.label = model._meta.get_field(key).related_model, label
    return made


def _most(model: Any, key: str) -> int:
    """How many characters the column of that name takes."""
    return getattr(model._meta.get_field(key), "max_length", None) or LONGEST


def leads_to_rows(kind: Kind, model: type[models.Model], key: str) -> type[models.Model] | None:
    """The model whose rows a field names by their keys; None for a value of its own."""
    if isinstance(kind, Link):
        related = model._meta.get_field(key).related_model
        return related if isinstance(related, type) else None
    return get(kind.of).model if kind.of else None


def _of_rows(kind: Kind, label: str, options: Iterable[tuple[str, str]]) -> forms.Field:
    """A choice of rows: nobody types a key, and only rows that are there are taken."""
    if isinstance(kind, Keys):
        return Several(choices=list(options), required=False, label=label)
    return OneOf(nothing=kind.empty, choices=[("", _("none")), *options], label=label)


@singledispatch
def _input(kind: Kind, key: str) -> forms.Field:
    return Typed(kind, widget=forms.Textarea({"rows": 3}) if is_long(key) else forms.TextInput())


@_input.register
def _choice(kind: Choice, key: str) -> forms.Field:
    choices: list[Any] = list(kind.choices.choices)
    if "unknown" not in kind.choices.values:
        choices.insert(0, ("", _("not known")))
    return OneOf(nothing=kind.empty, choices=choices)


@_input.register
def _keys(kind: Keys, key: str) -> forms.Field:
    return Several(choices=kind.choices.choices if kind.choices else (), required=False)


@_input.register
def _rows(kind: Rows, key: str) -> forms.Field:
    return TableField(kind)


@_input.register
def _file_rows(kind: FileRows, key: str) -> forms.Field:
    return FileRowsField(kind)


@_input.register
def _line(kind: Polyline, key: str) -> forms.Field:
    help_text = _("Longitude and latitude of each point, the points parted by semicolons")
    return Typed(kind, widget=forms.Textarea({"rows": 4}), help_text=help_text)


@_input.register
def _words(kind: Words, key: str) -> forms.Field:
    return Typed(kind, help_text=_("Parted by semicolons"))


@_input.register(Whole)
@_input.register(Decimal)
def _number(kind: Kind, key: str) -> forms.Field:
    return Typed(kind, widget=forms.TextInput({"inputmode": "decimal"}))


@_input.register
def _url(kind: Url, key: str) -> forms.Field:
    return Typed(kind, widget=forms.TextInput({"inputmode": "url"}))


@_input.register
def _email(kind: Email, key: str) -> forms.Field:
    return Typed(kind, widget=forms.EmailInput())


@_input.register
def _partial(kind: Partial, key: str) -> forms.Field:
    return Typed(kind, help_text=_("2026, 2026-11 or 2026-11-23"))


def is_long(key: str) -> bool:
    """Whether a field of that name takes paragraphs, not one line."""
    return any(part in key for part in LONG)


def options_for(
    model: type[models.Model], country: str, held: Collection[str] = ()
) -> list[tuple[str, str]]:
    """The rows of another record that a row of this country may lead to: those that visitors
    see, and first those `held` now, also where they are no longer there."""
    rows: Any = model._default_manager.all()
    names = {field.name for field in model._meta.get_fields()}
    column = "iso2" if "iso2" in names else "key"
    is_held = Q(**{f"{column}__in": held})
    shown = model.shown() if issubclass(model, Recorded) else Q()
    if country and "country" in names:
        shown &= Q(country=country)
    found = {getattr(row, column): str(row) for row in rows.filter(shown | is_held)}
    first = {key: found.pop(key, key) for key in held}
    return [*first.items(), *found.items()]
