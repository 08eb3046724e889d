"""The form for a new law that replaces an incentive: texts and figures are asked anew."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.replacing import NEEDED
from sez_portal.common.fields import columns_of
from sez_portal.common.form_fields import DayField
from sez_portal.records.admin.row_forms import SourcedForm, key_field, refuse_foreign
from sez_portal.records.choices import RowAct
from sez_portal.records.field_types.basic import Json
from sez_portal.records.record import Field

TEXTS = [*columns_of("name"), *columns_of("description"), *columns_of("conditions")]
ENGLISH = ("name_en", "description_en", "conditions_en")
FIGURES = (
    *("holiday_years_min", "holiday_years_max", "cit_rate_pct", "cit_rate_years"),
    *("cit_reduction_pct", "cit_reduction_years", "lease_years_max"),
)
NOT_COPIED = ("legal_basis", "effective_from", "effective_to")
STILL_SO = (  # ticked at first: where it holds and for whom seldom changes with a rate
    *("applies_to", "sectors", "provinces", "districts", "zone_types", "zone_keys", "area"),
    *("excludes_zone_types", "excludes_zone_keys", "for_whom", "cumulation", "cumulates_with"),
)
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)


class LawForm(SourcedForm):
    act = RowAct.REPLACE
    template = "admin/countries/law.html"
    button = gettext_lazy("End the old rule, begin the new one")
    lead = gettext_lazy(
        "The old rule is not overwritten. It gets a last day, keeps its own source, and stays "
        "readable for those who hold it. The new rule is a row of its own."
    )
    LAW = ("day", "source", "legal_basis", "url", "new_key", "holders")
    page_order = (
        *(*LAW, *ENGLISH, *FIGURES, "are_read"),
        *(name for name in TEXTS if name not in ENGLISH),
        "take",
    )
    day = DayField(
        label=gettext_lazy("Replaced from"),
        help_text=gettext_lazy("The day on which the new rule begins, as 2026-11-23"),
        widget=forms.TextInput({"size": 10}),
    )
    holders = forms.CharField(
        label=gettext_lazy("Who already has the old relief"),
        help_text=gettext_lazy("As the new law says, with its article; empty where it does not."),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        required=False,
    )
    are_read = forms.BooleanField(
        label=gettext_lazy("I have read the texts: they say what the new law says"), required=False
    )

    def add_inputs(self) -> None:
        self.was = self.record.read(self.obj)
        self.fields["source"].label = _("The new law: title")
        self.fields["source"].required = True
        self.fields["url"].label = _("Address of its text")
        self.add_field(self.record["legal_basis"], _("The new law, with its article"))
        self.fields["legal_basis"].required = True
        self.fields["new_key"] = key_field(_("Part of the address of the new page."), required=True)
        self.fields["new_key"].initial = f"{self.obj.key}-new"[-80:]
        for name in (*TEXTS, *FIGURES):
            field = self.record[name]
            self.add_field(field, help_text=self._until_now(field))
        for name in ("name_en", "description_en"):
            self.fields[name].required = True
        names = [(one.key, str(one.label)) for one in self.able]
        self.fields["take"] = forms.MultipleChoiceField(choices=names, required=False)

    def _until_now(self, field: Field) -> str:
        value = self.was[field.key]
        if value == field.kind.empty:
            return ""
        return _("Until now: %(value)s") % {"value": field.kind.show(value)}

    @property
    def able(self) -> list[Field]:
        """What the old row says beside texts and figures: is it still so?"""
        apart = {*TEXTS, *FIGURES, *NEEDED, *NOT_COPIED}
        fields = [field for field in self.record.fields if field.key not in apart]
        return [field for field in fields if self.was[field.key] != field.kind.empty]

    @property
    def ticked(self) -> list[tuple[Field, str, bool]]:
        chosen = self.data.getlist("take") if self.is_bound else STILL_SO
        return [
            (field, field.kind.show(self.was[field.key]), field.key in chosen)
            for field in self.able
        ]

    @property
    def law(self) -> list[forms.BoundField]:
        return self.in_order(self.LAW)

    @property
    def english(self) -> list[forms.BoundField]:
        return self.in_order(ENGLISH)

    @property
    def other_languages(self) -> list[forms.BoundField]:
        return self.in_order(name for name in TEXTS if name not in ENGLISH)

    @property
    def figures(self) -> list[forms.BoundField]:
        return self.in_order(FIGURES)

    @property
    def old(self) -> list[tuple[str, str]]:
        """The old rule in lines: it stays as it is, but for its last day."""
        names = (*ENGLISH[:1], *FIGURES, "applies_to", "legal_basis", "effective_from")
        return [
            (str(self.record[name].label), self.record[name].kind.show(self.was[name]))
            for name in names
            if self.was[name] != self.record[name].kind.empty
        ]

    def clean_day(self) -> str:
        return str(self.cleaned_data["day"].isoformat())

    def clean_new_key(self) -> str:
        key = self.cleaned_data["new_key"]
        refuse_foreign(self.record, self.obj, key)
        return str(key)

    def clean(self) -> dict[str, Any]:
        """A text that still says the old law's number is asked again, once."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("are_read"):
            for name in ENGLISH:
                if told := self._says_old(cleaned.get(name) or "", name, cleaned):
                    self.add_error(name, told)
        return cleaned

    def _says_old(self, text: str, name: str, cleaned: dict[str, Any]) -> str:
        if text and text == self.was[name]:
            return _("This is word for word what the old law said. Write it new.")
        for figure in FIGURES:
            old, new = self.was[figure], cleaned.get(figure)
            if old in (None, new) or figure in self.errors:
                continue
            if found := re.search(rf"\b({'|'.join(_spelled(old))})\b", text, re.IGNORECASE):
                words = {"old": found[0], "new": "–" if new is None else new}
                return _("This still says “%(old)s”, and you typed %(new)s.") % words
        return ""

    def terms(self) -> dict[str, Any]:
        told = self.cleaned_data
        values: dict[str, Json] = {
            name: told[name]
            for name in (*TEXTS, *FIGURES, "legal_basis")
            if told[name] != self.record[name].kind.empty
        }
        terms = {name: told[name] for name in ("day", "new_key", "take", "holders")}
        return {**terms, "values": values, "piece": {**self.piece(), "speaks_of": told["day"]}}


def _spelled(number: Json) -> list[str]:
    """A figure as texts write it: "8", "eight"."""
    text = str(number)
    is_word = text.isdecimal() and int(text) < len(NUMBERS)
    return [re.escape(text), *([NUMBERS[int(text)]] if is_word else [])]
