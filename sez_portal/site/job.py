"""The job of an investor as a sentence: the form of the first page that leads to the list."""

from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.choices import Sector
from countries.filters import country_choices
from zones.directory import Directory
from zones.near_filter import KINDS

# The sentence as it opens; any word may be left open.
EXAMPLE = {
    "available_min": "20",
    "sector": Sector.ELECTRONICS_ELECTRICAL.value,
    "within": "50",
    "near": "seaport",
}


class JobForm(forms.Form):
    """Its names are those of the filters of the list, which reads what is typed here."""

    available_min = forms.CharField(
        label=_("Hectares of free land, at least"),
        widget=forms.TextInput({"inputmode": "decimal", "size": 4}),
        required=False,
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", pgettext_lazy("in a sentence", "any sector")), *Sector.choices],
        required=False,
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    within = forms.CharField(
        label=_("Kilometres in a straight line, at most"),
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        required=False,
    )
    near = forms.ChoiceField(
        label=_("Kind of gateway"),
        choices=[
            ("", pgettext_lazy("in a sentence", "anything")),
            *((key, label) for key, (_kept, label, _head) in KINDS.items()),
        ],
        required=False,
    )

    def __init__(self) -> None:
        super().__init__(auto_id="job-%s", initial=EXAMPLE)
        anywhere = ("", pgettext_lazy("in a sentence", "any country"))
        self.fields["country"].choices = [anywhere, *country_choices()]


class Answered(NamedTuple):
    """How many zones fit the sentence as it opens, and how many may: free land is not known."""

    fit: int
    may: int
    whole: int


def answered() -> Answered:
    query = QueryDict(mutable=True)
    query.update(EXAMPLE)
    listing = Directory(query)
    return Answered(listing.total, len(listing.maybe), listing.everything)
