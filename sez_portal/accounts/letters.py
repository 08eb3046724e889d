"""The link of an invitation and the mail that carries it; addresses that need no more proof."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from sez_portal.accounts.models import Invitation, User

LETTER = "account/email/invitation"


def new_token() -> tuple[str, str]:
    """A token for the link, and what is kept of it."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def send_invitation(invitation: Invitation, token: str) -> None:
    """In the language of the invited; an account they have already knows better."""
    account = User.objects.filter(email__iexact=invitation.email).first()
    with translation.override(account.language if account else invitation.language):
        context = {
            "invitation": invitation,
            "link": settings.SITE_URL + reverse("invitation", args=[token]),
            "site_url": settings.SITE_URL,
        }
        subject = " ".join(render_to_string(f"{LETTER}_subject.txt", context).split())
        text = render_to_string(f"{LETTER}_message.txt", context).strip()
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])


def confirm_address(user: User) -> None:
    """The account's address counts as confirmed."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
