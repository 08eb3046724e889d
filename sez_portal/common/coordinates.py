"""Coordinates as people copy them: decimals, degrees with minutes and seconds, a pair at once."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sez_portal.common.numbers import Bounds, ascii_digits, read_number, short, within_length

LONGEST = 80  # a pair in degrees, minutes and seconds
PLACES = Decimal("0.000001")  # a tenth of a metre
MOST = {"lat": 90, "lon": 180}
_AXES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
_SIXTIETHS = (60, 3600)
_MARKS = str.maketrans(
    dict.fromkeys("º˚", "°") | dict.fromkeys("′", "'") | dict.fromkeys("″“”„", '"')
)
_DEGREES = re.compile(
    r"""([+-]?)([0-9]{1,3})\s?[°d ]\s?([0-9]{1,2}(?:[.,][0-9]+)?)\s?['m ]?\s?
    (?:([0-9]{1,2}(?:[.,][0-9]+)?)\s?(?:"|'')?)?""",
    re.VERBOSE,
)
_PAIRS = (
    re.compile(r"([^;]*[0-9][^;]*);([^;]*[0-9][^;]*)"),
    re.compile(r"(.*[0-9].*?),\s+(.*[0-9].*)"),
    re.compile(r"(-?[0-9]+\.[0-9]+°?),(-?[0-9]+\.[0-9]+°?)"),
    re.compile(r"(-?[0-9]+[.,][0-9]+°?)\s+(-?[0-9]+[.,][0-9]+°?)"),
)
_LETTERED = re.compile(r"[^NSEW]*[NSEW]")
_LETTERS_FIRST = re.compile(r"[NSEW][^NSEW]*")


def read_coordinate(text: str, axis: str, *, strict: bool = False) -> Decimal | None:
    """Return degrees of the axis ("lat", "lon") to six decimals, None for nothing.

    Raises ValidationError with a sentence that says how to put it right.
    """
    bounds = Bounds(least=-MOST[axis], most=MOST[axis], unit="°", example="13.439658")
    if strict:
        return _rounded(read_number(text, bounds, strict=True))
    text = within_length(text, LONGEST)
    if not text:
        return None
    letter, body = _lettered(_simple(text))
    if letter and _AXES[letter] != axis:
        raise _other_axis(text, axis)
    number = _sixtieths(body)
    if number is None:
        number = read_number(body, bounds)
    if number is None or not -MOST[axis] <= number <= MOST[axis]:
        raise _no_degrees(text, axis)
    return _rounded(-abs(number) if letter and letter in "SW" else number)


def read_point(text: str) -> tuple[Decimal, Decimal] | None:
    """(latitude, longitude) where both were put into one field; None where it is no pair."""
    if not text or len(text) > LONGEST:
        return None
    parts = _parts(_simple(text).strip("()[] "))
    if parts is None:
        return None
    for first, second in (("lat", "lon"), ("lon", "lat")):
        try:
            pair = {first: read_coordinate(parts[0], first)}
            pair[second] = read_coordinate(parts[1], second)
        except ValidationError:
            continue
        if pair["lat"] is not None and pair["lon"] is not None:
            return pair["lat"], pair["lon"]
    return None


def _simple(text: str) -> str:
    """ASCII digits, one kind of each mark, capital letters."""
    return ascii_digits(text.translate(_MARKS)).upper()


def _parts(text: str) -> tuple[str, str] | None:
    """The two halves of a pair."""
    for pattern in (_LETTERED, _LETTERS_FIRST):
        halves = [part.strip(" ,;") for part in pattern.findall(text)]
        if len(halves) == 2 and pattern.sub("", text).strip(" ,;") == "":  # noqa: PLR2004
            return halves[0], halves[1]
    for pair in _PAIRS:
        if match := pair.fullmatch(text):
            return match[1], match[2]
    return None


def _lettered(text: str) -> tuple[str, str]:
    """The letter of the hemisphere, and the rest."""
    for at in (0, -1):
        rest = text.strip("NSEW ")
        if text and text[at] in _AXES and not rest.strip("0123456789.,°'\" DM-+"):
            return text[at], rest
    return "", text


def _sixtieths(text: str) -> Decimal | None:
    """Degrees, minutes and seconds as degrees; None where it is none."""
    match = _DEGREES.fullmatch(text.strip().lower().rstrip("° "))
    if not match:
        return None
    sign, degrees, *parts = match.groups()
    numbers = [Decimal((part or "0").replace(",", ".")) for part in parts]
    if any(number >= _SIXTIETHS[0] for number in numbers):
        return None
    total = Decimal(degrees) + sum(
        (number / size for number, size in zip(numbers, _SIXTIETHS, strict=True)), Decimal(0)
    )
    return -total if sign == "-" else total


def _rounded(number: Decimal | None) -> Decimal | None:
    if number is None:
        return None
    return number.quantize(PLACES, ROUND_HALF_UP)


def _no_degrees(text: str, axis: str) -> ValidationError:
    words = {"text": short(text), "most": MOST[axis]}
    return ValidationError(
        _("“%(text)s” does not fit: write degrees from -%(most)s to %(most)s, as 13.439658.")
        % words,
        code="bounds",
    )


def _other_axis(text: str, axis: str) -> ValidationError:
    words = {"text": short(text)}
    if axis == "lat":
        return ValidationError(_("“%(text)s” is a longitude: write the latitude here.") % words)
    return ValidationError(_("“%(text)s” is a latitude: write the longitude here.") % words)
