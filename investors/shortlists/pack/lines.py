"""One line of an answer pack: a question and its answer with all that stands behind it."""

import dataclasses
from dataclasses import dataclass

from django.utils.formats import number_format

from investors import workbook_cells
from sez_portal.common.dates import spell
from sez_portal.common.workbooks import Cell
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact, FreshnessBadge, Notes


@dataclass(frozen=True)
class Answer:
    """`value` is the cell; `shown` is how the page writes it, `address` what it leads to.

    `notes` number the sources. A detail stands with its zone alone, not beside other zones.
    """

    label: str
    value: Cell
    shown: str
    unit: str = ""
    address: str = ""
    state: str = State.KNOWN
    as_of: Cell = None
    confirmed: str = ""
    notes: list[int] = dataclasses.field(default_factory=list)
    remark: str = ""
    field: str = ""  # of the zone, for the form that asks about it
    asks_zone: bool = False  # whether its office can know: a wage of the country it cannot set
    is_detail: bool = False
    beside: str = ""  # what stands under the value also beside other zones: which gateway it is
    has_own_unit: bool = False  # `shown` says it
    mark: FreshnessBadge | None = None

    @property
    def when(self) -> str:
        """The date as the page writes it: spelled out, and a year without separators."""
        text = "" if self.as_of is None else str(self.as_of)
        return spell(text) if text[:4].isdecimal() else text

    @property
    def has_unit(self) -> bool:
        """Whether the unit belongs behind the value: words say theirs themselves."""
        return bool(self.unit) and not isinstance(self.value, str) and not self.has_own_unit

    @property
    def is_known(self) -> bool:
        return self.state == State.KNOWN

    @property
    def is_open(self) -> bool:
        """A question to send: nobody has told it, it can apply, and the zone can answer it."""
        return self.asks_zone and self.state == State.UNKNOWN


def of_zone(fact: Fact, notes: Notes) -> Answer:
    """The line of a field of the zone: what is not known is a question to it."""
    return dataclasses.replace(of_fact(fact, notes), asks_zone=True)


def of_fact(fact: Fact, notes: Notes, *, label: str = "", is_detail: bool = False) -> Answer:
    value = workbook_cells.value_of(fact)
    return Answer(
        label=label or str(fact.field.label),
        value=value,
        shown=fact.shown if fact.is_known else str(value),
        address=fact.field.kind.leads_to(fact.value) if fact.is_known else "",
        unit=str(fact.field.unit),
        state=fact.state,
        as_of=workbook_cells.as_of(fact),
        confirmed=workbook_cells.confirmed(fact),
        notes=fact.notes,
        remark=workbook_cells.remarks(fact, notes),
        field=fact.field.key,
        mark=fact.mark if fact.is_known else None,
        is_detail=is_detail,
    )


def answer_of(label: str, value: Cell, *, unit: str = "", **more: object) -> Answer:
    """A line that is no field of a record; without a value it is not known."""
    if value in (None, ""):
        return dataclasses.replace(
            unknown(label, unit, asks_zone=bool(more.get("asks_zone"))),
            is_detail=bool(more.get("is_detail")),
        )
    return Answer(label, value, _grouped(value), unit, **more)  # type: ignore[arg-type]


def unknown(label: str, unit: str = "", *, asks_zone: bool = False) -> Answer:
    words = str(State.UNKNOWN.label)
    return Answer(label, words, words, unit, state=State.UNKNOWN, asks_zone=asks_zone)


def _grouped(value: Cell) -> str:
    """A number as the reader's language writes it."""
    return value if isinstance(value, str) else number_format(value, force_grouping=True)
