"""Text: cleaned as it comes in, folded for search and sorting. What a word means is not decided
here."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
# Marks after Latin letters only: the vowel signs of Khmer, Lao, Thai and Burmese must stay.
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_MARKS = "".join(
    chr(code) for code in range(0x0E00, 0x17FF) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_NOT_WORD = re.compile(rf"(?:[^\w{_MARKS}]|_)+")

# Line ends that only some programs know: Word's soft one, a new page, Unicode's own.
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_AROUND_BREAKS = re.compile(r"[ \t]*\n[ \t\n]*")
# Controls, lone halves of a pair, and what Unicode says is no character in any of its planes.
_NO_CHARACTERS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}" for plane in range(17)
    )
    + "]"
)


def hashed(*parts: object) -> str:
    """One name for these parts, such as a key of a cache; it tells nothing of them."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def cleaned(text: str, *, lines: bool = True) -> str:
    """The text as every output may hold it: each line end a newline, or a space where only one
    line may stand (`lines=False`); no controls, no non-characters, composed (NFC).

    The one door for characters: whatever a person or a file brings goes through it. Cleaning
    twice changes nothing.
    """
    if not (text.isascii() and text.isprintable()):
        text = _NO_CHARACTERS.sub("", _BREAKS.sub("\n", text))
        text = unicodedata.normalize("NFC", text)
        if not lines:
            text = _AROUND_BREAKS.sub(" ", text).replace("\t", " ")
    return text


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


def in_one_line(sentences: Iterable[str]) -> str:
    """Sentences and remarks one after the other: each ends once, whether it brought its stop."""
    parts = [sentence.strip().rstrip(".") for sentence in sentences]
    return ". ".join(filter(None, parts))
