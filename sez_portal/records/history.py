"""The past of a record as a reader sees it: applied submissions, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from sez_portal.common.access import rule_of
from sez_portal.records.choices import UNSAID, Origin, State
from sez_portal.records.field_types.basic import Json, Noted, Text, Words
from sez_portal.records.files import Shown, shown_change
from sez_portal.records.former_keys import key_now
from sez_portal.records.headlines import headline
from sez_portal.records.models import Submission
from sez_portal.records.models.submission import SubmissionQuerySet
from sez_portal.records.naming import Names
from sez_portal.records.permissions import removed
from sez_portal.records.record import Field, Record, get
from sez_portal.records.text_diff import Worded, words


def news() -> SubmissionQuerySet:
    """The stream of changes, the same for everybody: what visitors may read, newest first.

    What a seeding wrote is no news. Rows that were taken away are there too (`removal`).
    """
    told = rule_of(None, Submission, "read") | removed()
    return Submission.objects.applied().filter(told).exclude(origin=Origin.SEED)


class Cited(NamedTuple):
    """What a figure rested on: the day it speaks of and its sources, in words."""

    speaks_of: str = ""
    sources: str = ""


@dataclass(frozen=True)
class Changed:
    """One field of a submission; the language says in which tongue a text is.

    Of a figure that was only dated, sourced or confirmed anew, `before` and `after` are the same.
    """

    label: str
    before: str
    after: str
    language: str = "en"
    files: Iterable[Shown] = ()  # photos or documents, and what was done to them
    is_text: bool = False
    cited_before: Cited = Cited()
    cited: Cited = Cited()

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @cached_property
    def diff(self) -> list[Worded]:
        """The change of a text word by word; nothing of any other value."""
        if not (self.is_text and self.before and self.after) or self.is_same:
            return []
        return words(self.before, self.after)


class HistoryEntry(NamedTuple):
    """A submission with its changes in words."""

    submission: Submission
    fields: list[Changed]
    headline: str


Citations = Mapping[tuple[int, str], tuple[Cited, Cited]]  # by submission and field: before, after


def history_entries(
    record: Record,
    submissions: Iterable[Submission],
    reader: Any = None,
    citations: Citations | None = None,
) -> list[HistoryEntry]:
    """Each submission in words, with the names that the reader may see of the rows it names."""
    submissions = list(submissions)
    names = names_for(record, submissions, reader)
    return [_entry(record, one, names, citations or {}) for one in submissions]


def entries_of_any(submissions: Iterable[Submission], reader: Any = None) -> list[HistoryEntry]:
    """The same of submissions about rows of several records, in their order."""
    submissions = list(submissions)
    by_record: dict[str, list[Submission]] = {}
    for sent in submissions:
        by_record.setdefault(sent.record, []).append(sent)
    told = {
        entry.submission.pk: entry
        for name, sent in by_record.items()
        for entry in history_entries(get(name), sent, reader)
    }
    return [told[sent.pk] for sent in submissions]


def history_entry(record: Record, submission: Submission, reader: Any = None) -> HistoryEntry:
    """What happened to the row itself, then the changes in the order of the record.

    Fields that the record no longer has are left out.
    """
    return history_entries(record, [submission], reader)[0]


def names_for(record: Record, submissions: Iterable[Submission], reader: Any = None) -> Names:
    """The names of all rows that the values of these submissions name by their keys."""
    told: list[tuple[Field, Json]] = []
    rows = []
    for sent in submissions:
        rows.append(_merged_into(record, sent))
        for name in sent.fields:
            if field := record.by_key.get(name):
                ends = sent.changes.get(name) or {"to": sent.proposed(name)}
                told += [(field, value) for value in ends.values()]
    return Names.of(record, told, reader, rows=rows)


def _entry(record: Record, sent: Submission, names: Names, citations: Citations) -> HistoryEntry:
    of_fields = [
        changed(record, field, sent, names, *citations.get((sent.pk, field.key), ()))
        for field in record.fields
        if field.key in sent.changes or field.key in sent.evidence
    ]
    fields = [*_of_the_row(record, sent, names), *of_fields]
    return HistoryEntry(sent, fields, headline(record, sent))


def changed(
    record: Record,
    field: Field,
    sent: Submission,
    names: Names,
    cited_before: Cited = Cited(),  # noqa: B008  immutable
    cited: Cited = Cited(),  # noqa: B008
) -> Changed:
    """What the submission did to one of its fields."""
    before, after = sent.started_from(field.key), sent.proposed(field.key)
    return Changed(
        str(field.label),
        names.shown(record, field, before),
        names.shown(record, field, after) or _unsaid(sent, field),
        field.language or "en",
        shown_change(field.kind, before, after),
        isinstance(field.kind, (Text, Words)) and not isinstance(field.kind, Noted),
        cited_before,
        cited,
    )


def _of_the_row(record: Record, sent: Submission, names: Names) -> list[Changed]:
    """Its publishing, and what it was made one with, parted from or replaced by; never its key."""
    rows = []
    if change := sent.changes.get("is_published"):
        told = {True: _("published"), False: _("not published")}
        rows.append(Changed(_("Shown to visitors"), told[change["from"]], told[change["to"]]))
    if change := sent.changes.get("merged_into"):
        into = names.of_row(record, _merged_into(record, sent))
        label = _("Its address leads to") if change.get("undoes") else _("Merged into")
        rows.append(Changed(label, change["from"], into))
    for name, label in (
        ("merged_from", _("Made one with it")),
        ("parted_from", _("Parted from")),
        ("parted_into", _("Parted off it")),
        ("replaced_by", _("Replaced by")),
        ("replaces", _("Takes the place of")),
    ):
        if change := sent.changes.get(name):
            told = _("Withdrawn") if change.get("undoes") else label
            rows.append(Changed(told, change["from"], change["to"]))
    return rows


def _merged_into(record: Record, sent: Submission) -> str:
    """The key of the row that this one was made one with, "" where it was parted again."""
    change = sent.changes.get("merged_into", {})
    if not change.get("to"):
        return ""
    return change.get("key") or key_now(record, sent.key) or ""


def _unsaid(submission: Submission, field: Field) -> str:
    """That there is no figure, and why, where its office said so."""
    for piece in submission.evidence.get(field.key, []):
        if piece["state"] in UNSAID:
            told = _("%(state)s: %(reason)s")
            return told % {"state": State(piece["state"]).label, "reason": piece["note"]}
    return ""
