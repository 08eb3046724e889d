"""Files of records in the storage: how they are kept, who may see them, which nobody names.

A file that a public row or its history names is everybody's; one that only a proposal names is
for those who may see the proposal. What names a file is looked up, not noted a second time.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Concat

from sez_portal.common import dates
from sez_portal.common.access import rule_of
from sez_portal.common.uploads import EncodedPicture
from sez_portal.records.choices import OPEN, Origin, SubmissionStatus
from sez_portal.records.field_types import stored
from sez_portal.records.field_types.basic import Json, Kind
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.models import Draft, Source, Submission
from sez_portal.records.record import Field, Record, every

PHOTOS, DOCUMENTS = "photos", "documents"
NAMES = re.compile(r"(?:photos|documents)/[0-9]{4}/[\w-]+\.[a-z]+")
SMALL = "-small.jpg"


@dataclass(frozen=True)
class Seen:
    """A file that somebody may see: what it is called, and whether everybody may."""

    title: str
    is_public: bool


def keep_picture(made: EncodedPicture) -> str:
    """Store it with its fallbacks beside it; the name that a row holds."""
    year = dates.today().year
    for further in (made.fallback, made.small):
        default_storage.save(f"{PHOTOS}/{year}/{further.name}", further)
    return str(default_storage.save(f"{PHOTOS}/{year}/{made.file.name}", made.file))


def keep_paper(made: Any) -> str:
    """Store it; the name that a row holds."""
    year = dates.today().year
    return str(default_storage.save(f"{DOCUMENTS}/{year}/{made.name}", made))


def held_as(path: str) -> str:
    """The name that a row holds for this file: a picture's fallbacks lie beside it."""
    if not path.startswith(f"{PHOTOS}/"):
        return path
    return f"{path.removesuffix(SMALL).removesuffix('.jpg').removesuffix('.webp')}.webp"


@dataclass(frozen=True)
class Shown:
    """A file of a value as it is shown to those who work on it; `small` of a picture alone.

    `act` says what a change does to it: "added", "removed" or nothing. `said` is what is told of it
    beside its title: credit, day, language, each with its label.
    """

    title: str
    url: str
    small: str
    act: str = ""
    said: tuple[tuple[str, str], ...] = ()


def shown(kind: FileRows, row: dict[str, Any], act: str = "") -> Shown:
    name = row[kind.of_file]
    is_picture = isinstance(kind.columns[kind.of_file], stored.Picture)
    title = row.get(kind.of_title, "") or name.rpartition("/")[2]
    url = str(default_storage.url(name))
    return Shown(title, url, small_url(name) if is_picture else "", act, tuple(_said(kind, row)))


def _said(kind: FileRows, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is told of the file; what was typed and cannot be read, as it was typed."""
    for name, column in kind.columns.items():
        if name not in (kind.of_file, kind.of_title) and row.get(name):
            try:
                words = column.show(row[name])
            except ValueError:
                words = str(row[name])
            yield str(kind.labels.get(name, name)), words


def shown_change(kind: Kind, before: Json, after: Json) -> list[Shown]:
    """The files of the value after a change, and those that it removes."""
    if not isinstance(kind, FileRows):
        return []
    names, held = ({row[kind.of_file] for row in rows} for rows in (after, before))
    kept = [shown(kind, r, "" if r[kind.of_file] in held else "added") for r in after]
    return kept + [shown(kind, r, "removed") for r in before if r[kind.of_file] not in names]


def small_url(name: str) -> str:
    """The address of the small picture for lists."""
    small = name.removesuffix(".webp") + SMALL
    return str(default_storage.url(small if default_storage.exists(small) else name))


def seen_by(user: Any, path: str) -> Seen | None:
    """What this person sees of the file of that path; None when it does not exist for them."""
    name = held_as(path)
    for reader in (AnonymousUser(), user):
        title = _title_for(reader, name)
        if title is not None:
            return Seen(title, is_public=not reader.is_authenticated)
    return None


def _title_for(user: Any, name: str) -> str | None:
    """What a row or submission that this person may see calls the file; None without one."""
    for record, key, title in _rows_with(name):
        if _may_view(user, record, key):
            return title
    naming = Submission.objects.alias(told=TOLD).filter(told__contains=name)
    naming = naming.exclude(origin=Origin.SEED)  # a table of the seed brings no file
    if user.is_authenticated and (draft := _drafts_with(name).filter(author=user.pk).first()):
        return draft.paper_title
    if sent := naming.filter(rule_of(user, Submission, "view")).first():
        return _title_in(sent, name)
    for sent in naming.filter(status=SubmissionStatus.APPLIED):
        if sent.record in _records() and _may_view(user, _records()[sent.record], sent.key):
            return _title_in(sent, name)
    return None


def named_files(*, decided_since: datetime.datetime) -> set[str]:
    """The files that live rows, history, drafts and open proposals name, and those that a proposal
    named which was declined or withdrawn since: it may be sent again."""
    kept = Q(status=SubmissionStatus.APPLIED) | Q(status__in=OPEN) | Q(decided_at__gt=decided_since)
    texts = Submission.objects.exclude(origin=Origin.SEED).filter(kept).order_by()
    sources = Source.objects.filter(url__contains=default_storage.base_url)
    drafts = Draft.objects.annotate(told=TYPED).order_by()
    named: set[str] = set()
    for text in (
        *drafts.values_list("told", flat=True).iterator(),
        *texts.values_list(TOLD, flat=True).iterator(),
        *sources.values_list("url", flat=True).iterator(),
    ):
        named.update(NAMES.findall(text))
    for _record, _field, kind, rows in _tables():
        named.update(rows.values_list(kind.of_file, flat=True))
    return named


def stored_files() -> Iterator[str]:
    """Every photo and document in the storage, by its path."""
    for folder in (PHOTOS, DOCUMENTS):
        years = default_storage.listdir(folder)[0] if default_storage.exists(folder) else []
        for year in years:
            for name in default_storage.listdir(f"{folder}/{year}")[1]:
                yield f"{folder}/{year}/{name}"


# All that a submission holds, as text: a name is found wherever it stands.
TOLD = Concat(
    *(Cast(column, TextField()) for column in ("changes", "evidence", "typed")),
    output_field=TextField(),
)


# All that a draft holds, as text.
TYPED = Concat(Cast("typed", TextField()), "paper", output_field=TextField())


def _drafts_with(name: str) -> Any:
    return Draft.objects.annotate(told=TYPED).filter(told__contains=name)


def _records() -> dict[str, Record]:
    return {record.name: record for record in every()}


def _may_view(user: Any, record: Record, key: str) -> bool:
    rows = record.model._default_manager.filter(rule_of(user, record.model, "view"))
    return bool(rows.filter(key=key).exists())


def _tables() -> Iterator[tuple[Record, Field, FileRows, Any]]:
    """Every table of rows with files."""
    for record in every():
        for field in record.fields:
            if isinstance(field.kind, FileRows):
                related: Any = record.model._meta.get_field(field.key)
                yield record, field, field.kind, related.related_model._default_manager.all()


def _rows_with(name: str) -> Iterator[tuple[Record, str, str]]:
    """The live rows with that file: their record, the key of its row, what they call the file."""
    for record, field, kind, rows in _tables():
        parent = record.model._meta.get_field(field.key).field.name
        found = rows.filter(**{kind.of_file: name})
        for key, title in found.values_list(f"{parent}__key", kind.of_title):
            yield record, key, title


def _title_in(sent: Submission, name: str) -> str:
    """What a submission calls the file: in a row of a list, or as the source of a figure."""
    for field in _records()[sent.record].fields if sent.record in _records() else ():
        kind = field.kind
        if isinstance(kind, FileRows) and field.key in sent.changes:
            for row in [*sent.changes[field.key]["to"], *sent.changes[field.key]["from"]]:
                if row[kind.of_file] == name:
                    return str(row[kind.of_title])
    pieces: Iterable[dict[str, Any]] = (
        piece for given in sent.evidence.values() for piece in given
    )
    sources = (source for piece in pieces for source in piece.get("sources", ()))
    return next((str(s.get("title", "")) for s in sources if name in s.get("url", "")), "")
