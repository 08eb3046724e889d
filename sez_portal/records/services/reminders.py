"""Reminders of what is due: one mail a person a week, with a link for each section, and a stop.

`manage.py remind` runs every day; a second run on the same day sends nothing.
"""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import translation

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User
from sez_portal.accounts.roles import keys_kept_by
from sez_portal.common import tokens
from sez_portal.records import notifications
from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.models import Reminder
from sez_portal.records.record import Record, every
from sez_portal.records.sections import ageing_sections
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.campaign_asked import sections_under_way
from sez_portal.records.services.confirm import fields_waiting, new_link, to_confirm

AHEAD_DAYS = 14  # a figure is asked for this long before it is due
PAUSE_DAYS = 7  # between two mails to one person
SALT = "stop-reminders"


class Due(NamedTuple):
    """A section of a row with figures that are due or soon will be."""

    record: Record
    key: str
    title: str
    group: str
    label: str
    figures: list[tuple[str, str]]


def people_to_remind(today: datetime.date) -> Iterator[User]:
    """Officials who want reminders and had none in the last week."""
    lately = today - datetime.timedelta(days=PAUSE_DAYS)
    quiet = Reminder.objects.filter(is_stopped=True) | Reminder.objects.filter(sent_on__gt=lately)
    rows = Appointment.objects.in_force(today).filter(role=Role.OFFICIAL, user__is_active=True)
    rows = rows.exclude(user__in=quiet.values("user")).order_by("user_id").select_related("user")
    yield from {row.user_id: row.user for row in rows}.values()


def due_for(person: User, today: datetime.date) -> list[Due]:
    """What is due for the rows that somebody keeps, in their language; what a campaign asks for
    meanwhile is left to its own reminders."""
    keys = keys_kept_by(person, today)
    with translation.override(person.language):
        return [
            due
            for record in every()
            if record.has_keepers
            for asked in [sections_under_way(record, keys)]
            for row in record.model._default_manager.filter(key__in=keys).order_by("key")
            for due in _due_of(record, row, today)
            if (due.key, due.group) not in asked
        ]


def _due_of(record: Record, row: Any, today: datetime.date) -> Iterator[Due]:
    soon = today + datetime.timedelta(days=AHEAD_DAYS)
    facts = facts_of(record, row, notes=Notes(), today=soon)
    waiting = fields_waiting(record, row.key)
    for group, label in ageing_sections(record).items():
        fields = [one for one in to_confirm(record, row, group) if one.key not in waiting]
        found = [facts[field.key] for field in fields]
        if any(fact.mark and fact.mark.is_overdue for fact in found):
            figures = [_told(fact) for fact in found]
            yield Due(record, row.key, title_of(row), group, str(label), figures)


def _told(fact: Fact) -> tuple[str, str]:
    unit = f" {fact.field.unit}" if fact.field.unit else ""
    year = f" ({fact.mark.year})" if fact.mark else ""
    return str(fact.field.label), f"{fact.shown}{unit}{year}"


@transaction.atomic
def remind(person: User, sections: list[Due], today: datetime.date) -> bool:
    """Mail somebody what is due, unless another run has done so. Whether it was sent."""
    row = reminder_of(person)
    locked = Reminder.objects.select_for_update().get(pk=row.pk)
    if locked.is_stopped or (locked.sent_on and (today - locked.sent_on).days < PAUSE_DAYS):
        return False
    locked.sent_on = today
    locked.save()
    told = [
        (due, new_link(user=person, record=due.record, key=due.key, group=due.group))
        for due in sections
    ]
    transaction.on_commit(lambda: _deliver(person, told, today))
    return True


def _deliver(person: User, told: list[tuple[Due, str]], today: datetime.date) -> None:
    """Send the mail, and note an address that took none: the desk raises the alarm."""
    was_taken = notifications.reminded(person, told, signed(person))
    Reminder.objects.filter(user=person).update(refused_on=None if was_taken else today)


def reminder_of(person: User) -> Reminder:
    return Reminder.objects.get_or_create(user=person)[0]


def signed(person: User) -> str:
    """The person as the stop link names them."""
    return tokens.sign(person.pk, SALT)


def person_of(text: str) -> User | None:
    """The person whom a genuine stop link names; None for any other."""
    return User.objects.filter(pk=tokens.read(text, SALT), is_active=True).first()
