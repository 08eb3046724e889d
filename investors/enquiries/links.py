"""Signed links of an investor: to verify an address, and to read and answer without an account."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from investors.models import Enquiry

VERIFY_DAYS = 3
DAY = 24 * 60 * 60
VERIFY, READ = "enquiry-verify", "enquiry-read"


def token_of(enquiry: Enquiry, salt: str = READ) -> str:
    """The enquiry as its links name it; the moment it was made tells it from any other."""
    return signing.dumps([enquiry.pk, int(enquiry.created_at.timestamp())], salt=salt)


def enquiry_of(token: str) -> Enquiry | None:
    """The verified enquiry of a link, while it is kept."""
    found = _signed(token, READ, settings.ENQUIRY_KEEP_MONTHS * 31)
    return found if found and found.verified_at else None


def to_verify_of(token: str) -> Enquiry | None:
    """The enquiry whose address this link verifies, for three days; also when it did already."""
    return _signed(token, VERIFY, VERIFY_DAYS)


def _signed(token: str, salt: str, days: int) -> Enquiry | None:
    try:
        pk, made = signing.loads(token, salt=salt, max_age=days * DAY)
    except (signing.BadSignature, ValueError):
        return None
    found = Enquiry.objects.filter(pk=pk).first()
    return found if found and int(found.created_at.timestamp()) == made else None


def address(name: str, enquiry: Enquiry) -> str:
    """The whole address of one of its pages, in the language that is active."""
    salt = VERIFY if name == "enquiry-verify" else READ
    return settings.SITE_URL + reverse(name, args=[token_of(enquiry, salt)])
