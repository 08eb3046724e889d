"""The door through which every change goes: a submission is recorded and applied.

Seeds, the administration, accepted proposals, confirmations and reverts all use `apply`; who may
do what is asked by the acts that call it (the modules beside this one).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import require
from sez_portal.common.fields import text_in
from sez_portal.records import notifications
from sez_portal.records.choices import Audience, Origin, SubmissionStatus
from sez_portal.records.evidence import summary
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.evidence.writing import changed_evidence, keep_evidence
from sez_portal.records.field_types.basic import Json
from sez_portal.records.former_keys import key_now
from sez_portal.records.models import DataVersion, Evidence, Submission
from sez_portal.records.models.versions import EVERYWHERE
from sez_portal.records.record import Record, is_known, watchers

Evidences = Mapping[str, Iterable[Piece]]


@transaction.atomic
def apply(
    *,
    record: Record,
    key: str,
    values: Mapping[str, Json],
    evidence: Evidences | None = None,
    origin: Origin,
    by: User | None = None,
    office: str = "",
    note: str = "",
    **more: Any,
) -> Submission | None:
    """Write the values and evidence of one record and record the change.

    `more` are further columns of the submission, such as the proposal it is a part of, or that a
    revert takes back: what was said with it is withdrawn then. Returns
    None, and touches nothing, when everything already stands there. Raises ValidationError
    when the row would not be valid; then nothing is written at all.
    """
    obj = locked(record, key)
    is_new = obj is None
    obj = record.model(key=key) if obj is None else obj
    changes = _differences(record, obj, values, is_new=is_new)
    pieces = changed_evidence(record, key, evidence or {})
    if not (changes or pieces or is_new):
        return None
    version = DataVersion.bump(EVERYWHERE if is_new else record.scope_of(obj, changes))
    _write(record, obj, {name: change["to"] for name, change in changes.items()})
    country = record.country(obj)
    takes_back = more.get("proposal") if origin == Origin.REVERT else None
    keep_evidence(
        record, key, country, pieces, changed=changes, version=version, takes_back=takes_back
    )
    count(record, obj)
    obj.version = version
    obj.save()
    if origin != Origin.SEED:  # a seeding computes what follows once, at its end
        _end_the_waiting(record, key, country, changes, pieces, by)
        for callback in watchers(record.name):
            callback(obj, changes)
    told = {name: [piece.as_json() for piece in given] for name, given in pieces.items()}
    return recorded(
        record,
        obj,
        origin,
        changes,
        version,
        evidence=told,
        is_new=is_new,
        by=by,
        office=office,
        note=note,
        **more,
    )


def _end_the_waiting(
    record: Record,
    key: str,
    country: str,
    changed: Iterable[str],
    stated: Iterable[str],
    by: User | None,
) -> None:
    """The country is awaited no longer where it spoke of a figure, or the figure is another."""
    changed, by_country = set(changed), by is not None and country in roles_of(by).countries
    awaited = Submission.objects.awaiting_country().filter(record=record.name, key=key)
    for part in awaited:
        fields = set(part.fields)
        if fields <= changed or (by_country and fields & {*changed, *stated}):
            Submission.objects.filter(pk=part.pk).update(awaits_country=False)


def locked(record: Record, key: str) -> Any:
    """The row of that key, held until the transaction ends; None when there is none."""
    return record.model.objects.select_for_update().filter(key=key).first()


def row_to_propose_for(record: Record, key: str, by: User) -> Any:
    """The row to propose for, or None for a new one. Raises PermissionDenied."""
    obj = locked(record, key)
    if obj is not None:
        require(by, "propose", obj)
    elif not by.is_active:
        raise PermissionDenied("an account is needed")
    return obj


def recorded(
    record: Record,
    obj: Any,
    origin: Origin,
    changes: Mapping[str, Any],
    version: int,
    *,
    by: User | None = None,
    audience: Audience | None = None,
    **more: Any,
) -> Submission:
    """The applied submission. Without an `audience` it is who may see the row as it is now."""
    if audience is None:
        audience = Audience.EVERYBODY if obj.is_public else Audience.KEEPERS
    return Submission.objects.create(
        record=record.name,
        key=obj.key,
        country=record.country(obj),
        title=title_of(obj),
        origin=origin,
        status=SubmissionStatus.APPLIED,
        changes=changes,
        author=by,
        author_name=str(by) if by else "",
        applied_at=timezone.now(),
        audience=audience,
        version=version,
        **more,
    )


def origin_of(by: User, country: str) -> Origin:
    """In whose name somebody changes a row of the country: as its focal point, or for MI."""
    held = roles_of(by)
    return Origin.MI if held.is_staff and country not in held.countries else Origin.ADMIN


def side_of(record: Record, obj: Any, by: User) -> str:
    """The country for which somebody acts on a row: their own, of one that lies across a border."""
    country, own = record.country(obj), roles_of(by).countries
    if not record.shared or country in own:
        return country
    return min(record.sides(obj) & own, default=country)


def waits_for_other_side(record: Record, obj: Any, by: User) -> bool:
    """Whether two countries share the row and this person speaks for one of them alone."""
    held = roles_of(by)
    return not held.is_staff and bool(record.other_sides(obj, held.countries))


@transaction.atomic
def publish(
    *, record: Record, key: str, is_published: bool, by: User, office: str, note: str
) -> Submission | None:
    """Show a row to visitors or take it from them, with a reason. None when it is so already.

    Raises ValidationError for a row that is one with another now.
    """
    obj = locked(record, key)
    require(by, "publish", obj)
    if obj.is_published == is_published:
        return None
    if is_published:
        _refuse_one_with_another(record, key)
    audience = hiding(obj) if not is_published else None
    show(record, obj, is_published=is_published)
    changes = {"is_published": {"from": not is_published, "to": is_published}}
    made = recorded(
        record,
        obj,
        origin_of(by, side_of(record, obj, by)),
        changes,
        obj.version,
        audience=audience,
        by=by,
        office=office,
        note=note,
    )
    notifications.shown(made)
    return made


def _refuse_one_with_another(record: Record, key: str) -> None:
    """A row that was made one with another has no page of its own until they are parted."""
    other = record.model._default_manager.filter(key=key_now(record, key)).first()
    if other is not None:
        told = _("It is one with %(row)s now. Part them first.")
        raise ValidationError(told % {"row": title_of(other)})


def show(record: Record, obj: Any, *, is_published: bool) -> None:
    """Write whether visitors see the row, and have what follows from it computed anew."""
    obj.is_published, obj.version = is_published, DataVersion.bump()
    obj.save()
    for callback in watchers(record.name):
        callback(obj, ["is_published"])


def hiding(obj: Any) -> Audience:
    """Who may read that this row is hidden, asked before it is; of one never shown, nobody new."""
    return Audience.REMOVAL if obj.is_public else Audience.KEEPERS


def title_of(obj: models.Model) -> str:
    return str(text_in(obj, "name", "en"))


def _differences(
    record: Record, obj: models.Model, values: Mapping[str, Json], *, is_new: bool
) -> dict[str, dict[str, Json]]:
    unknown = set(values) - set(record.by_key)
    if unknown:
        raise KeyError(f"{record.name} has no field {', '.join(sorted(unknown))}")
    live = (
        {name: record[name].kind.empty for name in values} if is_new else record.read(obj, values)
    )
    return {
        name: {"from": live[name], "to": value}
        for name, value in values.items()
        if live[name] != value
    }


def _write(record: Record, obj: models.Model, values: Mapping[str, Json]) -> None:
    """Plain columns first; what needs the saved row (tables of their own) after it."""
    fields = record.by_key
    fill(record, obj, values)
    obj.save()
    for name, value in values.items():
        if fields[name].kind.late:
            fields[name].kind.write(obj, name, value)
    record.settle(obj, values)


def fill(record: Record, obj: models.Model, values: Mapping[str, Json]) -> None:
    """Put the values into the columns, unsaved. Raises ValidationError for a row that is none."""
    fields = record.by_key
    for name, value in values.items():
        if not fields[name].kind.late:
            fields[name].kind.write(obj, name, value)
    obj.full_clean(exclude=[name for name, field in fields.items() if not field.kind.checked])


def count(record: Record, obj: Any) -> None:
    """Note on the row, unsaved, what is derived from values and evidence together."""
    counted = [field for field in record.fields if field.counted]
    values = record.read(obj, [field.key for field in counted])
    known = [field for field in counted if is_known(field, values[field.key])]
    blank = [field for field in counted if not is_known(field, values[field.key])]
    obj.known = len(known)
    obj.countable = len(known) + sum(not field.cannot_apply(obj) for field in blank)
    shown = Evidence.objects.filter(record=record.name, key=obj.key, is_shown=True)
    if record.listed:
        obj.listed = summary.kept(shown.filter(field__in=record.listed))
    latest = shown.aggregate(models.Max("confirmed_on"), models.Max("speaks_of"))
    obj.confirmed_on = latest["confirmed_on__max"]
    obj.speaks_of = latest["speaks_of__max"] or ""
