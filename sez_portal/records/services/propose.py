"""What an author does with a proposal: save a draft, send it, take it back.

Every act asks for permission inside its transaction. What may go live at once does so here, by
the policy; the rest waits for `decide`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import office_of, speaker_of
from sez_portal.common.access import require
from sez_portal.common.locks import just_now
from sez_portal.records import notifications, policy
from sez_portal.records.checks import check
from sez_portal.records.choices import OPEN, Origin, SubmissionStatus, Verdict
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.past import values_at
from sez_portal.records.record import Record
from sez_portal.records.services.apply import apply, locked, origin_of, side_of, title_of


class Unchanged(ValidationError):
    """Everything proposed stands there already."""


def open_submission(record: Record, key: str, by: User) -> Submission | None:
    """What this author has under way for the record, if anything; held inside a transaction."""
    mine = Submission.objects.open().filter(record=record.name, key=key, author=by)
    return mine.select_for_update().first() if connection.in_atomic_block else mine.first()


@transaction.atomic
def save_draft(
    *, record: Record, key: str, by: User, typed: Mapping[str, Any], note: str, based_on: int
) -> Submission:
    """Keep what the form holds, as it was typed; nobody else sees it."""
    obj = _row(record, key, by)
    draft = open_submission(record, key, by) or _blank(record, key, obj, by)
    if draft.status == SubmissionStatus.WAITING:
        raise PermissionDenied("it was sent already")
    draft.typed, draft.note = dict(typed), note
    draft.based_on = min(based_on, DataVersion.current()) or DataVersion.current()
    draft.save()
    return draft


@transaction.atomic
def propose(
    *,
    record: Record,
    key: str,
    by: User,
    values: Mapping[str, Json],
    evidence: Mapping[str, Iterable[Piece]] | None = None,
    note: str = "",
    based_on: int = 0,
    typed: Mapping[str, Any] | None = None,
) -> Submission:
    """Send changed values, and evidence for changed or unchanged ones.

    `based_on` is the data version the author saw; what they left as it was then is no change.
    What the author sent before and was not decided stays under way with it. Raises Unchanged
    when nothing differs, PermissionDenied when the row is not theirs to propose for.
    """
    obj = _row(record, key, by)
    based_on = min(based_on, DataVersion.current())
    start = values_at(record, key, based_on or DataVersion.current())
    live = record.read(obj, values) if obj else start
    changes = {
        name: {"from": start[name], "to": value}
        for name, value in values.items()
        if value not in (start[name], live[name])
    }
    pieces = {
        name: list(given)
        for name, given in (evidence or {}).items()
        if name in changes or name not in values or values[name] == live[name]
    }
    if not changes and not pieces:
        raise Unchanged(_("Nothing was changed, so nothing was sent and nothing was refreshed."))
    proposal = open_submission(record, key, by) or _blank(record, key, obj, by)
    if _is_the_same(proposal, changes, pieces):
        return proposal
    if obj is None:
        proposal.country, proposal.title = values.get("country") or "", values.get("name_en") or key
    _take_in(proposal, values, changes, pieces)
    proposal.typed, proposal.note = {**proposal.typed, **(typed or {})}, note
    proposal.based_on, proposal.turn = based_on, proposal.turn + 1
    proposal.status, proposal.submitted_at = SubmissionStatus.WAITING, timezone.now()
    found = check(record, key, start, {name: c["to"] for name, c in changes.items()}, pieces)
    proposal.checks = {n: told for n, told in proposal.checks.items() if n not in values} | found
    proposal.save()
    _apply_at_once(record, proposal)
    transaction.on_commit(lambda: notifications.sent(proposal))
    return proposal


def _is_the_same(
    proposal: Submission, changes: dict[str, Any], pieces: Mapping[str, list[Piece]]
) -> bool:
    """Whether just this waits already: the button was pressed twice."""
    told = {name: [piece.as_json() for piece in given] for name, given in pieces.items()}
    return (
        proposal.status == SubmissionStatus.WAITING
        and all(proposal.changes.get(name) == change for name, change in changes.items())
        and all(
            _plain(proposal.evidence.get(name)) == _plain(given) for name, given in told.items()
        )
    )


def just_sent(record: Record, by: User, typed: Mapping[str, Any]) -> Submission | None:
    """The new row that this author proposed with just this form some minutes ago."""
    mine = Submission.objects.proposals().filter(record=record.name, is_new=True, author=by)
    rows = mine.filter(submitted_at__gt=just_now()).order_by("-pk")
    return next((row for row in rows if row.typed == typed), None)


def _plain(told: Any) -> Any:
    """As it comes back from the database: tuples are lists there."""
    return json.loads(json.dumps(told))


def _take_in(
    proposal: Submission,
    values: Mapping[str, Json],
    changes: dict[str, Any],
    pieces: Mapping[str, list[Piece]],
) -> None:
    """What this author sends now replaces what they sent for the same fields; the rest stays.

    A value sent once more as it waits keeps what it rests on.
    """
    again = {n for n, c in changes.items() if proposal.changes.get(n, {}).get("to") == c["to"]}
    proposal.changes = _without(proposal.changes, values) | changes
    told = {name: [piece.as_json() for piece in given] for name, given in pieces.items()}
    proposal.evidence = _without(proposal.evidence, set(values) - again) | told
    proposal.decisions = _without(proposal.decisions, [*changes, *pieces])


def _without(mapping: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name not in set(names)}


def _row(record: Record, key: str, by: User) -> Any:
    """The row to propose for, or None for a new one. Raises PermissionDenied."""
    obj = locked(record, key)
    if obj is not None:
        require(by, "propose", obj)
    elif not by.is_active:
        raise PermissionDenied("an account is needed")
    return obj


def _blank(record: Record, key: str, obj: models.Model | None, by: User) -> Submission:
    country = side_of(record, obj, by) if obj else ""
    speaker = speaker_of(by, country=country, key=record.kept_key(key))
    return Submission(
        record=record.name,
        key=key,
        country=country,
        title=title_of(obj) if obj else key,
        origin=Origin.MI if origin_of(by, country) == Origin.MI else Origin.PROPOSAL,
        status=SubmissionStatus.DRAFT,
        author=by,
        author_name=str(by),
        office=speaker.office,
        office_is_verified=speaker.is_appointed,
        is_new=obj is None,
    )


def _apply_at_once(record: Record, proposal: Submission) -> None:
    undecided = set(proposal.undecided)
    confirmed = [
        name for name in proposal.evidence if name not in proposal.changes and name in undecided
    ]
    changed = [name for name in proposal.changes if name in undecided]
    now, waits = policy.split(record, changed, confirmed, proposal.checks, proposal.unsaid)
    if proposal.is_new:
        now, waits = [], proposal.fields
    proposal.tier = policy.tier(waits, proposal.checks)
    if now:
        accept_fields(record, proposal, now, decided_by=None)
        verdict = {"verdict": Verdict.ACCEPTED, "reason": ""}
        proposal.decisions = dict.fromkeys(now, verdict)
        if not waits:
            proposal.status, proposal.decided_at = SubmissionStatus.ACCEPTED, timezone.now()
    proposal.save()


def accept_fields(
    record: Record,
    proposal: Submission,
    names: Iterable[str],
    *,
    decided_by: User | None,
    overrides: Mapping[str, Json] | None = None,
    awaits_country: bool = False,
) -> Submission | None:
    """Apply these fields of a proposal; `overrides` hold a moderator's own wording of texts.

    Figures of an office appointed for the record count as confirmed by it on the day they
    were sent; others stay unconfirmed, and so does a text in other words than the office's.
    """
    names, overrides = list(names), overrides or {}
    wanted = would_be(record, proposal, locked(record, proposal.key))
    values = {n: overrides.get(n, wanted[n]) for n in names if n in wanted}
    evidence = {
        name: [
            _worded(Piece.from_json(told), overrides.get(name), decided_by)
            for told in proposal.evidence[name]
        ]
        for name in names
        if name in proposal.evidence
    }
    return apply(
        record=record,
        key=proposal.key,
        values=values,
        evidence=evidence,
        origin=Origin(proposal.origin),
        by=proposal.author,
        office=proposal.office,
        office_is_verified=proposal.office_is_verified,
        note=proposal.note,
        proposal=proposal,
        decided_by=decided_by,
        decided_by_name=str(decided_by) if decided_by else "",
        awaits_country=awaits_country,
    )


def would_be(record: Record, proposal: Submission, obj: models.Model | None) -> dict[str, Json]:
    """The values if all of the proposal went live now, beside what others changed meanwhile."""
    names = [name for name in proposal.changes if name in record.by_key]
    live = record.read(obj, names) if obj else {name: record[name].kind.empty for name in names}
    return {
        name: record[name].kind.merged(
            live[name], proposal.started_from(name), proposal.proposed(name)
        )
        for name in names
    }


def _worded(piece: Piece, value: Json, by: User | None) -> Piece:
    """The piece for a text in a moderator's words: it says so, and is not the office's word."""
    if value is None or by is None:
        return piece
    words = office_of(by, country="")
    said_on = piece.speaks_of or piece.confirmed_on or ""
    return replace(
        piece,
        value=value,
        speaks_of=said_on,
        confirmed_on=None,
        confirmed_by="",
        worded_by=words,
    )


@transaction.atomic
def withdraw(*, submission: Submission, by: User) -> Submission:
    """Take it back; what went live at once stays. Raises PermissionDenied once it is decided."""
    require(by, "withdraw", submission)
    mine = Submission.objects.filter(pk=submission.pk, status__in=OPEN)
    if not mine.update(
        status=SubmissionStatus.WITHDRAWN, turn=F("turn") + 1, decided_at=timezone.now()
    ):
        raise PermissionDenied("it was decided in the meantime")
    submission.refresh_from_db()
    return submission
