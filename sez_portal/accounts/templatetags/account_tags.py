"""Our words in the forms of accounts, and the menu of their pages."""

import datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal import languages
from sez_portal.accounts import clocks
from sez_portal.accounts.models import User

register = template.Library()

# The library's own labels and hints lack half of our languages.
LABELS: dict[str, str | Promise] = {
    "login": gettext_lazy("E-mail address"),
    "email": gettext_lazy("E-mail address"),
    "password": gettext_lazy("Password"),
    "password1": gettext_lazy("Password"),
    "password2": gettext_lazy("The new password again"),
    "oldpassword": gettext_lazy("Present password"),
    "code": gettext_lazy("Code"),
    "passwordless": gettext_lazy("Sign in with this key alone (a passkey)"),
}
HINTS: dict[str, str | Promise] = {
    "password": "",
    "oldpassword": "",
    "password1": gettext_lazy("At least 12 characters; several words in a row are easy to keep."),
    "passwordless": gettext_lazy("The key then asks for a finger, a face or a PIN."),
}


@register.filter
def at_clock_of(moment: datetime.datetime, person: User | None) -> str:
    """The moment on the clock of whoever reads the mail, with the zone named."""
    return clocks.told_on(clocks.clock_of(person or None), moment)


@register.filter
def worded(form: BaseForm) -> BaseForm:
    """The form of the library with our labels and hints, and what may be left out marked so."""
    form.tells_optional = True
    for bound in form:
        bound.label = _label(bound)
        bound.help_text = HINTS.get(bound.name, bound.help_text)
        attrs = bound.field.widget.attrs
        attrs.pop("placeholder", None)
        if bound.name == "code":
            attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
    return form


def _label(bound: BoundField) -> str | Promise:
    if bound.name == "password1" and "password2" in bound.form.fields:
        return _("New password")
    return LABELS.get(bound.name, bound.label)


@register.simple_tag(takes_context=True)
def account_menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages of one's own account; the longest path that fits is where one is."""
    entries = [
        ("profile", _("Profile")),
        ("account_email", _("E-mail address")),
        ("account_change_password", _("Password")),
        ("mfa_index", _("Second factor")),
        ("usersessions_list", _("Where you are signed in")),
        ("account-close", _("Close the account")),
    ]
    here = languages.in_english(context["request"].path)
    return [
        {
            "url": reverse(name),
            "label": label,
            "is_current": here.startswith(languages.in_english(reverse(name))),
        }
        for name, label in entries
    ]
