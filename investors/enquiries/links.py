"""Signed links of an investor: to verify an address, and to read and answer without an account."""

import datetime

from django.conf import settings

from investors.models import Ended, Enquiry
from sez_portal.common import tokens

VERIFY_DAYS = 3
VERIFY, READ, ASKED = "enquiry-verify", "enquiry-read", "enquiry-asked"


def token_of(enquiry: Enquiry, salt: str = READ) -> str:
    """The enquiry as its links name it."""
    return tokens.token_of(enquiry, salt)


def token_of_none() -> str:
    """Return a token as `token_of` does, for the page after a form that was thrown away."""
    return tokens.token_of_none(ASKED)


def enquiry_of(token: str) -> Enquiry | None:
    """The verified enquiry of a link, while it is kept."""
    enquiry = _enquiry_in(token, READ)
    return enquiry if enquiry and enquiry.verified_at else None


def to_verify_of(token: str) -> Enquiry | None:
    """The enquiry whose address this link verifies, for three days; also when it did already."""
    return _enquiry_in(token, VERIFY)


def asked_of(token: str) -> Enquiry | None:
    """The enquiry whose link was just mailed: the page after the form."""
    return _enquiry_in(token, ASKED)


def is_of_one_deleted(token: str, salt: str) -> bool:
    """Whether the link is genuine, in its time, and what it led to is deleted."""
    is_genuine = tokens.named_by(token, salt, _days_of(salt)) is not None
    return is_genuine and _enquiry_in(token, salt) is None


def deleted_at(token: str, salt: str) -> datetime.datetime | None:
    """When what a genuine link led to was deleted; None where it is not known."""
    return Ended.objects.moment_of(Enquiry, tokens.named_by(token, salt, _days_of(salt)))


def _days_of(salt: str) -> int:
    """How long a link of that purpose works."""
    kept = settings.ENQUIRY_KEEP_MONTHS * 31
    return {VERIFY: VERIFY_DAYS, ASKED: 1}.get(salt, kept)


def _enquiry_in(token: str, salt: str) -> Enquiry | None:
    enquiry: Enquiry | None = tokens.row_of(Enquiry.objects.all(), token, salt, _days_of(salt))
    return enquiry


def address(name: str, enquiry: Enquiry) -> str:
    """The whole address of one of its pages, in the language that is active."""
    salt = VERIFY if name == "enquiry-verify" else READ
    return tokens.whole_address(name, token_of(enquiry, salt))
