"""What a workbook says about each record: changes, figures still true, and cells that are wrong.

The form of the desk judges each record, with just the fields that were filled in: one reader of
numbers, dates and choices, one set of sentences. Run in the language of the workbook.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import speaker_of
from sez_portal.common.access import rule_of
from sez_portal.records.checks import check
from sez_portal.records.choices import UNSAID
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.forms import RecordForm, country_of, typed_of
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.past import values_at
from sez_portal.records.record import Field, Record, is_known
from sez_portal.records.services.apply import side_of, title_of
from sez_portal.records.services.statement import says_the_same
from sez_portal.records.workbooks import layout
from sez_portal.records.workbooks.filling import ABOUT, FormFiller
from sez_portal.records.workbooks.layout import FACTS, LINES, Stamp
from sez_portal.records.workbooks.lines import Sorter
from sez_portal.records.workbooks.new_rows import NewJudge
from sez_portal.records.workbooks.plan import LineCell, Plan
from sez_portal.records.workbooks.reading import SheetRow
from sez_portal.records.workbooks.told import Fault, Judged, RowAnswer
from sez_portal.records.workbooks.words import folded, is_yes


def judged(
    record: Record, stamp: Stamp, rows: Sequence[SheetRow], by: User, plan: Plan | None = None
) -> Judged:
    """Judge every filled line of the workbook; nothing is written."""
    return _Judge(record, stamp, by).judge(rows, plan or Plan())


class _Judge:
    def __init__(self, record: Record, stamp: Stamp, by: User) -> None:
        self.record, self.stamp, self.by = record, stamp, by
        self.version = min(stamp.version, DataVersion.current())
        self.faults: list[Fault] = []
        self.refused: set[str] = set()
        self.fill = FormFiller(record, self._fault)
        self.labels = {one.key: str(one.label) for one in record.fields}

    def judge(self, rows: Sequence[SheetRow], plan: Plan) -> Judged:
        sorter = Sorter(self.record, plan, self.by, self.fill)
        listed = sorter.sort([row for row in rows if row.sheet in LINES])
        if listed.open:  # they are asked first, and change what the rest says
            return Judged([], [], listed.doubts)
        rows = [*(row for row in rows if row.sheet not in LINES), *listed.cells]
        found = self._judge_rows(rows)
        if listed.new:
            judge = NewJudge(self.record, plan, self.by, self.fill, self._take_faults)
            found += [one for new in listed.new if (one := judge.judge(*new))]
        faults = sorted(self.faults, key=lambda one: (one.sheet, one.row))
        return Judged(found, faults, listed.doubts)

    def _judge_rows(self, rows: Sequence[SheetRow]) -> list[RowAnswer]:
        """What is said of rows that stand."""
        self._read_rows({row.cells.get(layout.KEY, "") for row in rows})
        facts: dict[str, dict[str, SheetRow]] = defaultdict(dict)
        tables: dict[str, dict[str, list[SheetRow]]] = defaultdict(lambda: defaultdict(list))
        keys = {key for row in rows if (key := row.cells.get(layout.KEY))}
        only = keys.pop() if len(keys) == 1 else ""  # a new line of a table needs no key then
        for row in rows:
            key = row.cells.get(layout.KEY, "")
            if row.sheet != FACTS:
                key = key or only
                if self._is_known_row(row, key):
                    tables[key][row.sheet].append(row)
            elif self._is_known_row(row, key) and self._is_known_field(row, facts[key]):
                facts[key][row.cells[layout.FIELD]] = row
        return [
            answer
            for key in dict.fromkeys([*facts, *tables])
            if (answer := self._answer(self.rows[key], facts[key], tables[key]))
        ]

    def _read_rows(self, keys: set[str]) -> None:
        """The records that are named, those this person may send for, and their evidence."""
        rows: Any = self.record.model._default_manager
        self.rows = {row.key: row for row in rows.filter(key__in=keys)}
        acts = [rule_of(self.by, self.record.model, act) for act in ("propose", "change")]
        allowed = rows.filter(acts[0] | acts[1], key__in=keys)
        self.allowed = set(allowed.values_list("key", flat=True))
        sent = Submission.objects.waiting().filter(record=self.record.name, author=self.by, act="")
        self.own = {one.key: one for one in sent.filter(key__in=keys)}
        found = evidence_of(self.record, sorted(self.allowed), sources=False)
        self.dated = {pair: pieces[0].speaks_of for pair, pieces in found.items()}
        self.unsaid = {
            pair: (pieces[0].state, pieces[0].note)
            for pair, pieces in found.items()
            if pieces[0].is_shown and pieces[0].state in UNSAID
        }

    def _is_known_row(self, row: SheetRow, key: str) -> bool:
        if key in self.allowed:
            return self._is_named_so(row, key)
        told = _("We cannot tell which record this is. Copy the grey cells from a fresh download.")
        if key in self.rows:
            told = _("This record is not yours to change. Delete its rows.")
        if key not in self.refused:
            self._fault(row, layout.KEY, told)
            self.refused.add(key)
        return False

    def _is_named_so(self, row: SheetRow, key: str) -> bool:
        """Whether the grey name is that of the key; a row that was renamed since is not asked."""
        said, obj = row.cells.get(layout.TITLE, ""), self.rows[key]
        if not said or folded(said) == folded(title_of(obj)) or obj.version > self.stamp.version:
            return True
        told = _("The hidden keys of this row are those of another: was a part of it sorted?")
        self._fault(row, layout.TITLE, told)
        return False

    def _is_known_field(self, row: SheetRow, others: Mapping[str, SheetRow]) -> bool:
        name = row.cells.get(layout.FIELD, "")
        one = self.record.by_key.get(name)
        if one is None or not one.proposable:
            told = _("We cannot tell which figure this is. Copy the grey cells from a download.")
            self._fault(row, layout.FIELD, told)
            return False
        said, label = row.cells.get(layout.LABEL, ""), self.labels[name]
        if said and folded(said) != folded(label):
            told = _("The hidden keys of this row are those of another: was a part of it sorted?")
            self._fault(row, layout.LABEL, told)
            return False
        if name in others:
            told = _("The figure stands in row %(row)s too. Keep one of the two.")
            self._fault(row, layout.FIELD, told % {"row": others[name].number})
            return False
        return True

    def _fault(
        self, row: SheetRow, column: str, told: str, options: list[str] | None = None
    ) -> None:
        title = row.cells.get(layout.TITLE) or row.cells.get(layout.KEY, "")
        label = self.labels.get(row.cells.get(layout.FIELD, row.sheet), "")
        typed, address = row.cells.get(column, ""), row.address(column)
        sheet, place = row.place(column)
        self.faults.append(
            Fault(sheet, row.number, place, title, label, typed, told, address, options or [])
        )

    def _answer(
        self, obj: Any, facts: Mapping[str, SheetRow], tables: Mapping[str, list[SheetRow]]
    ) -> RowAnswer | None:
        """What is said about one record; None where nothing new is, or something is wrong."""
        before, names = len(self.faults), [*facts, *tables]
        live = self.record.read(obj, names)
        start = live
        if self.version < DataVersion.current():
            start = values_at(self.record, obj.key, self.version, names)
        answer = RowAnswer(obj.key, title_of(obj), live, start, version=self.version)
        data, asked = QueryDict(mutable=True), []
        for name, row in facts.items():
            one = self.record[name]
            answer.addresses[name] = row.address(layout.VALUE)
            if layout.STILL in row.cells:
                self._take_still(answer, one, row)
            elif self.fill.figure(data, one, row, country_of(self.record, obj), live[name]):
                asked.append(one)
        for name, lines in tables.items():
            one = self.record[name]
            if self.fill.table(data, one, lines, (live[name], start[name])):
                answer.addresses.setdefault(name, lines[0].address("0"))
                asked.append(one)
        if asked:  # also beside cells that are wrong: all of them are named at once
            self._judge_form(answer, obj, asked, data, {**_as_lists(facts), **tables})
        answer.unsaid = {n: t for n in names if (t := self.unsaid.get((obj.key, n)))}
        said = answer.changed or answer.still or answer.waits
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
        pieces = form.evidence(speaker.office, confirms=speaker.confirms)
        answer.values = {
            name: value for name, value in form.values.items() if value != answer.live[name]
        }
        listed = {name for name, rows in lines.items() if isinstance(rows[0], LineCell)}
        answer.pieces = {  # a list that says what stands there already says nothing
            name: told
            for name, told in pieces.items()
            if name not in listed or name in answer.values
        }
        self._leave_out_what_waits(answer)
        answer.typed = form.with_sources(typed_of(data))
        answer.findings = check(self.record, obj.key, answer.live, answer.values, answer.pieces)

    def _leave_out_what_waits(self, answer: RowAnswer) -> None:
        """What its sender sent before just so, and nobody decided, is not sent once more."""
        sent = self.own.get(answer.key)
        for name in answer.changed:
            if sent and says_the_same(
                sent, name, answer.values.get(name), answer.pieces.get(name, ())
            ):
                answer.values.pop(name, None)
                answer.pieces.pop(name, None)
                answer.waits.append(name)

    def _take_faults(self, form: RecordForm, lines: Mapping[str, list[SheetRow]]) -> None:
        """What the form refused, at the cells that it stands in."""
        for name, messages in form.errors.items():
            key, _mark, about = name.partition("__")
            told = " ".join(str(message) for message in messages)
            rows = lines.get(key) or next(iter(lines.values()))
            widget = form.fields[key].widget if key in form.fields else None
            if cells := sorted(getattr(widget, "at_fault", ())):
                columns = list(self.record[key].kind.columns)
                of_rows = dict(
                    zip(sorted({number for number, _c in cells}), messages, strict=False)
                )
                for number, column in cells:
                    words = str(of_rows.get(number, told))
                    self._fault(rows[number], str(columns.index(column)), words)
            else:
                column = about or (layout.VALUE if rows[0].sheet == FACTS else "0")
                self._fault(rows[0], column, told)


def _as_lists(facts: Mapping[str, SheetRow]) -> dict[str, list[SheetRow]]:
    return {name: [row] for name, row in facts.items()}
