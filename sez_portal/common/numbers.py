"""The one reader of numbers: what people of the region type, in any digits, becomes a Decimal.

A comma or a point before exactly three digits can part thousands or decimals. Where the site
itself groups digits with that sign the thousands are meant; elsewhere the reader is asked. So
no text is ever read as two different numbers in two languages.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

LONGEST = 40  # characters that are looked at: nobody writes a longer number
REPEATED = 20  # characters of what was typed that a message repeats
GROUP = 3  # digits between two signs of thousands
BUDDHIST = 543  # years that the Buddhist calendar is ahead
_SIGNS = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2007\u2009\u202f\u3000\t", " ")
    | dict.fromkeys("’ʼ‘`´＇", "'")
    | dict.fromkeys("−–‐‑－", "-")
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", None)
    | {"，": ",", "٬": ",", "．": ".", "٫": ".", "＋": "+"}
)
_PARTS = re.compile(r"([+-]?) ?([0-9.,' ]*[0-9][.,]?)(.*)", re.DOTALL)
_CANONICAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Bounds:
    """What a number has to fit: its bounds, the decimals it may have, and what it counts."""

    least: Decimal | int = 0
    most: Decimal | int = 10**12
    places: int | None = None
    unit: str = ""
    is_whole: bool = False
    is_year: bool = False
    example: object = None

    def fits(self, number: Decimal) -> bool:
        """Whether it lies within the bounds, and is whole where it has to be."""
        is_right = not self.is_whole or number == number.to_integral_value()
        return is_right and self.least <= number <= self.most


ANY = Bounds()


class _Readings(NamedTuple):
    """The digits as thousands and as decimals; None where they cannot be read so."""

    grouped: Decimal | None
    parted: Decimal | None
    mark: str = ""


def read_number(text: str, bounds: Bounds = ANY, *, strict: bool = False) -> Decimal | None:
    """The number that was typed, None for nothing; `strict` takes canonical digits alone.

    Raises ValidationError with a sentence that says how to put it right.
    """
    text = within_length(text, LONGEST)
    if not text:
        return None
    if strict:
        if not _CANONICAL.fullmatch(text):
            raise not_a_number(text, bounds)
        return _checked(text, Decimal(text), bounds)
    sign, body, rest = _parts_of(text, bounds)
    if rest and not _is_unit(rest, bounds.unit):
        raise _with_words(text, rest, bounds)
    readings = _readings(body.strip())
    if readings is None:
        raise not_a_number(text, bounds)
    if sign == "-":
        grouped, parted = (None if n is None else -n for n in readings[:2])
        readings = _Readings(grouped, parted, readings.mark)
    return _checked(text, _meant(text, readings, bounds), bounds)


def read_whole(text: str, bounds: Bounds = ANY, *, strict: bool = False) -> int | None:
    """Read a number that has no decimals: things that are counted, and years."""
    whole = Bounds(**{**bounds.__dict__, "is_whole": True})
    number = read_number(text, whole, strict=strict)
    return None if number is None else int(number)


def within_length(text: str, most: int) -> str:
    """The text without blanks around it. Raises ValidationError before anybody works on it."""
    if len(text) > most:
        text = text.strip()
    if len(text) > most:
        words = {"text": short(text), "most": most}
        raise ValidationError(
            _("“%(text)s” is too long: write at most %(most)s characters.") % words, code="long"
        )
    return text.strip()


def ascii_digits(text: str) -> str:
    """The digits of any script as 0 to 9, and one form for each kind of blank and sign."""
    text = text.translate(_SIGNS)
    return "".join(c if c.isascii() else str(unicodedata.decimal(c, c)) for c in text).strip()


def plain(value: Decimal) -> str:
    """A number as text without exponent or needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def unmistakable(value: Decimal | int | str) -> str:
    """Digits with a point that are read alike in every language, as links keep them."""
    text = plain(Decimal(value))
    whole, _point, rest = text.partition(".")
    return f"{text}0" if len(rest) == GROUP and len(whole.lstrip("-0")) in (1, 2, 3) else text


def as_typed(value: Decimal | int | str) -> str:
    """Write it with the decimal sign of the reader's language, as a form holds it."""
    return unmistakable(value).replace(".", get_format("DECIMAL_SEPARATOR"))


def localized(value: Decimal | int | str) -> str:
    """Write it as a page of the reader's language does, with its thousands apart."""
    return number_format(Decimal(plain(Decimal(value))), use_l10n=True, force_grouping=True)


def counter(text: str, otherwise: int = 0) -> int:
    """An id or a count that a program wrote; `otherwise` for anything else, however long."""
    is_one = text.isascii() and text.isdecimal() and len(text) < 18  # noqa: PLR2004  64 bits
    return int(text) if is_one else otherwise


def short(text: str) -> str:
    """What a message repeats of the text."""
    return text if len(text) <= REPEATED else f"{text[:REPEATED]}…"


def buddhist(year: int) -> int | None:
    """The year of the common calendar that a year of the Buddhist one may stand for."""
    return year - BUDDHIST if 1900 <= year - BUDDHIST <= 2100 else None  # noqa: PLR2004


def not_a_number(text: str, bounds: Bounds = ANY) -> ValidationError:
    """The refusal of what has no reading."""
    number = bounds.example
    example = as_typed(str(number)) if number is not None else as_typed(min(bounds.most, 1200))
    words = {"text": short(text), "example": example}
    if bounds.is_whole:
        message = _("“%(text)s” is not a whole number. Write digits, for example %(example)s.")
    else:
        message = _("“%(text)s” is not a number. Write digits, for example %(example)s.")
    return ValidationError(message % words, code="invalid")


def _parts_of(text: str, bounds: Bounds) -> tuple[str, str, str]:
    """Sign, digits with their marks, and what stands after them."""
    match = _PARTS.fullmatch(ascii_digits(text))
    if not match:
        digits = re.search(r"[0-9]", ascii_digits(text))
        before = ascii_digits(text)[: digits.start()].strip(" +-.,'") if digits else ""
        raise _with_words(text, before, bounds) if before else not_a_number(text, bounds)
    sign, body, rest = match.groups()
    return sign, body, rest.strip()


def _with_words(text: str, words: str, bounds: Bounds) -> ValidationError:
    """The refusal of a number beside which something else stands."""
    if any(c.isdigit() for c in words):
        return not_a_number(text, bounds)
    message_words = {"text": short(text), "words": short(words), "unit": bounds.unit}
    if bounds.unit:
        message = _(
            "“%(text)s” has “%(words)s” beside the number. The unit here is “%(unit)s”: "
            "write the number alone. Where it is about so much, say so in the reason."
        )
    else:
        message = _(
            "“%(text)s” has “%(words)s” beside the number: write the number alone. "
            "Where it is about so much, say so in the reason."
        )
    return ValidationError(message % message_words, code="words")


def _is_unit(words: str, unit: str) -> bool:
    """Whether it is the unit of the bounds, in the reader's language or in English."""
    if not unit:
        return False
    with translation.override("en"):
        english = str(unit)
    return _folded(words) in {_folded(str(unit)), _folded(english)}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "")


def _readings(body: str) -> _Readings | None:
    blanks = {c for c in body if c in " '"}
    marks = [c for c in body if c in ".,"]
    if not marks:
        digits = _ungrouped(body, blanks)
        return _Readings(None, Decimal(digits)) if digits else None
    mark = marks[-1]
    whole, _mark, rest = body.rpartition(mark)
    if blanks or len(set(marks)) > 1:
        digits = _ungrouped(whole, blanks | {c for c in whole if c in ".,"})
        is_right = rest.isdigit() and mark not in whole and digits
        return _Readings(None, Decimal(f"{digits}.{rest}")) if is_right else None
    if len(marks) > 1:
        digits = _ungrouped(body, {mark})
        return _Readings(Decimal(digits), None) if digits else None
    grouped = _ungrouped(body, {mark})
    parted = Decimal(f"{whole or 0}.{rest or 0}")
    return _Readings(Decimal(grouped) if grouped else None, parted, mark)


def _ungrouped(text: str, signs: set[str]) -> str | None:
    """The digits without their one sign of thousands; None where it stands wrong."""
    if not signs:
        return text if text.isdigit() else None
    if len(signs) > 1:
        return None
    first, *groups = text.split("".join(signs))
    is_right = (
        first.isdigit()
        and len(first) <= GROUP
        and first[0] != "0"
        and all(len(group) == GROUP and group.isdigit() for group in groups)
    )
    return "".join((first, *groups)) if is_right else None


def _meant(text: str, readings: _Readings, bounds: Bounds) -> Decimal:
    """The reading that is meant. Raises ValidationError where it can be both."""
    grouped, parted, mark = readings
    if grouped is None or parted is None:
        return grouped if parted is None else parted  # type: ignore[return-value]
    fits: Callable[[Decimal], bool] = bounds.fits
    if mark == get_format("THOUSAND_SEPARATOR"):
        # A point is also how machines part decimals: coordinates are copied from maps so.
        is_machine = mark == "." and fits(parted) and not fits(grouped)
        return parted if is_machine else grouped
    if fits(parted) and fits(grouped):
        words = {"text": short(text), "small": localized(parted), "large": localized(grouped)}
        words |= {"write_small": as_typed(parted), "write_large": as_typed(grouped)}
        raise ValidationError(
            _(
                "“%(text)s” can be read in two ways. Did you mean %(small)s or %(large)s? "
                "Write %(write_small)s or %(write_large)s."
            )
            % words,
            code="unclear",
        )
    return grouped if fits(grouped) else parted


def _checked(text: str, number: Decimal, bounds: Bounds) -> Decimal:
    if bounds.is_whole and number != number.to_integral_value():
        words = {"text": short(text), "example": as_typed(number.to_integral_value())}
        raise ValidationError(
            _("“%(text)s” is not a whole number. Write it without decimals, as %(example)s.")
            % words,
            code="whole",
        )
    if not bounds.least <= number <= bounds.most:
        raise _out_of_bounds(text, number, bounds)
    number = Decimal(plain(number)) if number else Decimal(0)
    exponent = number.as_tuple().exponent
    if bounds.places is not None and -int(exponent) > bounds.places:
        rounded = as_typed(round(number, bounds.places))
        words = {"text": short(text), "places": str(bounds.places), "example": rounded}
        raise ValidationError(
            _("“%(text)s” has more than %(places)s decimals. Write it rounded, as %(example)s.")
            % words,
            code="decimals",
        )
    return number


def _out_of_bounds(text: str, number: Decimal, bounds: Bounds) -> ValidationError:
    if bounds.is_year:
        year = buddhist(int(number))
        if year and bounds.least <= year <= bounds.most:
            return buddhist_year(text, str(year))
    write = str if bounds.is_year else localized
    words = {"text": short(text), "least": write(bounds.least), "most": write(bounds.most)}
    return ValidationError(
        _("“%(text)s” does not fit: write a number from %(least)s to %(most)s.") % words,
        code="bounds",
    )


def buddhist_year(text: str, meant: str) -> ValidationError:
    """The question whether a year of the Buddhist calendar was meant."""
    return ValidationError(
        _(
            "“%(text)s” looks like a year of the Buddhist calendar. Did you mean %(meant)s? "
            "Write %(meant)s."
        )
        % {"text": short(text), "meant": meant},
        code="buddhist",
    )
