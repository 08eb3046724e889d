"""What every answer of the API has in common: who may ask how often, from where, and what a
browser or a program need not fetch again."""

import datetime
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition

from sez_portal.accounts.rate_limits import address_of
from sez_portal.common import dates
from sez_portal.common.problems import problem
from sez_portal.common.text import hashed
from sez_portal.records.choices import Audience
from sez_portal.records.models import DataVersion, Submission
from sez_portal.site.api.question import Refused

View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD", "OPTIONS")
WINDOW = 60  # seconds
EXPOSED = "ETag, Last-Modified, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"


class Allowance(NamedTuple):
    """How many requests an address has in this minute, how many are left, seconds to the next."""

    limit: int
    left: int
    reset: int


def open_to_all(cost: Callable[..., int] = lambda request, **kwargs: 1) -> Callable[[View], View]:
    """For a view that reads: counted by address, readable from every site, with ETag and 304.

    `cost` says as how many requests one counts.
    """

    def decorate(view: View) -> View:
        @csrf_exempt  # it only reads: another method gets its 405, not a page about forms
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in METHODS:
                return _shared(_read_only())
            if request.method == "OPTIONS":
                return _shared(HttpResponse(status=204))
            allowance = _count(request, cost(request, **kwargs))
            if allowance.left < 0:
                response: HttpResponse = problem(429, _("Too many requests in this minute."))
                response["Retry-After"] = str(allowance.reset)
            else:
                response = _answered(view, request, **kwargs)
            response["RateLimit-Limit"] = str(allowance.limit)
            response["RateLimit-Remaining"] = str(max(0, allowance.left))
            response["RateLimit-Reset"] = str(allowance.reset)
            return _shared(response)

        return answer

    return decorate


def _answered(view: View, request: HttpRequest, **kwargs: Any) -> HttpResponse:
    try:
        response: HttpResponse = condition(_tag, _changed_at)(view)(request, **kwargs)
    except Http404:
        return problem(404, _("There is nothing at this address."))
    except Refused as refused:
        return problem(400, *refused.faults)
    response.headers.setdefault("Cache-Control", "public, no-cache")
    return response


def _read_only() -> HttpResponse:
    refused = problem(405, _("This is read only: ask with GET."))
    refused["Allow"] = ", ".join(METHODS)
    return refused


def _shared(response: HttpResponse) -> HttpResponse:
    """Any site may read it; no cookie is asked for or sent along."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response["Access-Control-Expose-Headers"] = EXPOSED
    patch_vary_headers(response, ["Accept"])
    return response


def _count(request: HttpRequest, cost: int) -> Allowance:
    """Count this request, in this process: several workers together allow more."""
    now, counts = int(time.time()), caches["requests"]
    place = hashed(address_of(request), now // WINDOW)
    counts.add(place, 0, WINDOW)
    try:
        used = counts.incr(place, cost)
    except ValueError:  # its minute is over
        used = cost
    limit = settings.API_REQUESTS_A_MINUTE
    return Allowance(limit, limit - used, WINDOW - now % WINDOW)


def _tag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """The data, the day (a figure grows stale overnight), and the format that was asked for."""
    accepted = hashed(request.headers.get("Accept", ""))[:8]
    return f'W/"{DataVersion.current()}_{dates.today()}_{settings.VERSION}_{accepted}"'


def _changed_at(request: HttpRequest, *_args: Any, **_kwargs: Any) -> datetime.datetime:
    """When visitors could last read another thing: the latest change, or this midnight."""
    changes = Submission.objects.applied().exclude(audience=Audience.KEEPERS)
    latest = changes.values_list("applied_at", flat=True).first()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(latest, midnight) if latest else midnight
