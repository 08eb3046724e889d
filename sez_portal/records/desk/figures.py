"""The figures of a row that somebody looks at: what stands there, since when, and what waits.

A tick names the piece of evidence that was on show, so that nobody confirms what they did not see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sez_portal.common.lists import in_parts
from sez_portal.records.choices import Freshness
from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record
from sez_portal.records.sections import ageing_sections
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.confirm import to_confirm


@dataclass(frozen=True)
class Figure:
    """One figure to look at. `waiting` are the values proposed for it, which hold it up."""

    fact: Fact
    tick: str
    source: str
    waiting: list[str]

    @property
    def name(self) -> str:
        return self.fact.field.key

    @property
    def can_be_confirmed(self) -> bool:
        return not self.waiting

    @property
    def is_due(self) -> bool:
        """Ticked beforehand: only what has just come due. What is stale wants a closer look."""
        due = self.fact.mark is not None and self.fact.mark.state == Freshness.DUE
        return due and self.can_be_confirmed

    @property
    def is_overdue(self) -> bool:
        return self.fact.mark is not None and self.fact.mark.is_overdue


@dataclass(frozen=True)
class SectionToConfirm:
    """A section of a row with the figures that somebody can confirm."""

    key: str
    title: str  # of its row
    name: str
    label: str
    figures: list[Figure]

    @property
    def is_due(self) -> bool:
        return any(figure.is_overdue for figure in self.figures)


def sections_to_confirm(record: Record, row: Any, only: str = "") -> list[SectionToConfirm]:
    """The sections with known figures that age, or one of them; those that are due first."""
    notes = Notes()
    facts, waiting = facts_of(record, row, notes=notes), _waiting(record, row.key)
    found = []
    for name, label in ageing_sections(record).items():
        if only in ("", name):
            figures = [
                _figure(facts[field.key], notes, waiting.get(field.key, []))
                for field in to_confirm(record, row, name)
            ]
            if figures:
                found.append(SectionToConfirm(row.key, title_of(row), name, label, figures))
    return sorted(found, key=lambda section: not section.is_due)


def due_ticks(sections: Iterable[SectionToConfirm]) -> list[str]:
    """What is ticked at first: the figures that have just come due."""
    figures = (figure for section in sections for figure in section.figures)
    return [figure.tick for figure in figures if figure.is_due]


def names_ticked(sections: Iterable[SectionToConfirm], ticks: Iterable[str]) -> list[str]:
    """The figures that were ticked and stand as they were seen."""
    ticked = set(ticks)
    figures = (figure for section in sections for figure in section.figures)
    return [figure.name for figure in figures if figure.tick in ticked]


def labels_of_moved(
    record: Record, sections: Iterable[SectionToConfirm], ticks: Iterable[str]
) -> list[str]:
    """The figures that were ticked and are others by now, by their names for readers."""
    standing = {figure.tick for section in sections for figure in section.figures}
    gone = (tick.partition(":")[0] for tick in ticks if tick not in standing)
    return [str(record[name].label) for name in gone if name in record.by_key]


def _figure(fact: Fact, notes: Notes, waiting: list[str]) -> Figure:
    shown = fact.mark.shown if fact.mark else None
    titles = [notes.sources[number - 1].title for number in fact.notes]
    tick = f"{fact.field.key}:{shown.pk if shown else 0}"
    return Figure(fact, tick, in_parts(titles), waiting)


def proposed_words(field: Field, value: Json) -> str:
    """A proposed value with its unit; a figure may be said to be no longer known."""
    if value == field.kind.empty:
        return _("not known")
    told = field.kind.show(value)
    return f"{told} {field.unit}" if field.unit else told


def _waiting(record: Record, key: str) -> dict[str, list[str]]:
    """What somebody proposed and nobody decided, as readers are told it, by field."""
    found: dict[str, list[str]] = {}
    for sent in Submission.objects.waiting().filter(record=record.name, key=key):
        for name in sent.undecided:
            if name in record.by_key:
                field = record[name]
                found.setdefault(name, []).append(proposed_words(field, sent.proposed(name)))
    return found
