"""A row gets another name or another key: the former name stays findable, the address redirects."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from sez_portal.accounts.services import row_renamed
from sez_portal.common.access import require
from sez_portal.common.fields import columns_of, wrapped
from sez_portal.records.choices import Origin, RowAct
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import (
    DataVersion,
    Draft,
    Evidence,
    Flag,
    FormerKey,
    MailLink,
    PublicNotice,
    Submission,
)
from sez_portal.records.record import Field, Record, every, get
from sez_portal.records.services.apply import apply, locked, recorded
from sez_portal.records.services.revert import take_back
from sez_portal.records.services.told import Told

NAMES = columns_of("name")


@transaction.atomic
def rename(
    *, record: Record, former: str, key: str, told: Told | None = None, **more: Any
) -> Submission:
    """Give a record another key; the former address redirects, its evidence moves along.

    Raises ValidationError when the new key is taken or is no key. It asks for no permission:
    `give_name` does.
    """
    obj = locked(record, former)
    if FormerKey.objects.filter(record=record.name, former=key).exclude(key=former).exists():
        raise ValidationError({"key": _("This key is taken.")})
    obj.key = key
    obj.version = DataVersion.bump()
    obj.full_clean()
    obj.save()
    _follow(record, former, key)
    for model in (Draft, Evidence, Submission, FormerKey, Flag, MailLink):
        model._default_manager.filter(record=record.name, key=former).update(key=key)
    FormerKey.objects.filter(record=record.name, former=key).delete()
    FormerKey.objects.create(record=record.name, former=former, key=key)
    if record.has_keepers:
        row_renamed(former, key)
    changes = {"key": {"from": former, "to": key}}
    columns = told.columns if told else {}
    return recorded(record, obj, Origin.RENAME, changes, obj.version, **columns, **more)


@transaction.atomic
def give_name(
    *,
    record: Record,
    key: str,
    told: Told,
    names: Mapping[str, str],
    new_key: str = "",
    is_kept: bool = True,
    piece: Mapping[str, Any] | None = None,
) -> Submission:
    """Write the new names, by column; the former ones go to "also called" unless they were slips.

    With `new_key` the address changes too. `piece` is what the names rest on, without a value.
    Raises ValidationError when nothing would change, PermissionDenied to whom it is not theirs.
    """
    obj = locked(record, key)
    require(told.by, "change", obj)
    new_key = new_key or key
    values: dict[str, Json] = {name: names[name] for name in NAMES if name in names}
    former = record.read(obj, values)
    gone = [former[name] for name, new in values.items() if former[name] not in ("", new)]
    if "other_names" in record.by_key and is_kept and gone:
        values["other_names"] = _also_called(obj, gone, without=values.values())
    pieces = {
        name: [Piece.from_json({**piece, "value": value})]
        for name, value in values.items()
        if piece and name in NAMES and value and value != former[name]
    }
    made = apply(
        record=record,
        key=key,
        values={name: value for name, value in values.items() if record.read(obj)[name] != value},
        evidence=pieces,
        origin=Origin.RENAME,
        act=RowAct.RENAME,
        **told.columns,
    )
    if new_key != key:
        more = {"act": "" if made else RowAct.RENAME}
        moved = rename(record=record, former=key, key=new_key, told=told, **more)
        if made:
            Submission.objects.filter(pk=made.pk).update(typed={"key": {"from": key}})
            made.refresh_from_db()
        made = made or moved
    if made is None:
        raise ValidationError(_("Write another name or another key: these stand already."))
    return made


def name_back(*, submission: Submission, told: Told) -> Submission:
    """Undo it: the former names and the former key stand again, unless edited since."""
    record = get(submission.record)
    obj = locked(record, submission.key)
    require(told.by, "change", obj)
    made = take_back(submission, by=told.by, note=told.note)
    change = submission.changes.get("key") or submission.typed.get("key")
    if change and FormerKey.objects.filter(record=record.name, former=change["from"]).exists():
        moved = rename(record=record, former=submission.key, key=change["from"], told=told)
        made = made or moved
    if made is None:
        raise ValidationError(_("Every field of this change was edited again since."))
    return made


def _also_called(obj: Any, gone: list[str], *, without: Any) -> list[str]:
    """The further names of a row with these, each once; none that is its name now."""
    names = dict.fromkeys([*obj.other_names, *gone])
    return [name for name in names if name not in set(without)]


def _follow(record: Record, former: str, key: str) -> None:
    """Have all that points at the renamed record point at its new key."""
    for relation in record.model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        if relation.field.target_field.name == "key":
            column = relation.field.attname
            rows = relation.related_model.objects.filter(**{column: former})
            rows.update(**{column: key})
    for other in every():
        for held in other.fields:
            if held.kind.of == record.name:
                _rewrite(other, held, former, key)
    old, new = f"{record.name}:{former}", f"{record.name}:{key}"
    for notice in PublicNotice.objects.filter(concerns__contains=wrapped(old)):
        notice.concerns = [new if one == old else one for one in notice.concerns]
        notice.save(update_fields=["concerns"])


def _rewrite(record: Record, field: Field, former: str, key: str) -> None:
    for obj in record.model.objects.filter(**{f"{field.key}__contains": former}):
        held = field.kind.read(obj, field.key)
        if isinstance(held, list):
            new: Json = sorted(key if one == former else one for one in held)
        else:
            new = key if held == former else held
        field.kind.write(obj, field.key, new)
        obj.save(update_fields=[field.key])
