"""Tokens of mailed links: signed ones that name a row, and secret ones, kept as their hash only.

A signed token works for one purpose, its salt. A row is named by its number and the second in
which it was made, so that a number used again leads nowhere.
"""

import datetime
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import reverse

DAY = 24 * 60 * 60
NO_ROW = (0, 0)


def second_of(moment: datetime.datetime) -> int:
    """The second of a moment, as tokens name it."""
    return int(moment.timestamp())


def token_of(row: Any, salt: str) -> str:
    """The signed token of a row that has `created_at`."""
    return signing.dumps([row.pk, second_of(row.created_at)], salt=salt)


def token_of_none(salt: str) -> str:
    """Return a token as `token_of` does, for a row never made: a robot is told what people are."""
    return signing.dumps(NO_ROW, salt=salt)


def named_by(token: str, salt: str, days: int | None = None) -> tuple[int, int] | None:
    """The number and the second that a genuine token names, for so many days; None for others."""
    try:
        number, second = read(token, salt, days)
    except (TypeError, ValueError):
        return None
    return number, second


def row_of(rows: QuerySet, token: str, salt: str, days: int | None = None) -> Any:
    """The one of these rows that a genuine token names, for so many days; None for others."""
    named = named_by(token, salt, days)
    if named is None:
        return None
    row: Any = rows.filter(pk=named[0]).first()
    return row if row and second_of(row.created_at) == named[1] else None


def sign(what: Any, salt: str) -> str:
    """Any plain value as a signed token."""
    return signing.dumps(what, salt=salt)


def read(token: str, salt: str, days: int | None = None) -> Any:
    """The value of a genuine token, for so many days; None for any other."""
    try:
        return signing.loads(token, salt=salt, max_age=None if days is None else days * DAY)
    except (signing.BadSignature, ValueError):
        return None


def new_secret() -> tuple[str, str]:
    """A token that nobody can guess, and the hash that is kept of it."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def whole_address(name: str, *args: Any) -> str:
    """The whole address of a page, for mails, in the language that is active."""
    return settings.SITE_URL + reverse(name, args=args)


def address_of(row: Model) -> str:
    """The whole address of the page of a row, for mails, in the language that is active."""
    page: Any = row
    return f"{settings.SITE_URL}{page.get_absolute_url()}"
