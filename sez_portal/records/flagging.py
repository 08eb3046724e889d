"""Figures that visitors report as wrong: taken in, answered, and the outcome mailed if wished."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import demand
from sez_portal.records import notifications
from sez_portal.records.choices import FlagStatus
from sez_portal.records.models import Flag


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
