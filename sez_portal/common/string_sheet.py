"""A catalogue as a sheet for a reader without git, and back: each string with its translation,
in a row that its key finds again."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polib
from openpyxl import Workbook, load_workbook

from sez_portal import languages
from sez_portal.common.text import hashed
from sez_portal.common.translation_rules import faults_of
from sez_portal.common.workbooks import add_sheet, safe

# The reader is no reader of the portal: heads are in English in every language.
KEY, TRANSLATION, STATE = "Key", "Translation", "State"
HEAD = (KEY, "Where it stands", "Context and comment", "English", "Plural", TRANSLATION, STATE)
DOUBTFUL = "to be read again"  # who has read it empties the cell


class Change(NamedTuple):
    """What a sheet says of a string, and what the catalogue said."""

    entry: polib.POEntry
    before: str
    after: str


def key_of(entry: polib.POEntry) -> str:
    return hashed(entry.msgctxt, entry.msgid)[:12]


def told(entry: polib.POEntry) -> str:
    """The translation of a string; of a plural the form that serves every number."""
    forms = [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]
    return forms[-1] if forms else entry.msgstr


def sheet_of(code: str) -> Workbook:
    """The catalogue of a language as a workbook; the title of its sheet is the language."""
    book = Workbook()
    book.remove(book.active)
    add_sheet(book, code, HEAD, (_row(entry) for entry in _live(code)), frozen=1)
    return book


def _live(code: str) -> list[polib.POEntry]:
    entries = polib.pofile(str(languages.catalogue(code)))
    return [entry for entry in entries if not entry.obsolete]


def _row(entry: polib.POEntry) -> list[str]:
    state = DOUBTFUL if entry.fuzzy else "" if entry.translated() else "missing"
    files = " ".join(file for file, _line in entry.occurrences)
    notes = "; ".join(filter(None, (entry.msgctxt, entry.comment.replace("\n", " "))))
    return [key_of(entry), files, notes, entry.msgid, entry.msgid_plural, told(entry), state]


class Told(NamedTuple):
    """What a row of a sheet says: the translation, and whether it is to be read again."""

    text: str
    is_doubtful: bool


def read(path: Path) -> tuple[str, dict[str, Told]]:
    """The language of a sheet, and its rows by their keys. ValueError: no such sheet."""
    sheet = load_workbook(path).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    head = [str(cell or "") for cell in next(rows, ())]
    if sheet.title not in dict(languages.LANGUAGES) or not {KEY, TRANSLATION, STATE} <= {*head}:
        raise ValueError(f"{path}: no sheet of strings, or of no language of the portal")
    key, text, state = (head.index(name) for name in (KEY, TRANSLATION, STATE))
    found = {
        str(row[key]): Told(_unquoted(str(row[text] or "")), row[state] == DOUBTFUL)
        for row in rows
        if row[key]
    }
    return sheet.title, found


def _unquoted(text: str) -> str:
    """Without the sign that kept a cell from being a formula."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text


def changes(catalogue: polib.POFile, found: Mapping[str, Told]) -> list[Change]:
    """The strings of which the sheet says something else. An empty cell takes nothing away."""
    changed = []
    for entry in catalogue:
        row, before = found.get(key_of(entry)), told(entry)
        if entry.obsolete or row is None or not row.text:
            continue
        if row.text != before or (entry.fuzzy and not row.is_doubtful):
            changed.append(Change(entry, before, row.text))
    return changed


def faults(code: str, changed: list[Change]) -> Iterator[str]:
    """What a machine sees wrong in what the sheet brings."""
    for change in changed:
        sources = [text for text in (change.entry.msgid, change.entry.msgid_plural) if text]
        for fault in faults_of(code, sources, change.after):
            yield f"{key_of(change.entry)} {fault}: {sources[-1]!r} and {change.after!r}"


def take_in(changed: list[Change]) -> None:
    """Write the new translations into their entries; what was read is not fuzzy any more."""
    for entry, _before, after in changed:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural or {0: ""}, after)
        else:
            entry.msgstr = after
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgctxt = None
