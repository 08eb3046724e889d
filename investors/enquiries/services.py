"""What changes an enquiry: sent, verified, answered, replied to, closed, forgotten."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from investors.choices import MessageKind, ThreadStatus
from investors.enquiries import notifications, routing
from investors.models import AnswerTemplate, Ended, Enquiry, Message, Thread
from investors.models.enquiry import FORM_COLUMNS
from sez_portal.accounts.addresses import is_verified
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import office_of
from sez_portal.common import dates
from sez_portal.common.access import require
from sez_portal.common.dates import add_months
from sez_portal.common.locks import just_now, take_turn
from sez_portal.records.models import DataVersion
from zones.models import Zone

MOST_UNVERIFIED = 3  # links mailed to one address a day
UNVERIFIED_DAYS = 7  # after which an enquiry that nobody verified is forgotten
LONGEST = 8000  # characters of a message


@transaction.atomic
def enquire(
    *, zones: Iterable[Zone], fields: Iterable[str], by: User | None, email: str, **answers: Any
) -> Enquiry:
    """Take an enquiry in. It goes on at once from the verified address of an account, else
    when the link that is mailed to the address was used.
    """
    email = email.strip().lower()
    sure = by is not None and is_verified(by, email)
    zones, fields = list(zones), list(fields)
    take_turn(f"enquiry of {email}")
    if same := _just_sent(email, [zone.pk for zone in zones], fields, answers):
        return same
    if not sure:
        _demand_few(email)
    enquiry = Enquiry.objects.create(
        email=email,
        user=by if sure else None,
        verified_at=timezone.now() if sure else None,
        **answers,
    )
    for zone in zones:
        thread = Thread.objects.create(enquiry=enquiry, zone=zone, fields=fields)
        if sure:
            routing.deliver(thread)
    tell = notifications.received if sure else notifications.to_verify
    transaction.on_commit(lambda: tell(enquiry))
    return enquiry


def _just_sent(
    email: str, zones: list[int], fields: list[str], answers: dict[str, Any]
) -> Enquiry | None:
    """Find the same words from the same address to the same zones, some minutes ago: sent twice."""
    rows = Enquiry.objects.filter(email=email, created_at__gt=just_now(), **answers)
    addressed = [(zone, fields) for zone in sorted(zones)]
    for row in rows:
        if list(row.threads.order_by("zone").values_list("zone", "fields")) == addressed:
            return row
    return None


def _demand_few(email: str) -> None:
    day_ago = timezone.now() - datetime.timedelta(days=1)
    waiting = Enquiry.objects.filter(email=email, verified_at=None, created_at__gt=day_ago)
    if waiting.count() >= MOST_UNVERIFIED:
        raise ValidationError(
            _("Several links were sent to this address today. Please use one of them first.")
        )


@transaction.atomic
def verify(*, enquiry: Enquiry) -> None:
    """Send it on, since its link was used. Raises ValidationError when that was done already."""
    once = Enquiry.objects.filter(pk=enquiry.pk, verified_at=None)
    if not once.update(verified_at=timezone.now(), last_word_at=timezone.now()):
        raise ValidationError(_("It was sent on already."))
    enquiry.refresh_from_db()
    for thread in enquiry.threads.select_related("zone__country"):
        routing.deliver(thread)
    transaction.on_commit(lambda: notifications.received(enquiry))


@transaction.atomic
def mark_read(*, thread: Thread, by: User) -> None:
    """Say that somebody looks after it; the clock goes on."""
    require(by, "read", thread)
    Thread.objects.filter(pk=thread.pk, status=ThreadStatus.NEW).update(status=ThreadStatus.READ)


@transaction.atomic
def answer(*, thread: Thread, by: User, text: str) -> Message:
    """Answer the investor, who gets a mail. The first answer stops the public clock.

    Raises ValidationError for an empty text or a thread that was closed in the meantime.
    """
    row = _open(thread)
    require(by, "answer", row)
    if same := _just_written(row, MessageKind.ANSWER, text, by):
        return same
    message = _write(row, MessageKind.ANSWER, text, by)
    row.status = ThreadStatus.ANSWERED
    if row.answered_at is None:
        row.answered_at = message.created_at
        row.answer_days = row.days_until(message.created_at)
        DataVersion.bump()  # kept pages of the zone show the median of these days
    row.save()
    transaction.on_commit(lambda: notifications.answered(message))
    return message


@transaction.atomic
def note(*, thread: Thread, by: User, text: str) -> Message:
    """Add a word among colleagues; the investor never sees it."""
    row = _open(thread)
    require(by, "note", row)
    return _just_written(row, MessageKind.NOTE, text, by) or _write(row, MessageKind.NOTE, text, by)


@transaction.atomic
def close(*, thread: Thread, by: User) -> None:
    """Close it from the desk. Only what was answered may be closed there."""
    row = _open(thread)
    require(by, "close", row)
    if row.status != ThreadStatus.ANSWERED:
        raise ValidationError(_("Answer it first: the investor waits."))
    Thread.objects.filter(pk=row.pk).update(status=ThreadStatus.CLOSED)


@transaction.atomic
def reply(*, thread: Thread, text: str) -> Message:
    """Add what the investor writes by their link: it waits anew, those it reached get a mail."""
    row = _locked(thread)
    if same := _just_written(row, MessageKind.REPLY, text, None):
        return same
    message = _write(row, MessageKind.REPLY, text, None)
    row.status, row.waits_since = ThreadStatus.NEW, dates.today()
    row.save()
    transaction.on_commit(lambda: notifications.replied(row))
    return message


@transaction.atomic
def withdraw(*, thread: Thread) -> None:
    """Close it for the investor, who by their link says that no further answer is needed."""
    Thread.objects.filter(pk=thread.pk).update(status=ThreadStatus.CLOSED)


@transaction.atomic
def forget(*, enquiry: Enquiry) -> None:
    """Delete all that names the investor and all that was said. Dates and days stay as figures."""
    threads = Thread.objects.filter(enquiry=enquiry)
    Message.objects.filter(thread__in=threads).delete()
    threads.filter(sent_at=None).delete()
    threads.update(status=ThreadStatus.CLOSED)
    Ended.objects.note(enquiry)
    enquiry.delete()


def exported(enquiry: Enquiry) -> dict[str, Any]:
    """Return all that is kept of an investor; notes of the desk are not theirs."""
    columns = (*FORM_COLUMNS, "created_at", "consented_at", "verified_at")
    threads = enquiry.threads.select_related("zone").order_by("pk")
    messages = Message.objects.exclude(kind=MessageKind.NOTE)
    return {
        **{name: getattr(enquiry, name) for name in columns},
        "zones": [
            {
                "zone": thread.zone.key,
                "status": thread.status,
                "asked_about": thread.fields,
                "sent_at": thread.sent_at,
                "reached_focal_point_at": thread.country_at,
                "reached_mekong_institute_at": thread.mi_at,
                "messages": list(
                    messages.filter(thread=thread).values("kind", "text", "office", "created_at")
                ),
            }
            for thread in threads
        ],
    }


def to_forget(now: datetime.datetime) -> Any:
    """Enquiries whose time is over: long silent, or never verified."""
    long_ago = add_months(dates.day_of(now), -settings.ENQUIRY_KEEP_MONTHS)
    silent = Enquiry.objects.filter(last_word_at__date__lt=long_ago)
    week_ago = now - datetime.timedelta(days=UNVERIFIED_DAYS)
    return silent | Enquiry.objects.filter(verified_at=None, created_at__lt=week_ago)


def told_until(now: datetime.datetime) -> datetime.datetime:
    """Return the moment before which what was deleted is told to nobody: its links ended too."""
    return now - datetime.timedelta(days=settings.ENQUIRY_KEEP_MONTHS * 31)


@transaction.atomic
def keep_template(*, by: User, zone: Zone | None, country: str, title: str, text: str) -> None:
    """Add a template of an answer to an office of one's own."""
    if not title.strip() or not text.strip():
        raise ValidationError(_("Write a title and a text."))
    template = AnswerTemplate.objects.create(
        zone=zone, country=country, title=title.strip(), text=text.strip()
    )
    require(by, "change", template)


@transaction.atomic
def drop_template(*, template: AnswerTemplate, by: User) -> None:
    require(by, "change", template)
    template.delete()


def _locked(thread: Thread) -> Thread:
    rows = Thread.objects.under_way().select_for_update(of=("self",))
    row = rows.filter(pk=thread.pk).first()
    if row is None:
        raise ValidationError(_("This enquiry was deleted by whoever sent it."))
    return row


def _open(thread: Thread) -> Thread:
    row = _locked(thread)
    if row.is_closed:
        raise ValidationError(_("This enquiry was closed in the meantime."))
    return row


def _just_written(thread: Thread, kind: str, text: str, by: User | None) -> Message | None:
    """Find the last word of the thread, when it is just this of the same sender: pressed twice."""
    last = Message.objects.filter(thread=thread, created_at__gt=just_now()).last()
    if last and (last.kind, last.author_id) == (kind, by.pk if by else None):
        return last if last.text == text.replace("\x00", "").strip() else None
    return None


def _write(thread: Thread, kind: str, text: str, by: User | None) -> Message:
    text = text.replace("\x00", "").strip()
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Write a text of at most 8,000 characters."))
    enquiry, now = thread.enquiry, timezone.now()
    Enquiry.objects.filter(pk=enquiry.pk).update(last_word_at=now)
    zone = thread.zone
    return Message.objects.create(
        thread=thread,
        kind=kind,
        text=text,
        author=by,
        author_name=str(by) if by else enquiry.name,
        office=office_of(by, country=zone.country_id, key=zone.key) if by else "",
    )
