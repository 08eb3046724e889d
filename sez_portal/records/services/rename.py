"""Keys that change: a record renamed, two merged into one, and parted again. Addresses redirect."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.services import row_renamed
from sez_portal.common.access import require
from sez_portal.records.choices import Audience, Origin
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import DataVersion, Evidence, Flag, FormerKey, MailLink, Submission
from sez_portal.records.record import Field, Record, every
from sez_portal.records.services.apply import locked, recorded, show


@transaction.atomic
def rename(*, record: Record, former: str, key: str) -> Submission:
    """Give a record another key; the former address redirects, its evidence moves along.

    Raises ValidationError when the new key is taken or is no key.
    """
    obj = locked(record, former)
    obj.key = key
    obj.version = DataVersion.bump()
    obj.full_clean()
    obj.save()
    _follow(record, former, key)
    for model in (Evidence, Submission, FormerKey, Flag, MailLink):
        model._default_manager.filter(record=record.name, key=former).update(key=key)
    FormerKey.objects.filter(record=record.name, former=key).delete()
    FormerKey.objects.create(record=record.name, former=former, key=key)
    if record.has_keepers:
        row_renamed(former, key)
    changes = {"key": {"from": former, "to": key}}
    return recorded(record, obj, Origin.RENAME, changes, obj.version)


@transaction.atomic
def merge(*, record: Record, former: str, into: str, by: User, note: str) -> Submission:
    """Say that two rows are one: the former is no longer shown, its address redirects.

    Nothing is thrown away, so that `unmerge` brings it back. Raises ValidationError when one of
    them is not there or no reason is given, PermissionDenied when either is not theirs.
    """
    obj, target = _pair(record, former, into)
    for row in (obj, target):
        require(by, "change", row)
        require(by, "publish", row)  # the former is shown no longer
    if not note.strip() or former == into:
        raise ValidationError(_("Name two different rows, and write why they are one."))
    audience = Audience.EVERYBODY if obj.is_public else Audience.KEEPERS
    show(record, obj, is_published=False)
    FormerKey.objects.update_or_create(record=record.name, former=former, defaults={"key": into})
    changes = {"merged_into": {"from": "", "to": into}}
    told = {"by": by, "note": note, "audience": audience}
    return recorded(record, obj, Origin.MERGE, changes, obj.version, **told)


@transaction.atomic
def unmerge(*, record: Record, former: str, by: User, note: str) -> Submission:
    """Take a merging back: the row is shown again under its own address."""
    obj = locked(record, former)
    require(by, "change", obj)
    require(by, "publish", obj)
    lead = FormerKey.objects.filter(record=record.name, former=former).first()
    if lead is None:
        raise ValidationError(_("This row was not merged."))
    into = lead.key
    lead.delete()
    show(record, obj, is_published=True)
    changes = {"merged_into": {"from": into, "to": ""}}
    return recorded(record, obj, Origin.MERGE, changes, obj.version, by=by, note=note)


def _pair(record: Record, one: str, other: str) -> tuple[Any, Any]:
    """Both rows, held in the order of their keys so that two merges cannot block each other."""
    rows = {key: locked(record, key) for key in sorted((one, other))}
    if None in rows.values():
        raise ValidationError(_("There is no such row."))
    return rows[one], rows[other]


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


def _rewrite(record: Record, field: Field, former: str, key: str) -> None:
    for obj in record.model.objects.filter(**{f"{field.key}__contains": former}):
        held = field.kind.read(obj, field.key)
        if isinstance(held, list):
            new: Json = sorted(key if one == former else one for one in held)
        else:
            new = key if held == former else held
        field.kind.write(obj, field.key, new)
        obj.save(update_fields=[field.key])
