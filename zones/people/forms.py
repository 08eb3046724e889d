"""What is asked when somebody is invited, and when a role is set, handed over or ended."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.offering import DAYS_VALID
from sez_portal.common import dates
from sez_portal.common.form_fields import DayField
from sez_portal.common.forms import OneLine

WHOLE_ADDRESS = gettext_lazy("Write the address in full, like name@example.com")
Choices = Iterable[tuple[str, Any]]


def _address() -> forms.EmailField:
    return forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("An address of the office is best. It is never shown to visitors."),
        max_length=254,
        error_messages={"required": WHOLE_ADDRESS, "invalid": WHOLE_ADDRESS},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class Successor(OneLine, forms.Form):
    """An address to which a role is offered, and in which language the mail is."""

    tells_optional = True

    email = _address()
    name = forms.CharField(label=gettext_lazy("Their name"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"),
        choices=settings.LANGUAGES,
        initial=lambda: get_language() or settings.LANGUAGE_CODE,
    )

    def __init__(self, *args: Any, by: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.by.email.lower():
            raise ValidationError(_("This is your own address. Write that of another person."))
        return email


class InviteModerator(Successor):
    """`role`, and the choice that says for what, are of each kind of invitation."""

    role = Role.MODERATOR
    office = forms.CharField(
        label=gettext_lazy("Office, as visitors read it"), max_length=200, required=False
    )
    mandate_until = DayField(
        label=gettext_lazy("Last day of the role"),
        help_text=gettext_lazy(
            "Like 2027-12-31, more than 14 days from now. Empty: until somebody ends it."
        ),
        required=False,
    )

    def __init__(self, *args: Any, places: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if "place" in self.fields:
            self.fields["place"].choices = [("", _("Choose")), *places]

    def clean_mandate_until(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["mandate_until"]
        if day and day <= dates.today() + datetime.timedelta(days=DAYS_VALID):
            raise ValidationError(
                _("The invitation alone stands for %(days)s days: choose a later day.")
                % {"days": DAYS_VALID}
            )
        return day


class InviteOfficial(InviteModerator):
    role = Role.OFFICIAL
    place = forms.ChoiceField(label=gettext_lazy("Zone"))
    field_order = ["place", "email"]


class InviteFocalPoint(InviteModerator):
    role = Role.FOCAL_POINT
    place = forms.ChoiceField(label=gettext_lazy("Country"))
    field_order = ["place", "email"]


INVITES: tuple[type[InviteModerator], ...] = (InviteOfficial, InviteFocalPoint, InviteModerator)


class Mandate(OneLine, forms.Form):
    """From when until when a role is held."""

    tells_optional = True

    first_day = DayField(
        label=gettext_lazy("First day"),
        error_messages={"required": gettext_lazy("Write a day, like 2026-01-31.")},
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Like 2027-12-31. Empty: until somebody ends it."),
        required=False,
    )


class End(OneLine, forms.Form):
    """Why a role ends, and when."""

    tells_optional = True

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it, and it stays in the history of roles."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write a reason: the person reads it.")},
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Like 2027-12-31. Empty: the role ends now."),
        required=False,
    )

    def __init__(self, *args: Any, is_own: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].required = not is_own

    def clean_last_day(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["last_day"]
        if day and day < dates.today():
            raise ValidationError(_("This day is over. Leave it empty to end the role now."))
        return day
