"""Pages of accounts that the library does not have, and two of its own that do a little more."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sez_portal.accounts import forms, services
from sez_portal.accounts.adapter import home_of
from sez_portal.accounts.models import Invitation, User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.tokens import hash_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, office and language; the page comes back in the language chosen."""
    user: Any = request.user
    form = forms.Profile(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(user.language):
            messages.success(request, _("Saved."))
            return redirect("profile")
    return render(request, "account/profile.html", {"form": form})


@require_http_methods(GET_OR_POST)
@limited("invitation", "20/h")
@sensitive_post_parameters("password1")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites for what. Looking at it changes nothing, so mail scanners may."""
    rows = Invitation.objects.select_related("invited_by", "replaces__user")
    invitation = rows.filter(token_hash=hash_of(token)).first()
    if invitation is None or not services.still_stands(invitation):
        newer = services.same_offer(invitation).first() if invitation else None
        context = {"invitation": invitation, "newer": newer if newer != invitation else None}
        return render(request, "account/invitation_gone.html", context, status=410)
    account = User.objects.filter(email__iexact=invitation.email).first()
    if request.user.is_authenticated or account:
        return _for_an_account(request, invitation, account)
    data = request.POST if request.method == "POST" else None
    form = forms.Acceptance(data, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        return _begun(request, invitation, form)
    status = 422 if form.errors else 200
    context = {"invitation": invitation, "form": form}
    return render(request, "account/invitation.html", context, status=status)


def _for_an_account(
    request: HttpRequest, invitation: Invitation, account: User | None
) -> HttpResponse:
    """Ask the owner of an account to sign in with it first; somebody else is told so."""
    user: Any = request.user
    is_theirs = user == account
    if request.method == "POST" and is_theirs:
        try:
            services.accept(invitation=invitation, user=user)
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
            return redirect(request.path)
        messages.success(request, _("You have accepted the invitation."))
        return redirect(home_of(user))
    context = {
        "invitation": invitation,
        "form": None,
        "is_theirs": is_theirs,
        "is_closed": account is not None and not account.is_active,
        "sign_in": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "account/invitation.html", context)


def _begun(request: HttpRequest, invitation: Invitation, form: forms.Acceptance) -> HttpResponse:
    """The account is there and signed in; typing the password just now counts."""
    data = form.cleaned_data
    user, _appointment = services.accept_anew(
        invitation=invitation,
        name=data["name"],
        password=data["password1"],
        language=data["language"],
    )
    record_authentication(request, user, "password", reauthenticated=True)
    return perform_login(request, user, email_verification="none", redirect_url=home_of(user))


class _Enrolment:
    """Who has just set a second factor up has shown it in this session."""

    request: HttpRequest
    kind: str

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        user: Any = self.request.user
        newest = Authenticator.objects.filter(user=user, type=self.kind).latest("created_at")
        record_authentication(self.request, user, "mfa", id=newest.pk, type=self.kind)
        return response


class ActivateTotp(_Enrolment, ActivateTOTPView):
    kind = Authenticator.Type.TOTP


class AddKey(_Enrolment, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN
