"""Confirmation: the office says that figures are still true. Only their dates move.

A mailed link stands for one person, one record and one section. Opening it changes nothing; one
POST confirms, once, until it expires, is revoked, or its person no longer holds the role.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import office_of
from sez_portal.common import dates
from sez_portal.common.access import require
from sez_portal.common.stored_words import ITS_OFFICE
from sez_portal.common.tokens import hash_of, new_secret
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Piece, piece_of
from sez_portal.records.models import Evidence, MailLink, Submission
from sez_portal.records.record import Field, Record, is_known
from sez_portal.records.sections import fields_of
from sez_portal.records.services.apply import apply, locked

LINK_DAYS = 14
LONGEST_COMPARED = 200


@transaction.atomic
def confirm(
    *,
    record: Record,
    key: str,
    names: Iterable[str],
    by: User,
    link: MailLink | None = None,
    note: str = "",
) -> Submission:
    """Note that these figures are still true today, each with its own year and sources.

    `note` says what they were compared with; the history shows it.

    A figure that somebody proposed to change is left out: nobody says of it that it is true.
    Raises ValidationError when none is left or none is known, PermissionDenied to strangers.
    """
    obj = locked(record, key)
    require(by, "confirm", obj)
    if link is not None:
        use(link, by)
    waiting = fields_waiting(record, key)
    names = [name for name in names if record[name].months is not None]
    if names and waiting.issuperset(names):
        raise ValidationError(left_out(record, names, waiting))
    names = [name for name in names if name not in waiting]
    values = record.read(obj, names)
    known = [name for name in names if is_known(record[name], values[name])]
    if not known:
        raise ValidationError(_("There is no figure here that could be confirmed."))
    office = office_of(by, country=record.country(obj), key=record.kept_key(key))
    pieces = {name: [_confirmed(record, key, name, values[name], office)] for name in known}
    made = apply(
        record=record,
        key=key,
        values={},
        evidence=pieces,
        origin=Origin.CONFIRMATION,
        by=by,
        office=office,
        note=note,
    )
    if made is None:
        raise ValidationError(_("These figures were confirmed today already."))
    return made


def _confirmed(record: Record, key: str, name: str, value: object, office: str) -> Piece:
    shown = Evidence.objects.filter(record=record.name, key=key, field=name, is_shown=True)
    row = shown.prefetch_related("sources").first()
    before = piece_of(row) if row else Piece(value=value)
    today = dates.today().isoformat()
    office = office or ITS_OFFICE
    return replace(before, confirmed_on=today, confirmed_by=office, worded_by="")


def fields_waiting(record: Record, key: str) -> set[str]:
    """The fields for which somebody's change waits for a decision."""
    sent = Submission.objects.waiting().filter(record=record.name, key=key)
    return {name for one in sent for name in one.undecided}


def left_out(record: Record, names: Iterable[str], waiting: Collection[str]) -> str:
    """A sentence that names the figures which were not confirmed; "" when there is none."""
    labels = [str(record[name].label) for name in names if name in waiting]
    if not labels:
        return ""
    told = _("Not confirmed, since a change waits for a decision: %(fields)s.")
    return told % {"fields": get_text_list(labels, _("and"))}


def to_confirm(record: Record, obj: models.Model, section: str) -> list[Field]:
    """The known figures of a section that can age."""
    fields = [field for field in fields_of(record, section) if field.months is not None]
    values = record.read(obj, [field.key for field in fields])
    return [field for field in fields if is_known(field, values[field.key])]


def new_link(*, user: User, record: Record, key: str, group: str) -> str:
    """The token of a new link; earlier ones for the same section are revoked."""
    now, (token, digest) = timezone.now(), new_secret()
    same = MailLink.objects.filter(user=user, record=record.name, key=key, group=group)
    same.usable(now).update(revoked_at=now)
    MailLink.objects.create(
        digest=digest,
        user=user,
        record=record.name,
        key=key,
        group=group,
        expires_at=now + datetime.timedelta(days=LINK_DAYS),
    )
    return token


def link_of(token: str) -> MailLink | None:
    """The usable link of that token, and None for any other."""
    usable = MailLink.objects.usable().filter(digest=hash_of(token), user__is_active=True)
    return usable.select_related("user").first()


def used_link_of(token: str) -> MailLink | None:
    """The link of that token if it was used, to tell its person so."""
    used = MailLink.objects.filter(digest=hash_of(token), used_at__isnull=False)
    return used.filter(user__is_active=True).select_related("user").first()


def was_confirmation(link: MailLink) -> bool:
    """Whether what a used link did was to confirm; else it sent a change."""
    a_moment = datetime.timedelta(minutes=1)
    around = (link.used_at - a_moment, link.used_at + a_moment) if link.used_at else ()
    made = Submission.objects.filter(record=link.record, key=link.key, author=link.user)
    return made.filter(origin=Origin.CONFIRMATION, applied_at__range=around).exists()


def last_confirmation(record: Record, key: str, by: User) -> Submission | None:
    """What this person confirmed of the row last and may still take back, if it was today."""
    mine = Submission.objects.applied().filter(origin=Origin.CONFIRMATION, author=by)
    made = mine.filter(record=record.name, key=key).first()
    if made is None or dates.day_of(made.applied_at) != dates.today():
        return None
    return None if made.parts.filter(origin=Origin.REVERT).exists() else made


def use(link: MailLink, by: User) -> None:
    """Spend a link. Raises ValidationError when it was spent, has expired or is another's."""
    used = MailLink.objects.usable().filter(pk=link.pk, user=by).update(used_at=timezone.now())
    if not used:
        raise ValidationError(_("This link was used already or has expired."))
