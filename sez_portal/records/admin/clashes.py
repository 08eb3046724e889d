"""Two people at one form: what others changed since it was opened, and which of two values stands.

Asked field by field, and only where what others wrote, what was typed and what stood there when
the form was opened are three different things.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.past import values_at
from sez_portal.records.record import Field, Record

THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Clash:
    """A field that somebody changed meanwhile; `typed` is None where nothing readable was typed."""

    field: Field
    opened: Json
    live: Json
    typed: Json
    choice: str
    change: Submission | None  # the latest of others

    @property
    def name(self) -> str:
        return choice_name(self.field.key)

    @property
    def opened_words(self) -> str:
        return self._words(self.opened)

    @property
    def live_words(self) -> str:
        return self._words(self.live)

    @property
    def typed_words(self) -> str:
        return self._words(self.typed)

    def _words(self, value: Json) -> str:
        """The value with its unit, "" where there is none."""
        if value is None or value == self.field.kind.empty:
            return ""
        shown = self.field.kind.show(value)
        return f"{shown} {self.field.unit}" if self.field.unit else shown


@dataclass(frozen=True)
class Meanwhile:
    """What others changed since the form was opened: what to choose, and what just stays."""

    to_choose: list[Clash]
    others: list[Clash]


def choice_name(key: str) -> str:
    return f"clash-{key}"


def meanwhile(record: Record, form: Any) -> Meanwhile | None:
    """What the form tells of the changes of others; None where nothing clashed."""
    names = form.clashing
    if not names:
        return None
    since = form.opened_version
    changes = list(
        Submission.objects.applied()
        .filter(record=record.name, key=form.obj.key, version__gt=since)
        .order_by("-version", "-pk")
    )
    changed = dict.fromkeys(name for one in changes for name in one.changes)
    fields = [field for field in form.record_fields if field.key in {*names, *changed}]
    opened = values_at(record, form.obj.key, since, [field.key for field in fields])
    live = record.read(form.obj, [field.key for field in fields])
    clashes = [
        Clash(
            field=field,
            opened=opened[field.key],
            live=live[field.key],
            typed=form.typed.get(field.key),
            choice=form.data.get(choice_name(field.key), ""),
            change=_latest(changes, field.key),
        )
        for field in fields
    ]
    return Meanwhile(
        to_choose=[one for one in clashes if one.field.key in names],
        others=[
            one
            for one in clashes
            if one.field.key not in names
            and one.field.key not in form.changed_data
            and one.opened != one.live
        ],
    )


def _latest(changes: Iterable[Submission], name: str) -> Submission | None:
    return next((one for one in changes if name in one.changes), None)
