"""The difference of two texts word by word; by character where words are not parted by spaces."""

import difflib
import re
from typing import NamedTuple

_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
MOST_WORDS = 4000  # beyond this a comparison word by word would take too long


class Worded(NamedTuple):
    """A stretch of text that is kept ("same"), removed ("del") or added ("ins")."""

    kind: str
    text: str


def words(before: str, after: str) -> list[Worded]:
    """The stretches from the one text to the other, in order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [Worded("del", before), Worded("ins", after)]
    made: list[Worded] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Worded("same", "".join(old[i:j])))
            continue
        if i < j:
            made.append(Worded("del", "".join(old[i:j])))
        if k < m:
            made.append(Worded("ins", "".join(new[k:m])))
    return made
