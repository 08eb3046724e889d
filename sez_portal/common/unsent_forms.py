"""A form that came too late is sent again with one press: what is kept of it, and what lets it in.

Kept is what came from our own pages, and never a secret. The page that offers it carries a
ticket: our signature under the address and what will be sent. Signing in renews the token
against forged forms, so the ticket stands in its place; it counts only from our own pages.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _

from sez_portal.common.lists import listed

View = Callable[..., HttpResponse]
TICKET = "resend-ticket"
BACK = "page_of_its_form"
HOURS = 24  # how long the page may stay open
SALT = "sez_portal.resend"
_SECRET = re.compile(
    r"pass(word|wd|phrase|key)|secret|credential|(^|[_-])(otp|pin|codes?|token)($|[\d_-])", re.I
)
_TECHNICAL = {"csrfmiddlewaretoken", TICKET}


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that one of our pages sent it: Origin, or else Referer."""
    origin = request.headers.get("Origin")
    if origin is None:
        parts = urlsplit(request.headers.get("Referer", ""))
        origin = f"{parts.scheme}://{parts.netloc}"
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin in ours and site not in ("cross-site", "same-site")


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what may not be shown: a password, a code."""
    return bool(_SECRET.search(name))


def typed_values(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form held, in its order, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _TECHNICAL and not is_secret(name)
        for value in values
    ]


def left_out(request: HttpRequest) -> list[str]:
    """The names of the secrets that were typed: they have to be typed again."""
    return [
        name
        for name, values in request.POST.lists()
        if name not in _TECHNICAL and is_secret(name) and any(values)
    ]


def files(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields with files and the names of these: they have to be chosen again."""
    return [
        (field, listed(str(upload.name) for upload in uploads))
        for field, uploads in request.FILES.lists()
    ]


def ticket(request: HttpRequest) -> str:
    """Our signature under the address and what is kept."""
    return TimestampSigner(salt=SALT).sign(_digest(request.get_full_path(), typed_values(request)))


def fits(request: HttpRequest) -> bool:
    """Whether this is just what our page offered to send again, from our page."""
    if request.method != "POST" or not is_ours(request):
        return False
    ticket_sent = request.POST.get(TICKET, "")
    try:
        signed = TimestampSigner(salt=SALT).unsign(ticket_sent, max_age=HOURS * 3600)
    except BadSignature:
        return False
    return signed == _digest(request.get_full_path(), typed_values(request))


def let_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a form in before its token is checked: one with a ticket that fits needs none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if fits(request):
            waived: Any = request
            waived._dont_enforce_csrf_checks = True
        return get_response(request)

    return middleware


def comes_back(address: Callable[[HttpRequest], str]) -> Callable[[View], View]:
    """For a view whose form holds nothing but what its page, at this address, shows again."""

    def marked(view: View) -> View:
        setattr(view, BACK, address)
        return view

    return marked


def unsent(request: HttpRequest, *, next_step: str = "") -> HttpResponse:
    """The page on which a form of ours that came too late can be sent with one press.

    A form of another site gets a page that offers nothing and holds nothing of it. Where the page
    of the form shows again all that it held (`comes_back`), one signs in and is led there.
    """
    if not is_ours(request):
        return foreign(request)
    if next_step == "sign in" and (back := getattr(resolve(request.path_info).func, BACK, None)):
        messages.warning(request, _("Nothing was sent yet. Sign in, then send it: it is kept."))
        return redirect_to_login(back(request))
    context = {**typed(request), "has_cookies": bool(request.COOKIES), "next_step": next_step}
    return kept_nowhere(render(request, "desk/unsent.html", context, status=403))


def typed(request: HttpRequest) -> dict[str, Any]:
    """What site/_resend.html needs to show what was typed and to send it once more."""
    return {
        "kept": typed_values(request),
        "ticket": ticket(request),
        "files": files(request),
        "secrets": left_out(request),
    }


def foreign(request: HttpRequest) -> HttpResponse:
    """Answer a form that none of our pages sent: nothing was done, and nothing of it is shown."""
    request.GET = QueryDict()  # the menu of languages repeats the query
    context = {"is_foreign_form": True}
    return kept_nowhere(render(request, "errors/403.html", context, status=403))


def _digest(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    plain = sorted((name, value.replace("\r\n", "\n")) for name, value in pairs)
    return hashlib.sha256(json.dumps([path, plain]).encode()).hexdigest()


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """The answer, marked so that no browser and no proxy keeps what it shows."""
    response["Cache-Control"] = "no-store, private"
    return response
