"""The second door: what a second factor guards is closed to a session that has not shown it.

Who needs one passes the desk and the administration only with it, and outside them is shown what
a visitor sees. Who has one changes or takes it off only by showing it: a password is not enough,
however the session began and whatever the page.
"""

import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sez_portal import languages
from sez_portal.accounts.roles import granted_to
from sez_portal.common import unsent_forms

GUARDED = ("/desk/", "/admin/")
FACTOR_PAGES = "/accounts/2fa/"
# Those where a factor is shown, and those that only say what is set up.
OPEN_FACTOR_PAGES = {
    FACTOR_PAGES + rest
    for rest in (
        "",
        "authenticate/",
        "reauthenticate/",
        "webauthn/",
        "webauthn/login/",
        "webauthn/reauthenticate/",
    )
}
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def demand_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _in_this_session(request))
        path = languages.in_english(request.path_info)
        refusal = None
        if path.startswith(GUARDED):
            refusal = _closed_desk(request)
            if refusal and request.method == "POST" and unsent_forms.is_ours(request):
                return unsent_forms.unsent(request, next_step="second factor")
        elif path.startswith(FACTOR_PAGES) and path not in OPEN_FACTOR_PAGES:
            refusal = unless_shown_just_now(request)
        return refusal or get_response(request)

    return middleware


def used_second_factor(request: HttpRequest, *, within: float = float("inf")) -> bool:
    """Whether a second factor was shown in this session, in the last seconds if so asked."""
    records = get_authentication_records(request, request.user)
    since = time.time() - within
    return any(record["method"] == "mfa" and record["at"] >= since for record in records)


def _in_this_session(request: HttpRequest) -> Any:
    """The user, who knows whether the session lacks the factor (`roles.held_by` asks)."""
    user: Any = get_user(request)
    user.has_factor = cache(partial(is_mfa_enabled, user, FACTORS))
    user.lacks_factor = lambda: (
        settings.SECOND_FACTOR_REQUIRED and not (used_second_factor(request) and user.has_factor())
    )
    return user


def _closed_desk(request: HttpRequest) -> HttpResponse | None:
    """Where to instead: to set a factor up, or to show it."""
    user: Any = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not granted_to(user).needs_second_factor:
        return None
    if not user.has_factor():
        messages.warning(
            request,
            _(
                "Your role decides about the records of others, so a password alone does not "
                "open it. Set up a second factor here, then go on."
            ),
        )
        return redirect("mfa_index")
    return None if used_second_factor(request) else _to_show_it(request)


def unless_shown_just_now(request: HttpRequest) -> HttpResponse | None:
    """Where the factor is shown, when one is set up and was not shown just now."""
    user: Any = request.user
    if not user.is_authenticated or not user.has_factor():
        return None
    if used_second_factor(request, within=app_settings.REAUTHENTICATION_TIMEOUT):
        return None
    return _to_show_it(request)


def _to_show_it(request: HttpRequest) -> HttpResponse:
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    pages = [method["url"] for method in methods if method["id"].startswith("mfa")]
    where = pages[0] if pages else reverse("mfa_reauthenticate")
    return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
