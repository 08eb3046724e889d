"""What is wrong with one translation, as far as a machine can see: places of values, tags,
characters, script, blanks and the end of the sentence. A new language gets its line here."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
BYTE_ORDER_MARK = "\ufeff"
FULL_STOPS = "\u3002\u104b\u17d4."
WORD = re.compile(r"\b[a-z]{4,}\b")


class Script(NamedTuple):
    """How a language is written: its letters, those of others, its stop, what is misspelt."""

    letters: str
    foreign: str
    stop: str = "."
    colon: str = ":"
    misspelt: str = ""


THAI, LAO, BURMESE, KHMER = "\u0e01-\u0e5b", "\u0e80-\u0edf", "\u1000-\u109f", "\u1780-\u17ff"
HAN = "\u3400-\u9fff"
# Visually ordered vowels, letters of Zawgyi alone, a stacking sign that stacks nothing.
ZAWGYI = r"(^|[\s(])\u1031|[\u1060-\u1097]|\u1039(?![\u1000-\u1021])"
SCRIPTS = {
    "zh-hans": Script(HAN, THAI + LAO + BURMESE + KHMER, "。", "：:"),
    "km": Script(KHMER, THAI + LAO + BURMESE + HAN, "។", "៖:", "[\u17a3\u17a4\u17b4\u17b5]"),
    "lo": Script(LAO, THAI + BURMESE + KHMER + HAN, ".", ":", "ຫລ|ຫນ|ຫມ|\u0ecd\u0eb2"),
    "my": Script(BURMESE, THAI + LAO + KHMER + HAN, "။", "-–:", ZAWGYI),
    "th": Script(THAI, LAO + BURMESE + KHMER + HAN, "", ":", "\u0e40\u0e40|\u0e4d\u0e32"),
    "vi": Script("A-Za-zÀ-ỹ", THAI + LAO + BURMESE + KHMER + HAN),
}


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def faults_of(code: str, sources: list[str], text: str) -> Iterator[str]:
    """`sources` are the English text and its plural, if it has one; `text` one translation."""
    if placeholders(text) not in [placeholders(source) for source in sources]:
        yield "placeholders differ"
    if sorted(TAG.findall(text)) not in [sorted(TAG.findall(source)) for source in sources]:
        yield "tags differ"
    if unicodedata.normalize("NFC", text) != text or BYTE_ORDER_MARK in text:
        yield "characters are not in NFC"
    if _blanks(text) not in [_blanks(source) for source in sources]:
        yield "blanks at the ends differ"
    if code in SCRIPTS:
        yield from _script_faults(SCRIPTS[code], sources[-1], text)
        yield from _end_faults(SCRIPTS[code], sources[-1], text)


def _blanks(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _script_faults(script: Script, source: str, text: str) -> Iterator[str]:
    if re.search(f"[{script.foreign}]", text):
        yield "letters of another script"
    if script.misspelt and re.search(script.misspelt, text):
        yield "a spelling that the language has given up, or Zawgyi"
    says_words = WORD.search(TAG.sub("", PLACEHOLDER.sub("", source)))
    if says_words and not re.search(f"[{script.letters}]", text):
        yield "no letter of the language"


def _end_faults(script: Script, source: str, text: str) -> Iterator[str]:
    end, told = source.rstrip()[-1:], text.rstrip()[-1:]
    if end == ":" and told not in script.colon:
        yield "ends without its colon"
    if end == "." and script.stop and told not in script.stop and not source.endswith("..."):
        yield "ends without its stop"
    if end.isalpha() and script.stop and told and told in FULL_STOPS:
        yield "ends with a stop that the English has not"
