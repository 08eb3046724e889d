"""What an author does with a proposal: send it, add to it, take it back.

Every act asks for permission inside its transaction. What may go live at once does so here, by
the policy; the rest waits for `decide`.
"""

from collections.abc import Iterable, Mapping
from copy import copy
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
from sez_portal.records.record import Record
from sez_portal.records.services import basket
from sez_portal.records.services.apply import (
    apply,
    locked,
    origin_of,
    row_to_propose_for,
    side_of,
    title_of,
)
from sez_portal.records.services.country_words import note_answers
from sez_portal.records.services.statement import (
    FormAnswer,
    Statement,
    clocks_kept,
    is_the_same,
    of_another_window,
    take_in,
    take_up,
    without,
)


class Unchanged(ValidationError):
    """Everything proposed stands there already."""


def open_submission(record: Record, key: str, by: User) -> Submission | None:
    """What this author has under way for the record, if anything; held inside a transaction."""
    mine = Submission.objects.open().filter(record=record.name, key=key, author=by, act="")
    return mine.select_for_update().first() if connection.in_atomic_block else mine.first()


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
    """Send what one form says; see `propose_all`."""
    answer = FormAnswer(values, evidence or {}, note, based_on, typed or {})
    return propose_all(record=record, key=key, by=by, answers=[answer])


@transaction.atomic
def propose_all(*, record: Record, key: str, by: User, answers: Iterable[FormAnswer]) -> Submission:
    """Send changed values, and evidence for changed or unchanged ones, as one submission.

    What the author sent before and was not decided stays under way with it. What they sent from
    another window, after a form was opened, is not overwritten by what that form left as it was.
    What waits and is put back to what stands is taken out; when nothing is left, all of it is
    taken back. Raises Unchanged when nothing differs, SentElsewhere by field where two windows
    clash, PermissionDenied when the row is not theirs to propose for.
    """
    answers = list(answers)
    obj = row_to_propose_for(record, key, by)
    told = Statement()
    for answer in answers:
        take_up(told, record, key, obj, answer)
    proposal = open_submission(record, key, by) or _blank(record, key, obj, by)
    told.leave_out(of_another_window(record, proposal, told))
    dropped = told.take_out(proposal)
    if not dropped and is_the_same(proposal, told):
        return proposal
    if not (told.changes or told.pieces or dropped):
        raise Unchanged(_("Nothing was changed, so nothing was sent and nothing was refreshed."))
    if obj is None:
        proposal.country = told.values.get("country") or proposal.country
        proposal.title = told.values.get("name_en") or proposal.title
    if not told.changes and not told.pieces and dropped == proposal.fields:
        return _take_back(proposal)
    proposal.taken_out = tuple(dropped)
    before = copy(proposal)
    take_in(proposal, told)
    proposal.based_on = min(answer.based_on for answer in answers) or DataVersion.current()
    proposal.turn += 1
    _start_clocks(before, proposal)
    wanted = {name: change["to"] for name, change in told.changes.items()}
    found = check(record, key, told.start, wanted, told.pieces)
    proposal.checks = without(proposal.checks, told.values) | found
    if not proposal.undecided:
        proposal.status, proposal.decided_at = status_of(proposal), timezone.now()
    proposal.save()
    _apply_at_once(record, proposal)
    note_answers(proposal)
    notifications.sent(proposal)
    return proposal


def _take_back(proposal: Submission) -> Submission:
    """Its author took out all that waited: it is told as taken back, with what it said."""
    proposal.status, proposal.decided_at = SubmissionStatus.WITHDRAWN, timezone.now()
    proposal.turn += 1
    proposal.taken_out = tuple(proposal.fields)
    proposal.save()
    return proposal


def status_of(proposal: Submission) -> str:
    """What became of it, by the verdicts on its fields."""
    if proposal.undecided:
        return SubmissionStatus.WAITING
    verdicts = {decision["verdict"] for decision in proposal.decisions.values()}
    if len(verdicts) > 1:
        return SubmissionStatus.PARTLY
    return SubmissionStatus.ACCEPTED if Verdict.ACCEPTED in verdicts else SubmissionStatus.DECLINED


def _start_clocks(before: Submission, proposal: Submission) -> None:
    """It waits: what is new from now on, what says the same as before since it was sent."""
    now, kept = timezone.now(), clocks_kept(before, proposal)
    proposal.set_clocks({name: kept.get(name, now) for name in proposal.undecided})
    proposal.status = SubmissionStatus.WAITING


def just_sent(record: Record, by: User, typed: Mapping[str, Any]) -> Submission | None:
    """The new row that this author proposed with just this form some minutes ago."""
    mine = Submission.objects.proposals().filter(record=record.name, is_new=True, author=by)
    rows = mine.filter(submitted_at__gt=just_now()).order_by("-pk")
    return next((row for row in rows if row.typed == typed), None)


def _blank(record: Record, key: str, obj: models.Model | None, by: User) -> Submission:
    country = side_of(record, obj, by) if obj else ""
    speaker = speaker_of(by, country=country, key=record.kept_key(key))
    return Submission(
        record=record.name,
        key=key,
        country=country,
        title=title_of(obj) if obj else key,
        origin=Origin.MI if origin_of(by, country) == Origin.MI else Origin.PROPOSAL,
        status=SubmissionStatus.WAITING,
        submitted_at=timezone.now(),
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
    now, waits = policy.split(record, changed, confirmed, proposal.checks, proposal.unfounded)
    if proposal.is_new:
        now, waits = [], proposal.fields
    proposal.tier = policy.tier(waits, proposal.checks)
    if now:
        accept_fields(record, proposal, now, decided_by=None)
        verdict = {"verdict": Verdict.ACCEPTED, "reason": ""}
        proposal.decisions = dict.fromkeys(now, verdict)
        if not waits:
            proposal.status, proposal.decided_at = SubmissionStatus.ACCEPTED, timezone.now()
    proposal.set_clocks(proposal.clocks)
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
    row = locked(record, proposal.key)
    wanted = would_be(record, proposal, row)
    values = {} if row is not None else dict(record.not_known)
    values |= {n: overrides.get(n, wanted[n]) for n in names if n in wanted}
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
        note=proposal.reason_for(names),
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
    """Take it back into the basket; what went live at once stays.

    Raises PermissionDenied once it is decided.
    """
    require(by, "withdraw", submission)
    mine = Submission.objects.filter(pk=submission.pk, status__in=OPEN)
    if not mine.update(
        status=SubmissionStatus.WITHDRAWN, turn=F("turn") + 1, decided_at=timezone.now()
    ):
        raise PermissionDenied("it was decided in the meantime")
    submission.refresh_from_db()
    basket.reopen(submission, by)
    return submission
