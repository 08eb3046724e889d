"""Rows of a list as records: those that they are, those that are new, those nobody can tell yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import rule_of
from sez_portal.common.text import compact
from sez_portal.records.record import Record
from sez_portal.records.services.apply import title_of
from sez_portal.records.workbooks import headings, layout
from sez_portal.records.workbooks.doubles import Candidate, Standing, point_of, standing
from sez_portal.records.workbooks.filling import FormFiller
from sez_portal.records.workbooks.newcomers import newcomers_of
from sez_portal.records.workbooks.plan import IS_NEW, LEFT_OUT, Line, LineCell, Plan, lines_of
from sez_portal.records.workbooks.reading import SheetRow
from sez_portal.records.workbooks.words import key_of

MOST_NEW = 500  # new rows of a list


@dataclass
class Doubt:
    """A row that may be one that stands: what it says, which it may be, and what was decided."""

    line: Line
    title: str
    candidates: list[Candidate]
    mine: set[str]  # the keys of those that its sender may change
    decided: str  # "" as long as nobody said
    can_be_new: bool

    @property
    def name(self) -> str:
        return self.line.name

    @property
    def likely(self) -> str:
        """What is chosen beforehand: the one row of the same name, where there is just one."""
        same = [one.of for one in self.candidates if one.is_same]
        if len(same) != 1:
            return ""
        (one,) = same
        return one.key if one.key in self.mine and not one.waits else LEFT_OUT


@dataclass
class Sorted:
    """The rows of lists: cells of rows that stand, new rows, and those to be decided first."""

    cells: list[LineCell] = field(default_factory=list)
    new: list[tuple[Line, str]] = field(default_factory=list)  # with the country
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def open(self) -> list[Doubt]:
        return [one for one in self.doubts if not one.decided]


class Sorter:
    """Sorts the rows of a list; what is wrong with a row itself is told to the filler's teller."""

    def __init__(self, record: Record, plan: Plan, by: User, fill: FormFiller) -> None:
        self.record, self.plan, self.by, self.fill = record, plan, by, fill
        self.takes_new = newcomers_of(record.name) is not None
        self.found = Sorted()
        self.taken: dict[str, int] = {}  # the row of the list that speaks of a record

    def sort(self, rows: Sequence[SheetRow]) -> Sorted:
        lines = list(lines_of(self.record.name, self.plan, list(rows)))
        if not lines:
            return self.found
        self.doubles = standing(self.record)
        self._read_rows()
        for line in lines:
            self._sort(line)
        return self.found

    def _read_rows(self) -> None:
        rows: Any = self.record.model._default_manager
        self.rows = {row.key: row for row in rows.all()}
        acts = [rule_of(self.by, self.record.model, act) for act in ("propose", "change")]
        self.mine = set(rows.filter(acts[0] | acts[1]).values_list("key", flat=True))

    def _sort(self, line: Line) -> None:
        decided = self.plan.decided.get(line.name, "")
        key = line.cells.get(headings.KEY, "")
        if key in self.rows and not decided:
            self._take_row(line, key)
            return
        if len(self.found.new) > MOST_NEW:
            return  # it is to be sent in parts: no more of it is looked at
        country = self._country(line)
        names = line.names
        point = point_of(line.cells.get("lat"), line.cells.get("lon"))
        candidates = self.doubles.of(names, country, point)
        if candidates or decided or not self.takes_new:
            self._doubt(line, candidates, decided, next(iter(names), key))
        if decided in self.rows:
            self._take_row(line, decided)
        elif decided == IS_NEW or not (candidates or decided or not self.takes_new):
            self._take_new(line, country, names, point)

    def _doubt(self, line: Line, candidates: list[Candidate], decided: str, title: str) -> None:
        if decided not in (IS_NEW, LEFT_OUT) and decided not in self.rows:
            decided = ""
        doubt = Doubt(line, title, candidates, self.mine, decided, self.takes_new)
        self.found.doubts.append(doubt)

    def _country(self, line: Line) -> str:
        """The country that the row names, by its code; "" where none can be told."""
        text = line.cells.get("country", "")
        if not text or "country" not in self.record.by_key:
            return ""
        words, _labels = self.fill.words_of(self.record["country"], "")
        return key_of(text, words) or ""

    def _take_row(self, line: Line, key: str) -> None:
        """The cells of the row as figures of the record that it is."""
        if key in self.taken:
            told = _("The same record stands in row %(row)s too. Keep one of the two.")
            self._fault(line, told % {"row": self.taken[key]})
            return
        self.taken[key] = line.row.number
        obj = self.rows[key]
        title = title_of(obj)
        for name, text in line.cells.items():
            one = self.record.by_key.get(name)
            if name in headings.NAMES and compact(text) == compact(getattr(obj, name)):
                continue  # a list in capitals gives nobody another name
            if one is not None and one.proposable:
                about = self.plan.about if one.months is not None else None
                self.found.cells.append(line.cell(name, about, key=key, title=title))

    def _take_new(self, line: Line, country: str, names: list[str], point: Any) -> None:
        if len(self.found.new) == MOST_NEW:
            told = _("The list has more than %(most)s new records. Send it in parts.")
            self._fault(line, told % {"most": MOST_NEW})
        self.found.new.append((line, country))
        title = _("row %(row)s of this list") % {"row": line.row.number}
        self.doubles.add(Standing(line.name, title, country, tuple(names), point, waits=True))

    def _fault(self, line: Line, told: str) -> None:
        name = headings.KEY if headings.KEY in line.places else "name_en"
        title = next(iter(line.names), "")
        cell = line.cell(name, title=title)
        self.fill.fault(cell, layout.VALUE, told)
