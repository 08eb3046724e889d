"""Mails about accounts: invitations, a factor taken off; addresses that need no more proof."""

from allauth.account.models import EmailAddress

from sez_portal.accounts.models import Invitation, User
from sez_portal.common.mail import send
from sez_portal.common.tokens import whole_address


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


def send_factor_removed(user: User) -> None:
    """Tell the owner that an administrator took a second factor off."""
    send(
        "factor_removed",
        to=user.email,
        language=user.language,
        person=user,
        link=lambda: whole_address("mfa_index"),
    )


def confirm_address(user: User) -> None:
    """The account's address counts as confirmed."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
