"""The past of a record as a reader sees it: applied submissions, field by field."""

from typing import NamedTuple

from sez_portal.records.kinds import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record


class Changed(NamedTuple):
    """One field of a submission; the language says in which tongue a text is."""

    label: str
    before: str
    after: str
    language: str


class Told(NamedTuple):
    """A submission with its changes in words."""

    submission: Submission
    fields: list[Changed]


def told(record: Record, submission: Submission) -> Told:
    """The changes in the order of the record; fields it no longer has are left out."""
    return Told(
        submission,
        [
            Changed(
                str(field.label),
                _shown(field, submission.changes[field.key]["from"]),
                _shown(field, submission.changes[field.key]["to"]),
                field.language or "en",
            )
            for field in record.fields
            if field.key in submission.changes
        ],
    )


def _shown(field: Field, value: Json) -> str:
    """The value in words; rows of a table of their own as their cells."""
    if value == field.kind.empty:
        return ""
    return field.kind.show(value)
