"""Whose turn it is: the zone, after some working days the focal point, then MI.

Working days are Monday to Friday, less the public holidays that the country of the zone has
entered; where it has entered none, the pages say so.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from investors.choices import WAITING, EnquiryLevel, ThreadStatus
from investors.enquiries import notifications
from investors.models import Thread
from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.accounts.roles import holders
from sez_portal.common import dates
from zones.models import Zone

OFFICE = "office"  # no official has an account; the office gets a mail


def first_recipients(zones: Iterable[Zone]) -> dict[str, str]:
    """Return who gets an enquiry first, by the key of the zone: "1" to "3" of Level, or OFFICE."""
    zones = list(zones)
    rows = Appointment.objects.in_force().filter(user__is_active=True)
    with_official = set(
        rows.filter(role=Role.OFFICIAL, zone_key__in=[zone.key for zone in zones]).values_list(
            "zone_key", flat=True
        )
    )
    focal = set(rows.filter(role=Role.FOCAL_POINT).values_list("country", flat=True))
    return {zone.key: _first_recipient(zone, with_official, focal) for zone in zones}


def _first_recipient(zone: Zone, with_official: set[str], focal: set[str]) -> str:
    if zone.key in with_official:
        return str(int(EnquiryLevel.ZONE))
    if has_office_mail(zone):
        return OFFICE
    return str(int(EnquiryLevel.COUNTRY if zone.country_id in focal else EnquiryLevel.MI))


def has_office_mail(zone: Zone) -> bool:
    """Whether the record names an address of the office that a mail can be sent to."""
    try:
        validate_email(zone.office_email)
    except ValidationError:
        return False
    return True


def deliver(thread: Thread) -> None:
    """Give a verified enquiry to whoever has the first turn; the mail leaves on commit."""
    now = timezone.now()
    recipient = first_recipients([thread.zone])[thread.zone.key]
    thread.sent_at, thread.waits_since = now, dates.day_of(now)
    thread.is_by_mail = recipient == OFFICE
    thread.level = EnquiryLevel.ZONE if recipient == OFFICE else EnquiryLevel(int(recipient))
    thread.country_at = now if thread.level == EnquiryLevel.COUNTRY else None
    thread.mi_at = now if thread.level == EnquiryLevel.MI else None
    thread.save()
    transaction.on_commit(lambda: notifications.arrived(thread))


def overdue(today: datetime.date) -> Iterator[Thread]:
    """Return the threads that nobody answered in time and that can still move on."""
    rows = Thread.objects.waiting().exclude(level=EnquiryLevel.MI)
    for thread in rows.with_clock():
        if thread.days_waited(today) >= settings.ENQUIRY_WORKING_DAYS:
            yield thread


@transaction.atomic
def move_on(*, thread: Thread, today: datetime.date) -> bool:
    """Give it to the next in line, unless somebody was faster. Whether it moved."""
    focal = holders(role=Role.FOCAL_POINT, country=thread.zone.country_id)
    to_country = thread.level == EnquiryLevel.ZONE and focal
    level = EnquiryLevel.COUNTRY if to_country else EnquiryLevel.MI
    reached: dict[str, Any] = {"country_at" if to_country else "mi_at": timezone.now()}
    same = Thread.objects.filter(
        pk=thread.pk,
        level=thread.level,
        waits_since=thread.waits_since,
        status__in=WAITING,
        enquiry__isnull=False,
    )
    if not same.update(level=level, waits_since=today, status=ThreadStatus.NEW, **reached):
        return False
    thread.refresh_from_db()
    transaction.on_commit(lambda: notifications.arrived(thread))
    return True
