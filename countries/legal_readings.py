"""What the words of incentives say of combining them: `readings.csv`, read by eye once.

A reading holds only while its words stand in the record that is on show, so that an edited
record is never computed by what it used to say.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from countries.models import Incentive

TABLE = Path(__file__).with_name("readings.csv")
# after, within: begins when the other has run out, runs inside the other's years; steps: relief
# of each year, per cent; until: ends with the other; cap: most tax saved, per cent of the
# investment; apart: not for a new project as such; unread: what follows is known in words only;
# instead: not beside another; where: only in places that no record names; adds: more years after
# those of others; general_of: the general form of others, which say it for each kind of project.
KINDS = {
    "after",
    "within",
    "steps",
    "until",
    "cap",
    "apart",
    "unread",
    "instead",
    "where",
    "adds",
    "general_of",
}


class Reading(NamedTuple):
    key: str
    kind: str
    others: tuple[str, ...]  # incentives
    value: str
    said_by: str  # the incentive in whose record the words stand
    words: str


@dataclass(frozen=True)
class Readings:
    """The readings of one incentive that hold, by kind, and the words that no longer stand."""

    holding: Mapping[str, Reading]
    gone: tuple[str, ...]

    def __contains__(self, kind: str) -> bool:
        return kind in self.holding

    def words(self, kind: str) -> str:
        return self.holding[kind].words


@cache
def table() -> dict[str, tuple[Reading, ...]]:
    """Every reading by incentive. Raises ValueError for an unknown kind."""
    by_key: defaultdict[str, list[Reading]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["reading"] not in KINDS:
                raise ValueError(f"{row['key']}: no such reading: {row['reading']}")
            others = tuple(filter(None, row["other"].split(";")))
            said_by = row["said_by"] or row["key"]
            reading = Reading(
                row["key"], row["reading"], others, row["value"], said_by, row["words"]
            )
            by_key[row["key"]].append(reading)
    return {key: tuple(readings) for key, readings in by_key.items()}


def readings_of(incentive: Incentive, every: Mapping[str, Incentive]) -> Readings:
    """The readings of the incentive; `every` are the incentives of its country by key."""
    holding, gone = {}, []
    for reading in table().get(incentive.key, ()):
        said_by = every.get(reading.said_by)
        if said_by is not None and reading.words in _text(said_by):
            holding[reading.kind] = reading
        else:
            gone.append(reading.words)
    return Readings(holding, tuple(gone))


def _text(incentive: Incentive) -> str:
    parts = (incentive.description_en, incentive.conditions_en, incentive.checked_note)
    return "\n".join((*parts, incentive.applies_to))
