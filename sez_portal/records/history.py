"""The past of a record as a reader sees it: applied submissions, field by field."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from sez_portal.common.access import rule_of
from sez_portal.records.choices import UNSAID, Origin, State
from sez_portal.records.field_types.basic import Json
from sez_portal.records.files import Shown, shown_change
from sez_portal.records.models import Submission
from sez_portal.records.models.submission import SubmissionQuerySet
from sez_portal.records.permissions import removed
from sez_portal.records.record import Field, Record


def news() -> SubmissionQuerySet:
    """The stream of changes, the same for everybody: what visitors may read, newest first.

    What a seeding wrote is no news. Rows that were taken away are there too (`removal`).
    """
    told = rule_of(None, Submission, "read") | removed()
    return Submission.objects.applied().filter(told).exclude(origin=Origin.SEED)


class Changed(NamedTuple):
    """One field of a submission; the language says in which tongue a text is."""

    label: str
    before: str
    after: str
    language: str
    files: list[Shown]  # photos or documents, and what was done to them


class HistoryEntry(NamedTuple):
    """A submission with its changes in words."""

    submission: Submission
    fields: list[Changed]


def history_entry(record: Record, submission: Submission) -> HistoryEntry:
    """What happened to the row itself, then the changes in the order of the record.

    Fields that the record no longer has are left out.
    """
    of_fields = [
        changed(field, submission) for field in record.fields if field.key in submission.changes
    ]
    return HistoryEntry(submission, [*_of_the_row(submission), *of_fields])


def changed(field: Field, submission: Submission) -> Changed:
    """What the submission did to one of its fields."""
    change = submission.changes[field.key]
    return Changed(
        field.full_label,
        _shown(field, change["from"]),
        _shown(field, change["to"]) or _unsaid(submission, field),
        field.language or "en",
        shown_change(field.kind, change["from"], change["to"]),
    )


def _of_the_row(submission: Submission) -> list[Changed]:
    """Its publishing, its key, and what it was merged into."""
    rows = []
    if change := submission.changes.get("is_published"):
        words = {True: _("published"), False: _("not published")}
        label = _("Shown to visitors")
        rows.append(Changed(label, words[change["from"]], words[change["to"]], "en", []))
    for name, label in (
        ("key", _("Key")),
        ("merged_into", _("Merged into")),
        ("merged_from", _("Made one with it")),
        ("parted_from", _("Parted from")),
        ("parted_into", _("Parted off it")),
        ("replaced_by", _("Replaced by")),
        ("replaces", _("Takes the place of")),
    ):
        if change := submission.changes.get(name):
            rows.append(Changed(label, change["from"], change["to"], "en", []))
    return rows


def _unsaid(submission: Submission, field: Field) -> str:
    """That there is no figure, and why, where its office said so."""
    for piece in submission.evidence.get(field.key, []):
        if piece["state"] in UNSAID:
            told = _("%(state)s: %(reason)s")
            return told % {"state": State(piece["state"]).label, "reason": piece["note"]}
    return ""


def _shown(field: Field, value: Json) -> str:
    """The value in words; rows of a table of their own as their cells."""
    if value == field.kind.empty:
        return ""
    return field.kind.show(value)
