"""Names close to what somebody typed: "did you mean" and the near names of an unknown key."""

from collections.abc import Hashable, Sequence

from rapidfuzz import fuzz, process

from sez_portal.common.text import compact
from zones import facets
from zones.facets import FacetPlace

LIKE_ENOUGH = 72  # of 100, by partial ratio: "sihanouk vile" finds Sihanoukville


def did_you_mean(text: str, *, most: int = 4) -> list[FacetPlace]:
    """The zones whose name, in any language, is most like the text."""
    typed = compact(text)
    if len(typed) < 3:  # noqa: PLR2004  two letters are like everything
        return []
    names = facets.current().names()
    matches = process.extract(
        typed, names.keys(), scorer=_likeness, score_cutoff=LIKE_ENOUGH, limit=3 * most
    )
    alike = {names[name].key: names[name] for name, _score, _index in matches}
    return list(alike.values())[:most]


def _likeness(
    typed: Sequence[Hashable], name: Sequence[Hashable], *, score_cutoff: float | None = None
) -> float:
    """How alike the text and the best part of the name are; a much shorter name is not at all."""
    if len(name) < len(typed) * 0.6:
        return 0
    return fuzz.partial_ratio(typed, name, score_cutoff=score_cutoff)
