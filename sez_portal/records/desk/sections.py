"""The sections of a record whose figures somebody can confirm, those that are due first."""

from dataclasses import dataclass
from typing import Any

from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.record import Record
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.confirm import fields_waiting, left_out, to_confirm


@dataclass(frozen=True)
class SectionDue:
    """A section of a record whose figures somebody can confirm."""

    key: str
    title: str  # of its row
    group: str
    label: str
    facts: list[Fact]
    left_out: str = ""  # which figures cannot be confirmed now

    @property
    def is_due(self) -> bool:
        return any(fact.mark and fact.mark.is_overdue for fact in self.facts)


def sections_to_confirm(record: Record, row: Any) -> list[SectionDue]:
    """The sections with figures that age, those that are due first."""
    sections = []
    facts, waiting = facts_of(record, row, notes=Notes()), fields_waiting(record, row.key)
    for group, label in record.groups.items():
        fields = to_confirm(record, row, group)
        found = [facts[field.key] for field in fields if field.key not in waiting]
        told = left_out(record, [field.key for field in fields], waiting)
        if fields:
            sections.append(SectionDue(row.key, title_of(row), group, str(label), found, told))
    return sorted(sections, key=lambda section: not section.is_due)
