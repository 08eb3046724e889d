"""Which rows hold a word, begin a word like it, or hold one that is nearly it; kept in memory.

Rows are whole numbers; an answer is one whole number whose n-th bit says whether row n has it,
so that words are joined by AND. Texts come in one spelling (`spelling.plain`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sez_portal.common.bits import mask
from sez_portal.common.spelling import numeral, sound

LEAST_BEGINNING, LEAST_INSIDE = 3, 5  # letters of a word that stands for longer ones
LEAST_MISTYPED, LEAST_TWICE = 4, 9  # letters of a word that may hold one error, or two
ALIKE_SHOWN = 8  # words that are nearly the one typed


def words_in(text: str) -> Iterator[str]:
    """The words under which a text is found: its own, numbers both ways, neighbours as one."""
    words = text.split()
    for word in words:
        yield word
        if other := numeral(word):
            yield other
    for first, second in pairwise(words):
        yield first + second
    yield "".join(words)


class WordIndex:
    """Rows by the words of their texts."""

    def __init__(self) -> None:
        self._rows: dict[str, set[int]] = {}
        self._words: dict[int, frozenset[str]] = {}
        self._bits: dict[str, int] = {}

    def put(self, row: int, texts: Iterable[str]) -> None:
        """Take in a row, in the place of what stood there before."""
        words = frozenset(word for text in texts for word in words_in(text))
        self.drop(row)
        self._words[row] = words
        for word in words:
            self._rows.setdefault(word, set()).add(row)
        self._forget()

    def drop(self, row: int) -> None:
        for word in self._words.pop(row, ()):
            rows = self._rows[word]
            rows.discard(row)
            if not rows:
                del self._rows[word]
        self._forget()

    def _forget(self) -> None:
        self._bits.clear()
        for name in ("_sorted", "_joined", "_by_sound"):
            self.__dict__.pop(name, None)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._rows)

    @cached_property
    def _joined(self) -> str:
        return "\n".join(["", *self._sorted, ""])

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word in self._rows:
            if word.isascii():
                words.setdefault(sound(word), []).append(word)
        return words

    def exact(self, word: str) -> int:
        """The rows that hold the very word."""
        if word not in self._bits:
            if word not in self._rows:
                return 0  # and nothing of it is kept: strangers make up words without end
            self._bits[word] = mask(self._rows[word])
        return self._bits[word]

    def loose(self, word: str, *, is_typing: bool = False) -> int:
        """The rows that hold the word, one that begins with it, or has it inside.

        A number stands for itself alone, a word of Latin letters for longer ones from three
        letters on, or while it is being typed; scripts without spaces hold words anywhere.
        """
        if word.isdecimal():
            return self.exact(word)
        has_spaces = word.isascii()
        if has_spaces and len(word) < LEAST_BEGINNING and not is_typing:
            return self.exact(word)
        if not has_spaces or len(word) >= LEAST_INSIDE:
            return self._any_of(self._holding(word))
        return self._any_of(self._beginning(word))

    def nearly(self, word: str) -> list[str]:
        """The words that sound like it, or differ by a typing error, the likest first."""
        if len(word) < LEAST_MISTYPED or word.isdecimal():
            return []
        errors = 2 if len(word) >= LEAST_TWICE and word.isascii() else 1
        alike = process.extract(
            word, self._sorted, scorer=OSA.distance, score_cutoff=errors, limit=ALIKE_SHOWN
        )
        mistyped = [
            near for near, _errors, _at in alike if near[0] == word[0] or len(near) > LEAST_INSIDE
        ]
        return list(dict.fromkeys([*self._by_sound.get(sound(word), ()), *mistyped]))

    def _any_of(self, words: Iterable[str]) -> int:
        bits = 0
        for word in words:
            bits |= self.exact(word)
        return bits

    def _beginning(self, word: str) -> Iterator[str]:
        start = bisect_left(self._sorted, word)
        rest = (self._sorted[at] for at in range(start, len(self._sorted)))
        return takewhile(lambda each: each.startswith(word), rest)

    def _holding(self, word: str) -> Iterator[str]:
        text, at = self._joined, 0
        while (at := text.find(word, at)) >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            yield text[start:end]
            at = end
