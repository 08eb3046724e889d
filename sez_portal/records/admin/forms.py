"""The form of a whole record: the inputs of the desk, with links narrowed to what is theirs."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sez_portal.common.access import rule_of
from sez_portal.common.numbers import counter
from sez_portal.records.admin.clashes import MINE, THEIRS, choice_name
from sez_portal.records.choices import Freshness
from sez_portal.records.field_types.basic import Json, Link
from sez_portal.records.form_evidence import ABOUT
from sez_portal.records.form_rows import InputRow, TextRows, blocks
from sez_portal.records.forms import RecordForm, held_in
from sez_portal.records.models import FormerKey
from sez_portal.records.record import Field, Record
from sez_portal.records.sections import OTHER_GROUPS
from sez_portal.records.widgets import leads_to_rows

OVERDUE = (Freshness.DUE, Freshness.STALE)


@dataclass(frozen=True)
class Fieldset:
    """Fields that belong together; folded until somebody wants them or one is at fault."""

    name: str
    rows: list[InputRow]
    is_first: bool

    @property
    def blocks(self) -> list[InputRow | TextRows]:
        return list(blocks(self.rows))

    @property
    def is_open(self) -> bool:
        return self.is_first or any(row.is_at_fault for row in self.rows)

    @property
    def due(self) -> int:
        """How many figures are to be confirmed."""
        facts = [row.now.fact for row in self.rows if row.now]
        return sum(fact.mark is not None and fact.mark.state in OVERDUE for fact in facts)

    @property
    def waiting(self) -> int:
        """How many changes wait."""
        return sum(len(row.now.waiting) for row in self.rows if row.now)


class AdminForm(RecordForm):
    """`values` and `evidence` of all fields; `obj` is None for a new row, which has a key too.

    `clashing` are the fields of which somebody is asked whose value stands, `opened_at` the data
    version at which they were last one.
    """

    clashes = forms.CharField(widget=forms.HiddenInput, required=False)
    opened_at = forms.CharField(widget=forms.HiddenInput, required=False)

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
        self.typed: dict[str, Json] = {}  # of the fields that clash
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
        for name in self.clashing:
            self._settle_clash(name)
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

    @property
    def clashing(self) -> list[str]:
        asked = self.data.get("clashes", "").split(",")
        return [field.key for field in self.record_fields if field.key in asked]

    @property
    def opened_version(self) -> int:
        return min(counter(self.data.get("opened_at", "")), int(self.initial["based_on"]))

    @property
    def page_blocks(self) -> list[InputRow | TextRows]:
        return [block for fieldset in self.fieldsets for block in fieldset.blocks]

    def _settle_clash(self, name: str) -> None:
        """Leave the field as others left it, or take what was typed; ask where nobody chose."""
        self.typed[name] = self.cleaned_data.get(name)
        choice = self.data.get(choice_name(name))
        if choice == THEIRS:
            self._leave_alone(name)
        elif choice != MINE and name in self.changed_data:
            kind, live = self.record[name].kind, self.initial[name]
            told = _(
                "Somebody changed this since you opened the form; it is now: %(value)s. "
                "Choose whose value stands."
            )
            shown = kind.show(live) if live != kind.empty else _("empty")
            self.add_error(name, told % {"value": shown})

    def _leave_alone(self, name: str) -> None:
        """As if nothing had been said of the field."""
        self.errors.pop(name, None)
        self.cleaned_data[name] = self.initial[name]
        if name in self.changed_data:
            self.changed_data.remove(name)
        for part in ABOUT:
            if f"{name}__{part}" in self.fields:
                self.errors.pop(f"{name}__{part}", None)
                self.cleaned_data[f"{name}__{part}"] = ""

    def refilled(self, live: dict[str, Json], version: int, clashing: list[str]) -> "AdminForm":
        """The same form from what is live now, which asks whose value of `clashing` stands:
        inputs that nobody touched show what is live."""
        data = self.data.copy()
        if not self.clashing:
            data["opened_at"] = str(self.initial["based_on"])
        data["based_on"], data["clashes"] = str(version), ",".join(clashing)
        for name in clashing:
            data.pop(choice_name(name), None)
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
        made.now, made.changed_data = self.now, list(self.changed_data)
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
        """The groups of the record, the languages of a text together; of a row that stands, the
        first is open and those with a fault."""
        rows = self.rows
        made: list[Fieldset] = []
        for group in dict.fromkeys(row.field.group for row in rows):
            found = [row for row in rows if row.field.group == group]
            is_first = self.obj is None or not made
            made.append(Fieldset(label_of(self.record, group), found, is_first=is_first))
        return made


def label_of(record: Record, group: str) -> str:
    """The name of a group; one of a single field is called as its field."""
    labels = {**record.groups, **OTHER_GROUPS}
    fields = record.group_fields(group)
    return str(labels.get(group or "other") or fields[0].label)


def _is_abroad(field: Field) -> bool:
    return isinstance(field.kind, Link) and not field.kind.checked


def _key_field() -> forms.Field:
    return forms.CharField(
        label=pgettext_lazy("key of a record", "Key"),
        max_length=80,
        validators=[validate_slug],
        help_text=gettext_lazy(
            "Part of the address of the page: the code of the country, then words in small "
            "letters, as in “la-savan-seno”. It stays for good."
        ),
    )
