"""Form fields that read numbers and dates as people of the region write them."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms

from sez_portal.common import numbers
from sez_portal.common.numbers import Bounds
from sez_portal.common.typed_dates import as_date, read_partial


class NumberField(forms.CharField):
    """A decimal between two bounds, in any digits and with the separators of the reader."""

    def __init__(
        self,
        *,
        least: Decimal | int = 0,
        most: Decimal | int,
        places: int | None = None,
        unit: str = "",
        **more: Any,
    ) -> None:
        self.least, self.most, self.places, self.unit = least, most, places, unit
        more.setdefault("widget", forms.TextInput({"inputmode": "decimal"}))
        super().__init__(**more)

    @property
    def bounds(self) -> Bounds:
        """What the number has to fit; the default of the field serves as the example."""
        initial = self.initial() if callable(self.initial) else self.initial
        return Bounds(self.least, self.most, self.places, self.unit, example=initial)

    def to_python(self, value: Any) -> Decimal | None:
        return numbers.read_number("" if value is None else str(value), self.bounds)

    def written(self, value: Decimal | int) -> str:
        """The value as a link keeps it: read alike in every language."""
        return numbers.unmistakable(value)


class WholeField(NumberField):
    """The same, without decimals."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        return numbers.read_whole("" if value is None else str(value), self.bounds)


class PartialField(forms.CharField):
    """A year, a month or a day, canonical: "2026", "2026-11", "2026-11-23"."""

    def to_python(self, value: Any) -> str:
        return read_partial("" if value is None else str(value))


class DayField(forms.CharField):
    """A whole day of the calendar."""

    def to_python(self, value: Any) -> datetime.date | None:
        return as_date("" if value is None else str(value))

    def written(self, value: datetime.date) -> str:
        """The value as a link keeps it."""
        return value.isoformat()


class AgreementField(forms.BooleanField):
    """A box to tick beside a whole sentence (`says`); its label is the short name of it."""

    says: str = ""
