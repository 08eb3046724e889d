"""What a workbook says about each record: changes, figures still true, and cells that are wrong.

The form of the desk judges each record, with just the fields that were filled in: one reader of
numbers, dates and choices, one set of sentences. Run in the language of the workbook.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import speaker_of
from sez_portal.common.access import rule_of
from sez_portal.records.checks import check
from sez_portal.records.choices import State
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.field_types.basic import Choice, Json, Keys
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.form_evidence import last_year
from sez_portal.records.forms import RecordForm, country_of, typed_of
from sez_portal.records.models import DataVersion
from sez_portal.records.past import values_at
from sez_portal.records.record import Field, Record, is_known
from sez_portal.records.services.apply import side_of, title_of
from sez_portal.records.widgets import leads_to_rows, options_for
from sez_portal.records.workbooks import layout
from sez_portal.records.workbooks.layout import FACTS, NONE, Stamp
from sez_portal.records.workbooks.reading import SheetRow
from sez_portal.records.workbooks.words import (
    folded,
    is_yes,
    key_of,
    labels_of,
    not_offered,
    reasons,
)
from sez_portal.records.workbooks.writing import written

ABOUT = (layout.SPEAKS_OF, layout.SOURCE, layout.URL, layout.STATE, layout.REASON)


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


def judged(record: Record, stamp: Stamp, rows: Sequence[SheetRow], by: User) -> Judged:
    """Judge every filled line of the workbook; nothing is written."""
    return _Judge(record, stamp, by).judge(rows)


class _Judge:
    def __init__(self, record: Record, stamp: Stamp, by: User) -> None:
        self.record, self.stamp, self.by = record, stamp, by
        self.version = min(stamp.version, DataVersion.current())
        self.faults: list[Fault] = []
        self.refused: set[str] = set()
        self.words: dict[tuple[str, str], dict[str, str]] = {}
        self.labels = {one.key: str(one.label) for one in record.fields}

    def judge(self, rows: Sequence[SheetRow]) -> Judged:
        self._read_rows({row.cells.get(layout.KEY, "") for row in rows})
        facts: dict[str, dict[str, SheetRow]] = defaultdict(dict)
        tables: dict[str, dict[str, list[SheetRow]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            key = row.cells.get(layout.KEY, "")
            if row.sheet != FACTS:
                if self._is_known_row(row, key):
                    tables[key][row.sheet].append(row)
            elif self._is_known_row(row, key) and self._is_known_field(row, facts[key]):
                facts[key][row.cells[layout.FIELD]] = row
        found = [
            answer
            for key in dict.fromkeys([*facts, *tables])
            if (answer := self._answer(self.rows[key], facts[key], tables[key]))
        ]
        return Judged(found, self.faults)

    def _read_rows(self, keys: set[str]) -> None:
        """The records that are named, those this person may send for, and their evidence."""
        rows: Any = self.record.model._default_manager
        self.rows = {row.key: row for row in rows.filter(key__in=keys)}
        acts = [rule_of(self.by, self.record.model, act) for act in ("propose", "change")]
        allowed = rows.filter(acts[0] | acts[1], key__in=keys)
        self.allowed = set(allowed.values_list("key", flat=True))
        found = evidence_of(self.record, sorted(self.allowed), sources=False)
        self.dated = {pair: pieces[0].speaks_of for pair, pieces in found.items()}

    def _is_known_row(self, row: SheetRow, key: str) -> bool:
        if key in self.allowed:
            return True
        told = _("We cannot tell which record this is. Copy the grey cells from a fresh download.")
        if key in self.rows:
            told = _("This record is not yours to change. Delete its rows.")
        if key not in self.refused:
            self._fault(row, layout.KEY, told)
            self.refused.add(key)
        return False

    def _is_known_field(self, row: SheetRow, others: Mapping[str, SheetRow]) -> bool:
        name = row.cells.get(layout.FIELD, "")
        one = self.record.by_key.get(name)
        if one is None or not one.proposable:
            told = _("We cannot tell which figure this is. Copy the grey cells from a download.")
            self._fault(row, layout.FIELD, told)
            return False
        if name in others:
            told = _("The figure stands in row %(row)s too. Keep one of the two.")
            self._fault(row, layout.FIELD, told % {"row": others[name].number})
            return False
        return True

    def _fault(self, row: SheetRow, column: str, told: str, typed: str | None = None) -> None:
        title = row.cells.get(layout.TITLE) or row.cells.get(layout.KEY, "")
        label = self.labels.get(row.cells.get(layout.FIELD, row.sheet), "")
        typed = row.cells.get(column, "") if typed is None else typed
        place = row.address(column)
        self.faults.append(Fault(row.sheet, row.number, column, title, label, typed, told, place))

    def _answer(
        self, obj: Any, facts: Mapping[str, SheetRow], tables: Mapping[str, list[SheetRow]]
    ) -> RowAnswer | None:
        """What is said about one record; None where nothing new is, or something is wrong."""
        before, names = len(self.faults), [*facts, *tables]
        live = self.record.read(obj, names)
        start = live
        if self.version < DataVersion.current():
            start = values_at(self.record, obj.key, self.version, names)
        answer = RowAnswer(obj.key, title_of(obj), live, start)
        data, asked = QueryDict(mutable=True), []
        for name, row in facts.items():
            one = self.record[name]
            answer.addresses[name] = row.address(layout.VALUE)
            if layout.STILL in row.cells:
                self._take_still(answer, one, row)
            elif self._fill(data, one, row, obj, live[name]):
                asked.append(one)
        for name, lines in tables.items():
            one = self.record[name]
            if self._fill_table(data, one, lines, live[name]):
                answer.addresses.setdefault(name, lines[0].address("0"))
                asked.append(one)
        if asked:  # also beside cells that are wrong: all of them are named at once
            self._judge_form(answer, obj, asked, data, {**_as_lists(facts), **tables})
        said = answer.changed or answer.still
        return answer if said and len(self.faults) == before else None

    def _take_still(self, answer: RowAnswer, one: Field, row: SheetRow) -> None:
        """The figure is said to be still true: alone, and known."""
        if not is_yes(row.cells[layout.STILL]):
            self._fault(row, layout.STILL, _("Choose “yes”, or leave the cell empty."))
        elif row.cells.keys() & {layout.VALUE, *ABOUT}:
            told = _("The figure is said to be still true, and to be another. Keep one of the two.")
            self._fault(row, layout.STILL, told)
        elif one.months is None or not is_known(one, answer.live[one.key]):
            told = _("There is no figure here that could be confirmed. Leave the cell empty.")
            self._fault(row, layout.STILL, told)
        else:
            answer.addresses[one.key] = row.address(layout.STILL)
            answer.still.append(one.key)

    def _fill(self, data: QueryDict, one: Field, row: SheetRow, obj: Any, live: Json) -> bool:
        """Put the cells of a figure into the form; False where one of them cannot be put there."""
        told = {name: row.cells.get(name, "") for name in (layout.VALUE, *ABOUT)}
        if one.months is None and (given := [name for name in ABOUT if told[name]]):
            self._fault(row, given[0], _("This is not asked of this field: leave the cell empty."))
            return False
        if isinstance(one.kind, Rows) and told[layout.VALUE]:
            self._fault(row, layout.VALUE, _("Write the rows on the sheet of their own."))
            return False
        state, value = told[layout.STATE], told[layout.VALUE]
        if state and (reason := key_of(state, reasons())) is None:
            self._fault(row, layout.STATE, not_offered(state, [State(s).label for s in NONE]))
            return False
        if state and value:
            both = _("There is a figure here, and it is said that there is none. Keep one of them.")
            self._fault(row, layout.STATE, both)
            return False
        if value and (words := self._words_of(one, obj)):
            return self._fill_words(data, one, row, words) and self._about(data, one, told, state)
        if value or state:
            data.setlist(one.key, [value])
        elif not isinstance(one.kind, Rows):
            data.setlist(one.key, live if isinstance(live, list) else [one.kind.typed(live)])
        if state:
            told[layout.STATE] = "" if reason == State.UNKNOWN else str(reason)
        return self._about(data, one, told, state)

    def _words_of(self, one: Field, obj: Any) -> dict[str, str]:
        """The keys that a cell may stand for, by their words: of a vocabulary, or of other rows."""
        model = leads_to_rows(one.kind, self.record.model, one.key)
        country = country_of(self.record, obj)
        if (one.key, country) not in self.words:
            if model:
                options = options_for(model, country)
                found = {folded(word): key for key, label in options for word in (key, label)}
            else:
                found = labels_of(one.kind)
            self.words[one.key, country] = found
        return self.words[one.key, country]

    def _fill_words(
        self, data: QueryDict, one: Field, row: SheetRow, words: Mapping[str, str]
    ) -> bool:
        """Words as the keys that they stand for."""
        text = row.cells[layout.VALUE]
        typed = text.replace(",", ";").split(";") if isinstance(one.kind, Keys) else [text]
        keys = []
        for word in filter(None, map(str.strip, typed)):
            key = key_of(word, words)
            if key is None:
                self._fault(row, layout.VALUE, not_offered(word, words))
                return False
            keys.append(key)
        data.setlist(one.key, keys)
        return True

    def _about(self, data: QueryDict, one: Field, told: Mapping[str, str], state: str) -> bool:
        """The year, the source, and why there is no figure. A new figure without a year is of the
        last one, as the form of the desk has it beforehand; the preview shows it."""
        if one.months is None:
            return True
        year = told[layout.SPEAKS_OF]
        if not year and (told[layout.VALUE] or state):
            year = last_year()
        data[f"{one.key}__speaks_of"], data[f"{one.key}__preset"] = year, ""
        for name in (layout.SOURCE, layout.URL, layout.STATE, layout.REASON):
            data[f"{one.key}__{name}"] = told[name]
        return True

    def _fill_table(self, data: QueryDict, one: Field, lines: list[SheetRow], live: Json) -> bool:
        """Put the rows of a table into the form; False where they are as they stand."""
        kind = one.kind
        assert isinstance(kind, Rows)  # noqa: S101
        names = list(kind.columns)
        typed = [[line.cells.get(str(at), "") for at in range(len(names))] for line in lines]
        stands = [[written(kind.columns[n], row.get(n)) for n in names] for row in live]
        if [cells for cells in typed if any(cells)] == stands:
            return False
        is_right = True
        for number, (line, cells) in enumerate(zip(lines, typed, strict=True)):
            for at, (name, text) in enumerate(zip(names, cells, strict=True)):
                column, cell = kind.columns[name], text
                if text and isinstance(column, Choice):
                    cell = key_of(text, labels_of(column)) or ""
                    if not cell:
                        labels = [str(label) for _key, label in column.choices.choices]
                        self._fault(line, str(at), not_offered(text, labels))
                        is_right = False
                data[f"{one.key}-{number}-{name}"] = cell
        if one.months is not None:
            year = last_year()
            data[f"{one.key}__speaks_of"] = data[f"{one.key}__preset"] = year
        return is_right

    def _judge_form(
        self,
        answer: RowAnswer,
        obj: Any,
        asked: list[Field],
        data: QueryDict,
        lines: Mapping[str, list[SheetRow]],
    ) -> None:
        data["based_on"] = str(self.version)
        form = RecordForm(
            data,
            record=self.record,
            fields=asked,
            values={one.key: answer.live[one.key] for one in asked} | {"based_on": self.version},
            dated={one.key: self.dated.get((obj.key, one.key), "") for one in asked},
            country=country_of(self.record, obj),
        )
        if not form.is_valid():
            self._take_faults(form, lines)
            return
        country = side_of(self.record, obj, self.by)
        speaker = speaker_of(self.by, country=country, key=self.record.kept_key(obj.key))
        answer.pieces = form.evidence(speaker.office, confirms=speaker.confirms)
        answer.values = {
            name: value for name, value in form.values.items() if value != answer.live[name]
        }
        answer.typed = form.with_sources(typed_of(data))
        answer.findings = check(self.record, obj.key, answer.live, answer.values, answer.pieces)

    def _take_faults(self, form: RecordForm, lines: Mapping[str, list[SheetRow]]) -> None:
        """What the form refused, at the cells that it stands in."""
        for name, messages in form.errors.items():
            key, _mark, about = name.partition("__")
            told = " ".join(str(message) for message in messages)
            rows = lines.get(key) or next(iter(lines.values()))
            widget = form.fields[key].widget if key in form.fields else None
            if cells := sorted(getattr(widget, "at_fault", ())):
                columns = list(self.record[key].kind.columns)
                for number, column in cells:
                    self._fault(rows[number], str(columns.index(column)), told)
            else:
                column = about or (layout.VALUE if rows[0].sheet == FACTS else "0")
                self._fault(rows[0], column, told)


def _as_lists(facts: Mapping[str, SheetRow]) -> dict[str, list[SheetRow]]:
    return {name: [row] for name, row in facts.items()}
