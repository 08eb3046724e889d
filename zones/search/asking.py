"""The zones that a query finds, the best first: read, looked up, and forgiven a typing error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice, pairwise
from operator import and_

from sez_portal.common.bits import mask, numbers_in
from sez_portal.common.word_index import WordIndex
from zones.search import words as kept
from zones.search.at_gateways import at_gateways
from zones.search.phrases import NEAR, core, joined
from zones.search.reading import NAMED, NEAR_KM, QUOTES, Part, Reading, Word, read
from zones.search.words import FirmHit, Words

LONGEST_SHORT = 6  # letters of an abbreviation
MOST_TRIES = 12  # readings of a query that finds nothing as it stands


@dataclass(frozen=True)
class Answer:
    """What a query finds; `instead_of` is the query as typed, where another was answered."""

    reading: Reading
    bits: int
    words: Words
    instead_of: str = ""

    @property
    def pks(self) -> Iterable[int]:
        return numbers_in(self.bits)

    @cached_property
    def distances(self) -> dict[int, float]:
        """How far each zone is from the nearest gateway that the query names."""
        gateways = [gateway for part in self.reading.parts for gateway in part.gateways]
        return self.words.near(gateways, NEAR_KM)

    @cached_property
    def ranked(self) -> list[int]:
        """The pks, the best first: of that name, then named so, then in such a place, then the
        others; of two alike that of which more is known. Near a gateway the nearest first."""
        if self.distances:
            return sorted(self.pks, key=lambda pk: (self.distances.get(pk, 0), pk))
        order, left, ranked = self.words.order, self.bits, []
        for tier in (*_tiers(self.reading, self.words), -1):
            ranked += sorted(numbers_in(left & tier), key=order.__getitem__)
            left &= ~tier
        return ranked

    @cached_property
    def firms(self) -> list[FirmHit]:
        """The firms that have all words of the text in their names."""
        return self.words.firms_called(word.plain for word in self.reading.text)

    @property
    def named_in(self) -> int:
        """How many zones name such a firm among those at work in them."""
        return reduce(lambda bits, firm: bits | firm.as_tenant, self.firms, 0).bit_count()

    @property
    def made_in(self) -> int:
        """How many zones name it as developer or operator alone, and not in a name of theirs:
        who looks for “Thilawa” means the zone, and its developer is told on its page."""
        makers = reduce(lambda bits, firm: bits | firm.zones & ~firm.as_tenant, self.firms, 0)
        own = _all_of(self.words.names.loose(word.plain) for word in self.reading.text)
        return (makers & ~own).bit_count()

    @cached_property
    def noted(self) -> list[Word]:
        """The words of the text that public notes of the zones found hold."""
        return [word for word in self.reading.text if self.words.noted(word.plain) & self.bits]

    @property
    def noted_in(self) -> int:
        """How many of the zones found have one of these words in a public note."""
        bits = reduce(lambda all_, word: all_ | self.words.noted(word.plain), self.noted, 0)
        return (bits & self.bits).bit_count()


def answer(query: str, *, version: int | None = None, is_typing: bool = False) -> Answer:
    """What the query finds among the published zones; with no word in it, all of them.

    While it `is_typing` the last word may be a part of one, whatever it means as it stands.
    """
    words = kept.current(version)
    reading = read(query, words, is_typing=is_typing)
    bits = _found(reading, words)
    as_text = read(reading.as_text, words, is_typing=is_typing)
    if is_typing and reading.parts:
        bits |= _found(as_text, words)
    if bits or not (reading.text or reading.parts):
        return Answer(reading, bits, words)
    if reading.parts and (bits := _found(as_text, words)):
        return Answer(as_text, bits, words)
    at_gateway = at_gateways(reading, words)
    if at_gateway and (bits := _found(at_gateway, words)):
        return Answer(at_gateway, bits, words)
    for corrected in islice(_corrected(reading, words), MOST_TRIES):
        other = read(corrected, words)
        if bits := _found(other, words):
            is_same = joined(corrected) == joined(reading.typed)  # with a space more or less
            return Answer(other, bits, words, "" if is_same else reading.typed)
    return Answer(reading, 0, words)


def _found(reading: Reading, words: Words) -> int:
    bits = words.everything
    by_kind: dict[str, int] = {}
    for part in reading.parts:
        by_kind[part.kind] = by_kind.get(part.kind, 0) | zones_of(part, words)
    for of_kind in by_kind.values():
        bits &= of_kind
    for word in reading.text:
        bits &= _with(word.plain, words, is_typing=word.plain == reading.typing)
    return bits


def zones_of(part: Part, words: Words) -> int:
    """The zones that a part of a query stands for; names may speak of what no column says."""
    if part.kind == NEAR:
        return mask(words.near(part.gateways, NEAR_KM))
    bits = reduce(lambda all_, key: all_ | words.facets.get((part.kind, key), 0), part.keys, 0)
    if part.kind in NAMED:
        bits |= _saying(words.names, part)
    if part.kind == "province":
        bits |= _saying(words.districts, part)
    return bits & words.everything


def _saying(index: WordIndex, part: Part) -> int:
    """The zones that have the words of the part one after the other."""
    said = [word.plain for word in part.words]
    pairs = [first + second for first, second in pairwise(said)] or said
    return _all_of(map(index.exact, pairs))


def _with(word: str, words: Words, *, is_typing: bool = False) -> int:
    """The zones that have the word in a name, a place, a firm or a public note."""
    bits = words.names.loose(word, is_typing=is_typing)
    bits |= words.districts.loose(word, is_typing=is_typing)
    bits |= words.noted(word, is_typing=is_typing)
    return bits | words.with_firm(word, is_typing=is_typing) | words.in_area(word)


def _tiers(reading: Reading, words: Words) -> Iterable[int]:
    """Sets of zones, each of them better than the following."""
    for said in (reading.naming, reading.naming_in_english):
        if said:
            yield from _tiers_of(said, reading, words)


def _tiers_of(said: list[str], reading: Reading, words: Words) -> Iterable[int]:
    common = _all_of(words.names.exact(word.plain) for word in reading.common)
    exact = _all_of(map(words.names.exact, said))
    whole = words.whole.exact(core(" ".join(said)))
    loose = _all_of(map(words.names.loose, said))
    begins = exact & words.beginnings.exact(said[0])
    places = _all_of(words.districts.exact(word) | words.in_area(word) for word in said)
    firms = _all_of(words.zones_of(words.firms.exact(word)) for word in said)
    for tier in (whole, begins, exact, loose, places, firms):
        if reading.common:
            yield tier & common
        yield tier


def _all_of(sets: Iterable[int]) -> int:
    return reduce(and_, sets, -1)


def _corrected(reading: Reading, words: Words) -> Iterable[str]:
    """Queries that may have been meant: two words as one, then a word that is nearly there."""
    text = reading.text
    unknown = [word for word in text if not _with(word.plain, words)]
    pairs = [
        Word(first.plain + second.plain, first.pieces | second.pieces)
        for first, second in pairwise(text)
    ]
    others = sorted(set(text) - set(unknown), key=lambda word: (-len(word.plain), word.plain))
    for word in unknown:
        yield from _instead_of(word, reading, words)
    for word in pairs:
        yield _with_other(reading, word, word.plain)
        yield from _instead_of(word, reading, words)
    for word in others:
        yield from _instead_of(word, reading, words)


def _instead_of(word: Word, reading: Reading, words: Words) -> Iterable[str]:
    is_short = is_abbreviation(*(reading.typed_pieces[piece] for piece in word.pieces))
    nearly = _nearly(word.plain, words, with_firms=not is_short)
    return (_with_other(reading, word, near) for near in nearly)


def is_abbreviation(*typed: str) -> bool:
    """Whether this is one short word in capitals: it is meant as it stands."""
    word = typed[0].strip(QUOTES)
    return len(typed) == 1 and word.isascii() and word.isupper() and len(word) <= LONGEST_SHORT


def _nearly(word: str, words: Words, *, with_firms: bool) -> Sequence[str]:
    """Words of names, places, firms and meanings that are nearly this one; of a word that public
    notes hold none is, lest what is noted of one zone be said of another."""
    indexes = [
        *(words.names, words.districts, words.areas.words),
        *(words.phrases, words.gateways.index),
        *([words.firms] if with_firms else []),
    ]
    if words.noted(word) or any(sign.isdecimal() for sign in word):
        return []  # another number is another zone
    alike = [near for index in indexes for near in index.nearly(word)]
    return [near for near in dict.fromkeys(alike) if near != word][:4]


def _with_other(reading: Reading, word: Word, other: str) -> str:
    """The query with another word in the place of this one."""
    first = min(word.pieces)
    pieces = [
        other if number == first else piece
        for number, piece in enumerate(reading.typed_pieces)
        if number == first or number not in word.pieces
    ]
    return " ".join(pieces)
