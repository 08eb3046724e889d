"""The page cache: what a visitor without cookies is shown is kept until the data changes.

Most visitors bring no cookie. Nobody is signed in then, there is no shortlist and no message, so
that address, language, data version and day decide what they see. Such a page is kept in the
process, for PAGE_CACHE_SECONDS at most: how many enquiries were sent follows no data version.
"""

import datetime
import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.vary import vary_on_cookie

from sez_portal.common.htmx import vary_on_parts, wants_part
from sez_portal.records.models import DataVersion

View = Callable[..., HttpResponse]
MOST_BYTES = 256 * 1024  # of an answer that is kept: the map of 50,000 zones is made each time


def kept_page(view: View) -> View:
    """Answer who brings no cookie with what was shown to another such visitor.

    For views that follow the records, the address and the day alone, and answer a part of
    themselves only where `wants_part` says so.
    """

    @wraps(view)
    @vary_on_parts
    @vary_on_cookie
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or request.method != "GET" or request.COOKIES:
            return view(request, *args, **kwargs)
        pages, name = caches["pages"], _name_of(request)
        kept = pages.get(name)
        if kept is not None:
            return kept
        response = view(request, *args, **kwargs)
        if _is_everybodys(request, response):
            pages.set(name, response, settings.PAGE_CACHE_SECONDS)
        return response

    return answer


def _name_of(request: HttpRequest) -> str:
    day = datetime.date.today()  # noqa: DTZ011  days of the calendar
    parts = (
        DataVersion.current(),
        day,
        get_language(),
        wants_part(request),
        request.get_full_path(),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is whole, and nothing in it was made for this visitor."""
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return (
        response.status_code == 200  # noqa: PLR2004  HTTP
        and not (response.streaming or response.cookies or has_token)
        and not request.session.modified
        and len(response.content) <= MOST_BYTES
    )
