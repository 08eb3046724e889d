"""Who may appoint whom: the rule for a role, and the rows of appointments and invitations."""

from typing import Any

from django.db.models import Q

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import ALL, NONE, rule


def may_appoint(user: Any, role: str, country: str = "") -> bool:
    """A focal point: officials of the own country. A moderator: all but moderators."""
    roles = roles_of(user)
    if roles.is_administrator:
        return True
    if roles.is_moderator:
        return role in (Role.OFFICIAL, Role.FOCAL_POINT)
    return role == Role.OFFICIAL and country in roles.countries


def may_invite(user: Any, role: str, country: str = "", zone_key: str = "") -> bool:
    """Who may appoint; and an official another official of the same zone."""
    if may_appoint(user, role, country):
        return True
    return role == Role.OFFICIAL and zone_key in roles_of(user).zones


def may_hand_over(user: Any, appointment: Appointment) -> bool:
    """Whether they may choose a successor: who holds the role, but no moderator."""
    if may_appoint(user, appointment.role, appointment.country):
        return True
    return appointment.user_id == user.pk and appointment.role != Role.MODERATOR


@rule(Appointment, "view")
def seen(user: Any) -> Q:
    """Those they may end, their own, and those of their zones, their country and MI."""
    roles = roles_of(user)
    if roles.is_staff:
        return ALL
    own = Q(user=user.pk) | Q(role=Role.OFFICIAL, zone_key__in=roles.zones)
    return own | Q(country__in=roles.countries) if user.is_authenticated else NONE


@rule(Appointment, "set")
def others_of_theirs(user: Any) -> Q:
    """Nobody says how long they hold a role themself."""
    return theirs_to_keep(user) & ~Q(user=user.pk)


@rule(Invitation, "view", "revoke")
def sent_or_theirs_to_keep(user: Any) -> Q:
    """An official keeps what they sent, as long as they hold a role."""
    roles = roles_of(user)
    return theirs_to_keep(user) | Q(invited_by=user.pk) if roles else NONE


@rule(Appointment, "end")
def theirs_to_keep(user: User) -> Q:
    """The appointments and invitations of the roles that they may grant."""
    roles = roles_of(user)
    if roles.is_administrator:
        return ALL
    if roles.is_moderator:
        return ~Q(role=Role.MODERATOR)
    if roles.countries:
        return Q(role=Role.OFFICIAL, country__in=roles.countries)
    return NONE
