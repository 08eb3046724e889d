"""The difference of two texts word by word; by character where words are not parted by spaces."""

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

# A number is one word, with the signs within it: "4,681" is never "4" and "681".
_WORDS = re.compile(r"\s+|\d[\d.,]*\d[^\W_]*|[^\W_]+|[\W_]", re.UNICODE)
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
    for kind, removed, added in _stretches(old, new):
        if kind == "same":
            made.append(Worded("same", added))
            continue
        made += [Worded("del", removed)] if removed else []
        made += [Worded("ins", added)] if added else []
    return made


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """What is kept ("same") or changed, in order; a blank between two changes is no word kept."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    removed = added = blank = ""
    for tag, i, j, k, m in matcher.get_opcodes():
        before, after = "".join(old[i:j]), "".join(new[k:m])
        if tag != "equal":
            removed, added, blank = removed + blank + before, added + blank + after, ""
        elif (removed or added) and not after.strip():
            blank = after
        else:
            if removed or added:
                yield "changed", removed, added
            yield "same", blank + after, blank + after
            removed = added = blank = ""
    if removed or added:
        yield "changed", removed, added
    if blank:
        yield "same", blank, blank
