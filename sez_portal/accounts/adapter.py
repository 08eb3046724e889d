"""Where the sign-in library asks us: pages to go to, languages, links, and the words of faults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sez_portal.accounts import lockout
from sez_portal.accounts.models import User, normalized
from sez_portal.common.mail import sent_by_itself
from sez_portal.common.quotas import left_today
from sez_portal.common.tokens import whole_address


def home_of(user: Any) -> str:
    """Where somebody starts work: the desk, in their own language."""
    with translation.override(user.language):
        return reverse("desk")


def language_of(email: str) -> str:
    """The language of whoever has the address; of the page where nobody does."""
    user = User.objects.filter(email__iexact=email).only("language").first()
    return user.language if user else translation.get_language() or settings.LANGUAGE_CODE


CAME_FROM = "came_from"  # in the session: where somebody was who makes an account
TO_ANY_ADDRESS = {  # mails a day
    "account/email/account_already_exists": 3,
    "account/email/unknown_account": 3,
    "account/email/password_reset_key": 6,
    "account/email/email_confirmation": 6,
    "account/email/email_confirmation_signup": 6,
}


def _login_of(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).strip().lower()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This address is the one you sign in with."),
        "duplicate_email": _("This is already the address of your account."),
        "email_password_mismatch": _("The address and the password do not go together."),
        "email_taken": _("Another account has this address."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or no longer."),
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": _("This link is used up or too old."),
        "invalid_password_reset": _("This link is used up or too old."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "same_as_current": _("This is the same as before."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "unknown_email": _("No account has this address."),
        "unverified_primary_email": _("Confirm your present address first."),
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What the library counts failures by: the account as this address tries it."""
        return lockout.here(request, _login_of(credentials))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if lockout.is_guessed_at(request, _login_of(credentials)):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user:
            lockout.succeeded(request, _login_of(credentials))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.failed(request, _login_of(credentials))

    def clean_password(self, password: str, user: Any = None) -> str:
        """Judge the password as it is kept."""
        super().clean_password(normalized(password), user)
        return password

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return request.session.pop(CAME_FROM, "") or home_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def save_user(
        self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True
    ) -> Any:
        if came_from := get_next_redirect_url(request):
            request.session[CAME_FROM] = came_from  # for the sign-in after the address is confirmed
        user.name = form.cleaned_data.get("name", "")
        user.language = form.cleaned_data.get("language", settings.LANGUAGE_CODE)
        return super().save_user(request, user, form, commit)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return whole_address("account_reset_password_from_key", uid, token)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return whole_address("account_confirm_email", emailconfirmation.key)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        with translation.override(emailconfirmation.email_address.user.language):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it in the reader's language; links lead to the address the portal is known by.

        Mails that anybody causes by typing an address are few a day to each address.
        """
        if template_prefix in TO_ANY_ADDRESS and (
            left_today(template_prefix, email.lower(), most=TO_ANY_ADDRESS[template_prefix]) < 0
        ):
            return
        reader = context.get("user") or User.objects.filter(email__iexact=email).first()
        context = context | {"site_url": settings.SITE_URL, "reader": reader}
        with translation.override(getattr(context.get("user"), "language", language_of(email))):
            super().send_mail(template_prefix, email, context)

    def render_mail(self, *args: Any, **more: Any) -> Any:
        letter = super().render_mail(*args, **more)
        letter.extra_headers = sent_by_itself() | letter.extra_headers
        return letter


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Take the second factor off before you change the address."),
        "cannot_delete_authenticator": _("Your role needs a second factor; it must stay."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
        "incorrect_code": _("This code is not right, or no longer."),
        "unverified_email": _("Confirm your e-mail address first; then set up a second factor."),
    }
