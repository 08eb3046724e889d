"""Public texts speak to people: no names of columns, keys or files of the machine."""

import re

import pytest

from sez_portal.records import record
from sez_portal.records.field_types.basic import Kind, Text, Words
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # words of the seeds
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
MACHINE = re.compile(r"\bdata note\b|\b[a-z]+(?:_[a-z0-9]+)+\b|\b\w+\.csv\b", re.IGNORECASE)


def machine_words(text: str) -> list[str]:
    return MACHINE.findall(ADDRESS.sub("", text))


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def spoken(value: object, kind: Kind) -> object:
    """Of the rows of a table the cells that are sentences; keys of vocabularies are not."""
    if not isinstance(kind, Rows):
        return value
    names = [name for name, column in kind.columns.items() if type(column) in (Text, Words)]
    return [{name: cells[name] for name in names} for cells in value]


@pytest.mark.parametrize("name", [one.name for one in record.every()])
def test_no_public_text_holds_a_word_of_the_machine(name):
    declared = record.get(name)
    fields = [one for one in declared.fields if type(one.kind) in (Text, Words, Rows)]
    found = [
        (row.key, field.key, word)
        for row in declared.model.objects.all()
        for field in fields
        for text in texts(spoken(field.kind.read(row, field.key), field.kind))
        for word in machine_words(text)
    ]
    assert not found


def test_no_note_of_the_evidence_does_either():
    notes = Evidence.objects.exclude(note="").values_list("record", "key", "field", "note")
    assert not [row for row in notes if machine_words(row[3])]
