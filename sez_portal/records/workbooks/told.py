"""What a workbook or a list turns out to say: cells that are wrong, changes, rows to be decided."""

from dataclasses import dataclass, field
from typing import Any

from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.workbooks.layout import GREY
from sez_portal.records.workbooks.lines import Doubt


@dataclass(frozen=True)
class Fault:
    """A cell that needs a change, and what to do about it."""

    sheet: str  # its id
    row: int
    column: str
    title: str  # of the record
    label: str  # of the figure
    typed: str
    told: str
    address: str
    options: list[str] = field(default_factory=list)  # what the cell may hold, where it is a list

    @property
    def is_white(self) -> bool:
        """Whether it can be corrected on the page: the grey cells come from a download."""
        return self.column not in GREY


@dataclass
class RowAnswer:
    """What the workbook says about one record."""

    key: str
    title: str
    live: dict[str, Json]
    start: dict[str, Json]
    values: dict[str, Json] = field(default_factory=dict)  # that differ from what is live
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)
    still: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)  # of the cell that says it, by field
    unsaid: dict[str, tuple[str, str]] = field(default_factory=dict)  # why nothing stands there
    waits: list[str] = field(default_factory=list)  # what its sender sent before, just so
    version: int = 0  # of the data when it was downloaded; 0 is today's
    is_new: bool = False  # a row that does not stand yet; its key is that of its line

    @property
    def changed(self) -> list[str]:
        """The fields with another value, and those only dated or sourced anew."""
        return list(dict.fromkeys([*self.values, *self.pieces]))

    def is_clash(self, name: str) -> bool:
        """Whether somebody else changed the figure since the workbook was downloaded."""
        return name in self.values and self.live[name] != self.start[name]


@dataclass
class Judged:
    """A workbook as it stands against what is live now."""

    answers: list[RowAnswer]
    faults: list[Fault]
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def open_doubts(self) -> list[Doubt]:
        """The rows of which nobody said yet which record they are."""
        return [one for one in self.doubts if not one.decided]
