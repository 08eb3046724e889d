"""The second door: who needs a second factor passes the desk and the administration only with it.

A password alone is not enough there, however the session began and whatever the page.
"""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sez_portal import languages
from sez_portal.accounts.roles import held_by

GUARDED = ("/desk/", "/admin/")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def demand_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if languages.in_english(request.path_info).startswith(GUARDED):
            return _refusal(request) or get_response(request)
        return get_response(request)

    return middleware


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor, or one was shown in it since."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Where to instead: to set a factor up, or to show it."""
    if not settings.SECOND_FACTOR_REQUIRED or not held_by(request.user).needs_second_factor:
        return None
    if not is_mfa_enabled(request.user, FACTORS):
        messages.warning(
            request,
            _(
                "Your role decides about the records of others, so a password alone does not "
                "open it. Set up a second factor here, then go on."
            ),
        )
        return redirect("mfa_index")
    if not used_second_factor(request):
        return redirect(
            f"{_where_to_show_it(request)}?{urlencode({'next': request.get_full_path()})}"
        )
    return None


def _where_to_show_it(request: HttpRequest) -> str:
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    shown = [method["url"] for method in methods if method["id"].startswith("mfa")]
    return shown[0] if shown else reverse("mfa_reauthenticate")
