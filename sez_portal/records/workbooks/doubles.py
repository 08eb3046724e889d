"""Rows of a list beside those that stand: of the same name in any script, or at one place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from sez_portal.common.coordinates import read_point
from sez_portal.common.fields import columns_of
from sez_portal.common.geo import Point, distance_km
from sez_portal.common.text import compact, fold
from sez_portal.records.models import Submission
from sez_portal.records.record import Record
from sez_portal.records.services.apply import title_of
from sez_portal.records.workbooks.newcomers import newcomers_of

SAME_PLACE_KM = 1.0  # two as near as this may be one, whatever they are called
ALIKE_KM = 25.0  # … and two of a like name as near as this
LIKE = 88  # of 100: how alike two names of one country are that may be one
LIKE_NEAR = 72  # … and two that lie near each other
NAMED = 3  # so many are shown beside a row


@dataclass(frozen=True)
class Standing:
    """A row that stands, or a proposal of one that waits: what it may be known by."""

    key: str
    title: str
    country: str
    names: tuple[str, ...]
    point: Point | None
    waits: bool = False  # a proposal of a new row, not decided yet


@dataclass(frozen=True)
class Candidate:
    """A row that a new one may be, and why."""

    of: Standing
    why: str
    is_same: bool  # the same name in the same country
    km: float | None = None  # how far from the place that the row names


@dataclass
class Doubles:
    """All that stands, to be asked for each row of a list; names are compared without the
    `common` words, which most of them have."""

    rows: list[Standing]
    common: frozenset[str] = frozenset()
    by_name: dict[str, list[Standing]] = field(default_factory=lambda: defaultdict(list))
    by_place: dict[tuple[int, int], list[Standing]] = field(
        default_factory=lambda: defaultdict(list)
    )
    cores: dict[str, dict[str, list[Standing]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def __post_init__(self) -> None:
        for one in self.rows:
            self.add(one)

    def add(self, one: Standing) -> None:
        """Know this row too."""
        for name in one.names:
            self.by_name[compact(name)].append(one)
            self.cores[one.country][self._core(name)].append(one)
        if one.point:
            self.by_place[_cell(one.point)].append(one)

    def of(self, names: Iterable[str], country: str, point: Point | None) -> list[Candidate]:
        """The rows that one of these names, at this point, may be; the likeliest first."""
        found: dict[str, Candidate] = {}
        for name in filter(None, names):
            for one in self.by_name.get(compact(name), ()):
                if not country or one.country == country:
                    _add(found, one, _("the same name"), point, is_same=True)
            self._alike(found, name, country, point)
        for one in self._near(point):
            km = _km(point, one)
            if km is not None and km < SAME_PLACE_KM:
                _add(found, one, _("the same place"), point)
        ranked = sorted(found.values(), key=lambda one: (not one.is_same, one.of.waits))
        return ranked[:NAMED]

    def _alike(
        self, found: dict[str, Candidate], name: str, country: str, point: Point | None
    ) -> None:
        """Rows whose names are nearly this one, or alike and near."""
        wanted = self._core(name)
        if not wanted:
            return
        for land in [country] if country else list(self.cores):
            names = self.cores.get(land, {})
            near = process.extract(
                wanted, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=LIKE_NEAR, limit=5
            )
            for other, score, _at in near:
                for one in names[other]:
                    km = _km(point, one)
                    if score >= LIKE or (km is not None and km < ALIKE_KM):
                        _add(found, one, _("a name much like it"), point)

    def _core(self, name: str) -> str:
        """The folded name without the words that most names have."""
        words = fold(name).split()
        return " ".join(word for word in words if word not in self.common) or " ".join(words)

    def _near(self, point: Point | None) -> list[Standing]:
        if point is None:
            return []
        x, y = _cell(point)
        cells = [(x + a, y + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        return [one for cell in cells for one in self.by_place.get(cell, ())]


def _add(
    found: dict[str, Candidate],
    one: Standing,
    why: str,
    point: Point | None,
    *,
    is_same: bool = False,
) -> None:
    if one.key not in found:
        found[one.key] = Candidate(one, why, is_same, _km(point, one))


def _km(point: Point | None, one: Standing) -> float | None:
    """How far a place is from a row that stands; None where one of the two is not known."""
    return distance_km(point, one.point) if point and one.point else None


def _cell(point: Point) -> tuple[int, int]:
    """Squares of a hundredth of a degree: what is within a kilometre lies in the next one."""
    return int(point[0] * 50), int(point[1] * 50)


def point_of(lat: Any, lon: Any) -> Point | None:
    """Where a row of a list says that it lies; None where that cannot be read."""
    pair = read_point(f"{lat}; {lon}") if lat and lon else None
    return (float(pair[1]), float(pair[0])) if pair else None


def standing(record: Record) -> Doubles:
    """All rows of the record, and the proposals of new ones that wait."""
    rows: Any = record.model._default_manager.all()
    found = [_of_row(record, row) for row in rows]
    waiting = Submission.objects.open().filter(record=record.name, is_new=True)
    rules = newcomers_of(record.name)
    return Doubles([*found, *map(_of_proposal, waiting)], rules.common if rules else frozenset())


def _of_row(record: Record, row: Any) -> Standing:
    names = [getattr(row, column, "") for column in columns_of("name")]
    names += getattr(row, "other_names", None) or []
    lat, lon = getattr(row, "lat", None), getattr(row, "lon", None)
    point = (float(lon), float(lat)) if lat is not None and lon is not None else None
    known = tuple(name for name in names if isinstance(name, str) and name)
    return Standing(row.key, title_of(row), record.country(row) or "", known, point)


def _of_proposal(sent: Submission) -> Standing:
    told: Mapping[str, Any] = {name: sent.proposed(name) for name in sent.changes}
    names = tuple(told[name] for name in columns_of("name") if told.get(name))
    point = point_of(told.get("lat"), told.get("lon"))
    return Standing(sent.key, sent.title, sent.country, names, point, waits=True)
