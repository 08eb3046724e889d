"""An account is closed by its owner for good, or suspended and opened again by an administrator.

What the apps above keep of a person is removed by `sez_portal.site.closing`.
"""

import secrets
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts import notifications
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.roles import forget
from sez_portal.common import dates
from sez_portal.common.locks import take_turn
from sez_portal.common.mail import NOBODY_AT


def demand_another_administrator(user: User) -> None:
    """Refuse to lose the last administrator. Holds the turn until the end of the transaction."""
    take_turn("administrators")
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if User.objects.filter(pk=user.pk, is_superuser=True).exists() and not others.exists():
        raise ValidationError(
            _("This is the account of the only administrator. It stays until there is another.")
        )


@transaction.atomic
def close(*, user: User) -> None:
    """Close one's own account: roles end, all with which one signs in is gone, and the address.

    History keeps names and offices as text of its own; the row stays for what refers to it.
    """
    demand_another_administrator(user)
    email, now = user.email, timezone.now()
    transaction.on_commit(partial(notifications.send_closed, email, user.language))
    running = Appointment.objects.not_ended().filter(user=user)
    running.update(ends_on=dates.today(), ended_by=user, ended_by_name=str(user))
    theirs = Invitation.objects.filter(Q(invited_by=user) | Q(email__iexact=email))
    theirs.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    nowhere = f"{secrets.token_hex(8)}{NOBODY_AT}"
    Invitation.objects.filter(email__iexact=email).update(email=nowhere, name="")
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name, user.office = nowhere, "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login, user.language = None, settings.LANGUAGE_CODE
    user.set_unusable_password()
    user.save()
    forget(user)


@transaction.atomic
def say_suspended(*, user: User, by: User, reason: str) -> None:
    """Sign a suspended account out everywhere, and tell its owner why."""
    end_sessions(user)
    transaction.on_commit(partial(notifications.send_suspended, user, by, reason))


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()
