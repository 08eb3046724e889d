"""Pages for what went wrong, in the dress of all others."""

import datetime
import math
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal import languages
from sez_portal.accounts.middleware import GUARDED
from sez_portal.accounts.rate_limits import seconds_to_wait
from sez_portal.common.problems import problem
from sez_portal.common.unsent_forms import is_ours, kept_nowhere, typed, typed_values, unsent
from zones.suggestions import did_you_mean

API = "/api/"  # what goes wrong there is told to programs


def bad_request(
    request: HttpRequest, exception: Exception | None = None, *, is_form: bool = False
) -> HttpResponse:
    """What could not be read; its query, which may be why, is not looked at again."""
    request.GET = QueryDict()
    if request.path.startswith(API):
        return problem(400, _("The request cannot be read."))
    return render(request, "errors/400.html", {"is_form": is_form}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403; what was typed into a form of ours is there to be copied."""
    response = render(request, "errors/403.html", _not_lost(request), status=403)
    return kept_nowhere(response) if request.method == "POST" else response


def _not_lost(request: HttpRequest) -> dict[str, Any]:
    """What errors/_not_lost.html shows of a form of ours that was refused."""
    is_form = request.method == "POST" and is_ours(request)
    return {"kept": typed_values(request)} if is_form else {}


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token (CSRF): ours when its page had expired, else another site's."""
    is_guarded = languages.in_english(request.path).startswith(GUARDED)
    is_out = is_guarded and not request.user.is_authenticated
    return unsent(request, next_step="sign in" if is_out else "")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer what is more than any form of ours takes; nothing of it was read."""
    if request.path.startswith(API):
        return problem(413, _("This is read only: ask with GET."))
    return render(request, "errors/413.html", status=413)


def too_many(request: HttpRequest) -> HttpResponse:
    """Sent too often (`accounts.rate_limits` and the sign-in library); says until when.

    A form of ours is there to send once more.
    """
    wait = math.ceil(seconds_to_wait(request))
    until = timezone.now() + datetime.timedelta(seconds=wait) if wait else None
    context: dict[str, Any] = {"minutes": math.ceil(wait / 60), "until": until}
    is_form = request.method == "POST" and is_ours(request)
    context |= typed(request) if is_form else {}
    response = render(request, "errors/429.html", context, status=429)
    if wait:
        response["Retry-After"] = str(wait)
    return kept_nowhere(response) if is_form else response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; for a zone that nobody knows, with names like its key."""
    if request.path.startswith(API):
        return problem(404, _("There is nothing at this address."))
    parts = [part for part in languages.in_english(request.path).split("/") if part]
    context = _not_lost(request)
    if len(parts) > 1 and parts[0] == "zones":
        context["near_names"] = did_you_mean(parts[1].partition("-")[2] or parts[1])
    return render(request, "errors/404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks no database and no session: they may be what failed."""
    if request.path.startswith(API):
        return problem(500, _("The fault was noted. Please try again in a few minutes."))
    return render(None, "errors/500.html", status=500)
