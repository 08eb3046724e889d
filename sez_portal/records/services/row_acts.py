"""What is done to whole rows: at once by whoever keeps them, or asked of another person.

A focal point renames, merges, parts and replaces what is their country's alone. What the Mekong
Institute wants to do waits for another of the institute or for the focal point; what touches a row
that two countries share waits for the other side or the institute. Undoing is the act of one
person, as every taking back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import require
from sez_portal.records import notifications
from sez_portal.records.choices import Origin, RowAct, SubmissionStatus, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.record import Record, get
from sez_portal.records.services.apply import locked, origin_of, side_of, title_of
from sez_portal.records.services.decide import awaits_country, claimed
from sez_portal.records.services.merge import is_shared_with_others, merge, undo_merge
from sez_portal.records.services.part import part, undo_part
from sez_portal.records.services.rename import give_name, name_back
from sez_portal.records.services.told import Told


@dataclass(frozen=True)
class Service:
    """`do(record, key, told, **terms)` and `undo(submission, told)`, both in a transaction."""

    do: Callable[..., Submission]
    undo: Callable[..., Submission]


_services: dict[str, Service] = {}


def provide(act: RowAct, do: Callable[..., Submission], undo: Callable[..., Submission]) -> None:
    """Say what an act does; for apps above as well."""
    _services[act] = Service(do, undo)


provide(RowAct.RENAME, give_name, name_back)
provide(RowAct.MERGE, merge, undo_merge)
provide(RowAct.PART, part, undo_part)


class _Tried(Exception):
    """What was tried went well, and is rolled back."""


@transaction.atomic
def begin(
    *, act: RowAct, record: Record, key: str, terms: Mapping[str, Any], told: Told
) -> Submission:
    """The applied act, or the submission that waits where another person has to agree.

    What could not be done is not asked for either. Raises ValidationError or PermissionDenied.
    """
    obj = locked(record, key)
    if obj is None:
        raise ValidationError(_("There is no such row."))
    require(told.by, "change", obj)
    if not waits(act, record, obj, told.by):
        return _services[act].do(record=record, key=key, told=told, **terms)
    sent = _asked(act, record, obj, terms, told)
    try:
        with transaction.atomic():
            _services[act].do(record=record, key=key, told=told._replace(agreed=sent), **terms)
            raise _Tried
    except _Tried:
        pass
    notifications.sent(sent)
    return sent


def waits(act: RowAct, record: Record, obj: Any, by: User) -> bool:
    """Whether another person has to agree before it is done."""
    if origin_of(by, side_of(record, obj, by)) == Origin.MI:
        return True
    if record.other_sides(obj, roles_of(by).countries):
        return True
    return act == RowAct.MERGE and is_shared_with_others(record, obj.key)


def _asked(
    act: RowAct, record: Record, obj: Any, terms: Mapping[str, Any], told: Told
) -> Submission:
    country = side_of(record, obj, told.by)
    same = {"record": record.name, "key": obj.key, "act": act, "author": told.by}
    waiting = Submission.objects.waiting().filter(**same, typed=dict(terms)).first()
    if waiting:
        return waiting
    is_mi = origin_of(told.by, country) == Origin.MI
    return Submission.objects.create(
        **same,
        country=country,
        title=title_of(obj),
        origin=Origin.MI if is_mi else Origin.PROPOSAL,
        status=SubmissionStatus.WAITING,
        typed=dict(terms),
        note=told.note,
        author_name=str(told.by),
        office=told.office,
        turn=1,
        submitted_at=timezone.now(),
    )


@transaction.atomic
def agree(*, submission: Submission, by: User, turn: int) -> Submission:
    """Do what was asked for. Raises Overtaken, TooEarly, ValidationError or PermissionDenied."""
    record = get(submission.record)
    locked(record, submission.key)
    sent = claimed(submission, by, "decide", turn)
    awaits_country(sent, by)  # or it is too early
    if sent.author is None:
        raise ValidationError(_("Whoever asked for it has no account any more."))
    told = Told(sent.author, sent.office, sent.note, agreed=sent, decided_by=by)
    made = _services[sent.act].do(record=record, key=sent.key, told=told, **sent.typed)
    _decided(sent, by, Verdict.ACCEPTED, "")
    return made


@transaction.atomic
def refuse(*, submission: Submission, by: User, turn: int, reason: str) -> Submission:
    """Decline it with a reason; its author gets a mail. Raises as `agree` does."""
    if not reason.strip():
        raise ValidationError(_("Write a reason: the author reads it."))
    locked(get(submission.record), submission.key)
    sent = claimed(submission, by, "decide", turn)
    _decided(sent, by, Verdict.DECLINED, reason.strip())
    return sent


def _decided(sent: Submission, by: User, verdict: Verdict, reason: str) -> None:
    sent.refresh_from_db()
    is_done = verdict == Verdict.ACCEPTED
    sent.status = SubmissionStatus.ACCEPTED if is_done else SubmissionStatus.DECLINED
    sent.decisions = {"act": {"verdict": verdict, "reason": reason}}
    sent.decided_at, sent.decided_by, sent.decided_by_name = timezone.now(), by, str(by)
    sent.save()
    transaction.on_commit(lambda: notifications.act_decided(sent))


@transaction.atomic
def undo(*, submission: Submission, told: Told) -> Submission:
    """Undo an act that was applied, once. Raises ValidationError or PermissionDenied."""
    told.require_reason()
    head = Submission.objects.get(pk=submission.pk)
    told._replace(agreed=None).require(locked(get(head.record), head.key))
    head = Submission.objects.select_for_update().get(pk=submission.pk)
    if head.status != SubmissionStatus.APPLIED or not head.act or is_undone(head):
        raise ValidationError(_("This was undone already."))
    made = _services[head.act].undo(submission=head, told=told)
    head.refresh_from_db()
    head.typed = {**head.typed, "undone": made.pk}
    head.save(update_fields=["typed"])
    made.typed = {"with": head.key, **made.typed, "undid": head.act}
    made.save(update_fields=["typed"])
    notifications.undone(made, head)
    return made


def parts_of(head: Submission) -> list[Submission]:
    """The changes of single rows that an act made, and that undoing it takes back."""
    parts = Submission.objects.filter(pk__in=head.typed.get("parts", [])).order_by("pk")
    return list(parts) if "parts" in head.typed else [head]


def is_undone(submission: Submission) -> bool:
    return "undone" in submission.typed
