"""What people tell of themselves: on signing up, on accepting an invitation, and later."""

from typing import Any

from allauth.account.fields import SetPasswordField
from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sez_portal.accounts.models import Invitation, User, normalized
from sez_portal.common.forms import OneLine


def name_field() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of our mails to you, and of the pages after you sign in."),
        initial=lambda: get_language() or settings.LANGUAGE_CODE,
    )


class SignUp(OneLine, SignupForm):
    """The library's, which hides whether an address has an account, and asks what we need."""

    name = name_field()
    language = language_field()
    field_order = ["name", "email", "password1", "language"]


class Acceptance(OneLine, forms.Form):
    """What a new account needs besides the invited address."""

    name = name_field()
    password1 = SetPasswordField(label=_("Password"))
    language = language_field()

    def __init__(self, *args: Any, invitation: Invitation, **more: Any) -> None:
        first = {"name": invitation.name, "language": invitation.language}
        super().__init__(*args, initial=first, **more)
        self.account = User(email=invitation.email)

    def clean(self) -> dict[str, Any]:
        """The password must not be much like the name or the address."""
        data = super().clean() or self.cleaned_data
        self.account.name = data.get("name", "")
        if password := data.get("password1"):
            try:
                password_validation.validate_password(normalized(password), self.account)
            except forms.ValidationError as fault:
                self.add_error("password1", fault)
        return data


class Profile(OneLine, forms.ModelForm):
    name = name_field()
    language = language_field()

    class Meta:
        model = User
        fields = ("name", "office", "language")
        widgets = {"office": forms.TextInput(attrs={"autocomplete": "organization"})}
        help_texts = {
            "office": _("Your own word: shown as not verified, unless you were appointed.")
        }

    def clean_office(self) -> str:
        """A field that was not sent stays as it is."""
        office: str = self.cleaned_data["office"]
        return office if "office" in self.data else self.instance.office
