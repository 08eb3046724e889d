"""Figures that visitors report as wrong: taken in, answered, and the outcome mailed if wished."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import demand
from sez_portal.records import notifications
from sez_portal.records.choices import FlagStatus
from sez_portal.records.models import Flag

TWICE_MINUTES = 10  # in which the same report is one


def was_just_sent(flag: Flag) -> bool:
    """Whether the same words about the same figure came some minutes ago: sent twice."""
    since = timezone.now() - datetime.timedelta(minutes=TWICE_MINUTES)
    columns = ("record", "key", "field", "text", "source", "email")
    same = {name: getattr(flag, name) for name in columns}
    return Flag.objects.filter(created_at__gt=since, **same).exists()


@transaction.atomic
def answer(*, flag: Flag, by: User, status: str, text: str) -> Flag:
    """Say whether it was a mistake, and why. Raises ValidationError when somebody was faster."""
    demand(by, "decide", flag)
    if status not in (FlagStatus.ACCEPTED, FlagStatus.DECLINED) or not text.strip():
        raise ValidationError(_("Say what became of it, and write an answer."))
    open_still = Flag.objects.filter(pk=flag.pk, status=FlagStatus.OPEN)
    if not open_still.update(
        status=status,
        answer=text.strip(),
        decided_at=timezone.now(),
        decided_by=by,
        decided_by_name=str(by),
    ):
        raise ValidationError(_("Somebody answered it in the meantime."))
    flag.refresh_from_db()
    transaction.on_commit(lambda: notifications.flag_answered(flag))
    return flag
