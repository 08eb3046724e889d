"""Figures that visitors report as wrong: taken in, answered, and the outcome mailed if wished."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import require
from sez_portal.common.locks import just_now, take_turn
from sez_portal.records import notifications
from sez_portal.records.choices import FlagStatus
from sez_portal.records.models import Flag


@transaction.atomic
def take_in(flag: Flag) -> None:
    """Keep a report, unsaved so far; the same words about the same figure once some minutes."""
    take_turn(f"report on {flag.record} {flag.key}")
    columns = ("record", "key", "field", "text", "source", "email")
    same = {name: getattr(flag, name) for name in columns}
    if not Flag.objects.filter(created_at__gt=just_now(), **same).exists():
        flag.save()
        notifications.flagged(flag)


@transaction.atomic
def answer(*, flag: Flag, by: User, status: str, text: str) -> Flag:
    """Say whether it was a mistake, and why.

    Raises ValidationError, which names who was faster and what they answered.
    The same answer pressed twice is one.
    """
    require(by, "view", flag)
    row = Flag.objects.select_for_update().get(pk=flag.pk)
    if row.status != FlagStatus.OPEN:
        if (row.decided_by_id, row.status, row.answer) == (by.pk, status, text.strip()):
            return row
        raise ValidationError(_answered_already(row))
    require(by, "decide", row)
    if status not in (FlagStatus.ACCEPTED, FlagStatus.DECLINED) or not text.strip():
        raise ValidationError(_("Say what became of it, and write an answer."))
    row.status, row.answer = status, text.strip()
    row.decided_at, row.decided_by, row.decided_by_name = timezone.now(), by, str(by)
    row.save()
    transaction.on_commit(lambda: notifications.flag_answered(row))
    return row


def _answered_already(flag: Flag) -> str:
    told = _("%(who)s was faster and answered in the meantime: %(status)s. “%(answer)s”")
    who = flag.decided_by_name or _("Somebody")
    return told % {"who": who, "status": flag.get_status_display(), "answer": flag.answer}
