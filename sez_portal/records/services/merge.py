"""Two rows are made one, and parted again: nothing is thrown away, and nobody is left waiting.

The row that stays takes over the facts that are chosen, with their evidence. What waits on the
other goes along: proposals, drafts, reported mistakes, officials, and what apps above keep for it
(`record.carry_along`). What cannot go along is ended, with a word and a mail. Shortlists and links
hold the former key, which leads on by itself.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from sez_portal.accounts import services as accounts
from sez_portal.records import notifications
from sez_portal.records.choices import Audience, Origin, RowAct
from sez_portal.records.evidence.citation import Piece, piece_of
from sez_portal.records.field_types.basic import Degrees, Json
from sez_portal.records.former_keys import key_now
from sez_portal.records.models import DataVersion, Evidence, FormerKey, Submission
from sez_portal.records.record import Field, Record, every, get, luggage_of
from sez_portal.records.services import luggage
from sez_portal.records.services.apply import apply, locked, recorded, show, title_of
from sez_portal.records.services.rename import NAMES
from sez_portal.records.services.revert import edited_since, take_back
from sez_portal.records.services.told import Told


@transaction.atomic
def merge(
    *,
    record: Record,
    key: str,
    told: Told,
    into: str,
    take: Collection[str] = (),
    with_names: bool = True,
    undoes: RowAct | None = None,
) -> Submission:
    """Say that the row of this key is that of the other: its page goes, its address redirects.

    `take` names the fields whose value and evidence the other takes over. `undoes` is the act that
    began the row, where that is taken back: the history tells it so. Raises ValidationError when
    it makes no sense, PermissionDenied when either is not theirs.
    """
    told.require_reason()
    obj, target = _pair(record, key, into)
    told.require(obj, target)
    _refuse_nonsense(record, obj, target)
    title, other, was_published = title_of(obj), title_of(target), obj.is_published
    audience = Audience.EVERYBODY if obj.is_public else Audience.KEEPERS
    carried = _carry(record, obj, target, told)  # before any version is counted: see `decide`
    parts = [*_taken_over(record, obj, target, take, told, with_names=with_names)]
    parts += [made for made in _led_over(record, key, into, told) if made]
    show(record, obj, is_published=False)
    former = FormerKey.objects.filter(record=record.name)
    led = list(former.filter(key=key).values_list("former", flat=True))
    former.filter(key=key).update(key=into)
    former.update_or_create(record=record.name, former=key, defaults={"key": into})
    target = locked(record, into)
    origin, why = (Origin.REVERT, {"undoes": undoes}) if undoes else (Origin.MERGE, {})
    kept = {"carried": carried, "led": led, "was_published": was_published}
    head = recorded(
        record,
        obj,
        origin,
        {"merged_into": {"from": "", "to": other, "key": into, **why}},
        obj.version,
        audience=audience,
        act=RowAct.MERGE,
        typed={**kept, "parts": [made.pk for made in parts]},
        **told.columns,
    )
    came = {"merged_from": {"from": "", "to": title, **why}}
    recorded(record, target, origin, came, DataVersion.bump(), **told.columns)
    if record.has_keepers and not undoes:  # whoever undoes tells it: `row_acts.undo`
        transaction.on_commit(lambda: notifications.made_one(head, title, target, besides=told.by))
    return head


@transaction.atomic
def unmerge(*, record: Record, key: str, told: Told) -> Submission:
    """Part them again: what came along goes back, unless somebody changed it since."""
    into = key_now(record, key)
    head = merging_of(record, key)
    if not into or locked(record, key) is None:
        raise ValidationError(_("This row was not merged."))
    if key_now(record, into):
        raise ValidationError(_("The other row was made one with a third: part those first."))
    told.require_reason()
    obj, target = _pair(record, key, into)
    told.require(obj, target)
    kept = head.typed if head else {}
    parts = {made.pk: made for made in Submission.objects.filter(pk__in=kept.get("parts", []))}
    came: dict[str, Any] = {"with": into, "back": [], "left": {}}
    for pk in reversed(kept.get("parts", [])):
        if pk in parts:
            came["left"] |= {str(pk): names} if (names := edited_since(parts[pk])) else {}
            made = take_back(parts[pk], by=told.by, note=told.note)
            came["back"] += [made.pk] if made else []
    obj, target = locked(record, key), locked(record, into)
    _bring_back(record, obj, target, kept.get("carried", {}))
    former = FormerKey.objects.filter(record=record.name)
    former.filter(former=key).delete()
    former.filter(former__in=kept.get("led", []), key=into).update(key=key)
    show(record, obj, is_published=kept.get("was_published", True))
    undoes = head.changes["merged_into"].get("undoes") if head else None
    why = {"undoes": undoes} if undoes else {}
    gone = {"merged_from": {"from": title_of(obj), "to": "", **why}}
    recorded(record, target, Origin.MERGE, gone, obj.version, **told.columns)
    changes = {"merged_into": {"from": title_of(target), "to": "", **why}}
    return recorded(record, obj, Origin.MERGE, changes, obj.version, typed=came, **told.columns)


def merging_of(record: Record, key: str) -> Submission | None:
    """The act by which the row of this key was made one with another, the latest."""
    acts = Submission.objects.applied().filter(record=record.name, key=key, act=RowAct.MERGE)
    return acts.first()


def differing(record: Record, obj: Any, target: Any) -> list[Field]:
    """The fields of which the first row says something that the other does not say."""
    ours, theirs = record.read(obj), record.read(target)
    return [
        field
        for field in record.fields
        if ours[field.key] not in (field.kind.empty, theirs[field.key])
        and field.key not in (*NAMES, "other_names", "country")
        and not field.guarded
    ]


def pieces_for(record: Record, key: str, names: Collection[str]) -> dict[str, list[Piece]]:
    """What stands for these fields, to be given for another row."""
    rows = Evidence.objects.standing().filter(record=record.name, key=key, field__in=names)
    found: dict[str, list[Piece]] = {}
    for row in rows.order_by("-is_shown", "pk").prefetch_related("sources"):
        found.setdefault(row.field, []).append(piece_of(row))
    return found


def _pair(record: Record, one: str, other: str) -> tuple[Any, Any]:
    """Both rows, held in the order of their keys so that two merges cannot block each other."""
    rows = {key: locked(record, key) for key in sorted((one, other))}
    if None in rows.values():
        raise ValidationError({"into": _("There is no such row.")})
    return rows[one], rows[other]


def _refuse_nonsense(record: Record, obj: Any, target: Any) -> None:
    if obj.key == target.key:
        raise ValidationError({"into": _("These are one already: choose two different rows.")})
    if record.country(obj) != record.country(target) and not record.shared:
        raise ValidationError({"into": _("The two lie in different countries.")})
    for row in (obj, target):
        if not row.is_published and key_now(record, row.key):
            told = _("%(row)s was made one with another already.") % {"row": row}
            raise ValidationError({"into": told})
    if obj.is_public and not target.is_public:
        raise ValidationError({"into": _("The row that stays is hidden: publish it first.")})


def _taken_over(
    record: Record,
    obj: Any,
    target: Any,
    take: Collection[str],
    told: Told,
    *,
    with_names: bool,
) -> Iterator[Submission]:
    """What the row that stays now says, its evidence with it. Guarded lists always come along."""
    able = {field.key for field in differing(record, obj, target)}
    names = [name for name in whole_points(record, take) if name in able]
    values = record.read(obj, names)
    for name in record.guarded:
        ours, theirs = (record.read(row, [name])[name] for row in (obj, target))
        if ours and ours != theirs:
            values[name] = [*theirs, *(one for one in ours if one not in theirs)]
    if with_names and "other_names" in record.by_key:
        values["other_names"] = _names_of_both(obj, target)
    pieces = pieces_for(record, obj.key, names)
    made = apply(
        record=record,
        key=target.key,
        values=values,
        evidence=pieces,
        origin=Origin.MERGE,
        **told.columns,
    )
    if made:
        yield made


def whole_points(record: Record, take: Collection[str]) -> list[str]:
    """The fields to take, in their order: of a point on the map both figures or none."""
    point = {field.key for field in record.fields if isinstance(field.kind, Degrees)}
    chosen = set(take) | (point if point & set(take) else set())
    return [name for name in record.by_key if name in chosen]


def _names_of_both(obj: Any, target: Any) -> list[str]:
    own = {getattr(target, name) for name in NAMES}
    gone = [getattr(obj, name) for name in NAMES]
    return [
        name
        for name in dict.fromkeys([*target.other_names, *gone, *obj.other_names])
        if name and name not in own
    ]


def _led_over(record: Record, former: str, into: str, told: Told) -> Iterator[Submission | None]:
    """Rows of other records that name the former key name the other: incentives, centres, pairs."""
    for other, field, row in naming(record, former):
        held = other.read(row, [field.key])[field.key]
        if isinstance(held, list):
            value: Json = sorted({into if key == former else key for key in held})
        else:
            value = into
        yield apply(
            record=other,
            key=row.key,
            values={field.key: value},
            origin=Origin.MERGE,
            **told.columns,
        )


def naming(record: Record, key: str) -> Iterator[tuple[Record, Field, Any]]:
    """The rows of every record that hold this key in a field, with the field."""
    for other in every():
        for field in other.fields:
            rows = other.model._default_manager.order_by("pk")
            rows = rows.select_for_update() if connection.in_atomic_block else rows
            if field.kind.of == record.name:
                for row in rows.filter(**{f"{field.key}__contains": key}):
                    held = field.kind.read(row, field.key)
                    if held == key or (isinstance(held, list) and key in held):
                        yield other, field, row
            elif _leads_to(other, field, record):
                for row in rows.filter(**{f"{field.key}__key": key}):
                    yield other, field, row


def _leads_to(other: Record, field: Field, record: Record) -> bool:
    columns = {column.name: column for column in other.model._meta.fields}
    column = columns.get(field.key)
    return isinstance(column, models.ForeignKey) and column.related_model is record.model


def is_shared_with_others(record: Record, key: str) -> bool:
    """Whether a row that two countries share names this one."""
    return any(other.shared for other, _field, _row in naming(record, key))


def _carry(record: Record, obj: Any, target: Any, told: Told) -> dict[str, Json]:
    carried: dict[str, Json] = luggage.carry(record, obj, target, told)
    if record.has_keepers:
        carried["people"] = accounts.row_merged(obj.key, target.key, title_of(target), told.by)
    for one in luggage_of(record.name):
        carried[one.name] = one.carry(obj, target)
    return carried


def _bring_back(record: Record, obj: Any, target: Any, carried: dict[str, Json]) -> None:
    for one in luggage_of(record.name):
        if one.name in carried:
            one.bring_back(obj, target, carried[one.name])
    if "people" in carried:
        accounts.row_parted(obj.key, target.key, title_of(obj), carried["people"])
    luggage.bring_back(record, obj, target, carried)


def undo_merge(*, submission: Submission, told: Told) -> Submission:
    return unmerge(record=get(submission.record), key=submission.key, told=told)
