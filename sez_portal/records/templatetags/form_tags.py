"""The inputs of a form by the names that people know them by."""

import re

from django import template
from django.utils.translation import gettext_lazy as _

from sez_portal.records import record

register = template.Library()
PARTS = {
    "speaks_of": _("Of the year or day"),
    "source": _("Source: title"),
    "url": _("Source: address"),
    "state": _("If there is no figure"),
}
KNOWN = {
    "note": _("Reason"),
    "reason": _("Reason"),
    "text": _("Text"),
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "name": _("Name"),
    "office": _("Office"),
    "password": _("Password"),
    "password1": _("Password"),
    "oldpassword": _("Password"),
    "code": _("Code"),
    "source": _("Source"),
    "paper": _("A paper that shows it, PDF"),
    "photo": _("Photo"),
    "document": _("Document, PDF"),
    "letter": _("Letter of the office"),
}


@register.filter
def input_label(name: str) -> str:
    """As the form called it; an input that no list knows is called by its own name."""
    if name in KNOWN:
        return str(KNOWN[name])
    base, _dashes, rest = re.sub("__|-", "|", name, count=1).partition("|")
    label = next((row.by_key[base].label for row in record.every() if base in row.by_key), "")
    parts = [str(label or base), str(PARTS.get(rest, rest))]
    told = " · ".join(part.replace("_", " ") for part in parts if part)
    return told[:1].upper() + told[1:]
