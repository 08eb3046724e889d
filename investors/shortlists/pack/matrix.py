"""The answers of several zones beside each other, and what is to be asked of which of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from investors.shortlists.pack.lines import Answer
from investors.shortlists.page import asking
from sez_portal.common.lists import in_parts
from zones.models import Zone
from zones.record import ZONE


class AnswerSection(NamedTuple):
    """What one zone says under a heading."""

    key: str
    label: str
    lines: list[Answer]

    @property
    def told(self) -> list[Answer]:
        return [line for line in self.lines if line.is_known]

    @property
    def untold(self) -> list[Answer]:
        return [line for line in self.lines if not line.is_known]


@dataclass(frozen=True)
class ZoneAnswers:
    zone: Zone
    note: str  # of the shortlist
    sections: list[AnswerSection]

    @property
    def open_questions(self) -> list[tuple[str, Answer]]:
        """(section, line) of all that nobody has told yet and the zone can."""
        return [
            (section.label, line)
            for section in self.sections
            for line in section.lines
            if line.is_open
        ]


class MatrixRow(NamedTuple):
    """One question; what each zone answers, several answers in one cell, none where not asked."""

    label: str
    unit: str
    cells: list[list[Answer]]
    zones: Sequence[Zone]

    @property
    def columns(self) -> Iterable[tuple[Zone, list[Answer]]]:
        return zip(self.zones, self.cells, strict=True)

    @property
    def is_known(self) -> bool:
        return any(line.is_known for cell in self.cells for line in cell)

    @property
    def beside(self) -> list[str]:
        """What stands under the value of each zone; none where no zone has any."""
        told = [in_parts(filter(None, (line.beside for line in cell))) for cell in self.cells]
        return told if any(told) else []


class MatrixSection(NamedTuple):
    label: str
    rows: list[MatrixRow]

    @property
    def known(self) -> list[MatrixRow]:
        return [row for row in self.rows if row.is_known]

    @property
    def blank(self) -> list[MatrixRow]:
        return [row for row in self.rows if not row.is_known]


class Question(NamedTuple):
    label: str
    zones: list[Zone]  # which have not answered it


@dataclass
class OpenSection:
    """The open questions under one heading, and the form that sends them."""

    label: str
    questions: list[Question]
    fields: list[str]

    @property
    def enquiry(self) -> str:
        """Every zone that has one of these questions open is asked."""
        zones = dict.fromkeys(zone.key for one in self.questions for zone in one.zones)
        return asking(zones, self.fields)


@dataclass
class Matrix:
    answers: Sequence[ZoneAnswers]

    @cached_property
    def sections(self) -> list[MatrixSection]:
        """Every question but the details, in the order in which they are asked."""
        return [self._section(number) for number in self._numbers]

    @property
    def _numbers(self) -> Iterable[int]:
        """Every zone has the same sections."""
        return range(len(self.answers[0].sections)) if self.answers else ()

    def _section(self, number: int) -> MatrixSection:
        """What only a later zone is asked stands after what stands before it there."""
        rows: list[MatrixRow] = []
        zones = [of_zone.zone for of_zone in self.answers]
        for column, of_zone in enumerate(self.answers):
            place = 0
            for line in of_zone.sections[number].lines:
                if line.is_detail:
                    continue
                asked = [(row.label, row.unit) for row in rows]
                if (line.label, line.unit) in asked:
                    here = asked.index((line.label, line.unit))
                else:
                    here = place
                    cells: list[list[Answer]] = [[] for _zone in zones]
                    rows.insert(here, MatrixRow(line.label, line.unit, cells, zones))
                rows[here].cells[column].append(line)
                place = here + 1
        return MatrixSection(self.answers[0].sections[number].label, rows)

    @cached_property
    def open_sections(self) -> list[OpenSection]:
        sections: dict[str, dict[str, list[Zone]]] = {}
        fields: dict[str, dict[str, None]] = {}
        for of_zone in self.answers:
            for section, line in of_zone.open_questions:
                asked = sections.setdefault(section, {})
                asked.setdefault(line.label, []).append(of_zone.zone)
                if line.field in ZONE.by_key:
                    fields.setdefault(section, {})[line.field] = None
        return [
            OpenSection(
                section,
                [Question(label, zones) for label, zones in asked.items()],
                list(fields.get(section, ())),
            )
            for section, asked in sections.items()
        ]
