"""The inputs of a form by the names that people know them by."""

import re
from collections.abc import Iterable, Iterator

from django import template
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sez_portal.records import record
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.file_widgets import LABELS
from sez_portal.records.form_evidence import inputs_about

register = template.Library()
PARTS = {name[2:]: made.label for name, made in inputs_about("").items()}
HIDDEN = (
    *("do", "based_on", "seen", "seen_findings", "opened", "opened_at", "clashes"),
    *("window", "turn", "next", "_save", "_continue"),
)
ONCE = {"source": PARTS["source"], "url": PARTS["url"]}  # of all that was changed
KNOWN = {
    "note": _("Why, in a sentence"),
    "reason": _("Reason"),
    "text": _("Text"),
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "name": pgettext_lazy("of a person", "Name"),
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
def as_typed(kept: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The inputs that somebody filled in, by their names: neither hidden ones, nor a year that
    stood there beforehand."""
    kept = list(kept)
    values = dict(kept)
    for name, value in kept:
        key, _dashes, part = name.rpartition("__")
        is_preset = part == "speaks_of" and value == values.get(f"{key}__preset")
        if value and not is_preset and part != "preset" and name not in HIDDEN:
            yield input_label(name), value


@register.filter
def in_page_order(form: BaseForm) -> list[BoundField]:
    """The inputs of a form as its page has them: as they were added, unless it knows better."""
    order: Iterable[str] = getattr(form, "page_order", ())
    place = {name: number for number, name in enumerate(order)}
    return sorted(form, key=lambda bound: place.get(bound.name, len(place)))


@register.filter
def input_label(name: str) -> str:
    """As the form called it; an input that no list knows is called by its own name."""
    if name in KNOWN:
        return str(KNOWN[name])
    if name.startswith("section_"):
        return str(ONCE.get(name.split("_")[1], ""))
    base, _dashes, rest = re.sub("__|-", "|", name, count=1).partition("|")
    field = next((row.by_key[base] for row in record.every() if base in row.by_key), None)
    parts = [str(field.label) if field else base, *_rest(field, rest)]
    told = " · ".join(part.replace("_", " ") for part in parts if part)
    return told[:1].upper() + told[1:]


def _rest(field: record.Field | None, rest: str) -> list[str]:
    """What an input says about its field: a part of its evidence, or a cell of a numbered row."""
    number, _dash, column = rest.partition("-")
    if not number.isdecimal():
        return [str(PARTS.get(rest, rest))]
    labels = field.kind.labels if field and isinstance(field.kind, Rows) else LABELS
    return [str(int(number) + 1), str(labels.get(column, column))]
