"""The cells of a line as the data of a form: what cannot be put there is named at its cell."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.records.choices import State
from sez_portal.records.field_types.basic import Choice, Json, Keys
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import Field, Record, is_known
from sez_portal.records.workbooks import layout
from sez_portal.records.workbooks.layout import NONE
from sez_portal.records.workbooks.reading import SheetRow
from sez_portal.records.workbooks.words import (
    folded,
    items_of,
    key_of,
    labels_of,
    names_in_every_language,
    not_offered,
    reasons,
)
from sez_portal.records.workbooks.writing import options_of, written

ABOUT = (layout.SPEAKS_OF, layout.SOURCE, layout.URL, layout.STATE, layout.REASON)


class FaultTeller(Protocol):
    """How a cell is named: its line, its column, what to do, and what it may hold."""

    def __call__(
        self, row: SheetRow, column: str, told: str, options: list[str] | None = None
    ) -> None: ...


class FormFiller:
    """Puts lines into the data of a form; False of each that is wrong or says nothing."""

    def __init__(self, record: Record, fault: FaultTeller) -> None:
        self.record, self.fault = record, fault
        self.words: dict[tuple[str, str], tuple[dict[str, str], list[str]]] = {}

    def figure(self, data: QueryDict, one: Field, row: SheetRow, country: str, live: Json) -> bool:
        """Put the cells of a figure into the form; False where one of them cannot be put there."""
        told = {name: row.cells.get(name, "") for name in (layout.VALUE, *ABOUT)}
        if (wrong := _wrong_cell(one, told, live)) is not None:
            column, sentence, options = wrong
            self.fault(row, column, sentence, options)
            return False
        state, value = told[layout.STATE], told[layout.VALUE]
        words, labels = self.words_of(one, country)
        if value and words:
            is_right = self._fill_words(data, one, row, words, labels)
            return is_right and self._about(data, one, told)
        if value or state:
            data.setlist(one.key, [value])
        elif not isinstance(one.kind, Rows):
            data.setlist(one.key, live if isinstance(live, list) else [one.kind.typed(live)])
        if state:
            reason = key_of(state, reasons())
            told[layout.STATE] = "" if reason == State.UNKNOWN else str(reason)
        return self._about(data, one, told)

    def words_of(self, one: Field, country: str) -> tuple[dict[str, str], list[str]]:
        """The keys that a cell may stand for, by their words: of a vocabulary, or of other rows."""
        if (one.key, country) not in self.words:
            found = labels_of(one.kind)
            options = options_of(self.record, one, country)
            found |= names_in_every_language(self.record, one, [key for key, _label in options])
            found |= {folded(word): key for key, label in options for word in (key, label)}
            self.words[one.key, country] = found, [label for _key, label in options]
        return self.words[one.key, country]

    def _fill_words(
        self,
        data: QueryDict,
        one: Field,
        row: SheetRow,
        words: Mapping[str, str],
        labels: list[str],
    ) -> bool:
        """Words as the keys that they stand for."""
        text = row.cells[layout.VALUE]
        keys = []
        for word in items_of(text, words) if isinstance(one.kind, Keys) else filter(None, [text]):
            key = key_of(word, words)
            if key is None:
                self.fault(row, layout.VALUE, not_offered(word, labels), labels)
                return False
            keys.append(key)
        data.setlist(one.key, keys)
        return True

    def _about(self, data: QueryDict, one: Field, told: Mapping[str, str]) -> bool:
        """The year, the source, and why there is no figure. What has no year is undated."""
        if one.months is not None:
            data[f"{one.key}__preset"] = ""
            for name in ABOUT:
                data[f"{one.key}__{name}"] = told[name]
        return True

    def table(
        self, data: QueryDict, one: Field, lines: list[SheetRow], known: Iterable[Json]
    ) -> bool:
        """Put the rows of a table into the form; False where they are as they stand, or stood
        when the workbook was downloaded: `known` are both."""
        kind = one.kind
        assert isinstance(kind, Rows)  # noqa: S101
        names = list(kind.columns)
        typed = [[line.cells.get(str(at), "") for at in range(len(names))] for line in lines]
        said = [cells for cells in typed if any(cells)]
        for rows in known:
            if said == [[written(kind.columns[n], row.get(n)) for n in names] for row in rows]:
                return False
        is_right = True
        for number, (line, cells) in enumerate(zip(lines, typed, strict=True)):
            for at, (name, text) in enumerate(zip(names, cells, strict=True)):
                column, cell = kind.columns[name], text
                if text and isinstance(column, Choice):
                    cell = key_of(text, labels_of(column)) or ""
                    if not cell:
                        labels = [str(label) for _key, label in column.choices.choices]
                        self.fault(line, str(at), not_offered(text, labels), labels)
                        is_right = False
                if text.startswith("="):
                    self.fault(line, str(at), _("A formula is not read: write its result."))
                    is_right = False
                data[f"{one.key}-{number}-{name}"] = cell
        if one.months is not None:
            data[f"{one.key}__speaks_of"] = data[f"{one.key}__preset"] = ""
        return is_right


def _wrong_cell(
    one: Field, told: Mapping[str, str], live: Json
) -> tuple[str, str, list[str]] | None:
    """The first cell of a line that makes no sense where it stands: its column, what to do, and
    what it may hold; None where all do."""
    state, value = told[layout.STATE], told[layout.VALUE]
    given = [name for name in ABOUT if told[name]]
    formula = next((name for name, text in told.items() if text.startswith("=")), "")
    labels = [str(State(reason).label) for reason in NONE]
    checks: tuple[tuple[object, str, str, list[str]], ...] = (
        (formula, formula, _("A formula is not read: write its result."), []),
        (
            one.months is None and given,
            "".join(given[:1]),
            _("This is not asked of this field: leave the cell empty."),
            [],
        ),
        (
            isinstance(one.kind, Rows) and value,
            layout.VALUE,
            _("Write the rows on the sheet of their own."),
            [],
        ),
        (
            state and key_of(state, reasons()) is None,
            layout.STATE,
            not_offered(state, labels),
            labels,
        ),
        (
            state and value,
            layout.STATE,
            _("There is a figure here, and it is said that there is none. Keep one of them."),
            [],
        ),
        (
            not (value or state or is_known(one, live)),
            "".join(given[:1]),
            _("There is no figure here that this could be said of."),
            [],
        ),
    )
    found = next((check for check in checks if check[0]), None)
    return found and found[1:]
