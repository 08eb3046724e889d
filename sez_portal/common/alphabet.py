"""The order of names in a list as readers of each language look them up."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.translation import get_language

VIETNAMESE = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Thai and Lao write these vowels before the consonant that they are spoken and looked up after.
LEADING = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
Row = TypeVar("Row")
TONES = "\u0300\u0301\u0303\u0309\u0323"


def alphabetically(rows: Iterable[Row], name: Callable[[Row], Any]) -> list[Row]:
    """The rows by their names, in the order of the reader's language."""
    language = get_language() or "en"
    return sorted(rows, key=lambda row: place_of(str(name(row)), language))


def place_of(name: str, language: str) -> tuple[Any, ...]:
    """What a name is sorted by; Chinese by its characters, as Unicode has them."""
    text = unicodedata.normalize("NFC", name).casefold()
    if language == "vi":
        return _vietnamese(text)
    if language in ("th", "lo"):
        return (_spoken(text), text)
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return (plain if language == "en" else text, text)


def _vietnamese(text: str) -> tuple[Any, ...]:
    """Letters first, each with its own place (đ after d, ơ after ô); of two alike the tones."""
    bare = unicodedata.normalize("NFD", text)
    letters = unicodedata.normalize("NFC", "".join(c for c in bare if c not in TONES))
    places = [VIETNAMESE.find(c) + 200 if c in VIETNAMESE else ord(c) for c in letters]
    return places, text


def _spoken(text: str) -> str:
    """A leading vowel changes places with the consonant that follows."""
    letters = list(text)
    for number, letter in enumerate(letters[:-1]):
        if letter in LEADING:
            letters[number], letters[number + 1] = letters[number + 1], letter
    return "".join(letters)
