"""Guessing of passwords: who tries an account from one address closes it for that address only.

Failures are counted by network address and account together (`ACCOUNT_RATE_LIMITS`), so nobody
locks another's account from elsewhere. Those of an account from anywhere have a high limit, which
does not hold for an address from which its owner has signed in. Passkeys are never counted.
"""

import hashlib

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from sez_portal.common.counting import Counter

FROM_ANYWHERE = "100/h"
DAYS_KNOWN = 60


def is_guessed_at(request: HttpRequest, login: str) -> bool:
    """Whether too many have failed at this account from anywhere, and this address is new to it."""
    return not cache.get(_owner_key(request, login)) and _failures(login).wait() > 0


def failed(request: HttpRequest, login: str) -> None:
    _failures(login).add()


def succeeded(request: HttpRequest, login: str) -> None:
    """The owner has come from here: the guesses of others do not close this way."""
    cache.set(_owner_key(request, login), value=True, timeout=DAYS_KNOWN * 24 * 3600)


def here(request: HttpRequest, login: str) -> str:
    """The account as this network address tries it."""
    return f"{ratelimit.get_ip(request)} {login}"


def _owner_key(request: HttpRequest, login: str) -> str:
    return "owner-came-from:" + hashlib.sha256(here(request, login).encode()).hexdigest()


def _failures(login: str) -> Counter:
    return Counter("guessed", login, rate=FROM_ANYWHERE)
