"""The form of a whole record: the inputs of the desk, with links narrowed to what is theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.common.access import rule_of
from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.basic import Json, Link
from sez_portal.records.form_rows import InputRow
from sez_portal.records.forms import RecordForm, held_in
from sez_portal.records.models import FormerKey
from sez_portal.records.record import Field, Record
from sez_portal.records.sections import OTHER_GROUPS
from sez_portal.records.widgets import leads_to_rows


@dataclass(frozen=True)
class Fieldset:
    """Fields that belong together; folded until somebody wants them or one is at fault."""

    name: str
    rows: list[InputRow]
    is_open: bool


class AdminForm(RecordForm):
    """`values` and `evidence` of all fields; `obj` is None for a new row, which has a key too."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        record: Record,
        fields: list[Field],
        values: dict[str, Json],
        obj: Any,
        user: Any,
        dated: dict[str, str] | None = None,
        files: Any = None,
    ) -> None:
        self.obj, self.user = obj, user
        super().__init__(
            data, files=files, record=record, fields=fields, values=values, dated=dated
        )
        note = self.fields["note"]
        note.required, note.label = True, gettext_lazy("Reason")
        note.help_text = gettext_lazy("The history of the page shows it.")
        if obj is None:
            self.fields["key"] = _key_field()

    def _options(self, field: Field, country: str) -> list[tuple[str, str]]:
        """Rows are narrowed to what is theirs."""
        model = leads_to_rows(field.kind, self.record.model, field.key)
        return self._choices(field, model) if model else []

    def _choices(self, field: Field, model: Any) -> list[tuple[str, str]]:
        """The rows where it leads now, and those it may lead to."""
        columns = {column.name for column in model._meta.get_fields()}
        column = "iso2" if "iso2" in columns else "key"
        # The crossing on the other side lies abroad by its nature; corridors are nobody's.
        is_shared = _is_abroad(field) or columns.isdisjoint({"country", "iso2"})
        rows = model._default_manager.filter(
            rule_of(self.user, model, "view" if is_shared else "change")
        )
        country = self.record.country(self.obj) if self.obj else ""
        if country and not is_shared and "country" in columns & set(self.record.by_key):
            rows = rows.filter(country=country)
        held = held_in(field.kind.read(self.obj, field.key)) if self.obj else []
        found = {getattr(row, column): str(row) for row in rows}
        for row in model._default_manager.filter(**{f"{column}__in": set(held) - set(found)}):
            found[getattr(row, column)] = str(row)
        first = {key: found.pop(key, key) for key in held}
        return [*first.items(), *found.items()]

    def clean(self) -> dict[str, Any]:
        """A new key is free, and begins with the code of its country: nobody reaches across."""
        cleaned = super().clean() or self.cleaned_data
        key, country = cleaned.get("key"), cleaned.get("country")
        if key and country and not key.startswith(f"{country.lower()}-"):
            told = _("The key has to begin with “%(code)s-”.") % {"code": country.lower()}
            self.add_error("key", told)
        if key and self._is_taken(key):
            self.add_error("key", _("This key is taken."))
        return cleaned

    def _is_taken(self, key: str) -> bool:
        former = FormerKey.objects.filter(record=self.record.name, former=key)
        return self.record.model._default_manager.filter(key=key).exists() or former.exists()

    def refilled(self, live: dict[str, Json], version: int) -> "AdminForm":
        """The same form from what is live now: inputs that nobody touched show it."""
        data = self.data.copy()
        data["based_on"] = str(version)
        made = AdminForm(
            data,
            files=self.files,
            record=self.record,
            fields=self.record_fields,
            values=live | {"based_on": version},
            dated=self.dated,
            obj=self.obj,
            user=self.user,
        )
        made.full_clean()
        for name in set(live) - set(self.changed_data):
            made.fields[name].bound_data = lambda _data, initial: initial
        for name, rows in self.beside(live).items():
            made.fields[name].show_again(rows)
        return made

    def beside(self, live: dict[str, Json]) -> dict[str, Json]:
        """The changed lists that go beside what others did meanwhile, as they would stand now."""
        kinds = {name: self.record[name].kind for name in live if name in self.changed_data}
        return {
            name: kind.merged(live[name], self.initial[name], self.values[name])
            for name, kind in kinds.items()
            if kind.merges
        }

    @property
    def fieldsets(self) -> list[Fieldset]:
        """English texts, the record's groups, then the other languages, folded."""
        rows = self.rows
        made = [self._fieldset(_("English"), (row for row in rows if row.field.language == "en"))]
        own = [row for row in rows if not row.field.language]
        for group in dict.fromkeys(row.field.group for row in own):
            found = [row for row in own if row.field.group == group]
            made.append(self._fieldset(label_of(self.record, group), found))
        for code, native in LANGUAGES:
            if code != "en":
                found = [row for row in rows if row.field.language == code]
                made.append(self._fieldset(native, found, folded=True))
        return [fieldset for fieldset in made if fieldset.rows]

    def _fieldset(self, name: str, rows: Iterable[InputRow], *, folded: bool = False) -> Fieldset:
        rows = list(rows)
        at_fault = any(row.is_at_fault for row in rows)
        return Fieldset(name, rows, is_open=at_fault or not folded)


def label_of(record: Record, group: str) -> str:
    """The name of a group; one of a single field is called as its field."""
    labels = {**record.groups, **OTHER_GROUPS}
    fields = record.group_fields(group)
    return str(labels.get(group or "other") or fields[0].label)


def _is_abroad(field: Field) -> bool:
    return isinstance(field.kind, Link) and not field.kind.checked


def _key_field() -> forms.Field:
    return forms.CharField(
        label=gettext_lazy("Key"),
        max_length=80,
        validators=[validate_slug],
        help_text=gettext_lazy(
            "Part of the address of the page: the code of the country, then words in small "
            "letters, as in “la-savan-seno”. It stays for good."
        ),
    )
