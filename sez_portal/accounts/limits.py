"""How often a public form may be sent: counted in the cache that all workers share.

A signed-in person is counted by account, a visitor by network address (`BEHIND_PROXY`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def limited(action: str, rate: str) -> Callable[[View], View]:
    """At most `rate` POSTs, such as "5/h" or "3/m,20/d"; more get the page "Too many attempts"."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not allowed(request, action, rate):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def allowed(request: HttpRequest, action: str, rate: str) -> bool:
    """Count this attempt; for a view that answers in its own way."""
    per = "user" if request.user.is_authenticated else "ip"
    rates = ",".join(f"{one.strip()}/{per}" for one in rate.split(","))
    found = ratelimit.consume(request, app="sez_portal", action=action, config={action: rates})
    return found is not None
