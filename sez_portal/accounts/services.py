"""How roles are given and taken: invitations by mail, appointments, their end, their handing over.

Each function asks for the permission itself and does all or nothing.
"""

import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts import notifications
from sez_portal.accounts.choices import NAMED
from sez_portal.accounts.models import DAY, Appointment, Invitation, User
from sez_portal.accounts.offering import offered
from sez_portal.accounts.permissions import may_appoint, may_hand_over, may_invite
from sez_portal.accounts.roles import forget
from sez_portal.common import dates
from sez_portal.common.access import require
from sez_portal.common.locks import just_now, take_turn
from sez_portal.common.stored_words import HANDED_OVER

OFFER = ("email", "role", "zone_key", "country")  # what of an invitation is the same offer
COPIED = (*OFFER, "name", "title", "office", "language", "mandate_until", "replaces")


@transaction.atomic
def invite(
    *,
    by: User,
    email: str,
    role: str,
    zone_key: str = "",
    country: str = "",
    title: str = "",
    **more: Any,
) -> Invitation:
    """Offer a role to an address; the mail leaves when the transaction is through.

    `more`: name, office, language of the invited, `mandate_until`. An open invitation to the same
    is replaced; one that says just this and was sent a moment ago is not sent again.
    """
    if not may_invite(by, role, country, zone_key):
        raise PermissionDenied(f"invite: {role} {country} {zone_key}")
    _demand_other_person(by, email)
    _demand_fits(role, zone_key, country)
    if not may_appoint(by, role, country):
        more["mandate_until"] = _last_day_of(by, zone_key)  # nobody gives longer than they have
    return offered(
        by=by, email=email, role=role, zone_key=zone_key, country=country, title=title, **more
    )


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> Invitation:
    """Send a new link for the same offer; the old link is void. Pressed twice it is one."""
    if not _may_offer(by, invitation):
        raise PermissionDenied("send an invitation again")
    _demand_other_person(by, invitation.email)
    take_turn(f"invitation of {invitation.email}")
    invitation.refresh_from_db()
    if invitation.accepted_at:
        raise ValidationError(_("It was accepted already."))
    if invitation.revoked_at:
        newer = same_offer(invitation).filter(invited_by=by, sent_at__gt=just_now()).first()
        if newer is None:
            raise ValidationError(_("This invitation was withdrawn. Write a new one."))
        return newer
    if invitation.replaces and not _is_in_force(invitation.replaces):
        raise ValidationError(_("The role that was handed over has ended."))
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    offer = {name: getattr(invitation, name) for name in COPIED}
    if not may_appoint(by, invitation.role, invitation.country):
        offer["mandate_until"] = _last_day_of(by, invitation.zone_key)
    return offered(by=by, **offer)


def same_offer(invitation: Invitation) -> Any:
    """The open invitations of the same role to the same address, newest first."""
    return Invitation.objects.open().filter(**{name: getattr(invitation, name) for name in OFFER})


def row_renamed(former: str, key: str) -> None:
    """Have the appointments and the invitations to a row go on under its new key."""
    for model in (Appointment, Invitation):
        model.objects.filter(zone_key=former).update(zone_key=key)
    Invitation.objects.filter(zone_key=former).update(zone_key=key)


def row_merged(former: str, key: str, title: str, by: User) -> dict[str, Any]:
    """Have the officials and the invited of a row keep the one it was merged into.

    Return what moved. Who keeps that one already has one appointment fewer.
    """
    rows = Appointment.objects.in_force().filter(zone_key=former)
    here = set(Appointment.objects.filter(zone_key=key, ends_on=None).values_list("user", "role"))
    moved, ended = [], []
    for row in rows.select_related("user").order_by("pk"):
        if (row.user_id, row.role) in here:
            ended.append([row.pk, row.ends_on and row.ends_on.isoformat(), row.note])
            _end(row, by, _("The zone was made one with another that they keep."))
        else:
            moved.append(row.pk)
            forget(row.user)
    Appointment.objects.filter(pk__in=moved).update(zone_key=key)
    invited = Invitation.objects.open().filter(zone_key=former)
    offers = list(invited.values_list("pk", flat=True))
    invited.update(zone_key=key, title=title)
    return {"moved": moved, "ended": ended, "invited": offers}


def row_parted(former: str, key: str, title: str, moved: dict[str, Any]) -> None:
    """Undo `row_merged`: appointments and invitations that still stand go back."""
    Appointment.objects.filter(pk__in=moved["moved"], zone_key=key).update(zone_key=former)
    for pk, ends_on, note in moved["ended"]:
        Appointment.objects.filter(pk=pk, zone_key=former).update(
            ends_on=ends_on, ended_by=None, ended_by_name="", note=note
        )
    invited = Invitation.objects.filter(pk__in=moved["invited"], zone_key=key)
    invited.update(zone_key=former, title=title)


@transaction.atomic
def hand_over(
    *,
    appointment: Appointment,
    to_email: str,
    by: User,
    name: str = "",
    language: str = "en",
    title: str = "",
) -> Invitation:
    """Invite a successor, who takes the place of the present holder on accepting.

    There is one: an earlier invitation to another address is withdrawn.
    """
    if not may_hand_over(by, appointment) or not _is_in_force(appointment):
        raise PermissionDenied("hand over")
    _demand_other_person(by, to_email)
    if to_email.strip().lower() == appointment.user.email.lower():
        raise ValidationError(_("This is the address of the present holder."))
    others = Invitation.objects.open().filter(replaces=appointment)
    others.exclude(email=to_email.strip().lower()).update(revoked_at=timezone.now())
    return offered(
        by=by,
        email=to_email,
        role=appointment.role,
        zone_key=appointment.zone_key,
        country=appointment.country,
        office=appointment.office,
        title=title,
        name=name,
        language=language,
        mandate_until=appointment.last_day,
        replaces=appointment,
    )


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Appointment:
    """Give the role to the invited, signed in with the invited address. Works once."""
    if user.email.lower() != invitation.email.lower():
        raise PermissionDenied("somebody else's invitation")
    if not still_stands(invitation):
        raise PermissionDenied("the invitation no longer stands")
    now = timezone.now()
    accepted = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now)
    if not accepted:  # another request was faster, or it was withdrawn meanwhile
        raise PermissionDenied("the invitation is used up")
    invitation.accepted_at = now
    until = invitation.mandate_until
    if invitation.replaces:
        until = invitation.replaces.last_day
        invitation.replaces.title = invitation.title
        _end(invitation.replaces, user, HANDED_OVER)
    return _appointed(
        user=user,
        role=invitation.role,
        by=invitation.invited_by,
        zone_key=invitation.zone_key,
        country=invitation.country,
        office=invitation.office,
        ends_on=until + DAY if until else None,
        note="",
    )


@transaction.atomic
def accept_anew(
    *, invitation: Invitation, name: str, password: str, language: str
) -> tuple[User, Appointment]:
    """Do the same for an address without an account: the mail that arrived has confirmed it."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise PermissionDenied("the address has an account")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, name=name, office=invitation.office, language=language
            )
    except IntegrityError:  # another request was faster
        raise PermissionDenied("the address has an account") from None
    notifications.confirm_address(user)
    return user, accept(invitation=invitation, user=user)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Withdraw an invitation that was not accepted; its link says so."""
    require(by, "revoke", invitation)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    invitation.refresh_from_db()
    if invitation.accepted_at:
        raise ValidationError(_("It was accepted already: end the role instead."))


@transaction.atomic
def appoint(
    *,
    user: User,
    role: str,
    by: User,
    zone_key: str = "",
    country: str = "",
    office: str = "",
    note: str = "",
) -> Appointment:
    """Give a role to somebody who has an account already."""
    if not may_appoint(by, role, country):
        raise PermissionDenied(f"appoint: {role} {country}")
    _demand_other_person(by, user.email)
    _demand_fits(role, zone_key, country)
    return _appointed(
        user=user, role=role, by=by, zone_key=zone_key, country=country, office=office, note=note
    )


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, by: User, note: str, last_day: datetime.date | None = None
) -> None:
    """End a role now, or after its last day; its holder gets a mail. Who holds it may lay it down.

    The same pressed twice is one.
    """
    is_own = appointment.user_id == by.pk
    if not is_own and not may_appoint(by, appointment.role, appointment.country):
        raise PermissionDenied("end an appointment")
    if not is_own and not note.strip():
        raise ValidationError(_("Write a reason: the person reads it."))
    row = Appointment.objects.select_for_update().select_related("user").get(pk=appointment.pk)
    ends_on = last_day + DAY if last_day else dates.today()
    if _was_ended_so(row, by, note, ends_on):
        return
    if not Appointment.objects.not_ended().filter(pk=row.pk).exists():
        raise ValidationError(_("This appointment has ended already."))
    row.title = appointment.title
    _end(row, by, note, ends_on)


def still_stands(invitation: Invitation) -> bool:
    """Whether it is open, and whoever invited still has the right to."""
    by = invitation.invited_by
    if not invitation.is_open or by is None or not by.is_active:
        return False
    if invitation.mandate_until and invitation.mandate_until < dates.today():
        return False
    if invitation.replaces and not _is_in_force(invitation.replaces):
        return False
    return _may_offer(by, invitation)


def _may_offer(by: User, invitation: Invitation) -> bool:
    """Whether they could send this invitation today."""
    if invitation.replaces:
        return may_hand_over(by, invitation.replaces)
    return may_invite(by, invitation.role, invitation.country, invitation.zone_key)


def _demand_other_person(by: User, email: str) -> None:
    if by.email.lower() == email.strip().lower():
        raise PermissionDenied("nobody appoints themself")


def _demand_fits(role: str, zone_key: str, country: str) -> None:
    """A zone's key begins with its country's code, so nobody reaches across a border."""
    values = {"zone_key": zone_key, "country": country}
    fits = NAMED.get(role) == {name for name, value in values.items() if value}
    if not fits or not zone_key.startswith(f"{country.lower()}-" if zone_key else ""):
        raise ValidationError(_("The role does not go with this zone or country."))


def _last_day_of(by: User, zone_key: str) -> datetime.date | None:
    """The last day on which they themselves hold a role for the zone, or the country at zone ""."""
    own = Appointment.objects.in_force().filter(user=by, zone_key=zone_key).first()
    return own.last_day if own else None


def _is_in_force(appointment: Appointment) -> bool:
    return Appointment.objects.in_force().filter(pk=appointment.pk).exists()


def _appointed(*, user: User, role: str, by: User | None, **more: Any) -> Appointment:
    """Ends that have passed leave the place free; a role is held once at a time."""
    where = {"zone_key": more["zone_key"], "country": more["country"]}
    running = Appointment.objects.filter(user=user, role=role, **where)
    if running.filter(Q(ends_on=None) | Q(ends_on__gt=dates.today())).exists():
        raise ValidationError(_("This person holds the role already."))
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                user=user, role=role, granted_by=by, granted_by_name=str(by or ""), **more
            )
    except IntegrityError:
        raise ValidationError(_("This person holds the role already.")) from None
    forget(user)
    return appointment


def _was_ended_so(row: Appointment, by: User, note: str, ends_on: datetime.date) -> bool:
    """Whether the same person has ended it with the same words: a second press."""
    return (row.ended_by_id, row.ends_on) == (by.pk, ends_on) and row.note.endswith(note)


def _end(
    appointment: Appointment, by: User, note: str, ends_on: datetime.date | None = None
) -> None:
    appointment.ends_on = ends_on or dates.today()
    appointment.ended_by = by
    appointment.ended_by_name = str(by)
    appointment.note = "\n".join(line for line in (appointment.note, note) if line)
    appointment.save(update_fields=["ends_on", "ended_by", "ended_by_name", "note"])
    forget(appointment.user)
    transaction.on_commit(partial(notifications.send_role_ended, appointment, by, note))
