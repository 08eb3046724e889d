"""What waits for a row in this floor: proposals, drafts, reported mistakes, mailed links."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.records import notifications
from sez_portal.records.choices import OPEN, FlagStatus, RemarkKind, SubmissionStatus
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Draft, Flag, MailLink, Remark, Submission
from sez_portal.records.record import Record
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.told import Told


def carry(record: Record, obj: Any, target: Any, told: Told) -> dict[str, Json]:
    """Take it along to the other row; what was moved, and what had to end.

    A proposal moves on as it is, for whoever decides to see beside the figures of the other row.
    It ends where its author has another under way there, and what was asked of the whole row ends:
    both with a mail. Mailed links end: each was for one row.
    """
    rows = Submission.objects.open().filter(record=record.name, key=obj.key)
    if told.agreed is not None:
        rows = rows.exclude(pk=told.agreed.pk)
    here = Submission.objects.open().filter(record=record.name, key=target.key, act="")
    busy = set(here.values_list("author_id", flat=True))
    moved, ended = [], []
    for sent in rows.select_for_update().order_by("pk"):
        if sent.act or sent.author_id in busy:
            ended.append([sent.pk, sent.status])
            _end(sent, target, told)
        else:
            moved.append(sent.pk)
    title = {"key": target.key, "title": title_of(target)}
    Submission.objects.filter(pk__in=moved).update(turn=F("turn") + 1, **title)
    flags = Flag.objects.filter(record=record.name, key=obj.key, status=FlagStatus.OPEN)
    flagged = list(flags.values_list("pk", flat=True))
    flags.update(**title)
    links = MailLink.objects.usable().filter(record=record.name, key=obj.key)
    revoked = list(links.values_list("pk", flat=True))
    links.update(revoked_at=timezone.now())
    drafts = _carry_drafts(record, obj, target)
    return {"sent": moved, "ended": ended, "flags": flagged, "links": revoked, "drafts": drafts}


def _carry_drafts(record: Record, obj: Any, target: Any) -> list[int]:
    """Move what is typed and not sent; of a section typed for both rows that of the other stays
    on top, and this one comes back when they are parted."""
    there = Draft.objects.filter(record=record.name, key=target.key)
    busy = set(there.values_list("author_id", "section"))
    rows = Draft.objects.filter(record=record.name, key=obj.key)
    moved = [row.pk for row in rows if (row.author_id, row.section) not in busy]
    Draft.objects.filter(pk__in=moved).update(key=target.key)
    return moved


def _end(sent: Submission, target: Any, told: Told) -> None:
    sent.status, sent.turn = SubmissionStatus.WITHDRAWN, sent.turn + 1
    sent.decided_at = timezone.now()
    sent.save()
    if sent.author is None:
        return
    text = _("The row was made one with “%(title)s”. Please send there what still holds.")
    said = Remark.objects.create(
        submission=sent,
        kind=RemarkKind.COMMENT,
        text=text % {"title": title_of(target)},
        author=told.by,
        author_name=str(told.by),
        office=told.office,
    )
    notifications.remarked(said)


def bring_back(record: Record, obj: Any, target: Any, carried: dict[str, Any]) -> None:
    """Undo `carry`, for what is still under way."""
    title = {"key": obj.key, "title": title_of(obj)}
    sent = Submission.objects.filter(
        pk__in=carried.get("sent", []), status__in=OPEN, record=record.name, key=target.key
    )
    sent.update(turn=F("turn") + 1, **title)
    for pk, status in carried.get("ended", []):
        ended = Submission.objects.filter(pk=pk, status=SubmissionStatus.WITHDRAWN).first()
        if ended and (ended.act or not _is_busy(record, obj, ended)):
            ended.status, ended.turn, ended.decided_at = status, ended.turn + 1, None
            ended.save()
    flags = Flag.objects.filter(pk__in=carried.get("flags", []), status=FlagStatus.OPEN)
    flags.update(**title)
    MailLink.objects.filter(pk__in=carried.get("links", [])).update(revoked_at=None)
    here = Draft.objects.filter(record=record.name, key=obj.key)
    busy = set(here.values_list("author_id", "section"))
    for draft in Draft.objects.filter(pk__in=carried.get("drafts", []), key=target.key):
        if (draft.author_id, draft.section) not in busy:
            Draft.objects.filter(pk=draft.pk).update(key=obj.key)


def _is_busy(record: Record, obj: Any, ended: Submission) -> bool:
    open_ones = Submission.objects.open().filter(record=record.name, key=obj.key, act="")
    return open_ones.filter(author_id=ended.author_id).exists()
