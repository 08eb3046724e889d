"""Releases: the open data as it stood on a day, in files that never change and can be cited.

A release is a folder of RELEASES_ROOT with its files and `release.json`. It is written beside and
moved to its place whole, so that nobody downloads half of one.
"""

import datetime
import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from sez_portal.records.history import news
from sez_portal.records.models import DataVersion
from sez_portal.site.api.formats import COMPACT, csv_of, geojson_of
from sez_portal.site.api.openapi import document
from sez_portal.site.api.question import Question
from sez_portal.site.api.resources import RESOURCES

NAME = re.compile(r"\d{4}-\d{2}(-\d{1,2})?", re.ASCII)  # of a month, or the second of one
ABOUT = "release.json"
SUMS = "SHA256SUMS"
CHANGES = "CHANGES.md"
MOST_TOLD = 2000  # changes listed one by one


class AlreadyThere(Exception):
    """A release of that name was made before: it is never written again."""


@dataclass(frozen=True)
class ReleasedFile:
    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Release:
    """One release; `version` is that of the data, `number` the latest change within it."""

    name: str
    made_at: str  # ISO
    version: int
    number: int
    licence: str
    rows: dict[str, int]  # by resource
    files: list[ReleasedFile] = field(default_factory=list)

    @property
    def day(self) -> datetime.date:
        return datetime.datetime.fromisoformat(self.made_at).date()

    @property
    def archive(self) -> ReleasedFile | None:
        return next((file for file in self.files if file.name.endswith(".zip")), None)


def every() -> list[Release]:
    """All releases, the newest first."""
    folders = settings.RELEASES_ROOT.iterdir() if settings.RELEASES_ROOT.is_dir() else ()
    found = [_read(folder / ABOUT) for folder in folders if (folder / ABOUT).is_file()]
    return sorted(found, key=lambda release: release.made_at, reverse=True)


def file_of(name: str, file: str) -> Path | None:
    """The path of a file of a release; None for what is none of its files."""
    release = next((one for one in every() if one.name == name), None)
    if release is None or file not in {one.name for one in release.files}:
        return None
    return settings.RELEASES_ROOT / name / file


def make(name: str) -> Release:
    """Write the release of that name. Raises ValueError for no name, AlreadyThere."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    place = settings.RELEASES_ROOT / name
    if place.exists():
        raise AlreadyThere(name)
    settings.RELEASES_ROOT.mkdir(parents=True, exist_ok=True)
    before = every()
    with tempfile.TemporaryDirectory(dir=settings.RELEASES_ROOT, prefix=".under-way-") as under_way:
        folder = Path(under_way) / name
        folder.mkdir()
        with override("en"):
            made = _write(folder, name, before[0] if before else None)
        shutil.move(folder, place)
    return made


def _write(folder: Path, name: str, before: Release | None) -> Release:
    latest = news().values_list("pk", flat=True).order_by("-pk").first()
    rows = {}
    for resource in RESOURCES.values():
        question = Question(resource, QueryDict("evidence=1"))
        rows[resource.name] = question.count
        _copy(csv_of(question), folder / f"{resource.name}.csv")
        _copy(_json_lines(question), folder / f"{resource.name}.jsonl")
        if resource.has_places:
            _copy(geojson_of(question), folder / f"{resource.name}.geojson")
    (folder / "openapi.json").write_text(json.dumps(document(), indent=1), "utf-8")
    (folder / CHANGES).write_text("\n".join(_changes(before)) + "\n", "utf-8")
    (folder / "LICENCE.txt").write_text(
        f"{settings.DATA_LICENCE}\n{settings.DATA_LICENCE_URL}\n", "utf-8"
    )
    _archive(folder, name)
    files = [_released(path) for path in sorted(folder.iterdir())]
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in files)
    (folder / SUMS).write_text(sums, "utf-8")
    files.append(_released(folder / SUMS))
    now, version = timezone.now().isoformat(), DataVersion.current()
    made = Release(name, now, version, latest or 0, settings.DATA_LICENCE, rows, files)
    (folder / ABOUT).write_text(json.dumps(asdict(made), indent=1), "utf-8")
    return made


def _json_lines(question: Question) -> Iterator[str]:
    for _row, values in question.everything():
        yield json.dumps(values, **COMPACT) + "\n"


def _copy(pieces: Iterator[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def _changes(before: Release | None) -> Iterator[str]:
    """What changed since the release before, as visitors may read it."""
    if before is None:
        yield "# Changes\n\nThis is the first release."
        return
    found = news().filter(pk__gt=before.number).order_by("pk")
    told = found.exclude(audience="removal")
    yield f"# Changes since {before.name}\n"
    yield f"{told.count()} changes, {found.filter(audience='removal').count()} rows taken away.\n"
    counts = Counter(told.values_list("record", flat=True))
    yield from (f"- {record}: {count}" for record, count in sorted(counts.items()))
    yield ""
    for change in told[:MOST_TOLD]:
        day = change.applied_at.date() if change.applied_at else ""
        yield f"- {day} {change.record} {change.key}: {', '.join(change.changes)}"


def _archive(folder: Path, name: str) -> None:
    paths = sorted(folder.iterdir())
    archive = folder / f"lancang-mekong-zones-{name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in paths:
            zipped.write(path, f"{name}/{path.name}")


def _released(path: Path) -> ReleasedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ReleasedFile(path.name, path.stat().st_size, digest)


def _read(path: Path) -> Release:
    told = json.loads(path.read_text("utf-8"))
    files = [ReleasedFile(**file) for file in told.pop("files")]
    return Release(**told, files=files)
