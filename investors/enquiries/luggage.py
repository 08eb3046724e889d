"""Enquiries go along when a zone is made one with another: no investor is left waiting."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from investors.choices import WAITING, EnquiryLevel, MessageKind, ThreadStatus
from investors.enquiries import notifications
from investors.models import AnswerTemplate, Message, Thread
from sez_portal.records.field_types.basic import Json
from sez_portal.records.record import Luggage, carry_along
from zones.models import Zone
from zones.record import ZONE


def _waiting(zone: Zone) -> str:
    count = Thread.objects.waiting().filter(zone=zone).count()
    told = ngettext("%(n)s enquiry that waits", "%(n)s enquiries that wait", count)
    return told % {"n": count} if count else ""


def _carry(zone: Zone, into: Zone) -> Json:
    """Move the threads and the templates of answers. One whose investor asked the other zone the
    same is closed: the answer comes from there, and the investor is told so by mail.
    """
    rows = Thread.objects.filter(zone=zone, enquiry__isnull=False).order_by("pk")
    rows = rows.select_for_update(of=("self",)).select_related("enquiry")
    asked_there = set(Thread.objects.filter(zone=into).values_list("enquiry_id", flat=True))
    moved, closed = [], []
    for thread in rows:
        if thread.enquiry_id not in asked_there:
            moved.append(thread.pk)
        elif not thread.is_closed:
            closed.append([thread.pk, thread.status])
            _close(thread, into)
    Thread.objects.filter(pk__in=moved).update(zone=into)
    for thread in Thread.objects.waiting().filter(pk__in=moved, level=EnquiryLevel.ZONE):
        transaction.on_commit(lambda thread=thread: notifications.arrived(thread))
    templates = AnswerTemplate.objects.filter(zone=zone)
    kept = list(templates.values_list("pk", flat=True))
    templates.update(zone=into)
    return {"moved": moved, "closed": closed, "templates": kept}


def _close(thread: Thread, into: Zone) -> None:
    was_waiting = thread.status in WAITING and thread.sent_at is not None
    Thread.objects.filter(pk=thread.pk).update(status=ThreadStatus.CLOSED)
    if was_waiting:
        text = _("This zone is one with “%(zone)s” now. Your answer comes from there.")
        message = Message.objects.create(
            thread=thread, kind=MessageKind.ANSWER, text=text % {"zone": into}
        )
        transaction.on_commit(lambda: notifications.answered(message))


def _bring_back(zone: Zone, into: Zone, moved: dict[str, Any]) -> None:
    Thread.objects.filter(pk__in=moved["moved"], zone=into).update(zone=zone)
    for pk, status in moved["closed"]:
        Thread.objects.filter(pk=pk, zone=zone, status=ThreadStatus.CLOSED).update(status=status)
        Message.objects.filter(thread=pk, author=None, kind=MessageKind.ANSWER, office="").delete()
    AnswerTemplate.objects.filter(pk__in=moved["templates"], zone=into).update(zone=zone)


def register() -> None:
    carry_along(ZONE.name, Luggage("enquiries", _waiting, _carry, _bring_back))
