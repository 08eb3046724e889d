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


def may_hand_over(user: Any, appointment: Appointment) -> bool:
    """Whether they may choose a successor: who holds the role, but no moderator."""
    if may_appoint(user, appointment.role, appointment.country):
        return True
    return appointment.user_id == user.pk and appointment.role != Role.MODERATOR


@rule(Appointment, "view", "end")
@rule(Invitation, "view", "revoke")
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
