"""An invitation as it is kept and mailed: to whom, how many a day, not twice by one press.

Who may invite whom is asked in `services.py`.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts import notifications
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.locks import just_now, take_turn
from sez_portal.common.tokens import new_secret

DAYS_VALID = 14
MOST_HANDED_OVER = 5  # invitations a day of an official
MOST_INVITED = 100  # of a focal point or MI
MOST_TO_ONE = 5  # to one address


def offered(*, by: User, email: str, **more: Any) -> Invitation:
    """The row and its letter; what the same address was offered before is withdrawn."""
    email = email.strip().lower()
    _demand_address(email)
    take_turn(f"invitation of {email}")
    if just_sent := _just_sent(by=by, email=email, **more):
        return just_sent
    _demand_few(by, email)
    same = {name: more[name] for name in ("role", "zone_key", "country")}
    current = Appointment.objects.in_force().filter(user__email__iexact=email, **same)
    if current.exists():
        raise ValidationError(_("This person holds the role already."))
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


def _just_sent(**what: Any) -> Invitation | None:
    """The open invitation that says just this and was sent a moment ago: a second press."""
    what["invited_by"] = what.pop("by")
    return Invitation.objects.open().filter(sent_at__gt=just_now(), **what).first()


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
