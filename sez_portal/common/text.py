"""Folding of text for search and sorting. What a word means is not decided here."""

import re
import unicodedata

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
# Marks after Latin letters only: the vowel signs of Khmer, Lao, Thai and Burmese must stay.
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_MARKS = "".join(
    chr(code) for code in range(0x0E00, 0x17FF) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_NOT_WORD = re.compile(rf"(?:[^\w{_MARKS}]|_)+")


def fold(text: str) -> str:
    """Lower case, without Latin accents, punctuation as single spaces.

    `fold("Khu kinh tế Đà Nẵng")` is "khu kinh te da nang"; Lao, Khmer, Thai, Burmese and
    Chinese keep every sign. Folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKC", _ZERO_WIDTH.sub("", text)).casefold()
    text = text.replace("đ", "d")
    text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text))
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", text)).strip()


def compact(text: str) -> str:
    """Folded and without spaces, so that "savanseno" finds "Savan-Seno"."""
    return fold(text).replace(" ", "")
