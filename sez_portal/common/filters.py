"""Filters that say of themselves what a form, a chip and a count need: declared, they are whole.

A filter is typed (`Typed`: a number, a day, words) or ticked (`Ticked`: keys of a vocabulary).
"""

import copy
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

import django_filters
from django import forms
from django.utils.translation import gettext as _

from sez_portal.common.dates import spell
from sez_portal.common.form_fields import DayField, NumberField, WholeField
from sez_portal.common.numbers import localized


class FilterGroup(NamedTuple):
    """A part of the form: its name, and what has to be known of its filters."""

    label: str
    hint: str = ""


class FilterInput(NamedTuple):
    """The input of a typed filter as a form shows it."""

    name: str
    label: str
    value: str
    type: str
    mode: str  # of the keyboard of a telephone
    placeholder: str
    template: str = ""  # of an input that is no line to type in
    hint: str = ""


class Typed(django_filters.Filter):
    """A filter whose value is typed.

    `group` is the part of the form that holds its input; a filter without one has a place of
    its own in the template. `chip` says it in force, as "at least %(value)s ha"; without one
    the label does. `prompt` is what the form asks where label and unit do not serve.
    """

    type, mode, template = "text", "", ""

    def __init__(
        self,
        *args: Any,
        group: str = "",
        chip: str = "",
        prompt: str = "",
        placeholder: str = "",
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.group, self.chip, self.placeholder = group, chip, placeholder
        self._prompt = prompt

    @property
    def prompt(self) -> str:
        """What the form asks."""
        if self._prompt:
            return str(self._prompt)
        words = {"label": str(self.label), "unit": str(self.extra.get("unit", ""))}
        return _("%(label)s, %(unit)s") % words if words["unit"] else words["label"]

    def in_words(self, value: Any) -> str:
        """The value in the words of the reader."""
        return str(value)

    def typed(self, value: Any, text: str) -> str:
        """What stands in the input of a value in force; `text` is the value as the link has it."""
        return text

    def chip_of(self, value: Any) -> str:
        """The filter in force, in words."""
        if self.chip:
            return str(self.chip) % {"value": self.in_words(value)}
        return _("%(label)s: %(value)s") % {"label": self.label, "value": self.in_words(value)}

    def input(self, name: str, value: Any, text: str) -> FilterInput:
        """Return its input; `text` is "" where the filter is not in force."""
        stands = self.typed(value, text) if text else ""
        more = self.type, self.mode, self.placeholder, self.template
        return FilterInput(name, self.prompt, stands, *more)


class Words(Typed, django_filters.CharFilter):
    """Words, each of which a method of the FilterSet looks for."""


class Tick(Typed):
    """One box, whose value is the key of its only choice."""

    field_class = forms.ChoiceField
    template = "site/_filter_tick.html"


class Number(Typed):
    """A bound of a figure; it needs `most`, and a `unit` where it has one."""

    field_class = NumberField
    mode = "decimal"

    def in_words(self, value: Any) -> str:
        return localized(value)


class Whole(Number):
    """The same, without decimals."""

    field_class = WholeField
    mode = "numeric"


class Day(Typed):
    """A day of the calendar."""

    field_class = DayField
    type = "date"

    def in_words(self, value: Any) -> str:
        return spell(value.isoformat())


class Ticked(django_filters.MultipleChoiceFilter):
    """Keys to tick, any of which lets a row pass. Its `columns` say which of them a row has."""

    def __deepcopy__(self, _memo: object) -> Self:
        """For a FilterSet, which ties copies to itself: what can be chosen stays one list."""
        return copy.copy(self)

    @property
    def columns(self) -> tuple[str, ...]:
        return (str(self.field_name),)

    def values_in(self, *cells: Any) -> Iterable[str]:
        """The keys of a row with these cells in the `columns`, for counting."""
        return [cells[0]] if cells[0] else []
