"""Which cost figures stand for a place: the nearest first, the good before the weak, the newest."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from countries.cost_choices import CostItem
from countries.models import CostFigure
from sez_portal.common.dates import add_months, last_day
from sez_portal.records.evidence.facts import FreshnessBadge, Notes
from sez_portal.records.evidence.summary import Summary
from sez_portal.records.models import Source
from sez_portal.records.models.evidence import freshness_on
from sez_portal.records.record import FIGURES

OLDEST_YEARS = 10  # a figure that is older is shown, and nothing is computed with it


class Level(IntEnum):
    """How near a figure is to the zone that it stands for; the nearest first."""

    ZONE = 0
    PROVINCE = 1
    REGION = 2
    COUNTRY = 3


@dataclass(frozen=True)
class Found:
    """The figures that stand for a place: of one item, one level and one year."""

    level: Level
    figures: tuple[CostFigure, ...]

    @property
    def item(self) -> str:
        return self.figures[0].item

    @property
    def is_weak(self) -> bool:
        return self.figures[0].is_weak


class RestsOn(NamedTuple):
    """What a figure rests on: its sources, and the last day for which they give it."""

    sources: Sequence[Source]
    until: datetime.date | None = None


Asked = tuple[tuple[str, ...], str, tuple[str, ...], str, str]


@dataclass
class CostBook:
    """The published figures by country; what they rest on is read when a page asks for it."""

    by_country: Mapping[str, Sequence[CostFigure]]
    read_evidence: Callable[[list[str]], Mapping[str, "RestsOn"]]
    _best: dict[Asked, Found | None] = field(default_factory=dict)

    def best(
        self,
        items: tuple[str, ...],
        country: str,
        provinces: Iterable[str] = (),
        zone_key: str = "",
        *,
        since: str = "",
    ) -> Found | None:
        """The figures that stand there for the first of the items that has any.

        A weak source never stands while a better one does, and what speaks of a year before
        `since` does not; what has no date stands where nothing dated does.
        """
        own = zone_key if zone_key in self._zones else ""
        asked = items, country, tuple(provinces), own, since
        if asked not in self._best:
            self._best[asked] = self._look_up(*asked)
        return self._best[asked]

    def cite(self, figures: Iterable[CostFigure], notes: Notes) -> list[int]:
        """The numbers of their sources on the page."""
        return notes.cite(source for row in figures for source in self.sources.get(row.key, ()))

    @cached_property
    def sources(self) -> Mapping[str, Sequence[Source]]:
        return {key: rests_on.sources for key, rests_on in self._evidence.items()}

    def until(self, row: CostFigure) -> datetime.date | None:
        """The last day for which its source gives the figure; None where it names none."""
        rests_on = self._evidence.get(row.key)
        return rests_on.until if rests_on else None

    def moon(self, row: CostFigure, today: datetime.date) -> FreshnessBadge:
        """How fresh the figure is: by the day it speaks of, and no longer than its source says."""
        return moon(row, today, self.until(row))

    @cached_property
    def _evidence(self) -> Mapping[str, "RestsOn"]:
        return self.read_evidence([row.key for rows in self.by_country.values() for row in rows])

    @cached_property
    def _zones(self) -> frozenset[str]:
        rows = (row for figures in self.by_country.values() for row in figures)
        return frozenset(row.zone_key for row in rows if row.zone_key)

    def _look_up(
        self,
        items: tuple[str, ...],
        country: str,
        provinces: tuple[str, ...],
        zone_key: str,
        since: str,
    ) -> Found | None:
        rows = [
            row
            for row in self.by_country.get(country, ())
            if row.item in items and not row.is_superseded and (row.year or since) >= since
        ]
        for is_weak in (False, True):
            for item in items:
                by_level: dict[Level, list[CostFigure]] = {}
                for row in rows:
                    level = level_of(row, provinces, zone_key)
                    if row.item == item and row.is_weak == is_weak and level is not None:
                        by_level.setdefault(level, []).append(row)
                if by_level:
                    nearest = min(by_level)
                    return Found(nearest, _newest(by_level[nearest]))
        return None


def level_of(row: CostFigure, provinces: Iterable[str], zone_key: str) -> Level | None:
    """How near the figure is to a zone in these provinces; None where it is of another place."""
    if row.zone_key:
        return Level.ZONE if row.zone_key == zone_key else None
    if row.provinces:
        if not set(row.provinces) & {*provinces}:
            return None
        return Level.PROVINCE if len(row.provinces) == 1 else Level.REGION
    return None if row.area else Level.COUNTRY


def _newest(rows: Sequence[CostFigure]) -> tuple[CostFigure, ...]:
    year = max(row.year for row in rows)
    return tuple(row for row in rows if row.year == year)


def since_year(today: datetime.date) -> str:
    """The oldest year with whose figures something is computed."""
    return str(today.year - OLDEST_YEARS)


def moon(
    row: CostFigure, today: datetime.date, until: datetime.date | None = None
) -> FreshnessBadge:
    """How fresh the figure is by the day it speaks of; without one, or past its end, stale."""
    due = add_months(last_day(row.as_of), FIGURES) if row.as_of else None
    stale = add_months(last_day(row.as_of), 2 * FIGURES) if row.as_of else None
    if until and stale:
        stale = min(stale, until + datetime.timedelta(days=1))
        due = min(due or stale, stale)
    state = freshness_on(today, due, stale)
    due_on, stale_on = (day.isoformat() if day else None for day in (due, stale))
    return FreshnessBadge(state, Summary("known", row.as_of, due_on, stale_on, ""))


LAND = (str(CostItem.LAND_LEASE), str(CostItem.LAND_BOUGHT))
