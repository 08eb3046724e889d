"""What words of a query mean beside their letters: countries, provinces, sectors, states, kinds.

`words.csv` holds the words that no record has; names come from the rows themselves.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from countries.models import Country, Province
from sez_portal.common.fields import columns_of
from sez_portal.common.spelling import numeral, plain

MOST_WORDS = 6  # of a phrase
COMMON, NEAR, GATEWAY_KIND, SPELLED_AS = "common", "near", "gateway_kind", "spelled"


class Meaning(NamedTuple):
    kind: str  # the name of a filter, "near" or "common"
    key: str


Lexicon = Mapping[str, tuple[Meaning, ...]]


def joined(text: str) -> str:
    """A phrase as the lexicon has it: "viet nam" and "vietnam" are one."""
    return plain(text).replace(" ", "")


@cache
def fixed() -> dict[str, tuple[Meaning, ...]]:
    """The phrases of `words.csv`."""
    phrases: dict[str, tuple[Meaning, ...]] = {}
    for row in _rows():
        if row["kind"] not in (GATEWAY_KIND, SPELLED_AS):  # the former behind “near” alone
            for words in row["words"].split(";"):
                _add(phrases, words, Meaning(row["kind"], row["key"]))
    return phrases


@cache
def gateway_kinds() -> dict[str, str]:
    """{phrase: the kind of gateway that it names}"""
    texts = texts_of(GATEWAY_KIND)
    return {joined(words): kind for kind, phrases in texts.items() for words in phrases}


@cache
def spelled() -> dict[str, str]:
    """{a name as another language writes it, or many do: the word that the records have}"""
    texts = texts_of(SPELLED_AS)
    return {joined(words): word for word, phrases in texts.items() for words in phrases}


@cache
def english_of(kind: str, key: str) -> tuple[str, ...]:
    """The words of the first phrase for a key of `words.csv`, which is the English one."""
    phrases = texts_of(kind).get(key)
    return tuple(plain(phrases[0]).split()) if phrases else ()


@cache
def _rows() -> list[dict[str, str]]:
    path = Path(__file__).with_name("words.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def texts_of(kind: str) -> dict[str, list[str]]:
    """The words of `words.csv` for each key of a kind."""
    texts: dict[str, list[str]] = {}
    for row in _rows():
        if row["kind"] == kind:
            texts.setdefault(row["key"], []).extend(row["words"].split(";"))
    return texts


@cache
def common_words() -> frozenset[str]:
    """Single words that hardly tell a name from others."""
    return frozenset(word for word, meanings in fixed().items() if Meaning(COMMON, "") in meanings)


def core(text: str) -> str:
    """What a plain name says beside common words, numbers in digits: "bienhoa2"."""
    words = text.split()
    telling = [word for word in words if word not in common_words()] or words
    return "".join(
        word if word.isdecimal() else (numeral(word) if number else word) or word
        for number, word in enumerate(telling)
    )


def lexicon(countries: Iterable[Country], provinces: Iterable[Province]) -> Lexicon:
    """The fixed phrases and the names of these rows in every language."""
    phrases = dict(fixed())
    for country in countries:
        for column in columns_of("name"):
            _add(phrases, getattr(country, column), Meaning("country", country.iso2))
    for province in provinces:
        names = [getattr(province, column) for column in columns_of("name")]
        for name in (*names, *province.aliases, province.name_local_full):
            _add(phrases, name, Meaning("province", province.key))
    return phrases


def _add(phrases: dict[str, tuple[Meaning, ...]], words: str, meaning: Meaning) -> None:
    phrase = joined(words)
    if len(phrase) > 1 and meaning not in phrases.get(phrase, ()):
        phrases[phrase] = (*phrases.get(phrase, ()), meaning)
