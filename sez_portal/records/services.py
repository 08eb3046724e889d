"""The door through which every change goes: a submission is recorded and applied.

Seeds come in here today; proposals, imports and confirmations use the same `apply`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from sez_portal.common.fields import text_in
from sez_portal.records.choices import Origin, State, SubmissionStatus
from sez_portal.records.kinds import Json
from sez_portal.records.models import DataVersion, Evidence, FormerKey, Source, Submission
from sez_portal.records.record import Field, Record, every, watchers


@dataclass(frozen=True)
class Cited:
    """A source as it is cited; kept once in the table of sources."""

    url: str
    title: str
    publisher: str = ""
    published: str = ""
    is_linked: bool = True


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as a submission gives it. Dates are ISO text."""

    value: Json = None
    state: str = State.KNOWN
    speaks_of: str = ""
    compiled: str = ""
    confirmed_on: str | None = None
    confirmed_by: str = ""
    note: str = ""
    is_shown: bool = True
    sources: tuple[Cited, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "sources": [asdict(source) for source in self.sources]}


@transaction.atomic
def apply(
    *,
    record: Record,
    key: str,
    values: Mapping[str, Json],
    evidence: Mapping[str, Iterable[Piece]] | None = None,
    origin: Origin,
    by: models.Model | None = None,
    office: str = "",
    note: str = "",
) -> Submission | None:
    """Write the values and evidence of one record and record the change.

    Returns None, and touches nothing, when everything already stands there. Raises
    ValidationError when the row would not be valid; then nothing is written at all.
    """
    obj = record.model.objects.select_for_update().filter(key=key).first()
    is_new = obj is None
    obj = record.model(key=key) if obj is None else obj
    changes = _differences(record, obj, values, is_new=is_new)
    pieces = _changed_evidence(record, key, evidence or {})
    if not (changes or pieces or is_new):
        return None
    version = DataVersion.bump()
    _write(record, obj, {name: change["to"] for name, change in changes.items()})
    country = record.country(obj)
    _keep_evidence(record, key, country, pieces)
    _count(record, obj, version)
    if origin != Origin.SEED:  # a seeding computes what follows once, at its end
        for callback in watchers(record.name):
            callback(obj)
    return Submission.objects.create(
        record=record.name,
        key=key,
        country=country,
        title=title_of(obj),
        origin=origin,
        status=SubmissionStatus.APPLIED,
        changes=changes,
        evidence={name: [piece.as_json() for piece in given] for name, given in pieces.items()},
        note=note,
        author=by,
        author_name=str(by) if by else "",
        office=office,
        is_new=is_new,
        applied_at=timezone.now(),
        version=version,
    )


@transaction.atomic
def rename(*, record: Record, former: str, key: str) -> Submission:
    """Give a record another key; the former address redirects, its evidence moves along.

    Raises ValidationError when the new key is taken or is no key.
    """
    obj = record.model.objects.select_for_update().get(key=former)
    obj.key = key
    obj.version = DataVersion.bump()
    obj.full_clean()
    obj.save()
    _follow(record, former, key)
    Evidence.objects.filter(record=record.name, key=former).update(key=key)
    Submission.objects.filter(record=record.name, key=former).update(key=key)
    FormerKey.objects.filter(record=record.name, key=former).update(key=key)
    FormerKey.objects.filter(record=record.name, former=key).delete()
    FormerKey.objects.create(record=record.name, former=former, key=key)
    return Submission.objects.create(
        record=record.name,
        key=key,
        country=record.country(obj),
        title=title_of(obj),
        origin=Origin.RENAME,
        status=SubmissionStatus.APPLIED,
        changes={"key": {"from": former, "to": key}},
        applied_at=timezone.now(),
        version=obj.version,
    )


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
    for name, value in values.items():
        if not fields[name].kind.late:
            fields[name].kind.write(obj, name, value)
    obj.full_clean(exclude=[name for name, field in fields.items() if not field.kind.checked])
    obj.save()
    for name, value in values.items():
        if fields[name].kind.late:
            fields[name].kind.write(obj, name, value)
    record.settle(obj)


def _count(record: Record, obj: Any, version: int) -> None:
    """Note on the row what is derived from values and evidence together."""
    counted = [field for field in record.fields if field.counted]
    values = record.read(obj, [field.key for field in counted])
    known = [field for field in counted if is_known(field, values[field.key])]
    blank = [field for field in counted if not is_known(field, values[field.key])]
    obj.known = len(known)
    obj.countable = len(known) + sum(not field.cannot_apply(obj) for field in blank)
    obj.version = version
    shown = Evidence.objects.filter(record=record.name, key=obj.key, is_shown=True)
    latest = shown.aggregate(models.Max("confirmed_on"), models.Max("speaks_of"))
    obj.confirmed_on = latest["confirmed_on__max"]
    obj.speaks_of = latest["speaks_of__max"] or ""
    obj.save()


def is_known(field: Field, value: Json) -> bool:
    """Whether a canonical value says something; a vocabulary's "unknown" does not."""
    return value not in (field.kind.empty, "unknown")


def _changed_evidence(
    record: Record, key: str, given: Mapping[str, Iterable[Piece]]
) -> dict[str, list[Piece]]:
    """The fields whose evidence differs from what is kept, with all their given pieces."""
    if not given:
        return {}
    kept: dict[str, list[Piece]] = {}
    rows = Evidence.objects.filter(record=record.name, key=key, field__in=list(given))
    for row in rows.prefetch_related("sources"):
        kept.setdefault(row.field, []).append(_in_order(_piece_of(row)))
    listed = {name: list(pieces) for name, pieces in given.items()}
    return {
        name: pieces
        for name, pieces in listed.items()
        if any(_in_order(piece) not in kept.get(name, []) for piece in pieces)
    }


def _in_order(piece: Piece) -> Piece:
    """The piece with each source once, in an order of their own: two citings compare alike."""
    return replace(piece, sources=tuple(sorted(set(piece.sources), key=astuple)))


def _piece_of(row: Evidence) -> Piece:
    return Piece(
        value=row.value,
        state=row.state,
        speaks_of=row.speaks_of,
        compiled=row.compiled,
        confirmed_on=row.confirmed_on.isoformat() if row.confirmed_on else None,
        confirmed_by=row.confirmed_by,
        note=row.note,
        is_shown=row.is_shown,
        sources=tuple(
            Cited(source.url, source.title, source.publisher, source.published, source.is_linked)
            for source in row.sources.all()
        ),
    )


def _keep_evidence(
    record: Record, key: str, country: str, given: Mapping[str, list[Piece]]
) -> None:
    """Add the pieces; what was on show before stays, no longer on show."""
    if not given:
        return
    Evidence.objects.filter(
        record=record.name, key=key, field__in=list(given), is_shown=True
    ).update(is_shown=False)
    rows, cited = [], []
    for name, pieces in given.items():
        for piece in pieces:
            columns = asdict(piece)
            del columns["sources"]
            row = Evidence(
                record=record.name,
                key=key,
                country=country,
                field=name,
                months=record[name].months,
                **columns,
            )
            row.clean_fields(exclude=["value", "months"])
            row.set_due()
            rows.append(row)
            cited.append(piece.sources)
    links = Evidence.sources.through
    Evidence.objects.bulk_create(rows)
    sources = _sources({source for group in cited for source in group})
    links.objects.bulk_create(
        links(evidence_id=row.pk, source_id=sources[source])
        for row, group in zip(rows, cited, strict=True)
        for source in dict.fromkeys(group)
    )


def _sources(cited: Iterable[Cited]) -> dict[Cited, int]:
    """The row of each cited source, made where it is new."""
    found = {}
    for source in sorted(cited, key=lambda source: (source.url, source.title)):
        columns = asdict(source)
        linked = columns.pop("is_linked")
        row, _new = Source.objects.get_or_create(**columns, defaults={"is_linked": linked})
        found[source] = row.pk
    return found
