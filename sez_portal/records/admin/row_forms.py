"""The forms of acts on a whole row: another name, one with another, parted in two."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sez_portal.common import dates
from sez_portal.common.form_fields import PartialField
from sez_portal.common.forms import OneLine
from sez_portal.common.stored_words import statement_of
from sez_portal.languages import LANGUAGES
from sez_portal.records.choices import RowAct
from sez_portal.records.desk.row_sides import Choice, choices_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.form_evidence import LONGEST_TITLE
from sez_portal.records.record import Field, Record
from sez_portal.records.services.part import copyable, needed
from sez_portal.records.services.rename import NAMES
from sez_portal.records.widgets import input_for

NATIVE = dict(LANGUAGES)


class RowForm(OneLine, forms.Form):
    """Why; and what `terms` make of it for the service. `obj` is the row of the page."""

    act: RowAct
    template = "admin/records/row_act.html"
    button = ""
    lead = ""
    tells_optional = True
    page_order: tuple[str, ...] = ()  # the inputs as the page has them; the reason stands last
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The history of the page shows it."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
    )

    def __init__(self, data: Any, *, record: Record, obj: Any, office: str, **more: Any) -> None:
        self.record, self.obj, self.office = record, obj, office
        super().__init__(data, **more)
        self.add_inputs()
        rest = [name for name in self.fields if name not in (*self.page_order, "note")]
        self.order_fields([*self.page_order, *rest, "note"])
        self.keep_to_lines()

    def add_inputs(self) -> None:
        """Add what depends on the record and the row."""

    @property
    def row(self) -> Any:
        """The row to which it is done."""
        return self.obj

    def terms(self) -> dict[str, Any]:
        raise NotImplementedError

    def take_errors(self, error: ValidationError) -> None:
        """Say what the service refused at the inputs that are at fault, as far as there is one."""
        by_field = getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages})
        for name, told in by_field.items():
            place = name if name in self.fields else f"new_{name}"
            self.add_error(place if place in self.fields else None, told)

    def add_field(self, field: Field, label: str = "", help_text: str = "") -> None:
        """An input for a field of the record, as on every other form."""
        made = input_for(field.kind, field.key, label or str(field.label), model=self.record.model)
        made.help_text = help_text
        made.widget.attrs["id"] = f"id_{field.key}"
        if field.language:
            made.widget.attrs["lang"] = field.language
        self.fields[field.key] = made

    def in_order(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


class SourcedForm(RowForm):
    """With the source that what is typed rests on."""

    source = forms.CharField(label=gettext_lazy("Source: title"), required=False, max_length=400)
    url = forms.URLField(
        label=gettext_lazy("Source: address"),
        required=False,
        max_length=600,
        assume_scheme="https",
    )

    def piece(self) -> dict[str, Any]:
        """The document named, else the word of the office; in JSON, without a value."""
        told = self.cleaned_data
        title = told["source"] or told["url"][:LONGEST_TITLE] or statement_of(self.office)
        cited = {
            "url": told["url"],
            "title": title,
            "publisher": "" if told["url"] or told["source"] else self.office,
            "published": "",
            "is_linked": bool(told["url"]),
        }
        confirmed = {"confirmed_on": dates.today().isoformat(), "confirmed_by": self.office}
        return {"speaks_of": told.get("since") or "", **confirmed, "sources": [cited]}


def key_field(help_text: str, *, required: bool) -> forms.Field:
    return forms.CharField(
        label=pgettext_lazy("key of a record", "Key"),
        max_length=80,
        validators=[validate_slug],
        help_text=help_text,
        required=required,
    )


def refuse_foreign(record: Record, obj: Any, key: str) -> None:
    """A key begins with the code of its country, where its row has a country."""
    code = record.country(obj).lower()
    if key and "country" in record.by_key and not key.startswith(f"{code}-"):
        raise ValidationError(_("The key has to begin with “%(code)s-”.") % {"code": code})


class DatedForm(SourcedForm):
    """And since when it is so."""

    since = PartialField(
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("2026, 2026-11 or 2026-11-23"),
        widget=forms.TextInput({"size": 10}),
        required=False,
    )


class RenameForm(DatedForm):
    act = RowAct.RENAME
    template = "admin/records/rename.html"
    button = gettext_lazy("Give it this name")
    lead = gettext_lazy(
        "The former name stays findable, old links keep working, and the history says since when."
    )
    page_order = (*NAMES, "since", "source", "url", "former", "new_key")
    former = forms.ChoiceField(
        label=gettext_lazy("The former name"),
        choices=[
            ("kept", gettext_lazy("stands under “Other names”")),
            ("slip", gettext_lazy("was a slip: do not show it")),
        ],
        widget=forms.RadioSelect,
        initial="kept",
    )

    def add_inputs(self) -> None:
        now = self.record.read(self.obj, NAMES)
        for name in NAMES:
            field = self.record[name]
            until = _("Until now: %(name)s") % {"name": now[name]} if now[name] else ""
            label = _("New name in %(language)s") % {"language": NATIVE[field.language]}
            self.add_field(field, label, until)
        if "other_names" not in self.record.by_key:
            del self.fields["former"]
        told = _("Only if the old one misleads: links on paper are often older than we think.")
        self.fields["new_key"] = key_field(told, required=False)

    def clean_new_key(self) -> str:
        key = self.cleaned_data["new_key"]
        refuse_foreign(self.record, self.obj, key)
        return str(key)

    def terms(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "names": {name: told[name] for name in NAMES if told[name]},
            "new_key": told["new_key"],
            "is_kept": told.get("former") != "slip",
            "piece": self.piece(),
        }

    @property
    def names(self) -> list[forms.BoundField]:
        """English and the language of the country come first."""
        return self.in_order(NAMES)


class MergeForm(RowForm):
    """`other` is the second row; the one that stays is `obj` unless they changed places."""

    act = RowAct.MERGE
    template = "admin/records/merge.html"
    button = gettext_lazy("Make them one")
    lead = gettext_lazy(
        "One page stays and takes over what you choose. The other address leads to it from then "
        "on. Nothing is thrown away: you can part them again at any time."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, other: Any, goes: Any, stays: Any, **more: Any) -> None:
        self.other, self.goes, self.stays = other, goes, stays
        super().__init__(data, **more)

    def add_inputs(self) -> None:
        self.choices: list[Choice] = []
        self.fields["seen"].initial = self.versions
        if self.other is not None:
            self.choices = choices_of(self.record, self.goes, self.stays)
            names = [(one.field.key, str(one.field.label)) for one in self.choices]
            self.fields["take"] = forms.MultipleChoiceField(choices=names, required=False)

    @property
    def versions(self) -> str:
        """What both rows were when the page was made."""
        return f"{self.goes.version}.{self.stays.version}" if self.other is not None else ""

    @property
    def row(self) -> Any:
        return self.goes or self.obj

    @property
    def ticked(self) -> list[tuple[Choice, bool]]:
        """Ticked at first is what the row that stays does not know."""
        chosen = self.data.getlist("take") if self.is_bound else None
        return [
            (one, one.is_missing if chosen is None else one.field.key in chosen)
            for one in self.choices
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.other is None:
            raise ValidationError(_("Choose the other row first."))
        if cleaned.get("seen") != self.versions:
            raise ValidationError(
                _("One of the two was changed since you opened this page: look at them again.")
            )
        return cleaned

    def refreshed(self) -> None:
        """The page shows both as they are now: sent once more, that counts as seen."""
        self.data = self.data.copy()
        self.data["seen"] = self.versions

    def terms(self) -> dict[str, Any]:
        return {"into": self.stays.key, "take": self.cleaned_data["take"]}


class PartForm(DatedForm):
    """`own` are the fields asked for the new row; the rest can be copied."""

    act = RowAct.PART
    template = "admin/records/part.html"
    button = gettext_lazy("Part it in two")
    lead = gettext_lazy(
        "A new row begins with the facts that you tick, each with its evidence. The first one "
        "stays as it is: correct its area and its figures afterwards."
    )
    OWN = ("district", "lat", "lon", "coord_precision", "area_ha", "available_ha")
    page_order = ("new_key", *NAMES, *OWN, "since", "source", "url", "take")

    def add_inputs(self) -> None:
        self.fields["new_key"] = key_field(
            _("Part of the address of the new page, as in “la-savan-seno”."), required=True
        )
        self.fields["new_key"].initial = f"{self.obj.key}-2"
        for name in NAMES:
            field = self.record[name]
            words = {"language": NATIVE[field.language]}
            self.add_field(field, _("Name in %(language)s") % words)
        self.fields["name_en"].required = True
        for name in self.OWN:
            if name in self.record.by_key:
                field = self.record[name]
                value = self.record.read(self.obj, [name])[name]
                shown = field.kind.show(value) if value != field.kind.empty else ""
                hint = _("Of the first: %(value)s") % {"value": shown} if shown else ""
                self.add_field(field, help_text=hint)
        able = [one for one in copyable(self.record, self.obj) if one.key not in self.OWN]
        self.copied = [one for one in able if one.key in needed(self.record)]
        self.able = [one for one in able if one not in self.copied]
        names = [(one.key, str(one.label)) for one in self.able]
        self.fields["take"] = forms.MultipleChoiceField(choices=names, required=False)

    def clean_new_key(self) -> str:
        key = self.cleaned_data["new_key"]
        refuse_foreign(self.record, self.obj, key)
        return str(key)

    @property
    def ticked(self) -> list[tuple[Field, str, bool]]:
        """What can be copied, as it stands; nothing is ticked at first."""
        chosen = self.data.getlist("take") if self.is_bound else []
        values = self.record.read(self.obj, [one.key for one in self.able])
        return [(one, one.kind.show(values[one.key]), one.key in chosen) for one in self.able]

    @property
    def names(self) -> list[forms.BoundField]:
        return self.in_order(NAMES)

    @property
    def own(self) -> list[forms.BoundField]:
        return self.in_order(self.OWN)

    def terms(self) -> dict[str, Any]:
        told = self.cleaned_data
        values: dict[str, Json] = {name: told[name] for name in NAMES if told[name]}
        for name in self.OWN:
            if name in self.fields and told[name] != self.record[name].kind.empty:
                values[name] = told[name]
        more = {"values": values, "take": told["take"], "piece": self.piece()}
        return {"new_key": told["new_key"], **more}


class UndoForm(OneLine, forms.Form):
    """Why it is undone."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The history of the page shows it."),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
    )


FORMS: dict[str, type[RowForm]] = {
    RowAct.RENAME: RenameForm,
    RowAct.MERGE: MergeForm,
    RowAct.PART: PartForm,
}
