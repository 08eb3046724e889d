"""What is asked of whoever opens a campaign: of whom, what, until when, and in which words."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.fields import columns_of
from sez_portal.common.form_fields import DayField
from sez_portal.common.forms import OneLine
from sez_portal.languages import LANGUAGES, column_suffix
from sez_portal.records.linked_names import country_names
from sez_portal.records.models import Campaign
from sez_portal.records.models.campaign import LONGEST_LETTER
from sez_portal.records.record import Record
from sez_portal.records.sections import sections
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.campaign_asked import rows_to_ask

STEPS = {
    "21": gettext_lazy("three weeks before the last day"),
    "14": gettext_lazy("two weeks before the last day"),
    "7": gettext_lazy("one week before the last day"),
    "3": gettext_lazy("three days before the last day"),
}
USUAL = ("14", "3")
LONGEST_DAYS = 366
MANY = forms.CheckboxSelectMultiple
TEXTS = ("name", "letter")


class CampaignForm(OneLine, forms.Form):
    """A draft of a campaign. Texts in other languages may be left out: English is read then."""

    tells_optional = True

    name_en = forms.CharField(
        label=gettext_lazy("Title, as its readers see it"),
        help_text=gettext_lazy("In English, like “Half-year figures, July to December 2026”."),
        max_length=200,
    )
    deadline = DayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Like 2027-02-26."))
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    section = forms.MultipleChoiceField(label=gettext_lazy("Which sections"), widget=MANY)
    remind = forms.MultipleChoiceField(
        label=gettext_lazy("Reminders, only to those who have not finished"),
        help_text=gettext_lazy("Nobody gets two within a week."),
        choices=list(STEPS.items()),
        widget=MANY,
        required=False,
    )
    letter_en = forms.CharField(
        label=gettext_lazy("Letter"),
        help_text=gettext_lazy(
            "In English. The mail adds what is asked of each reader, the last day and the links."
        ),
        widget=forms.Textarea({"rows": 8}),
        max_length=LONGEST_LETTER,
    )
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Only these"),
        help_text=gettext_lazy("None ticked: all that the choices above leave."),
        widget=MANY,
        required=False,
    )

    def __init__(self, record: Record, user: User, campaign: Campaign, data: Any = None) -> None:
        self.record, self.campaign = record, campaign
        super().__init__(data, initial=_initial(campaign))
        names, held = country_names(), roles_of(user)
        mine = names if held.is_staff else {code: names[code] for code in held.countries}
        offered = sorted(mine.items(), key=lambda pair: pair[1])
        self.fields["country"].choices = (
            [("", _("All countries")), *offered] if held.is_staff else offered
        )
        self.fields["section"].choices = list(sections(record).items())
        for name in record.narrowed_by:
            choices = record[name].kind.choices.choices  # type: ignore[attr-defined]
            self.fields[f"narrow_{name}"] = forms.MultipleChoiceField(
                label=record[name].label,
                help_text=_("None ticked: all."),
                choices=choices,
                widget=MANY,
                required=False,
                initial=campaign.narrowed.get(name, []),
            )
        self._add_languages()
        self.fields["chosen"].choices = _rows(record, user, names)
        self.keep_to_lines()

    def _add_languages(self) -> None:
        for code, native in LANGUAGES:
            if code == "en":
                continue
            suffix = column_suffix(code)
            for text in TEXTS:
                english = self.fields[f"{text}_en"]
                words = {"text": english.label, "language": native}
                self.fields[f"{text}_{suffix}"] = forms.CharField(
                    label=_("%(text)s, %(language)s") % words,
                    max_length=english.max_length,
                    required=False,
                    widget=forms.Textarea({"rows": 6, "lang": code})
                    if text == "letter"
                    else forms.TextInput({"lang": code}),
                )

    @property
    def narrowing(self) -> list[forms.BoundField]:
        return [self[f"narrow_{name}"] for name in self.record.narrowed_by]

    @property
    def in_languages(self) -> list[forms.BoundField]:
        english = {"name_en", "letter_en"}
        return [self[name] for name in self.fields if _is_text(name) and name not in english]

    @property
    def opens_languages(self) -> bool:
        """Whether something stands or is wrong in what is folded."""
        return any(bound.errors or bound.value() for bound in self.in_languages)

    @property
    def opens_chosen(self) -> bool:
        return bool(self["chosen"].errors or self["chosen"].value())

    def clean_deadline(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["deadline"]
        if day <= dates.today():
            raise ValidationError(_("The last day has to be a day to come."))
        if (day - dates.today()).days > LONGEST_DAYS:
            raise ValidationError(_("This is more than a year from now: write an earlier day."))
        return day

    def filled(self) -> Campaign:
        """The campaign with what was typed, unsaved."""
        data, campaign = self.cleaned_data, self.campaign
        campaign.record = self.record.name
        campaign.country, campaign.deadline = data["country"], data["deadline"]
        campaign.sections, campaign.chosen = data["section"], data["chosen"]
        campaign.remind_days = sorted(map(int, data["remind"]), reverse=True)
        narrowed = {name: data[f"narrow_{name}"] for name in self.record.narrowed_by}
        campaign.narrowed = {name: values for name, values in narrowed.items() if values}
        for text in TEXTS:
            for column in columns_of(text):
                setattr(campaign, column, data[column])
        return campaign


def _is_text(name: str) -> bool:
    return name in {column for text in TEXTS for column in columns_of(text)}


def _initial(campaign: Campaign) -> dict[str, Any]:
    if campaign.pk is None:
        return {"remind": list(USUAL)}
    initial = {column: getattr(campaign, column) for text in TEXTS for column in columns_of(text)}
    return initial | {
        "deadline": campaign.deadline.isoformat(),
        "country": campaign.country,
        "section": campaign.sections,
        "chosen": campaign.chosen,
        "remind": [str(days) for days in campaign.remind_days],
    }


def _rows(record: Record, user: User, names: dict[str, str]) -> list[tuple[str, Any]]:
    """All rows that may be asked, by country where there are several."""
    by_country: dict[str, list[tuple[str, str]]] = {}
    for row in rows_to_ask(record, user).order_by("country", "key"):
        by_country.setdefault(record.country(row), []).append((row.key, title_of(row)))
    if len(by_country) == 1:
        return next(iter(by_country.values()))
    return [(names.get(code, code), rows) for code, rows in by_country.items()]


class Extension(forms.Form):
    """A later last day."""

    deadline = DayField(
        label=gettext_lazy("New last day"), help_text=gettext_lazy("Like 2027-02-26.")
    )
