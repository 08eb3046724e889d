"""What a form asks about a figure beside its value: of which year it is, where it comes from, or
why there is none; and the pieces of evidence that follow.

The year stands there beforehand, so that a new figure is not undated by oversight. It counts only
for what was changed: what is left as it was keeps its year.
"""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sez_portal.common import dates, uploads
from sez_portal.common.form_fields import PartialField
from sez_portal.common.stored_words import statement_of
from sez_portal.records.choices import State
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.files import keep_paper
from sez_portal.records.record import Field
from sez_portal.records.sections import titled

REASONS = (
    ("", _("What is written above counts; an empty box says: not known")),
    (State.WITHHELD, _("Known, but not given out")),
    (State.NOT_APPLICABLE, _("It does not apply here")),
)
LONGEST_TITLE = 400  # of a source
ABOUT = ("speaks_of", "source", "url", "state", "reason")


class PaperField(forms.FileField):
    """A PDF that shows the figures of the form."""

    def __init__(self) -> None:
        super().__init__(
            label=_("A paper that shows it, PDF"),
            help_text=_("It becomes the source of the figures changed here."),
            required=False,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        return uploads.paper(found) if found else None


def last_year() -> str:
    """The year of the last month that is over: what a figure told today mostly speaks of."""
    return str((dates.today().replace(day=1) - datetime.timedelta(days=1)).year)


def inputs_about(key: str) -> dict[str, forms.Field]:
    """The inputs beside that of a figure, by the names of ABOUT; a hidden one holds the year that
    stood there beforehand, also when a draft is opened in another year."""
    return {
        f"{key}__speaks_of": PartialField(
            label=_("Year it speaks of"),
            required=False,
            initial=last_year,
            widget=forms.TextInput({"size": 10}),  # "autocomplete: off" would lose it at Back
        ),
        f"{key}__preset": forms.CharField(
            required=False, initial=last_year, widget=forms.HiddenInput
        ),
        f"{key}__source": _title(),
        f"{key}__url": _address(),
        f"{key}__state": forms.ChoiceField(
            label=_("If there is no figure"),
            required=False,
            choices=REASONS,
            widget=forms.RadioSelect,
        ),
        f"{key}__reason": forms.CharField(
            label=_("Why it is withheld or does not apply"),
            help_text=_("The page shows this sentence in place of the figure."),
            required=False,
            max_length=300,
        ),
    }


def preset_years(data: QueryDict, fields: Iterable[Field]) -> None:
    """Put the year that stands beforehand beside the figures of which the data holds nothing."""
    for field in fields:
        year, preset = f"{field.key}__speaks_of", f"{field.key}__preset"
        if field.months is not None and not {year, preset} & data.keys():
            data[year] = data[preset] = last_year()


def _title() -> forms.Field:
    return forms.CharField(label=_("Source: title"), required=False, max_length=LONGEST_TITLE)


def _address() -> forms.Field:
    return forms.URLField(
        label=_("Source: address"), required=False, max_length=600, assume_scheme="https"
    )


class AsksEvidence(forms.BaseForm):
    """For the form of a record's fields, of which `dated` are the dates of the figures on show.

    The names of what is asked once for all of them end in the section, since a proposal holds
    what was typed in several.
    """

    record_fields: list[Field]
    dated: dict[str, str]
    cleaned_data: dict[str, Any]
    kept_paper: tuple[str, str]  # the name of the stored paper and its title
    waiting_paper: tuple[str, str] = ("", "")  # of what its author sent, which is sent already
    drops_paper: Collection[str] = ()  # fields that wait, and rest on their paper no longer

    @property
    def values(self) -> dict[str, Json]:
        """The values that the form gives."""
        raise NotImplementedError

    def is_under_way(self, field: Field) -> bool:
        """Whether a change of the field by this author waits already."""
        raise NotImplementedError

    @property
    def _section(self) -> str:
        return (self.record_fields[0].group if self.record_fields else "") or "other"

    def ask_evidence(self, *, once_for_all: bool) -> None:
        """Add the inputs; `once_for_all` also those about all figures that are changed."""
        for field in self.record_fields:
            if field.months is not None:
                about = inputs_about(field.key)
                for made in about.values():
                    made.of = field.label
                self.fields |= about
        if once_for_all:
            self.fields[f"section_source_{self._section}"] = _title()
            self.fields[f"section_url_{self._section}"] = _address()
            self.fields["paper"] = PaperField()

    def about(self, field: Field) -> dict[str, forms.BoundField]:
        """The inputs about a figure by their names; none for what never ages."""
        if field.months is None:
            return {}
        return {part: self[f"{field.key}__{part}"] for part in (*ABOUT, "preset")}

    @property
    def where_from(self) -> list[forms.BoundField]:
        """The inputs about all figures that are changed, where the form has them."""
        names = (f"section_source_{self._section}", f"section_url_{self._section}", "paper")
        return [self[name] for name in names if name in self.fields]

    def told(self, field: Field) -> dict[str, str]:
        """What was said about a figure; a year that only stood there is not said of what stays."""
        told = {part: str(self.cleaned_data[f"{field.key}__{part}"]) for part in ABOUT}
        is_new = field.key in self.changed_data or told["state"]
        is_sent_again = (told["source"] or told["url"]) and self.is_under_way(field)
        preset = self.cleaned_data[f"{field.key}__preset"]
        if told["speaks_of"] == preset and not (is_new or is_sent_again):
            told["speaks_of"] = ""
        return told

    def evidence(self, office: str, *, confirms: bool = True) -> dict[str, list[Piece]]:
        """A piece for each figure that was changed, dated or sourced, said by this office today.

        Unless it `confirms`, the office is only what somebody says of themself.
        """
        found = {}
        for field in self.record_fields:
            told = self.told(field) if field.months is not None else {}
            is_told = any(told.values())
            if field.key in self.changed_data or field.key in self.drops_paper:
                is_told = field.months is not None or bool(self.source_of(field) or self.paper[0])
            if is_told:
                found[field.key] = [self._piece(field, told, office, confirms=confirms)]
        return found

    def with_sources(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What was typed, with the source of all changed figures beside each of them: one that is
        named for this form is not that of figures which come back with them later."""
        once = {f"section_source_{self._section}", f"section_url_{self._section}"}
        typed = {name: value for name, value in typed.items() if name not in once}
        for field in self.record_fields:
            if field.months is not None and field.key in self.changed_data:
                title, url = self._named(field)
                typed |= {f"{field.key}__source": [title], f"{field.key}__url": [url]}
        paper = {titled(self._section): [self.paper[1]]} if self.paper[0] else {}
        return typed | paper

    def _piece(self, field: Field, told: dict[str, str], office: str, *, confirms: bool) -> Piece:
        value = self.values[field.key]
        today = dates.today().isoformat()
        reason = told.get("state") or State.UNKNOWN
        return Piece(
            value=value,
            state=reason if value == field.kind.empty else State.KNOWN,
            speaks_of=told.get("speaks_of") or self._unchanged_date(field),
            confirmed_on=today if confirms else None,
            confirmed_by=office if confirms else "",
            note=told["reason"] if told.get("state") else "",
            sources=self._cited(field, office, confirms=confirms),
        )

    def _named(self, field: Field) -> tuple[str, str]:
        """Title and address of the source that is named for a figure, else for all of them."""
        names = (f"{field.key}__source", f"{field.key}__url")
        if not any(self.cleaned_data.get(name) for name in names):
            names = (f"section_source_{self._section}", f"section_url_{self._section}")
        title, url = (str(self.cleaned_data.get(name, "")) for name in names)
        return title or url[:LONGEST_TITLE], url

    def source_of(self, field: Field) -> str:
        """The source that is named for a figure, "" for the word of the office."""
        return self._named(field)[0]

    def source_told(self, field: Field) -> str:
        """What the page names as the source of a changed figure, where a paper came too: both."""
        title, url = self._named(field)
        told = {"title": title, "paper": self.paper[1]}
        if not self.paper[0]:
            return title or gettext("statement of your office")
        if url:
            return gettext("%(title)s, and beside it the paper “%(paper)s”") % told
        if title:
            return gettext("%(title)s, which opens the paper “%(paper)s”") % told
        return gettext("statement of your office, which opens the paper “%(paper)s”") % told

    def _cited(self, field: Field, office: str, *, confirms: bool) -> tuple[Cited, ...]:
        """The source that is named and the paper that came, or else the word of the office."""
        (title, url), paper = self._named(field), self._paper_url()
        address = url or paper
        first = Cited(
            url=address,
            title=title or statement_of(office, is_verified=confirms),
            publisher=office if confirms and not url else "",
            is_linked=bool(address),
        )
        if not (url and paper):
            return (first,)
        by = office if confirms else ""
        return first, Cited(url=paper, title=self.paper[1], publisher=by, is_linked=True)

    @property
    def paper(self) -> tuple[str, str]:
        """The name and title of the paper that came with the form, stored once for all its
        figures, else of the one that was kept earlier; empty where there is none."""
        if came := self.cleaned_data.pop("paper", None):
            self.kept_paper = keep_paper(came), str(self.files["paper"].name)[:200]
        return self.kept_paper

    def _paper_url(self) -> str:
        name, _title = self.paper
        return settings.SITE_URL + default_storage.url(name) if name else ""

    def _unchanged_date(self, field: Field) -> str:
        """A figure that stays keeps its date; a new one without a date has none."""
        return "" if field.key in self.changed_data else self.dated.get(field.key, "")
