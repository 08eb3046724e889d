"""From when until when a role is held: set by those who give it, confirmed by who holds it."""

import datetime
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sez_portal.accounts import notifications
from sez_portal.accounts.models import DAY, Appointment, User
from sez_portal.accounts.roles import forget
from sez_portal.common import dates
from sez_portal.common.access import require


@transaction.atomic
def confirm_mandate(*, appointment: Appointment, by: User) -> None:
    """Say that one still holds the role; it is asked again after a year."""
    if appointment.user_id != by.pk:
        raise PermissionDenied("confirm the mandate of another")
    rows = Appointment.objects.in_force().filter(pk=appointment.pk)
    if not rows.update(mandate_confirmed_on=dates.today()):
        raise ValidationError(_("This appointment has ended already."))


@transaction.atomic
def set_mandate(
    *, appointment: Appointment, by: User, first_day: datetime.date, last_day: datetime.date | None
) -> bool:
    """Set from when until when the role is held; its holder gets a mail.

    Answers whether that is different from before. What has ended does not come back: it is given
    anew. Nobody sets their own.
    """
    require(by, "set", appointment)
    row = Appointment.objects.select_for_update().select_related("user").get(pk=appointment.pk)
    if row.ends_on and row.ends_on <= dates.today():
        raise ValidationError(_("This appointment has ended already."))
    if last_day and last_day < max(first_day, dates.today()):
        raise ValidationError({"last_day": _("The last day is over, or before the first.")})
    ends_on = last_day + DAY if last_day else None
    if (row.starts_on, row.ends_on) == (first_day, ends_on):
        return False
    before = _spelled(row.starts_on, row.last_day)
    row.starts_on, row.ends_on = first_day, ends_on
    row.mandate_confirmed_on = dates.today()
    row.note = "\n".join(filter(None, (row.note, f"{dates.today()} {by}: {before}")))
    row.ended_by, row.ended_by_name = None, ""
    row.save()
    row.title = appointment.title
    forget(row.user)
    transaction.on_commit(partial(notifications.send_mandate_set, row, by))
    return True


def _spelled(first_day: datetime.date, last_day: datetime.date | None) -> str:
    return " – ".join(day.isoformat() if day else "…" for day in (first_day, last_day))
