"""Two rows side by side, and what hangs on the one that goes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sez_portal.accounts.roles import keepers
from sez_portal.records.choices import FlagStatus
from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.models import Flag, Submission
from sez_portal.records.record import Field, Record, luggage_of
from sez_portal.records.services.merge import differing, naming, whole_points
from sez_portal.records.services.rename import NAMES


@dataclass(frozen=True)
class Side:
    """A figure of one of the rows with what it rests on."""

    fact: Fact
    sources: list[str]


@dataclass(frozen=True)
class Choice:
    """A field of which the two rows say different things."""

    field: Field
    goes: Side
    stays: Side

    @property
    def is_missing(self) -> bool:
        """Whether the row that stays knows nothing of it."""
        return not self.stays.fact.is_known


@dataclass(frozen=True)
class Compared(Choice):
    """A field of two rows that are to be made one, and what becomes of what each says."""

    is_taken: bool  # what the row that goes says replaces what the other says
    is_joined: bool  # both are kept: names, and lists that nobody may shorten

    @property
    def is_lost(self) -> bool:
        """Whether what the row that goes says is on no page any more."""
        return self.goes.fact.is_known and not (self.is_taken or self.is_joined)

    @property
    def afterwards(self) -> str:
        """What the page says of it when they are one."""
        if self.is_taken:
            return _("What goes is taken over, with its sources.")
        if self.is_joined and self.field.key in NAMES:
            return _("What stays is kept; the other is found under “Other names”.")
        if self.is_joined:
            return _("Both are kept.")
        if not self.is_lost:
            return _("It stays as it is.")
        if self.is_missing:
            return _("It is not taken over: the page will not say it.")
        return _("What stays is kept. What goes is on no page any more.")


def compared(record: Record, goes: Any, stays: Any, take: Collection[str]) -> list[Compared]:
    """The fields of which the two rows do not say the same, with what a merge makes of them."""
    ours, theirs = record.read(goes), record.read(stays)
    fields = [field for field in record.fields if ours[field.key] != theirs[field.key]]
    able = {field.key for field in differing(record, goes, stays)}
    taken = able & set(whole_points(record, take))
    joined = {*record.guarded, *({"other_names", *NAMES} if "other_names" in record.by_key else ())}
    one, other = (_sides(record, row, fields) for row in (goes, stays))
    return [
        Compared(f, one[f.key], other[f.key], f.key in taken, f.key in joined)
        for f in fields
        if one[f.key].fact.is_known or other[f.key].fact.is_known
    ]


def choices_of(record: Record, goes: Any, stays: Any) -> list[Choice]:
    fields = differing(record, goes, stays)
    ours, theirs = (_sides(record, row, fields) for row in (goes, stays))
    return [Choice(field, ours[field.key], theirs[field.key]) for field in fields]


def _sides(record: Record, row: Any, fields: list[Field]) -> dict[str, Side]:
    notes = Notes()
    facts = facts_of(record, row, notes=notes, fields=fields)
    titles = [source.title for source in notes.sources]
    return {
        key: Side(fact, [titles[number - 1] for number in fact.notes])
        for key, fact in facts.items()
    }


def along(record: Record, goes: Any) -> list[str]:
    """What comes along with the row that goes, in words."""
    told = []
    sent = Submission.objects.open().filter(record=record.name, key=goes.key).count()
    flags = Flag.objects.filter(record=record.name, key=goes.key, status=FlagStatus.OPEN).count()
    names = sum(1 for _one in naming(record, goes.key))
    people = keepers(goes.key) if record.has_keepers else []
    for count, words in (
        (sent, ngettext("%(n)s submission that waits", "%(n)s submissions that wait", sent)),
        (flags, ngettext("%(n)s reported mistake", "%(n)s reported mistakes", flags)),
        (
            names,
            ngettext("%(n)s other record that names it", "%(n)s other records that name it", names),
        ),
    ):
        if count:
            told.append(words % {"n": count})
    told += [words for one in luggage_of(record.name) if (words := one.waiting(goes))]
    return told + [f"{person}, {person.email}" for person in people]
