"""Rows of one kind by what people call them: gateways, provinces, sectors, incentives."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from countries.choices import GatewayKind, GatewayRank
from countries.models import Gateway
from sez_portal.common.bits import numbers_in
from sez_portal.common.fields import columns_of
from sez_portal.common.spelling import plain
from sez_portal.common.word_index import WordIndex
from zones.search.phrases import core

Row = TypeVar("Row")
KINDS, RANKS = list(GatewayKind.values), ["", *reversed(GatewayRank.values)]


class Names(Generic[Row]):
    """Rows in the order in which equals are answered, with all that each is called."""

    def __init__(self, rows: Iterable[Row], called: Callable[[Row], Iterable[str]]) -> None:
        self.rows = list(rows)
        self.index = WordIndex()
        self._names: list[list[str]] = []
        for number, row in enumerate(self.rows):
            names = [plain(name) for name in called(row) if name]
            self.index.put(number, names)
            self._names.append(names)

    def called(self, words: Iterable[str], *, typing: str = "") -> list[Row]:
        """Those whose names hold all these words, in one or in several: of that very name first,
        then those that begin so. The word that is being typed may be short."""
        words = list(words)
        bits = -1 if words else 0
        for word in words:
            bits &= self.index.loose(word, is_typing=word == typing)
        said = " ".join(words)
        wanted = core(said)

        def worse(number: int) -> tuple[bool, bool]:
            names = self._names[number]
            is_it = any(core(name) == wanted for name in names)
            return not is_it, not any(name.startswith(said) for name in names)

        return [self.rows[number] for number in sorted(numbers_in(bits), key=worse)]


def names_of(row: object) -> list[str]:
    """The names of a row in every language."""
    return [getattr(row, column) for column in columns_of("name")]


def gateway_names(gateways: Iterable[Gateway]) -> Names[Gateway]:
    """The gateways, the weightiest first; their code is a name too."""

    def weight(gateway: Gateway) -> tuple[int, int, str]:
        return -RANKS.index(gateway.rank), KINDS.index(gateway.kind), gateway.name_en

    return Names(sorted(gateways, key=weight), lambda row: [*names_of(row), row.code])
