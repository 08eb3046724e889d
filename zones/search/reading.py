"""How a query is read: which of its words stand for something, and which are looked for as text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from countries.choices import GatewayStatus
from countries.models import Gateway
from sez_portal.common.spelling import SPELLED, plain
from zones.search.phrases import (
    COMMON,
    MOST_WORDS,
    NEAR,
    common_words,
    english_of,
    gateway_kinds,
    spelled,
)
from zones.search.words import Words

LONGEST_QUERY = 200  # characters of a query that are looked at
NEAR_KM = 50
QUOTES = '"“”„«»「」'  # around a query: each word is text


class Word(NamedTuple):
    """A word in one spelling, and the pieces of the query it was typed in."""

    plain: str
    pieces: frozenset[int]


def pieces_of(words: Iterable[Word]) -> frozenset[int]:
    """The pieces of the query that these words were typed in."""
    return frozenset(piece for word in words for piece in word.pieces)


@dataclass(frozen=True)
class Part:
    """Words of a query that stand for values of a filter, or for a place near a gateway."""

    kind: str
    keys: tuple[str, ...]
    words: tuple[Word, ...]
    gateways: tuple[Gateway, ...] = ()  # near any of which

    @property
    def pieces(self) -> frozenset[int]:
        return pieces_of(self.words)


@dataclass(frozen=True)
class Reading:
    """A query as it is understood."""

    typed: str
    parts: tuple[Part, ...]
    text: tuple[Word, ...]
    common: tuple[Word, ...]
    typing: str = ""  # the last word, which may not be whole yet

    @cached_property
    def typed_pieces(self) -> list[str]:
        return self.typed.split()

    def without(self, part: Part) -> str:
        """The query without the words of this part."""
        return self._without(part.pieces)

    @property
    def without_text(self) -> str:
        """The query without the words that are looked for as text."""
        return self._without(pieces_of(self.text))

    def _without(self, pieces: frozenset[int]) -> str:
        numbered = enumerate(self.typed_pieces)
        return " ".join(piece for number, piece in numbered if number not in pieces)

    @property
    def as_text(self) -> str:
        """The same words, none of which is to mean anything."""
        return f'"{self.typed.strip(QUOTES)}"'

    @property
    def unread(self) -> str:
        """The words that are looked for as text, as they were typed."""
        return self.typed_as(self.text)

    def typed_as(self, words: Iterable[Word]) -> str:
        """These words as they were typed."""
        pieces = sorted(pieces_of(words))
        return " ".join(self.typed_pieces[number].strip(QUOTES) for number in pieces)

    @property
    def naming(self) -> list[str]:
        """The words that a name may hold, in their order."""
        named = [word for part in self.parts if part.kind in NAMED for word in part.words]
        return [
            word.plain for word in sorted((*self.text, *named), key=lambda word: min(word.pieces))
        ]

    @property
    def naming_in_english(self) -> list[str]:
        """The same where a sector or kind was asked for in another language: names of zones
        may say it in English alone. Empty where that says no more."""
        named: list[tuple[int, tuple[str, ...]]] = [
            (min(word.pieces), (word.plain,)) for word in self.text
        ]
        for part in self.parts:
            if part.kind in NAMED:
                said = tuple(word.plain for word in part.words)
                english = () if "".join(said).isascii() else english_of(part.kind, part.keys[0])
                named.append((min(part.pieces), english or said))
        words = [word for _piece, words in sorted(named) for word in words]
        return words if words != self.naming else []


NAMED = ("province", "sector", "type")  # what names of zones speak of too


def words_of(query: str) -> list[str]:
    """The different words of a query, in one spelling."""
    return list(dict.fromkeys(plain(query[:LONGEST_QUERY]).split()))


def read(query: str, words: Words, *, is_typing: bool = False) -> Reading:
    """The query as these zones understand it. In quotation marks it is text alone."""
    typed = query[:LONGEST_QUERY].strip()
    is_text = len(typed) > 1 and typed[0] in QUOTES and typed[-1] in QUOTES
    rest = list(_words_of(typed))
    typing = rest[-1].plain if is_typing and rest else ""
    parts: list[Part] = []
    text: list[Word] = []
    common: list[Word] = []
    while rest:
        count, part = _first_part(rest, words, is_text=is_text)
        if part:
            parts.append(part)
        elif count:
            common += rest[:count]
        elif not is_text and (split := _split(rest[0], words)):
            rest[:1] = split
            continue
        else:
            count = 1
            text.append(rest[0])
        rest = rest[count:]
    if not text and not parts:
        text, common = common, []
    return Reading(typed, tuple(parts), _once(text), _once(common), typing)


def _words_of(typed: str) -> Iterator[Word]:
    """The words in order; letters that stand apart are one."""
    letters: list[Word] = []
    for number, piece in enumerate(typed.split()):
        for word in plain(piece).split():
            if len(word) == 1 and "a" <= word <= "z":
                letters.append(Word(word, frozenset((number,))))
                continue
            yield from _spelled(letters)
            letters = []
            yield Word(spelled().get(word, word), frozenset((number,)))
    yield from _spelled(letters)


def _spelled(letters: Sequence[Word]) -> Iterable[Word]:
    if len(letters) not in SPELLED:
        return letters
    return [Word("".join(letter.plain for letter in letters), pieces_of(letters))]


def _once(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple({word.plain: word for word in reversed(list(words))}.values())[::-1]


def _first_part(rest: Sequence[Word], words: Words, *, is_text: bool) -> tuple[int, Part | None]:
    """How many words the longest phrase at the beginning has, and what it stands for; a phrase
    of common words stands for nothing."""
    for count in range(min(len(rest), MOST_WORDS), 0, -1):
        meanings = words.lexicon.get("".join(word.plain for word in rest[:count]), ())
        if any(meaning.kind == COMMON for meaning in meanings):
            return count, None
        if is_text or not meanings:
            continue
        kind = meanings[0].kind
        if kind == NEAR:
            return _near(rest, count, words)
        keys = tuple(meaning.key for meaning in meanings if meaning.kind == kind)
        return count, Part(kind, keys, tuple(rest[:count]))
    if not is_text and not words.holding(rest[0].plain) and rest[0].plain in gateway_kinds():
        return 1, _near_any(rest[:1], gateway_kinds()[rest[0].plain], words)
    return 0, None


def _near(rest: Sequence[Word], said: int, words: Words) -> tuple[int, Part | None]:
    """The gateways that the words after “near” name; without one the word says nothing."""
    for count in range(min(len(rest), said + MOST_WORDS), said, -1):
        named = [word.plain for word in rest[said:count]]
        if kind := gateway_kinds().get("".join(named)):
            return count, _near_any(rest[:count], kind, words)
        telling = [word for word in named if word not in common_words()]
        if gateways := words.gateways.called(telling):
            return count, Part(NEAR, (gateways[0].key,), tuple(rest[:count]), (gateways[0],))
    return said, None


def _near_any(said: Sequence[Word], kind: str, words: Words) -> Part:
    found = [row for row in words.gateways.rows if row.kind == kind and _works(row)]
    return Part(NEAR, (kind,), tuple(said), tuple(found))


def _works(gateway: Gateway) -> bool:
    return gateway.status in (GatewayStatus.OPEN, GatewayStatus.RESTRICTED)


def _split(word: Word, words: Words) -> list[Word]:
    """A word of a script without spaces in its phrases, where no zone has it as it stands."""
    if word.plain.isascii() or words.holding(word.plain):
        return []
    pieces: list[str] = []
    unknown, at = "", 0
    while at < len(word.plain):
        end = next(
            (
                end
                for end in range(len(word.plain), at + 1, -1)
                if word.plain[at:end] in words.lexicon
            ),
            0,
        )
        if end and unknown:
            pieces, unknown = [*pieces, unknown], ""
        if end:
            pieces, at = [*pieces, word.plain[at:end]], end
        else:
            unknown, at = unknown + word.plain[at], at + 1
    pieces += [unknown] if unknown else []
    return [Word(piece, word.pieces) for piece in pieces] if len(pieces) > 1 else []
