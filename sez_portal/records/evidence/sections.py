"""Facts by the groups of their record, with many unknown ones folded into one row."""

from collections.abc import Mapping
from typing import NamedTuple

from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact
from sez_portal.records.record import Record


class Group(NamedTuple):
    """A section of a page: `folded` facts are unknown and share one row."""

    key: str
    label: str
    facts: list[Fact]
    folded: list[Fact]

    @property
    def folded_fields(self) -> str:
        """The unknown ones for the query of the form that asks about them, after `?field=`."""
        return "&field=".join(fact.field.key for fact in self.folded)


def grouped(record: Record, facts: Mapping[str, Fact], *, fold_from: int) -> list[Group]:
    """The groups that the record names, in its order; `fold_from` unknown facts fold."""
    groups = []
    for key, label in record.groups.items():
        own = [facts[field.key] for field in record.group_fields(key) if field.key in facts]
        own = [fact for fact in own if fact.is_known or fact.field.counted]
        own = [fact for fact in own if fact.is_known or not _is_told(fact, facts)]
        unknown = [fact for fact in own if fact.state == State.UNKNOWN and not fact.others]
        if len(unknown) < fold_from:
            groups.append(Group(key, str(label), own, []))
        else:
            rest = [fact for fact in own if fact not in unknown]
            groups.append(Group(key, str(label), rest, unknown))
    return groups


def _is_told(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether another field says it, in words."""
    other = facts.get(fact.field.told_by)
    return other is not None and other.is_known
