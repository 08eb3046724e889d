"""A row is parted in two: a new one begins with chosen facts of the first and their evidence."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sez_portal.records.choices import Origin, RowAct
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import FormerKey, Submission
from sez_portal.records.record import Field, Record, get
from sez_portal.records.services.apply import apply, locked, recorded, title_of
from sez_portal.records.services.merge import merge, pieces_for
from sez_portal.records.services.rename import NAMES
from sez_portal.records.services.told import Told


@transaction.atomic
def part(
    *,
    record: Record,
    key: str,
    told: Told,
    new_key: str,
    values: Mapping[str, Json],
    take: Collection[str] = (),
    piece: Mapping[str, Any] | None = None,
) -> Submission:
    """Begin a new row from this one: `values` are its own, `take` names what it copies.

    What a row cannot be without is copied where no value is given, and so is what is guarded.
    `piece` is what the given values rest on, without a value. Raises ValidationError for a key
    that is taken or a row that is none, PermissionDenied when it is not theirs.
    """
    told.require_reason()
    obj = locked(record, key)
    told.require(obj)
    refuse_taken(record, new_key)
    able = {field.key for field in copyable(record, obj)}
    copied = [n for n in record.by_key if n not in values and n in {*take, *needed(record)} & able]
    copied += [name for name in record.guarded if record.read(obj, [name])[name]]
    evidence = pieces_for(record, key, copied)
    for name, value in values.items():
        if piece and value not in (record[name].kind.empty, None):
            evidence[name] = [Piece.from_json({**piece, "value": value})]
    made = apply(
        record=record,
        key=new_key,
        values={**defaults(record), **record.read(obj, copied), **values},
        evidence=evidence,
        origin=Origin.PART,
        **told.columns,
    )
    assert made is not None  # noqa: S101  a new row is a change
    new = locked(record, new_key)
    _publish_like(obj, new)
    came = {"parted_from": {"from": "", "to": title_of(obj)}}
    recorded(record, new, Origin.PART, came, made.version, **told.columns)
    return recorded(
        record,
        obj,
        Origin.PART,
        {"parted_into": {"from": "", "to": title_of(new)}},
        made.version,
        act=RowAct.PART,
        typed={"new": new_key},
        **told.columns,
    )


@transaction.atomic
def undo_part(*, submission: Submission, told: Told) -> Submission:
    """Have one row again: the new one is no longer shown, and leads to the first."""
    record, new = get(submission.record), current_key(submission)
    with_what = {"record": record, "key": new, "into": submission.key, "with_names": False}
    return merge(told=told, undoes=RowAct.PART, **with_what)


def current_key(submission: Submission) -> str:
    """The key of the row that an act began, renamed since or not."""
    record, new = get(submission.record), submission.typed["new"]
    if record.model._default_manager.filter(key=new).exists():
        return str(new)
    led = FormerKey.objects.filter(record=record.name, former=new).first()
    return led.key if led else str(new)


def copyable(record: Record, obj: Any) -> list[Field]:
    """The known fields of a row that another can begin with."""
    values = record.read(obj)
    own = {*NAMES, "other_names"}
    return [
        field
        for field in record.fields
        if values[field.key] != field.kind.empty and field.key not in own and not field.guarded
    ]


def needed(record: Record) -> set[str]:
    """The columns without which a row is none."""
    columns = {column.name: column for column in record.model._meta.fields}
    return {
        name
        for name in record.by_key
        if (column := columns.get(name)) and not (column.blank or column.has_default())
    }


def defaults(record: Record) -> dict[str, Json]:
    """What a new row says before anybody says anything: the history is to hold it too."""
    values = record.read(record.model())
    return {name: value for name, value in values.items() if value != record[name].kind.empty}


def refuse_taken(record: Record, key: str) -> None:
    former = FormerKey.objects.filter(record=record.name, former=key)
    if former.exists() or record.model._default_manager.filter(key=key).exists():
        raise ValidationError({"new_key": _("This key is taken.")})


def _publish_like(obj: Any, new: Any) -> None:
    """The part of a hidden row is hidden as well."""
    if new.is_published != obj.is_published:
        new.is_published = obj.is_published
        new.save(update_fields=["is_published"])
