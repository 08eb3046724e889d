"""Words as a search compares them: one spelling of what people write in several ways.

`fold` (sez_portal.common.text) takes away case, accents and punctuation. Here follows what is
the same word to who looks for it, and to nobody else: traditional and simplified characters,
digits of any script, marks in another order, roman numerals, abbreviations with dots.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from sez_portal.common.text import fold

ROMAN = {
    **{"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"},
    **{"viii": "8", "ix": "9", "x": "10", "xi": "11", "xii": "12"},
}
NUMERALS = {number: roman for roman, number in ROMAN.items()}
SPELLED = range(3, 7)  # letters of an abbreviation that stand apart

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_SPACED = re.compile(r"\b(?:[a-z] )+[a-z]\b")
# Marks of Thai, Lao, Burmese and Khmer; ຽ is a letter to Unicode, and typed as a mark.
_MARKS = "".join(
    chr(code)
    for code in range(0x0E00, 0x17FF)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") or code == 0x0EBD  # noqa: PLR2004
)
_RUN_OF_MARKS = re.compile(f"[{_MARKS}]{{2,}}")
_ALIKE = (
    ("เเ", "แ"),  # Thai, two signs that look like one
    ("\u0ebc", "ລ"),  # Lao: ຫຼ and ຫລ
    ("\u17d2\u178a", "\u17d2\u178f"),  # Khmer: DA and TA below a letter look the same
)
_BURMESE_ZERO = re.compile("\u1040(?![\u1040-\u1049])")  # typed for the letter WA
_SOUNDS = (("oo", "u"), ("ou", "u"), ("ee", "i"), ("ph", "p"), ("th", "t"), ("kh", "k"))
_DOUBLED = re.compile(r"([a-z])\1")


def plain(text: str) -> str:
    """Folded, and in one spelling; plain twice changes nothing.

    `plain("昆明綜合保稅區")` is "昆明综合保税区", `plain("V.S.I.P. ២")` is "vsip 2".
    """
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    text = _SPACED.sub(_spelled, fold(text))
    return text if text.isascii() else _of_other_scripts(text)


def _spelled(found: re.Match[str]) -> str:
    one = found[0].replace(" ", "")
    return one if len(one) in SPELLED else found[0]


def _of_other_scripts(text: str) -> str:
    text = _BURMESE_ZERO.sub("\u101d", text).translate(_simplified())
    for written, spelled in _ALIKE:
        text = text.replace(written, spelled)
    text = "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() and not sign.isascii() else sign
        for sign in text
    )
    return _RUN_OF_MARKS.sub(lambda found: "".join(sorted(found[0])), text)


@cache
def _simplified() -> dict[int, str]:
    """Return the simplified form of each traditional character."""
    text = Path(__file__).with_name("han_variants.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {ord(pair[0]): pair[1] for line in lines for pair in line.split()}


def sound(word: str) -> str:
    """A romanised word without what its writers differ in: "bangpoo" and "bangpu" are one."""
    for written, spelled in _SOUNDS:
        word = word.replace(written, spelled)
    return _DOUBLED.sub(r"\1", word)


def numeral(word: str) -> str:
    """The other way to write a small number: "ii" of "2" and "2" of "ii"; "" of other words."""
    return ROMAN.get(word) or NUMERALS.get(word, "")
