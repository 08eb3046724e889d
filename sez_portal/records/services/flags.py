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
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Flag, Submission
from sez_portal.records.record import get

ANSWERS = (FlagStatus.ACCEPTED, FlagStatus.ADMITTED, FlagStatus.DECLINED)


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

    "Corrected" is told only of a page that says something else since. Raises ValidationError,
    which names who was faster and what they answered. The same answer pressed twice is one.
    """
    require(by, "view", flag)
    row = Flag.objects.select_for_update().get(pk=flag.pk)
    if row.status != FlagStatus.OPEN:
        if (row.decided_by_id, row.status, row.answer) == (by.pk, status, text.strip()):
            return row
        raise ValidationError(_answered_already(row))
    require(by, "decide", row)
    if status not in ANSWERS or not text.strip():
        raise ValidationError(_("Say what became of it, and write an answer."))
    if status == FlagStatus.ACCEPTED and not is_corrected(row):
        raise ValidationError(_not_corrected(row))
    row.status, row.answer = status, text.strip()
    row.decided_at, row.decided_by, row.decided_by_name = timezone.now(), by, str(by)
    row.save()
    transaction.on_commit(lambda: notifications.flag_answered(row))
    return row


def is_corrected(flag: Flag) -> bool:
    """Whether the page says something else of it than when it was reported; of the page as a
    whole, whether any field does. What was changed and taken back again is no correction."""
    record = get(flag.record)
    row = record.model._default_manager.filter(key=flag.key).first()
    since = Submission.objects.applied().filter(record=flag.record, key=flag.key)
    since = since.filter(applied_at__gte=flag.created_at)
    was_hidden = since.filter(changes__has_key="is_published").exists()
    if row is None or (was_hidden and not row.is_published):
        return True  # the page that said it is gone
    before: dict[str, Json] = {}
    for made in since.order_by("version", "pk"):
        for name in _meant(flag) & made.changes.keys():
            before.setdefault(name, made.changes[name]["from"])
    live = record.read(row, before)
    return any(live[name] != value for name, value in before.items())


def what_waits(flag: Flag) -> Submission | None:
    """A change of what was reported that waits for a decision, if there is one."""
    sent = Submission.objects.waiting().filter(record=flag.record, key=flag.key, act="")
    return next((one for one in sent if _meant(flag) & set(one.undecided)), None)


def _meant(flag: Flag) -> set[str]:
    """The fields reported: all of them of a whole page, every language of a text."""
    record = get(flag.record)
    if flag.field not in record.by_key:
        return set(record.by_key)
    of = record[flag.field].text
    return {flag.field, *(one.key for one in record.fields if of and one.text == of)}


def _not_corrected(flag: Flag) -> str:
    told = _("The page says the same as when this was reported, so it is not corrected yet.")
    if what_waits(flag):
        then = _("A change of it waits: answer once it is decided, or say that it is not yet.")
    else:
        then = _("Correct it first, or say that it is a mistake not corrected yet, and why.")
    return f"{told} {then}"


def _answered_already(flag: Flag) -> str:
    told = _("%(who)s was faster and answered in the meantime: %(status)s. “%(answer)s”")
    who = flag.decided_by_name or _("Somebody")
    return told % {"who": who, "status": flag.get_status_display(), "answer": flag.answer}
