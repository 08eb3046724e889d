"""Signed links of an investor: to verify an address, and to read and answer without an account."""

import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from investors.models import Ended, Enquiry

VERIFY_DAYS = 3
DAY = 24 * 60 * 60
VERIFY, READ, ASKED = "enquiry-verify", "enquiry-read", "enquiry-asked"
THROWN_AWAY = (0, 0)  # what a link names that stands for no enquiry


def token_of(enquiry: Enquiry, salt: str = READ) -> str:
    """The enquiry as its links name it; the moment it was made tells it from any other."""
    return signing.dumps([enquiry.pk, int(enquiry.created_at.timestamp())], salt=salt)


def token_of_none() -> str:
    """Return a token as `token_of` does, for the page after a form that was thrown away."""
    return signing.dumps(THROWN_AWAY, salt=ASKED)


def enquiry_of(token: str) -> Enquiry | None:
    """The verified enquiry of a link, while it is kept."""
    enquiry = _enquiry_in(token, READ, _keep_days())
    return enquiry if enquiry and enquiry.verified_at else None


def to_verify_of(token: str) -> Enquiry | None:
    """The enquiry whose address this link verifies, for three days; also when it did already."""
    return _enquiry_in(token, VERIFY, VERIFY_DAYS)


def asked_of(token: str) -> Enquiry | None:
    """The enquiry whose link was just mailed: the page after the form."""
    return _enquiry_in(token, ASKED, 1)


def is_of_one_deleted(token: str, salt: str) -> bool:
    """Whether the link is genuine, in its time, and what it led to is deleted."""
    days = VERIFY_DAYS if salt == VERIFY else _keep_days()
    return _identity_in(token, salt, days) is not None and _enquiry_in(token, salt, days) is None


def deleted_at(token: str, salt: str) -> datetime.datetime | None:
    """When what a genuine link led to was deleted; None where it is not known."""
    days = VERIFY_DAYS if salt == VERIFY else _keep_days()
    return Ended.objects.moment_of(Enquiry, _identity_in(token, salt, days))


def _keep_days() -> int:
    return settings.ENQUIRY_KEEP_MONTHS * 31


def _identity_in(token: str, salt: str, days: int) -> tuple[int, int] | None:
    """The number and the moment that a genuine link names."""
    try:
        pk, moment = signing.loads(token, salt=salt, max_age=days * DAY)
    except (signing.BadSignature, ValueError):
        return None
    return pk, moment


def _enquiry_in(token: str, salt: str, days: int) -> Enquiry | None:
    identity = _identity_in(token, salt, days)
    if identity is None:
        return None
    pk, moment = identity
    enquiry = Enquiry.objects.filter(pk=pk).first()
    return enquiry if enquiry and int(enquiry.created_at.timestamp()) == moment else None


def address(name: str, enquiry: Enquiry) -> str:
    """The whole address of one of its pages, in the language that is active."""
    salt = VERIFY if name == "enquiry-verify" else READ
    return settings.SITE_URL + reverse(name, args=[token_of(enquiry, salt)])
