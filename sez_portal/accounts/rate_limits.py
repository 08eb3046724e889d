"""How often a form may be sent: counted in the cache that all workers share.

Counted is what was accepted, so that what one person mistypes does not close the form for a whole
office behind one address. Whoever has the token of a mailed link is counted by it, a signed-in
person by account, a visitor by network address (`BEHIND_PROXY`; of IPv6, the /64).
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from allauth.core.ratelimit import respond_429
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from sez_portal.common.counting import Counter, Rate

View = Callable[..., HttpResponse]
REFUSED = 400


def limited(
    action: str, rate: str, *, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View], View]:
    """Accept at most `rate` POSTs, such as "5/h" or "3/m,20/d"; more get the page that says when.

    `methods` may name others, of pages that cost much to make.
    Accepted is what was not answered with a status of 400 or more, or sent back to its form.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return view(request, *args, **kwargs)
            counter = Counter(action, *_who(request, str(kwargs.get("token", ""))), rate=rate)
            if wait := counter.wait():
                request.limited_for = wait
                return respond_429(request)
            response = view(request, *args, **kwargs)
            is_refusal = getattr(response, "is_refusal", False)  # shown again by another page
            if response.status_code < REFUSED and not is_refusal:
                counter.add()
            return response

        return limited_view

    return decorate


def seconds_to_wait(request: HttpRequest) -> float:
    """How long whoever got the page "Too many attempts" has to wait; 0 when nobody knows.

    The sign-in library does not say which of its limits it was: the longest that is full.
    """
    seconds: float | None = getattr(request, "limited_for", None)
    if seconds is not None:
        return seconds
    typed = request.POST.get("email", "").lower()
    return _wait_of_the_library(request, typed)


def _who(request: HttpRequest, token: str) -> tuple[str, str]:
    """Return by whom it is counted: what kind of name, and the name."""
    if token:
        return "key", token
    if request.user.is_authenticated:
        return "user", str(request.user.pk)
    return "ip", address_of(request)


def address_of(request: HttpRequest) -> str:
    """The network address of a visitor (`BEHIND_PROXY`); of IPv6, the /64."""
    return ratelimit.get_ip(request)


def _wait_of_the_library(request: HttpRequest, typed: str) -> float:
    """Return the same for the limits of the sign-in library, as it keeps them."""
    now, app, config = time.time(), "allauth.account", app_settings.RATE_LIMITS
    waits = [0.0]
    for action in config:
        for rate in ratelimit.get_rates(app=app, action=action, config=config):
            if rate.per == "user" and not request.user.is_authenticated:
                continue
            name = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=typed)
            moments = cache.get(name, [])
            waits.append(Rate(rate.amount, int(rate.duration)).wait(moments, now))
    return max(waits)
