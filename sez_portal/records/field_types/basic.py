"""The kinds of value a field can hold: each knows how to read, write, parse and show itself.

A value has one canonical JSON form, so that two spellings of one value are no change:
`read(write(read(x))) == read(x)`. People type (`parse`, `typed`) as in their language; files
(`load`) hold the canonical form.
"""

import datetime
import re
from decimal import Decimal as Number
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sez_portal.common import numbers
from sez_portal.common.coordinates import MOST, read_coordinate
from sez_portal.common.dates import spell, validate_day
from sez_portal.common.lists import listed
from sez_portal.common.numbers import Bounds, plain, read_number, read_whole
from sez_portal.common.text import cleaned
from sez_portal.common.typed_dates import read_day, read_partial
from sez_portal.common.vocabulary import word_of

Json = Any
BLANK: tuple[Json, ...] = (None, "", [])
_BARE_HOST = re.compile(r"[^/:?#\s]+\.[^/:?#\s]+(:[0-9]+)?([/?#]|$)")


class Kind:
    """A line of text. The others refine it."""

    empty: Json = ""
    late = False  # written only after the row itself is saved
    checked = True  # full_clean looks at the column
    columns: dict[str, "Kind"] = {}  # of Rows: the kinds of a row's cells
    of = ""  # the record whose keys are held, where no foreign key says so
    merges = False  # what others changed meanwhile stays beside what is wanted here

    def read(self, obj: models.Model, key: str) -> Json:
        return getattr(obj, key)

    def write(self, obj: models.Model, key: str, value: Json) -> None:
        setattr(obj, key, value)

    def parse(self, text: str, unit: str = "") -> Json:
        """What a person typed, canonical. Raises ValidationError that says how to mend it."""
        return cleaned(text).strip()

    def load(self, text: str) -> Json:
        """The value of a cell of a file, which has no reader: its canonical spelling alone."""
        return self.parse(text)

    def typed(self, value: Json) -> str:
        """The value as its reader would type it: `parse(typed(x)) == x`."""
        return "" if value is None else str(value)

    def show(self, value: Json) -> str:
        """The value as a reader sees it, in their language: plain text."""
        return str(value)

    def leads_to(self, value: Json) -> str:
        """The address that a page opens where it shows the value; mostly none."""
        return ""

    def merged(self, live: Json, start: Json, wanted: Json) -> Json:
        """What to write now for somebody who started from `start`; see `merges`."""
        return wanted


class Text(Kind):
    """A line or a paragraph."""


class Noted(Text):
    """A yes that is told in words of its own."""

    def __init__(self, words: str) -> None:
        self.words = words

    def show(self, value: Json) -> str:
        return str(self.words) if value else ""


class Key(Kind):
    """The key of a record of another app, as text: no foreign key may point that way."""

    def __init__(self, *, of: str) -> None:
        self.of = of


class Url(Kind):
    """An http or https address; typed without either, it is taken for https."""

    def parse(self, text: str, unit: str = "") -> Json:
        text = text.strip()
        return self.load(f"https://{text}" if _BARE_HOST.match(text) else text)

    def load(self, text: str) -> Json:
        text = text.strip()
        if text:
            told = _("Write the address of a web page, as https://example.org.")
            URLValidator(message=told, schemes=["http", "https"])(text)
        return text

    def leads_to(self, value: Json) -> str:
        return str(value)


class Email(Kind):
    """The address of an office."""

    def parse(self, text: str, unit: str = "") -> Json:
        text = text.strip()
        if text:
            validate_email(text)
        return text

    def leads_to(self, value: Json) -> str:
        return f"mailto:{value}"


class Partial(Kind):
    """A date that may be only a year or a month."""

    def parse(self, text: str, unit: str = "") -> Json:
        return read_partial(text)

    def load(self, text: str) -> Json:
        return read_partial(text, strict=True)

    def show(self, value: Json) -> str:
        return spell(value)


class Day(Kind):
    """A day of the calendar; canonical as text ("2026-11-23")."""

    def read(self, obj: models.Model, key: str) -> Json:
        return getattr(obj, key).isoformat()

    def write(self, obj: models.Model, key: str, value: Json) -> None:
        setattr(obj, key, datetime.date.fromisoformat(value) if value else None)

    def parse(self, text: str, unit: str = "") -> Json:
        found = read_day(text)
        validate_day(found)
        return found

    def load(self, text: str) -> Json:
        found = read_day(text, strict=True)
        validate_day(found)
        return found

    def show(self, value: Json) -> str:
        return spell(value)


class Choice(Kind):
    """One key of a vocabulary; with `blank` it may be left open."""

    def __init__(self, choices: type[models.TextChoices], *, blank: bool = False) -> None:
        self.choices, self.blank = choices, blank

    def parse(self, text: str, unit: str = "") -> Json:
        if self.blank and not text.strip():
            return self.empty
        return _one_of(self.choices, text.strip())

    def show(self, value: Json) -> str:
        return word_of(self.choices, value)


class Keys(Kind):
    """Several keys of a vocabulary, or of another record, kept sorted."""

    empty: Json = []

    def __init__(self, choices: type[models.TextChoices] | None = None, *, of: str = "") -> None:
        self.choices, self.of = choices, of

    def parse(self, text: str, unit: str = "") -> Json:
        keys = sorted({key.strip() for key in text.split(";") if key.strip()})
        return [_one_of(self.choices, key) for key in keys] if self.choices else keys

    def typed(self, value: Json) -> str:
        return "; ".join(value)

    def show(self, value: Json) -> str:
        if self.choices:
            value = [word_of(self.choices, key) for key in value]
        return listed(value)


class Words(Kind):
    """Several free texts, in the order given."""

    empty: Json = []

    def parse(self, text: str, unit: str = "") -> Json:
        return [word.strip() for word in re.split("[;；]", cleaned(text)) if word.strip()]

    def typed(self, value: Json) -> str:
        return "; ".join(value)

    def show(self, value: Json) -> str:
        return listed(value)


class CountryCodes(Words):
    """Countries by their codes, in the order given; read by the names of those that we have."""


class Whole(Kind):
    """A whole number of things or a year. Years are shown without separators."""

    empty: Json = None

    def __init__(self, *, least: int = 0, most: int = 10**9, grouped: bool = True) -> None:
        self.least, self.most, self.grouped = least, most, grouped

    def parse(self, text: str, unit: str = "") -> Json:
        return read_whole(text, self._bounds(unit))

    def load(self, text: str) -> Json:
        return read_whole(text, self._bounds(), strict=True)

    def _bounds(self, unit: str = "") -> Bounds:
        return Bounds(least=self.least, most=self.most, unit=unit, is_year=not self.grouped)

    def show(self, value: Json) -> str:
        return _grouped(value, get_language()) if self.grouped else f"{value}"


class Decimal(Kind):
    """A number kept exactly; canonical as text without needless zeros ("49.94")."""

    empty: Json = None

    def __init__(self, *, least: int = 0, most: int = 10**12, places: int = 6) -> None:
        self.least, self.most, self.places = least, most, places

    def read(self, obj: models.Model, key: str) -> Json:
        value = getattr(obj, key)
        return None if value is None else plain(Number(value))

    def write(self, obj: models.Model, key: str, value: Json) -> None:
        setattr(obj, key, None if value is None else Number(value))

    def parse(self, text: str, unit: str = "") -> Json:
        return _canonical(read_number(text, self._bounds(unit)))

    def load(self, text: str) -> Json:
        return _canonical(read_number(text, self._bounds(), strict=True))

    def _bounds(self, unit: str = "") -> Bounds:
        return Bounds(least=self.least, most=self.most, places=self.places, unit=unit)

    def typed(self, value: Json) -> str:
        return "" if value is None else numbers.as_typed(value)

    def show(self, value: Json) -> str:
        return _grouped(value, get_language())


class Degrees(Decimal):
    """A latitude ("lat") or a longitude ("lon"), to six decimals."""

    def __init__(self, axis: str) -> None:
        self.axis = axis
        super().__init__(least=-MOST[axis], most=MOST[axis])

    def parse(self, text: str, unit: str = "") -> Json:
        return _canonical(read_coordinate(text, self.axis))

    def load(self, text: str) -> Json:
        return _canonical(read_coordinate(text, self.axis, strict=True))


def _canonical(number: Number | None) -> Json:
    return None if number is None else plain(number)


@lru_cache(maxsize=8192)
def _grouped(value: int | str, _language: str | None) -> str:
    """A number as the language groups its digits; lists show the same ones again and again."""
    return numbers.localized(value)


class Link(Kind):
    """Another record, by its key: a foreign key with `to_field`.

    `ahead` allows a row that does not stand yet: two crossings point at each other.
    """

    empty: Json = None

    def __init__(self, *, ahead: bool = False) -> None:
        self.checked = not ahead

    def read(self, obj: models.Model, key: str) -> Json:
        return getattr(obj, f"{key}_id") or None

    def write(self, obj: models.Model, key: str, value: Json) -> None:
        setattr(obj, f"{key}_id", value or None)

    def parse(self, text: str, unit: str = "") -> Json:
        return text.strip() or None


def _one_of(choices: type[models.TextChoices], key: str) -> str:
    if key not in choices.values:
        known = listed(choices.values)
        raise ValidationError(
            _("“%(key)s” is unknown; known are %(known)s.") % {"key": key, "known": known}
        )
    return key
