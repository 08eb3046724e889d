"""A row of a list that stands nowhere yet, judged by the form of the desk as a new record."""

from collections.abc import Callable, Mapping

from django.http import QueryDict

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import speaker_of
from sez_portal.records.checks import check
from sez_portal.records.choices import Finding
from sez_portal.records.field_types.basic import Json
from sez_portal.records.forms import RecordForm, typed_of
from sez_portal.records.record import Record
from sez_portal.records.workbooks import layout
from sez_portal.records.workbooks.filling import FormFiller
from sez_portal.records.workbooks.newcomers import Newcomers, newcomers_of
from sez_portal.records.workbooks.plan import Line, LineCell, Plan
from sez_portal.records.workbooks.reading import SheetRow
from sez_portal.records.workbooks.told import RowAnswer

TakeFaults = Callable[[RecordForm, Mapping[str, list[SheetRow]]], None]


class NewJudge:
    """Judges new rows of one list; `take_faults` tells what a form refused, at its cells."""

    def __init__(
        self, record: Record, plan: Plan, by: User, fill: FormFiller, take_faults: TakeFaults
    ) -> None:
        rules = newcomers_of(record.name)
        assert rules  # noqa: S101  the sorter finds no new row of any other record
        self.rules: Newcomers = rules
        self.record, self.plan, self.by, self.fill = record, plan, by, fill
        self.take_faults = take_faults

    def judge(self, line: Line, country: str) -> RowAnswer | None:
        """What is proposed; None where something of it is wrong."""
        title = next(iter(line.names), "")
        cells = self._cells(line, title)
        data, is_right = QueryDict(mutable=True), True
        for name, cell in cells.items():
            if layout.VALUE in cell.cells:
                blank = self.record[name].kind.empty
                is_right &= self.fill.figure(data, self.record[name], cell, country, blank)
        form = self._form(list(cells), data, country)
        if not form.is_valid():
            self.take_faults(form, {name: [cell] for name, cell in cells.items()})
            return None
        lacks = self.rules.lacks(form.values) if is_right else {}
        for name, told in lacks.items():
            self.fill.fault(cells[name], layout.VALUE, told)
        return self._answer(line, title, form, data, country) if is_right and not lacks else None

    def _cells(self, line: Line, title: str) -> dict[str, LineCell]:
        """The cells of all fields that are asked or told."""
        told = [name for name in line.cells if name in self.record.by_key]
        found = {}
        for name in dict.fromkeys([*self.rules.fields, *told]):
            about = self.plan.about if self.record[name].months is not None else None
            found[name] = line.cell(name, about, title=title)
        return found

    def _form(self, names: list[str], data: QueryDict, country: str) -> RecordForm:
        data.setdefault("based_on", "0")
        data.setdefault(self.rules.fields[0], "")  # a form without any field is refused
        return RecordForm(
            data,
            record=self.record,
            fields=[self.record[name] for name in names],
            values={name: self._blank(name) for name in names},
            country=country,
        )

    def _blank(self, name: str) -> Json:
        return self.record.not_known.get(name, self.record[name].kind.empty)

    def _answer(
        self, line: Line, title: str, form: RecordForm, data: QueryDict, country: str
    ) -> RowAnswer:
        said = self.rules.said(form.values)
        values = {n: v for n, v in said.items() if v != self.record[n].kind.empty}
        blank = {name: self.record[name].kind.empty for name in values}
        speaker = speaker_of(self.by, country=country, key="")
        pieces = form.evidence(speaker.office, confirms=speaker.confirms)
        pieces = {name: told for name, told in pieces.items() if name in values}
        found = check(self.record, "", blank, values, pieces)
        return RowAnswer(
            line.name,
            title,
            blank,
            blank,
            values=values,
            pieces=pieces,
            typed=form.with_sources(typed_of(data)),
            findings={n: one for n, one in found.items() if one != Finding.DOUBLE},
            addresses={n: line.cell(n).address(layout.VALUE) for n in values if n in line.places},
            is_new=True,
        )
