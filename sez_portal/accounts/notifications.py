"""The link of an invitation and the mail that carries it; addresses that need no more proof."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse

from sez_portal.accounts.models import Invitation, User
from sez_portal.common.mail import send


def new_token() -> tuple[str, str]:
    """A token for the link, and what is kept of it."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail it in the language of the invited; an account they have already knows better."""
    account = User.objects.filter(email__iexact=invitation.email).first()
    send(
        "invitation",
        to=invitation.email,
        language=account.language if account else invitation.language,
        invitation=invitation,
        link=lambda: settings.SITE_URL + reverse("invitation", args=[token]),
    )


def send_factor_removed(user: User) -> None:
    """Tell the owner that an administrator took a second factor off."""
    send(
        "factor_removed",
        to=user.email,
        language=user.language,
        person=user,
        link=lambda: settings.SITE_URL + reverse("mfa_index"),
    )


def confirm_address(user: User) -> None:
    """The account's address counts as confirmed."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
