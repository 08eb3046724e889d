"""What a row needs that a list brings in anew: said by the room that knows the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sez_portal.records.field_types.basic import Json

Values = Mapping[str, Json]


@dataclass(frozen=True)
class Newcomers:
    """How a new row of a record is proposed.

    `fields` are those that its form asks; `lacks(values)` says what is missing or at odds without
    which nobody could accept it, by field; `said(values)` are the values with what follows from
    them; `free_key(values)` is a key that neither a row nor a proposal has. `common` are the words
    that most names have, `headings` what lists call a field beside its labels, by field.
    """

    fields: tuple[str, ...]
    lacks: Callable[[Values], dict[str, str]]
    said: Callable[[Values], dict[str, Json]]
    free_key: Callable[[Values], str]
    common: frozenset[str] = frozenset()
    headings: Mapping[str, Sequence[str]] = field(default_factory=dict)


_rules: dict[str, Newcomers] = {}


def take_newcomers(record: str, rules: Newcomers) -> None:
    """Let lists and workbooks bring in new rows of the record; for apps above."""
    _rules[record] = rules


def newcomers_of(record: str) -> Newcomers | None:
    return _rules.get(record)
