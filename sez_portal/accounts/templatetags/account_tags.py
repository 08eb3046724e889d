"""Fields and the menu of account pages: our words, labels, hints and faults tied to the control."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal import languages

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


@register.inclusion_tag("account/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One labelled control with its hint and faults, which screen readers read out with it."""
    hint = HINTS.get(bound.name, bound.help_text)
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)
    parts = [("helptext", bool(hint)), ("error", bool(bound.errors))]
    described = " ".join(f"{bound.auto_id}_{part}" for part, is_there in parts if is_there)
    if bound.name == "code":
        widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
    return {
        "bound": bound,
        "label": _label(bound),
        "hint": hint,
        "is_check": isinstance(widget, CheckboxInput),
        "control": bound.as_widget(attrs={"aria-describedby": described} if described else None),
    }


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
