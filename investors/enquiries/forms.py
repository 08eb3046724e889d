"""The form of an enquiry, and which zones and facts a link asks about."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from investors.models import Enquiry, Thread
from investors.models.enquiry import FORM_COLUMNS
from sez_portal.common import dates
from sez_portal.common.dates import last_day
from sez_portal.common.form_fields import AgreementField, NumberField, PartialField, WholeField
from sez_portal.common.forms import Honeypot, OneLine
from sez_portal.common.lists import listed
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.former_keys import now_called
from zones.models import Zone
from zones.record import ZONE

MOST_ZONES = 20
MOST_LINKS = 2  # more of them in a text are advertising
PREFILLED = ("need", "hectares", "sector", "jobs", "start")
LAST_YEAR = 2100


class EnquiryForm(OneLine, Honeypot, forms.ModelForm):
    """What an investor asks. `zones` are those it goes to, `fields` the facts to be ticked."""

    tells_optional = True
    hectares = NumberField(
        label=gettext_lazy("Hectares"),
        least=Decimal("0.01"),
        most=100_000,
        places=2,
        unit=gettext_lazy("ha"),
        required=False,
    )
    jobs = WholeField(label=gettext_lazy("Jobs you would offer"), most=1_000_000, required=False)
    start = PartialField(
        label=gettext_lazy("Start of the project"),
        help_text=gettext_lazy("A year or a month, such as 2027 or 2027-03"),
        required=False,
    )
    zone = forms.MultipleChoiceField(
        label=gettext_lazy("Zones"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one zone.")},
    )
    field = forms.MultipleChoiceField(
        label=pgettext_lazy("what an enquiry asks", "About"),
        help_text=gettext_lazy(
            "What the page does not know. The zone sees which facts are asked for most."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = AgreementField(
        label=gettext_lazy("Consent"),
        error_messages={"required": gettext_lazy("Without this we may not send it on.")},
    )

    class Meta:
        model = Enquiry
        fields = FORM_COLUMNS
        widgets = {
            "questions": forms.Textarea({"rows": 6}),
            "name": forms.TextInput({"autocomplete": "name"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
        }
        labels = {
            "need": gettext_lazy("What do you need?"),
            "sector": gettext_lazy("Sector"),
            "questions": gettext_lazy("Your questions"),
            "name": gettext_lazy("Your name"),
            "organisation": gettext_lazy("Organisation"),
            "email": gettext_lazy("E-mail address"),
            "language": gettext_lazy("Language of the answer"),
        }
        help_texts = {
            "questions": gettext_lazy("In any of the seven languages"),
            "email": gettext_lazy("Only those who answer see it."),
        }
        error_messages = {
            "need": {"required": gettext_lazy("Choose what you need.")},
            "questions": {"required": gettext_lazy("Write your questions.")},
            "name": {"required": gettext_lazy("Write your name.")},
            "email": {
                "required": gettext_lazy("Write your e-mail address."),
                "invalid": gettext_lazy("Write the address in full, like name@example.com."),
            },
        }

    def __init__(self, *args: Any, zones: Sequence[Zone], fields: Sequence[str], **more: Any):
        super().__init__(*args, **more)
        self.fields["zone"].choices = [(zone.key, str(zone.name)) for zone in zones]
        self.fields["field"].choices = [(name, label_of(name)) for name in fields]
        self.fields["consent"].says = _(
            "I agree that what I write here and my address are passed on to the zones named here "
            "and, when nobody answers, to the focal point of the country and the Mekong Institute, "
            "and are deleted %(months)s months after the last word, or when I wish."
        ) % {"months": settings.ENQUIRY_KEEP_MONTHS}

    def clean_start(self) -> str:
        start: str = self.cleaned_data["start"]
        today = dates.today()
        if start and not today <= last_day(start) <= datetime.date(LAST_YEAR, 12, 31):
            raise ValidationError(_("Give a date to come, before 2101."))
        return start

    def clean_questions(self) -> str:
        return _without_links(self.cleaned_data["questions"], MOST_LINKS)

    def clean_name(self) -> str:
        return _without_links(self.cleaned_data["name"], 0)

    def clean_organisation(self) -> str:
        return _without_links(self.cleaned_data["organisation"], 0)

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes, beside zones, fields and the address."""
        names = set(self.Meta.fields) - {"email"}
        return {name: self.cleaned_data[name] for name in names}


def _without_links(text: str, most: int) -> str:
    if text.lower().count("http") > most:
        raise ValidationError(_("There are too many web addresses in it."))
    return text


def asked_in(threads: Iterable[Thread]) -> list[str]:
    """What the facts are called that an enquiry asks its zones about, each once."""
    names = dict.fromkeys(name for thread in threads for name in thread.fields)
    return [label_of(name) for name in names if name in ZONE.by_key]


def label_of(name: str) -> str:
    field = ZONE[name]
    return f"{field.label} ({field.unit})" if field.unit else str(field.label)


def zones_of(keys: Iterable[str]) -> tuple[list[Zone], list[str]]:
    """The published zones of a link in its order, former keys followed; what was left out, told."""
    asked_keys = list(dict.fromkeys(key[:80] for key in keys if key.strip()))
    now = now_called(ZONE, asked_keys[: 2 * MOST_ZONES], Zone.objects.published())
    keys = list(dict.fromkeys(now[key].key if key in now else key for key in asked_keys))
    rows = Zone.objects.published().filter(key__in=keys[:MOST_ZONES]).select_related("country")
    by_key = {zone.key: zone for zone in rows.prefetch_related("country__holidays")}
    unknown = [key for key in keys[:MOST_ZONES] if key not in by_key]
    notes = [_("There is no zone “%(key)s”: it was left out.") % {"key": key} for key in unknown]
    if over := len(keys) - MOST_ZONES:
        if over > 0:
            text = ngettext(
                "An enquiry goes to 20 zones at most: %(count)s was left out.",
                "An enquiry goes to 20 zones at most: %(count)s were left out.",
                over,
            )
            notes.append(text % {"count": over})
    return [by_key[key] for key in keys if key in by_key], notes


def askable(zones: Sequence[Zone], names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The facts to tick: those of the link, and of a single zone all that are not known."""
    names = list(dict.fromkeys(name[:60] for name in names if name.strip()))
    fields = [name for name in names if name in ZONE.by_key and ZONE[name].group]
    notes = [
        _("There is no fact “%(name)s”: it was left out.") % {"name": name}
        for name in names
        if name not in fields
    ]
    unknown = unknown_of(zones[0]) if len(zones) == 1 else []
    return list(dict.fromkeys([*fields, *unknown])), notes


def unknown_of(zone: Zone) -> list[str]:
    """The facts of a zone that could be known and are not."""
    fields = [field for field in ZONE.fields if field.group and field.counted]
    facts = facts_of(ZONE, zone, notes=Notes(), fields=fields)
    return [name for name, fact in facts.items() if fact.state == "unknown"]


def prefilled(query: QueryDict, fields: Iterable[str]) -> dict[str, Any]:
    """What the link says already, such as from a comparison; a fact asked about is a question."""
    initial: dict[str, Any] = {name: query[name] for name in PREFILLED if query.get(name)}
    names = [name for name in fields if name in query.getlist("field")]
    if names:
        initial["field"] = names
        labels = listed(label_of(name) for name in names)
        initial["questions"] = _("Could you please tell me: %(facts)s?") % {"facts": labels}
    return initial
