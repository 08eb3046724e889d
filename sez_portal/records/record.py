"""A record: the one list of a model's fields that forms, history, workbooks and pages share.

Add a column and name it here, and it is everywhere (docs/recipes/field.md).
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sez_portal.common.fields import columns_of
from sez_portal.languages import LANGUAGES, NAMES
from sez_portal.records.field_types.basic import Choice, Decimal, Json, Kind, Whole
from sez_portal.records.field_types.of_column import kind_of
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import Recorded
from sez_portal.records.models.versions import EVERYWHERE

# How long a figure stays fresh, in months after it was confirmed or the day it speaks of.
PRICES, FIGURES, CONTACTS, STATUS = 6, 12, 12, 12
PLACES, RULES = 24, 24  # areas, sectors, utilities; laws, rates and terms
EXCHANGE = 3  # what a currency is worth
UNKNOWN = "unknown"  # of a vocabulary: nobody knows, said openly
JUMP = 10  # a figure so many times as large, or so small a part, is more often a slip than a fact
NEVER = None  # names, places on the map, founding years


UNTOLD = Kind()  # of a field whose column says what it holds


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a record; each is declared once and equal to itself alone.

    What its column says is not written again: `kind` is given only where the class of the column
    cannot tell it, `label` where the record calls it otherwise than the column's `verbose_name`.
    `months` is its volatility: how long a figure stays fresh (None: it never needs asking
    again). `not_for` names a column and the values with which the field cannot apply, and
    why; such a field does not count as missing.
    """

    key: str
    kind: Kind = UNTOLD
    group: str = ""
    unit: str = ""
    label: str = ""
    months: int | None = NEVER
    help: str = ""
    not_for: tuple[str, tuple[str, ...], str] | None = None
    counted: bool = True  # counts for completeness and may be asked for
    language: str = ""  # of a column that holds a text in one language …
    text: str = ""  # … and what that text is called in whatever language
    low_risk: bool = False  # an official's change goes live at once, and is sampled later
    proposable: bool = True  # officials may propose it
    guarded: bool = False  # of whoever it is, a change waits for another person of the institute
    told_by: str = ""  # another field: while it is known, a page does not call this one unknown

    @property
    def is_number(self) -> bool:
        return isinstance(self.kind, (Whole, Decimal))

    def of(self, model: type[models.Model]) -> "Field":
        """The same with the label and the kind that its column, or table, of the model says."""
        column = column_of(model, self.key)
        if isinstance(column, ForeignObjectRel):
            if isinstance(self.kind, Rows):
                self.kind.read_columns(column.related_model)
            label = column.related_model._meta.verbose_name_plural
            return replace(self, label=self.label or label)
        if column is None:
            return self
        kind = kind_of(column) if self.kind is UNTOLD else self.kind
        label = self.label or column.verbose_name
        if not self.language:
            return replace(self, label=label, kind=kind)
        told = format_lazy(_("{text} in {language}"), text=label, language=NAMES[self.language])
        return replace(self, label=told, text=label, kind=kind)

    def cannot_apply(self, obj: Any) -> str:
        """Why the field cannot apply to this row, or "" when it can."""
        if self.not_for and getattr(obj, self.not_for[0], "") in self.not_for[1]:
            return str(self.not_for[2])
        return ""


def is_known(field: Field, value: Json) -> bool:
    """Whether a canonical value says something; a vocabulary's "unknown" does not."""
    return value not in (field.kind.empty, UNKNOWN)


def column_of(model: type[models.Model], key: str) -> models.Field | ForeignObjectRel | None:
    """The column of the model of that name, or the table whose rows it has under that name."""
    for column in model._meta.get_fields(include_hidden=True):
        is_table = isinstance(column, ForeignObjectRel)
        if (column.get_accessor_name() if is_table else column.name) == key:
            return column
    return None


def in_each_language(
    key: str, *, group: str, counted: bool = True, months: int | None = NEVER
) -> tuple[Field, ...]:
    """The fields of a text kept in seven languages; only English counts as missing."""
    return tuple(
        Field(
            key=column,
            group=group,
            language=code,
            counted=counted and code == "en",
            months=months,
        )
        for column, (code, _native) in zip(columns_of(key), LANGUAGES, strict=True)
    )


@dataclass(frozen=True)
class Record:
    """A model with its declared fields.

    `listed` are those that lists show with their year; the row keeps what they need of the
    evidence in a column of that name. `removed` says that a row is no longer shown.
    `measured` are the numbers that sources may give differently at the same time; of all else a
    new value ends the former one. None stands for every number that ages.
    `seen_everywhere` are the fields whose change pages of other countries show; None: all.
    `settle(obj, changed)` recomputes what is derived from those fields (search text, distances)
    and is called whenever values were written, before the row is saved for good.
    `check(key, values)` are the automatic checks of this record alone: {field: Finding}.
    `jumps` state for a number, or a table with numbers, from how many times as large or small a
    new figure is to be looked at, where that is not JUMP.
    `shared` leads from rows that two countries share to the country of each side.
    `has_keepers`: officials are appointed to single rows, by key, and keep them.
    `narrowed_by` are the fields by whose words a campaign may choose among the rows.
    `days_off()` are the days that do not count as working days, by country.
    """

    name: str
    label: str
    model: type[Recorded]
    fields: tuple[Field, ...]
    groups: dict[str, str] = field(default_factory=dict)
    listed: tuple[str, ...] = ()
    measured: tuple[str, ...] | None = None
    removed: str = _("A row was taken off the public pages.")
    seen_everywhere: tuple[str, ...] | None = ()
    country: Callable[[Any], str] = lambda obj: obj.country_id
    shared: tuple[str, ...] = ()
    has_keepers: bool = False
    narrowed_by: tuple[str, ...] = ()
    days_off: Callable[[], dict[str, frozenset[datetime.date]]] = dict
    settle: Callable[[Any, Collection[str]], None] = lambda obj, changed: None
    check: Callable[[str, dict[str, Json]], dict[str, str]] = lambda key, values: {}
    jumps: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        whole = tuple(field.of(self.model) for field in self.fields)
        object.__setattr__(self, "fields", whole)

    def __getitem__(self, key: str) -> Field:
        return self.by_key[key]

    @cached_property
    def not_known(self) -> dict[str, Json]:
        """What a new row says where nobody said anything and its column wants a word."""
        choices = {one.key: one.kind for one in self.fields if isinstance(one.kind, Choice)}
        return {
            key: UNKNOWN
            for key, kind in choices.items()
            if UNKNOWN in kind.choices.values and not kind.blank
        }

    @cached_property
    def by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    def read(self, obj: models.Model, keys: Iterable[str] | None = None) -> dict[str, Json]:
        """The canonical values of a row, all or those named."""
        wanted = set(keys) if keys is not None else None
        return {
            field.key: field.kind.read(obj, field.key)
            for field in self.fields
            if wanted is None or field.key in wanted
        }

    def kept_key(self, key: str) -> str:
        """The key of a row to which officials may be appointed; "" where they are to none."""
        return key if self.has_keepers else ""

    def rows_with_side_in(self, countries: Collection[str]) -> Q:
        """The shared rows of which one side lies in one of these countries."""
        found = Q(pk__in=[])
        for column in self.shared:
            found |= Q(**{f"{column}__in": countries})
        return found

    def sides(self, obj: models.Model | None) -> frozenset[str]:
        """The countries whose row it is: two of one that lies across a border."""
        if obj is None:
            return frozenset()
        if not self.shared:
            return frozenset({self.country(obj)})
        found = self.model._default_manager.filter(pk=obj.pk).values_list(*self.shared).first()
        return frozenset(country for country in found or () if country)

    def other_sides(self, obj: models.Model | None, own: Collection[str]) -> frozenset[str]:
        """Of a row that countries share: those whose word a change by one of them waits for."""
        return self.sides(obj) - set(own) if self.shared else frozenset()

    def jump_of(self, field: str) -> int:
        """How many times larger or smaller than the figure before a new one is to be looked at."""
        return self.jumps.get(field, JUMP)

    def is_measured(self, field: Field) -> bool:
        if self.measured is None:
            return field.is_number and field.months is not None
        return field.key in self.measured

    def scope_of(self, obj: Any, changed: Collection[str]) -> str:
        """Which pages a change of these fields concerns: those of a country, or all."""
        if self.seen_everywhere is None or set(changed) & set(self.seen_everywhere):
            return EVERYWHERE
        return self.country(obj) or EVERYWHERE

    @cached_property
    def guarded(self) -> frozenset[str]:
        return frozenset(field.key for field in self.fields if field.guarded)

    def group_fields(self, group: str) -> list[Field]:
        return [field for field in self.fields if field.group == group]


_registry: dict[str, Record] = {}


def register(record: Record) -> None:
    _registry[record.name] = record


def get(name: str) -> Record:
    """The record of that name. Raises KeyError."""
    return _registry[name]


Watcher = Callable[[Any, Collection[str]], None]
_watchers: dict[str, list[Watcher]] = {}


def watch(name: str, callback: Watcher) -> None:
    """Have `callback(row, changed fields)` called when a record of that name changes.

    The app above asks for it: arrows stay downwards.
    """
    _watchers.setdefault(name, []).append(callback)


def watchers(name: str) -> list[Watcher]:
    return _watchers.get(name, [])


@dataclass(frozen=True)
class Luggage:
    """What an app above keeps for a row outside its record, such as enquiries that wait.

    When a row is made one with another, `carry(former, into)` takes it along and says, in JSON,
    what it moved; `bring_back(former, into, moved)` undoes that. `waiting(row)` says in words what
    of it waits, "" where nothing does.
    """

    name: str
    waiting: Callable[[Any], str]
    carry: Callable[[Any, Any], Json]
    bring_back: Callable[[Any, Any, Json], None]


_luggage: dict[str, list[Luggage]] = {}


def carry_along(name: str, luggage: Luggage) -> None:
    """Have this taken along when rows of that record are made one; for apps above."""
    _luggage.setdefault(name, []).append(luggage)


def luggage_of(name: str) -> list[Luggage]:
    return _luggage.get(name, [])


def every() -> list[Record]:
    return list(_registry.values())
