"""Forms on public pages, which leave no cookie behind: a POST counts when it comes from our pages.

A token against forged forms needs a cookie on every page that could hold one. Every browser of
today says where a POST comes from, and no page can make it lie; one that says nothing is asked
for the token as usual, on the page that keeps what was typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def from_our_pages(view: View) -> View:
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def from_pages(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trusted = is_from_our_pages(request)
        return (view if trusted else protected)(request, *args, **kwargs)

    return from_pages


def is_from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says so. What says nothing, or "null", is not."""
    origin = request.headers.get("Origin")
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return origin in ours and site == "same-origin"
