"""What an author says with one form or several, compared with what stood there.

A statement is taken into the author's proposal; fields that it does not speak of stay as they
wait there.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.records.choices import UNSAID, State, SubmissionStatus
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.past import values_at
from sez_portal.records.record import Record, get
from sez_portal.records.services.basket import typed_for
from sez_portal.records.services.retyping import typed_without


@dataclass(frozen=True)
class FormAnswer:
    """What one form says: values and evidence, with the reason and all that was typed.

    `based_on` is the data version its author saw; what they left as it was then is no change.
    `opened` is what waited of their own when the form was opened, by field; None of an answer
    that holds nothing but what is to change.
    """

    values: Mapping[str, Json]
    evidence: Mapping[str, Iterable[Piece]] = field(default_factory=dict)
    note: str = ""
    based_on: int = 0
    typed: Mapping[str, Any] = field(default_factory=dict)
    opened: Mapping[str, Json] | None = None


class SentElsewhere(ValidationError):
    """Fields that their author sent otherwise from another window; `waiting` holds what waits."""

    def __init__(self, told: dict[str, str], waiting: Mapping[str, Json]) -> None:
        super().__init__(told)
        self.waiting = waiting


@dataclass
class Statement:
    """What several answers say together, compared with what stood there when they were opened."""

    values: dict[str, Json] = field(default_factory=dict)
    start: dict[str, Json] = field(default_factory=dict)
    changes: dict[str, dict[str, Json]] = field(default_factory=dict)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    opened: dict[str, Json] = field(default_factory=dict)  # what each form opened with
    known: set[str] = field(default_factory=set)  # what the forms knew to wait

    def leave_out(self, names: Iterable[str]) -> None:
        """Say nothing about these fields."""
        for told in (self.values, self.changes, self.pieces, self.notes):
            for name in names:
                told.pop(name, None)
        self.typed = typed_without(self.typed, names)

    def take_out(self, proposal: Submission) -> list[str]:
        """What waits and is put back to what stands, or is said no longer: it is dropped.

        Nothing is confirmed by that; a reason why there is no figure is still said.
        """
        dropped = [
            name
            for name in proposal.undecided
            if name in self.values and name not in self.changes
            if name in proposal.changes or name not in self.pieces
        ]
        for name in dropped:
            if all(piece.state not in UNSAID for piece in self.pieces.get(name, ())):
                self.pieces.pop(name, None)
        return dropped


def take_up(told: Statement, record: Record, key: str, obj: Any, answer: FormAnswer) -> None:
    """Add to the statement what the answer says, compared with what its author saw."""
    based_on = min(answer.based_on, DataVersion.current()) or DataVersion.current()
    start = values_at(record, key, based_on)
    live = record.read(obj, answer.values) if obj else start
    changes = {
        name: {"from": start[name], "to": value}
        for name, value in answer.values.items()
        if value not in (start[name], live[name])
    }
    pieces = {
        name: list(given)
        for name, given in answer.evidence.items()
        if name in changes or name not in answer.values or answer.values[name] == live[name]
    }
    pieces = {name: given for name, given in pieces.items() if name in changes or _says(given)}
    told.values |= answer.values
    if answer.opened is not None:
        told.opened |= {name: answer.opened.get(name, start[name]) for name in answer.values}
        told.known |= answer.opened.keys()
    told.start = start | told.start | {name: start[name] for name in answer.values}
    told.changes |= changes
    told.pieces |= pieces
    told.typed |= answer.typed
    if answer.note.strip():
        told.notes |= dict.fromkeys([*changes, *pieces], answer.note.strip())


def _says(pieces: Iterable[Piece]) -> bool:
    """Whether the pieces say something of a value that stays: a figure that is not known, and
    without a reason for it, is neither dated nor confirmed."""
    return all(piece.state != State.UNKNOWN for piece in pieces)


def of_another_window(record: Record, proposal: Submission, told: Statement) -> list[str]:
    """The fields that wait, or were decided, otherwise than a form opened with, and that it left
    as they were. Raises SentElsewhere for those that both changed."""
    waiting = {n: proposal.changes[n]["to"] for n in proposal.undecided if n in proposal.changes}
    untouched, clashes = [], {}
    for name, opened in told.opened.items():
        now = waiting.get(name, told.start[name])
        if _plain(now) == _plain(opened):
            is_said = name in {*waiting, *told.known, *told.changes, *told.pieces}
            if name in proposal.evidence and not is_said:
                untouched.append(name)  # what was said of the figure beside its value stays
        elif _plain(told.values[name]) == _plain(opened):
            untouched.append(name)
        elif name in waiting and told.values[name] != now:
            sentence = _(
                "You sent “%(value)s” for this from another window, and it waits. "
                "Send again if what stands here is to take its place."
            )
            field = record[name]
            shown = field.kind.show(now) if now != field.kind.empty else _("not known")
            clashes[name] = sentence % {"value": shown}
    if clashes:
        raise SentElsewhere(clashes, {name: waiting[name] for name in clashes})
    return untouched


def is_the_same(proposal: Submission, told: Statement) -> bool:
    """Whether just this waits already: the button was pressed twice."""
    pieces = {name: [piece.as_json() for piece in given] for name, given in told.pieces.items()}
    return (
        proposal.pk is not None
        and bool(told.changes or told.pieces)
        and proposal.status == SubmissionStatus.WAITING
        and all(proposal.changes.get(name) == change for name, change in told.changes.items())
        and all(
            _plain(proposal.evidence.get(name)) == _plain(given) for name, given in pieces.items()
        )
    )


def take_in(proposal: Submission, told: Statement) -> None:
    """What this author sends now replaces what they sent for the same fields; the rest stays.

    A value sent once more as it waits keeps what it rests on.
    """
    changes = told.changes
    settled = set(proposal.decisions) - {*changes, *told.pieces}
    values = set(told.values) - settled  # what was decided stays, unless it is sent anew
    proposal.earlier = [*proposal.earlier, *_decided_before(proposal, [*changes, *told.pieces])]
    again = {n for n, c in changes.items() if proposal.changes.get(n, {}).get("to") == c["to"]}
    proposal.changes = without(proposal.changes, values) | changes
    pieces = {name: [piece.as_json() for piece in given] for name, given in told.pieces.items()}
    proposal.evidence = without(proposal.evidence, values - again) | pieces
    proposal.decisions = without(proposal.decisions, [*changes, *told.pieces])
    proposal.notes = without(proposal.notes, values) | told.notes
    if proposal.notes:
        proposal.note = proposal.reason_for(proposal.fields)
    record = get(proposal.record)
    kept = typed_for(told.typed, [record[name] for name in settled if name in record.by_key])
    typed = {name: value for name, value in told.typed.items() if name not in kept}
    proposal.typed = {**proposal.typed, **typed}


def _decided_before(proposal: Submission, anew: Iterable[str]) -> list[dict[str, Any]]:
    """The decisions on what is now sent anew, as they are to be told beside it."""
    moment = proposal.decided_at or timezone.now()
    return [
        {
            "field": name,
            "from": proposal.started_from(name),
            "to": proposal.decisions[name].get("instead") or proposal.proposed(name),
            "verdict": proposal.decisions[name]["verdict"],
            "reason": proposal.decisions[name].get("reason", ""),
            "on": moment.isoformat(),
            "by": proposal.decided_by_name if "instead" in proposal.decisions[name] else "",
        }
        for name in dict.fromkeys(anew)
        if name in proposal.decisions
    ]


def clocks_kept(before: Submission, now: Submission) -> dict[str, datetime.datetime]:
    """Since when the fields wait that say just what they said before.

    None does where it came back with a question: nobody could look at it meanwhile.
    """
    if before.status != SubmissionStatus.WAITING:
        return {}
    return {
        name: moment
        for name, moment in before.clocks.items()
        if name in now.undecided and _said(before, name) == _said(now, name)
    }


def _said(proposal: Submission, field: str) -> Any:
    """What is proposed for the field and what it rests on, on whichever day it was said."""
    told = proposal.changes.get(field, {}).get("to")
    return told, [without(piece, ["confirmed_on"]) for piece in proposal.evidence.get(field, ())]


def says_the_same(proposal: Submission, field: str, value: Json, pieces: Iterable[Piece]) -> bool:
    """Whether the field waits in the proposal with just this value and what it rests on; a value
    of None is one that stays."""
    if field not in proposal.undecided:
        return False
    told = [without(_plain(piece.as_json()), ["confirmed_on"]) for piece in pieces]
    return _said(proposal, field) == (value, told)


def without(mapping: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name not in set(names)}


def _plain(told: Any) -> Any:
    """As it comes back from the database: tuples are lists there."""
    return json.loads(json.dumps(told))
