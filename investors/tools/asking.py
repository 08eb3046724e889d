"""Forms of the calculators: state in the address, a fault named at its field, the rest kept."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

PLACES = Decimal("0.000001")  # finer than any input needs
LONGEST_SHOWN = 20  # characters of what somebody typed that a message repeats
SPACES = str.maketrans("", "", " \u00a0\u202f'")


class Number(forms.CharField):
    """A decimal between two bounds, written with or without separators of thousands."""

    def __init__(self, *, least: int, most: int, step: str = "any", **more: Any) -> None:
        self.least, self.most = Decimal(least), Decimal(most)
        attributes: dict[str, Any] = {"inputmode": "decimal", "autocomplete": "off"}
        if step != "any":
            attributes = {"type": "number", "min": least, "max": most, "step": step}
        more.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**more)

    def to_python(self, value: Any) -> Decimal | None:
        """Raises ValidationError that repeats what was typed and says what fits."""
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        try:
            number = Decimal(_without_separators(text))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(
                _("“%(text)s” is not a number. Write digits, for example %(example)s.")
                % {"text": short, "example": self._example()}
            )
        if not self.least <= number <= self.most:
            bounds = {
                "text": short,
                "least": number_format(self.least, use_l10n=True, force_grouping=True),
                "most": number_format(self.most, use_l10n=True, force_grouping=True),
            }
            raise ValidationError(
                _("“%(text)s” does not fit: write a number from %(least)s to %(most)s.") % bounds
            )
        return number.quantize(PLACES).normalize() if number else Decimal(0)

    def _example(self) -> str:
        """The default of the field, else a number within its bounds."""
        initial = self.initial() if callable(self.initial) else self.initial
        return str(min(self.most, Decimal(100)) if initial is None else initial)


class Whole(Number):
    """The same, without decimals."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        number = super().to_python(value)
        if number is not None and number != int(number):
            raise ValidationError(_("Write a whole number."))
        return None if number is None else int(number)


def _without_separators(text: str) -> str:
    """Digits with a point, whichever separators the reader's language or English uses."""
    text = text.translate(SPACES)
    comma, point = ",", "."
    if get_format("DECIMAL_SEPARATOR") == "," and (comma in text or text.count(point) > 1):
        comma, point = point, comma
    whole, mark, rest = text.partition(point)
    groups = whole.split(comma)
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):  # noqa: PLR2004  digits
        raise InvalidOperation
    return "".join(groups) + ("." + rest if mark else "")


class Asked(forms.Form):
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

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(id of the field, its label, what is wrong) in the order of the form."""
        return [
            (str(self[name].id_for_label), str(self[name].label), str(errors[0]))
            for name, errors in self.errors.items()
        ]
