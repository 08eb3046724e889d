"""Which e-mail addresses an account has proved to be its own."""

from allauth.account.models import EmailAddress

from sez_portal.accounts.models import User


def is_verified(user: User, email: str) -> bool:
    """Whether the account has proved that the address is its own."""
    rows = EmailAddress.objects.filter(user=user, verified=True)
    return rows.filter(email__iexact=email).exists()
