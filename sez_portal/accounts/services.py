"""How roles are given and taken: invitations by mail, appointments, their end, their handing over.

Each function asks for the permission itself and does all or nothing.
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts import notifications
from sez_portal.accounts.choices import NAMED
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.permissions import may_appoint, may_hand_over
from sez_portal.accounts.roles import forget, roles_of
from sez_portal.common import dates
from sez_portal.common.tokens import new_secret

DAYS_VALID = 14
MOST_HANDED_OVER = 5  # invitations a day of an official
MOST_INVITED = 100  # of a focal point or MI
MOST_TO_ONE = 5  # to one address


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

    `more`: name, office, language of the invited. An open invitation to the same is replaced.
    """
    _demand_may_appoint(by, role, country, email)
    _demand_fits(role, zone_key, country)
    return _invited(
        by=by, email=email, role=role, zone_key=zone_key, country=country, title=title, **more
    )


def row_renamed(former: str, key: str) -> None:
    """Have the appointments to a row go on under its new key."""
    Appointment.objects.filter(zone_key=former).update(zone_key=key)


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
    """Invite a successor, who takes the place of the present holder on accepting."""
    if not may_hand_over(by, appointment) or not _is_in_force(appointment):
        raise PermissionDenied("hand over")
    _demand_other_person(by, to_email)
    if to_email.strip().lower() == appointment.user.email.lower():
        raise ValidationError(_("This is the address of the present holder."))
    return _invited(
        by=by,
        email=to_email,
        role=appointment.role,
        zone_key=appointment.zone_key,
        country=appointment.country,
        office=appointment.office,
        title=title,
        name=name,
        language=language,
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
    if invitation.replaces:
        _end(invitation.replaces, user, _("Handed over to a successor."))
    return _appointed(
        user=user,
        role=invitation.role,
        by=invitation.invited_by,
        zone_key=invitation.zone_key,
        country=invitation.country,
        office=invitation.office,
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
    if not _may_revoke(by, invitation):
        raise PermissionDenied("revoke an invitation")
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    invitation.refresh_from_db()


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
    _demand_may_appoint(by, role, country, user.email)
    _demand_fits(role, zone_key, country)
    return _appointed(
        user=user, role=role, by=by, zone_key=zone_key, country=country, office=office, note=note
    )


@transaction.atomic
def end_appointment(*, appointment: Appointment, by: User, note: str) -> None:
    """End a role today. Who holds it may lay it down."""
    is_own = appointment.user_id == by.pk
    if not is_own and not may_appoint(by, appointment.role, appointment.country):
        raise PermissionDenied("end an appointment")
    if not _is_in_force(appointment):
        raise ValidationError(_("This appointment has ended already."))
    _end(appointment, by, note)


def still_stands(invitation: Invitation) -> bool:
    """Whether it is open, and whoever invited still has the right to."""
    by = invitation.invited_by
    if not invitation.is_open or by is None or not by.is_active:
        return False
    if invitation.replaces:
        return _is_in_force(invitation.replaces) and may_hand_over(by, invitation.replaces)
    return may_appoint(by, invitation.role, invitation.country)


def _demand_may_appoint(by: User, role: str, country: str, email: str) -> None:
    if not may_appoint(by, role, country):
        raise PermissionDenied(f"appoint: {role} {country}")
    _demand_other_person(by, email)


def _demand_other_person(by: User, email: str) -> None:
    if by.email.lower() == email.strip().lower():
        raise PermissionDenied("nobody appoints themself")


def _demand_fits(role: str, zone_key: str, country: str) -> None:
    """A zone's key begins with its country's code, so nobody reaches across a border."""
    values = {"zone_key": zone_key, "country": country}
    fits = NAMED.get(role) == {name for name, value in values.items() if value}
    if not fits or not zone_key.startswith(f"{country.lower()}-" if zone_key else ""):
        raise ValidationError(_("The role does not go with this zone or country."))


def _may_revoke(by: User, invitation: Invitation) -> bool:
    is_own = invitation.invited_by_id == by.pk and by.is_active
    return is_own or may_appoint(by, invitation.role, invitation.country)


def _is_in_force(appointment: Appointment) -> bool:
    return Appointment.objects.in_force().filter(pk=appointment.pk).exists()


def _invited(*, by: User, email: str, **more: Any) -> Invitation:
    """The row and its letter; what the same address was offered before is withdrawn."""
    email = email.strip().lower()
    _demand_address(email)
    _demand_few(by, email)
    same = {name: more[name] for name in ("role", "zone_key", "country")}
    current = Appointment.objects.in_force().filter(user__email__iexact=email, **same)
    if current.exists():
        raise ValidationError(_("They hold this role already."))
    open_ones = Invitation.objects.open().filter(email__iexact=email, **same)
    open_ones.update(revoked_at=timezone.now())
    token, token_hash = new_secret()
    invitation = Invitation.objects.create(
        email=email,
        token_hash=token_hash,
        expires_on=dates.today() + datetime.timedelta(days=DAYS_VALID),
        invited_by=by,
        invited_by_name=str(by),
        **more,
    )
    transaction.on_commit(lambda: notifications.send_invitation(invitation, token))
    return invitation


def _demand_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(
            _("Write the e-mail address of the person whom you invite.")
        ) from None


def _demand_few(by: User, email: str) -> None:
    """Refuse more invitations a day than one account may send, and one address get."""
    lately = Invitation.objects.filter(sent_at__gt=timezone.now() - datetime.timedelta(days=1))
    roles = roles_of(by)
    most = MOST_INVITED if roles.is_staff or roles.countries else MOST_HANDED_OVER
    if lately.filter(invited_by=by).count() >= most:
        raise ValidationError(
            _("You have sent %(most)s invitations in the last 24 hours. Go on tomorrow.")
            % {"most": most}
        )
    if lately.filter(email=email).count() >= MOST_TO_ONE:
        raise ValidationError(
            _("This address was sent %(most)s invitations in the last 24 hours. Go on tomorrow.")
            % {"most": MOST_TO_ONE}
        )


def _appointed(*, user: User, role: str, by: User | None, **more: Any) -> Appointment:
    """Ends that have passed leave the place free; a role is held once at a time."""
    where = {"zone_key": more["zone_key"], "country": more["country"]}
    running = Appointment.objects.filter(user=user, role=role, **where)
    if running.filter(Q(ends_on=None) | Q(ends_on__gt=dates.today())).exists():
        raise ValidationError(_("They hold this role already."))
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                user=user, role=role, granted_by=by, granted_by_name=str(by or ""), **more
            )
    except IntegrityError:
        raise ValidationError(_("They hold this role already.")) from None
    forget(user)
    return appointment


def _end(appointment: Appointment, by: User, note: str) -> None:
    appointment.ends_on = dates.today()
    appointment.ended_by = by
    appointment.ended_by_name = str(by)
    appointment.note = "\n".join(line for line in (appointment.note, note) if line)
    appointment.save(update_fields=["ends_on", "ended_by", "ended_by_name", "note"])
    forget(appointment.user)
