"""What stands on the page for each field of a form, and what waits for a decision about it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from sez_portal.common import dates
from sez_portal.common.dates import spell
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact, Notes, fact
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Evidence, Source, Submission
from sez_portal.records.record import Field, Record


@dataclass(frozen=True)
class Waiting:
    """A change of a field that waits for a decision."""

    submission: Submission
    sent_at: datetime.datetime | None
    value: Json
    state: str
    speaks_of: str
    is_own: bool

    @property
    def sent_on(self) -> str:
        return spell(dates.day_of(self.sent_at).isoformat()) if self.sent_at else ""

    @property
    def who(self) -> str:
        return self.submission.office_told or self.submission.author_name


@dataclass(frozen=True)
class Present:
    """A field as the page shows it, with its sources, and what waits."""

    fact: Fact
    sources: list[Source]
    waiting: list[Waiting]


def present(
    record: Record,
    obj: models.Model,
    values: Mapping[str, Json],
    found: Mapping[tuple[str, str], Sequence[Evidence]],
    user: Any,
) -> dict[str, Present]:
    """The present of the fields of these live values; `found` is their evidence with sources.

    One query, however many fields: for what waits, as far as this person may see it.
    """
    sent = Submission.objects.waiting().filter(record=record.name, key=obj.key)
    waiting = list(sent.allowed(user, "view"))
    made, today = {}, dates.today()
    for name, value in values.items():
        pieces = found.get((obj.key, name), ())
        made[name] = Present(
            fact(record[name], obj, value, pieces, Notes(), today),
            pieces[0].cited if pieces and pieces[0].is_shown else [],
            list(_waiting(record[name], waiting, user)),
        )
    return made


def _waiting(field: Field, sent: Iterable[Submission], user: Any) -> Iterable[Waiting]:
    for one in sent:
        if field.key in one.undecided:
            piece: dict[str, str] = next(iter(one.evidence.get(field.key, ())), {})
            value = one.proposed(field.key)
            state = State.KNOWN if value != field.kind.empty else piece.get("state")
            speaks_of = spell(piece.get("speaks_of", ""))
            is_own = one.author_id == user.pk
            moment = one.sent_at(field.key)
            yield Waiting(one, moment, value, state or State.UNKNOWN, speaks_of, is_own)
