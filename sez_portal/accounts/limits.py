"""How often a form may be sent: counted in the cache that all workers share.

Counted is what was accepted, so that what one person mistypes does not close the form for a whole
office behind one address. Whoever has the token of a mailed link is counted by it, a signed-in
person by account, a visitor by network address (`BEHIND_PROXY`; of IPv6, the /64).
"""

import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
REFUSED = 400


def limited(
    action: str, rate: str, *, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View], View]:
    """At most `rate` accepted POSTs, such as "5/h" or "3/m,20/d"; more get the page that says when.

    `methods` may name others, of pages that cost much to make.
    Accepted is what was not answered with a status of 400 or more.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return view(request, *args, **kwargs)
            token = str(kwargs.get("token", ""))
            config = {action: _rates(request, rate, token)}
            if not _consume(request, action, config, token, dry_run=True):
                request.limited_for = _wait(request, "sez_portal", config, token)
                return ratelimit.respond_429(request)
            response = view(request, *args, **kwargs)
            if response.status_code < REFUSED:
                _consume(request, action, config, token)
            return response

        return counted

    return decorate


def seconds_to_wait(request: HttpRequest) -> float:
    """How long whoever got the page "Too many attempts" has to wait; 0 when nobody knows.

    The sign-in library does not say which of its limits it was: the longest that is full.
    """
    told: float | None = getattr(request, "limited_for", None)
    if told is not None:
        return told
    typed = request.POST.get("email", "").lower()
    return _wait(request, "allauth.account", app_settings.RATE_LIMITS, typed)


def _rates(request: HttpRequest, rate: str, token: str) -> str:
    per = "key" if token else "user" if request.user.is_authenticated else "ip"
    return ",".join(f"{one.strip()}/{per}" for one in rate.split(","))


def _consume(
    request: HttpRequest, action: str, config: dict[str, str], token: str, **more: bool
) -> bool:
    key = token or None
    app = "sez_portal"
    found = ratelimit.consume(
        request, app=app, action=action, config=config, key=key, limit_get=True, **more
    )
    return found is not None


def _wait(request: HttpRequest, app: str, config: dict[str, Any], key: str) -> float:
    now = time.time()
    found = [0.0]
    for action in config:
        for rate in ratelimit.get_rates(app=app, action=action, config=config):
            if rate.per == "user" and not request.user.is_authenticated:
                continue
            name = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
            found.append(_until_free(cache.get(name, []), rate, now))
    return max(found)


def _until_free(newest_first: Iterable[float], rate: ratelimit.Rate, now: float) -> float:
    within = [moment for moment in newest_first if moment > now - rate.duration]
    return within[rate.amount - 1] + rate.duration - now if len(within) >= rate.amount else 0.0
