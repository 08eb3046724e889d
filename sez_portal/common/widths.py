"""How wide a text is drawn, in average Latin letters: marks take no room, a Chinese sign nearly
two letters, and no text is cut between a letter and its marks."""

import unicodedata
from collections.abc import Iterator

STACKING = "\u17d2\u1039"  # of Khmer and Burmese: the consonant that follows stands below
WIDE = (  # the first sign of a block, its last, and how wide its signs are
    ("\u0e00", "\u0eff", 0.95),  # Thai, Lao
    ("\u1000", "\u109f", 1.35),  # Burmese
    ("\u1780", "\u17ff", 1.2),  # Khmer
    ("\u2e80", "\u9fff", 1.72),  # Chinese
    ("\uff00", "\uff60", 1.72),
)


def letters_in(text: str) -> float:
    """The width of the text in average Latin letters."""
    if text.isascii():
        return len(text)
    return sum(_width(cluster) for cluster in clusters(text))


def shortened(text: str, room: float) -> str:
    """The text, cut before a letter with its marks when there is no room for all of it."""
    if letters_in(text) <= room:
        return text
    kept, used = "", 1.0  # the dots
    for cluster in clusters(text):
        used += _width(cluster)
        if kept and used > room:
            break
        kept += cluster
    return f"{kept.rstrip()}…"


def clusters(text: str) -> Iterator[str]:
    """Letters, each with what stands above, below or behind it."""
    cluster = ""
    for sign in text:
        belongs = unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")
        if cluster and not belongs and cluster[-1] not in STACKING:
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def _width(cluster: str) -> float:
    base = next((wide for first, last, wide in WIDE if first <= cluster[0] <= last), 1.0)
    if unicodedata.category(cluster[0]) in ("Mn", "Me", "Cf"):
        base = 0.0
    beside = sum(unicodedata.category(sign) == "Mc" for sign in cluster[1:])
    return base + 0.6 * beside
