"""Mails about accounts: invitations, roles that end, what an administrator did to an account.

Also: addresses that need no more proof.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext_lazy

from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.common import dates
from sez_portal.common.lists import listed
from sez_portal.common.mail import send
from sez_portal.common.quotas import left_today
from sez_portal.common.tokens import whole_address

FACTOR_WORDS = {
    Authenticator.Type.TOTP: gettext_lazy("authenticator app"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("passkey or security key"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("recovery codes"),
}
OF_ONE_SENDER = 5  # mails a day to one person about what one other did to their roles


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail it in the language of the invited; an account they have already knows better."""
    account = User.objects.filter(email__iexact=invitation.email).first()
    send(
        "invitation",
        to=invitation.email,
        language=account.language if account else invitation.language,
        invitation=invitation,
        link=lambda: whole_address("invitation", token),
    )


def send_role_ended(appointment: Appointment, by: User, reason: str) -> None:
    """Tell who held the role that it ended or ends, why, and who ended it; oneself too."""
    if left_today("role ended", by.pk, appointment.user_id, most=OF_ONE_SENDER) < 0:
        return
    has_ended = appointment.ends_on is not None and appointment.ends_on <= dates.today()
    more = {"reason": reason, "has_ended": has_ended, "is_own": by.pk == appointment.user_id}
    _tell("role_ended", appointment.user, "desk", by=str(by), appointment=appointment, **more)


def send_mandate_set(appointment: Appointment, by: User) -> None:
    """Tell who holds the role from when until when they now do."""
    if left_today("mandate", by.pk, appointment.user_id, most=OF_ONE_SENDER) >= 0:
        _tell("mandate_set", appointment.user, "desk", by=str(by), appointment=appointment)


def send_suspended(user: User, by: User, reason: str) -> None:
    """Tell the owner that an administrator suspended the account."""
    _tell("account_suspended", user, "home", by=str(by), reason=reason)


def send_opened_again(user: User, by: User) -> None:
    """Tell the owner that an administrator opened the account again."""
    _tell("account_opened", user, "account_login", by=str(by))


def send_closed(email: str, language: str) -> None:
    """Tell the address that an account had until now that its owner closed it."""
    send("account_closed", to=email, language=language)


def send_factor_removed(user: User, kinds: list[str], by: str) -> None:
    """Tell the owner that an administrator took second factors of these kinds off."""
    words = [FACTOR_WORDS.get(kind, kind) for kind in kinds]
    what = {"factors": lambda: listed(words), "at": timezone.localtime()}
    _tell("factor_removed", user, "mfa_index", by=by, **what)


def _tell(template: str, person: User, page: str, **context: Any) -> None:
    """Mail somebody in their language, with the address of one page."""
    context |= {"person": person, "link": lambda: whole_address(page)}
    send(template, to=person.email, language=person.language, **context)


def confirm_address(user: User) -> None:
    """The account's address counts as confirmed."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
