"""Forms of the calculators: state in the address, a fault named at its field, the rest kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from sez_portal.common.form_fields import NumberField, WholeField

PLACES = 6  # finer than any input needs


class Number(NumberField):
    """A number of a calculator; with a `step` the browser offers to count."""

    def __init__(self, *, least: Decimal | int, most: int, step: str = "any", **more: Any) -> None:
        if step != "any":
            attributes = {"type": "number", "min": least, "max": most, "step": step}
            more.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(least=least, most=most, places=PLACES, **more)


class Whole(Number, WholeField):
    """The same, without decimals."""


class QueryForm(forms.Form):
    """A form read from the address; a field that the address leaves out has its default."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(auto_id="%s")
        self.data = {
            name: query[name] if name in query else self._default(name) for name in self.fields
        }
        self.is_bound = True

    def _default(self, name: str) -> Any:
        initial = self.fields[name].initial
        return "" if initial is None else initial() if callable(initial) else initial

    def clean(self) -> dict[str, Any]:
        """An empty field counts as its default."""
        cleaned = self.cleaned_data
        for name in self.fields:
            if cleaned.get(name) in (None, "") and name not in self.errors:
                default = self._default(name)
                cleaned[name] = self.fields[name].to_python(default)
        return cleaned
