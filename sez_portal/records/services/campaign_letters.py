"""Mails of campaigns: one letter a person, and the declared reminders to who has not finished.

Whoever stopped reminders gets none of them, and sees the campaign on the desk. A reminder waits
while the person had a mail of reminders within the week, as every other reminder does.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import keepers_by_key
from sez_portal.common import dates
from sez_portal.common.tokens import whole_address
from sez_portal.records import notifications
from sez_portal.records.choices import Answer
from sez_portal.records.models import Campaign, CampaignLetter, Reminder
from sez_portal.records.record import Record, get
from sez_portal.records.sections import ageing_sections, sections
from sez_portal.records.services.campaign_progress import Progress, RowAnswers, progress_of
from sez_portal.records.services.confirm import new_link, to_confirm
from sez_portal.records.services.reminders import PAUSE_DAYS, reminder_of, signed


class Left(NamedTuple):
    """A section of a row that a campaign still asks for, with its fields and where to answer."""

    section: str
    label: str
    fields: list[str]
    link: str


@dataclass(frozen=True)
class Letter:
    """What one person is written: the rows they keep and what is left of each."""

    campaign: Campaign
    person: User
    rows: list[tuple[RowAnswers, list[Left]]]
    due_on: datetime.date
    is_reminder: bool


def write_to_all(pk: int) -> int:
    """Send what is due of one running campaign today; how many mails were sent."""
    campaign = Campaign.objects.running().filter(pk=pk).first()
    if campaign is None:
        return 0
    letters = letters_due(campaign, dates.today())
    return sum(_send(letter) for letter in letters)


def letters_due(campaign: Campaign, today: datetime.date) -> list[Letter]:
    """Who is to be written today: the letter to who had none, else a reminder."""
    progress = progress_of(campaign)
    kept = keepers_by_key({row.key for row in progress.rows})
    people: dict[User, list[RowAnswers]] = {}
    for row in progress.rows:
        for person in kept.get(row.key, ()):
            people.setdefault(person, []).append(row)
    sent: dict[int, list[datetime.date]] = {}
    for one in campaign.letters.exclude(sent_at=None):
        sent.setdefault(one.person_id, []).append(one.due_on)
    stopped, lately = _not_to_write(people, today)
    found = []
    for person, rows in people.items():
        if person.pk in stopped:
            continue
        due_on = _due_on(campaign, today, sent.get(person.pk, []))
        is_reminder = person.pk in sent
        unfinished = [row for row in rows if row.state != "finished"]
        if due_on is None or not unfinished or (is_reminder and person.pk in lately):
            continue
        with translation.override(person.language):
            told = [(row, left_of(progress, row)) for row in unfinished]
        found.append(Letter(campaign, person, told, due_on, is_reminder))
    return found


def _not_to_write(people: Iterable[User], today: datetime.date) -> tuple[set[int], set[int]]:
    """Of these people: who stopped reminders, and who had one within the week."""
    rows = Reminder.objects.filter(user__in=[person.pk for person in people])
    since = today - datetime.timedelta(days=PAUSE_DAYS)
    stopped = rows.filter(is_stopped=True).values_list("user_id", flat=True)
    lately = rows.filter(sent_on__gt=since).values_list("user_id", flat=True)
    return set(stopped), set(lately)


def _due_on(
    campaign: Campaign, today: datetime.date, sent: list[datetime.date]
) -> datetime.date | None:
    """The occasion on which they are to be written now; None where they were.

    Of several days that have passed only the last counts: nobody gets two at once.
    """
    opened = dates.day_of(campaign.opened_at) if campaign.opened_at else today
    if not sent:
        return opened
    days = [campaign.deadline - datetime.timedelta(days=n) for n in campaign.remind_days]
    passed = [day for day in days if opened < day <= today]
    latest = max(passed, default=None)
    return latest if latest and latest > max(sent) else None


def left_of(progress: Progress, row: RowAnswers, *, only_open: bool = True) -> list[Left]:
    """The sections of a row with what is asked of each; links are of the desk, to sign in."""
    labels, found = sections(progress.record), []
    missing: dict[str, list[str]] = {}
    for name, answer in row.answers.items():
        if answer == Answer.MISSING or not only_open:
            missing.setdefault(progress.section_of(name), []).append(name)
    for section, names in missing.items():
        if section in labels:
            link = reverse("propose-section", args=[progress.record.name, row.key, section])
            fields = [progress.label_of(name) for name in names]
            found.append(Left(section, str(labels[section]), fields, link))
    return found


@transaction.atomic
def _send(letter: Letter) -> bool:
    """Mail it, unless another run did: it is claimed first."""
    row, is_new = CampaignLetter.objects.get_or_create(
        campaign=letter.campaign,
        person=letter.person,
        due_on=letter.due_on,
        defaults={"is_reminder": letter.is_reminder},
    )
    claimed = CampaignLetter.objects.filter(pk=row.pk, sent_at=None).update(sent_at=timezone.now())
    if not claimed:
        return False
    person, record = letter.person, get(letter.campaign.record)
    with translation.override(person.language):
        told = [(one, _with_links(record, one, left, person)) for one, left in letter.rows]
    was_taken = notifications.asked(
        person, letter.campaign, told, signed(person), is_reminder=letter.is_reminder
    )
    reminder_of(person)
    noted: dict[str, Any] = {"refused_on": None if was_taken else dates.today()}
    if was_taken:
        noted["sent_on"] = dates.today()
    else:
        CampaignLetter.objects.filter(pk=row.pk).update(sent_at=None)
    Reminder.objects.filter(user=person).update(**noted)
    return was_taken


def _with_links(
    record: Record, row: RowAnswers, left: list[Left], person: User
) -> list[tuple[Left, str]]:
    """Each section with the address to answer at: without a password where the section has
    figures that age, since its links are made for these."""
    obj = record.model._default_manager.filter(key=row.key).first()
    ageing, told = ageing_sections(record), []
    for one in left:
        if obj is None or one.section not in ageing:
            told.append((one, whole_address("propose-section", record.name, row.key, one.section)))
            continue
        token = new_link(user=person, record=record, key=row.key, group=one.section)
        name = "confirm-link" if to_confirm(record, obj, one.section) else "change-link"
        told.append((one, whole_address(name, token)))
    return told
