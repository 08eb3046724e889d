"""A new law replaces an incentive: the old rule gets a last day, the new one is a row of its own.

Nothing of the old rule is overwritten: it stays, with its source, for those who hold it. The new
one says only what was typed for it or said to be still so, and rests on the new law.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from countries.models import Incentive
from countries.record import INCENTIVE
from sez_portal.common.dates import first_day, last_day, spell
from sez_portal.common.fields import wrapped
from sez_portal.records.choices import Origin, RowAct
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.apply import apply, locked, recorded, title_of
from sez_portal.records.services.merge import merge
from sez_portal.records.services.part import current_key, defaults, refuse_taken
from sez_portal.records.services.revert import take_back
from sez_portal.records.services.told import Told

NEEDED = ("country", "scope", "category", "beneficiary")  # without them a rule is none


@transaction.atomic
def replace(
    *,
    key: str,
    told: Told,
    day: str,
    new_key: str,
    values: Mapping[str, Json],
    take: Collection[str] = (),
    piece: Mapping[str, Any],
    holders: str = "",
) -> Submission:
    """End the rule on the day before `day` and open a new one from then on.

    `values` are typed for the new rule, `take` names what the new law says as the old one did;
    `piece` is the new law as a source, without a value. `holders` says what becomes of those who
    hold the old rule, as the new law has it. Raises ValidationError for days that do not follow
    each other or a key that is taken, PermissionDenied when it is not theirs.
    """
    told.require_reason()
    record = INCENTIVE
    old = locked(record, key)
    told.require(old)
    refuse_taken(record, new_key)
    begins = datetime.date.fromisoformat(day)
    ends = begins - datetime.timedelta(days=1)
    _refuse_days(old, ends)
    parts = [_applied(key, {"effective_to": ends.isoformat()}, piece, told)]
    own = {**record.read(old, [*NEEDED, *take]), **values, "effective_from": day}
    own = defaults(record) | own
    opened = _applied(new_key, {**own, "effective_to": ""}, piece, told)
    parts += list(_beside(key, new_key, told))
    new = locked(record, new_key)
    if new.is_published != old.is_published:
        record.model._default_manager.filter(pk=new.pk).update(is_published=old.is_published)
    came = {"replaces": {"from": "", "to": title_of(old), "key": key, "day": day}}
    recorded(record, new, Origin.REPLACE, came, opened.version, **told.columns)
    by = {"from": "", "to": title_of(new), "key": new_key, "day": day, "holders": holders}
    return recorded(
        record,
        locked(record, key),
        Origin.REPLACE,
        {"replaced_by": by},
        opened.version,
        act=RowAct.REPLACE,
        typed={"new": new_key, "parts": [made.pk for made in parts if made]},
        **told.columns,
    )


@transaction.atomic
def undo_replace(*, submission: Submission, told: Told) -> Submission:
    """Have the old rule without an end again; the new one is no longer shown, and leads to it."""
    new, old = current_key(submission), submission.key
    for pk in reversed(submission.typed["parts"]):
        if part := Submission.objects.filter(pk=pk).first():
            take_back(part, by=told.by, note=told.note)
    made = merge(record=INCENTIVE, key=new, into=old, told=told, undoes=RowAct.REPLACE)
    gone = {"replaced_by": {"from": title_of(locked(INCENTIVE, new)), "to": "", "key": new}}
    recorded(INCENTIVE, locked(INCENTIVE, old), Origin.REVERT, gone, made.version, **told.columns)
    return made


class Succession(NamedTuple):
    """The rule that took the place of another, and the one whose place it took."""

    by: Incentive | None = None
    of: Incentive | None = None
    holders: str = ""  # what becomes of those who hold the old rule


def succession(incentive: Incentive) -> Succession:
    """What a new law put in its place, and what it took the place of, as far as visitors see it."""
    if not (incentive.effective_from or incentive.effective_to):
        return Succession()
    told = Q(changes__has_key="replaced_by") | Q(changes__has_key="replaces")
    acts = Submission.objects.applied().filter(told, record=INCENTIVE.name, key=incentive.key)
    latest: dict[str, dict[str, str]] = {}
    for act in acts:
        for name in ("replaced_by", "replaces"):
            if name in act.changes:
                latest.setdefault(name, act.changes[name])
    keys = {name: change["key"] for name, change in latest.items() if change["to"]}
    rows = Incentive.objects.published().in_bulk(keys.values(), field_name="key")
    by = rows.get(keys.get("replaced_by", ""))
    holders = latest["replaced_by"].get("holders", "") if by else ""
    return Succession(by, rows.get(keys.get("replaces", "")), holders)


def _applied(key: str, values: Mapping[str, Json], piece: Mapping[str, Any], told: Told) -> Any:
    """The change, every value of which rests on the new law."""
    evidence = {
        name: [Piece.from_json({**piece, "value": value})]
        for name, value in values.items()
        if value != INCENTIVE[name].kind.empty
    }
    return apply(
        record=INCENTIVE,
        key=key,
        values=values,
        evidence=evidence,
        origin=Origin.REPLACE,
        **told.columns,
    )


def _refuse_days(old: Incentive, ends: datetime.date) -> None:
    if old.effective_from and first_day(old.effective_from) > ends:
        words = _("It began on %(day)s only: a new rule begins later.")
        raise ValidationError({"day": words % {"day": spell(old.effective_from)}})
    if old.effective_to and last_day(old.effective_to) < ends:
        words = _("It ends on %(day)s already: the new rule begins the day after, or is another.")
        raise ValidationError({"day": words % {"day": spell(old.effective_to)}})


def _beside(old: str, new: str, told: Told) -> Iterator[Submission | None]:
    """Rules that say how they hold beside the old one say so of the new one too."""
    rows = Incentive.objects.filter(cumulates_with__contains=wrapped(old)).exclude(key=new)
    for row in rows.select_for_update().order_by("pk"):
        yield apply(
            record=INCENTIVE,
            key=row.key,
            values={"cumulates_with": sorted({*row.cumulates_with, new})},
            origin=Origin.REPLACE,
            **told.columns,
        )


def register() -> None:
    row_acts.provide(RowAct.REPLACE, lambda record, **terms: replace(**terms), undo_replace)
