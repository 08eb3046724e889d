"""Incentives as bands of years: exempt, reduced, full, as the law states them. No advice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Incentive
from countries.models.incentive import Stretch
from sez_portal.records.evidence import Notes
from sez_portal.records.models import Source

YEARS = 15
STYLE = {"exempt": "b0", "half": "b1", "relief": "b2", "rate": "b2", "full": "b3", "depends": "b4"}
WORDS = {
    "exempt": gettext_lazy("Exempt"),
    "half": gettext_lazy("Half"),
    "relief": gettext_lazy("%(percent)s%% less"),
    "rate": gettext_lazy("Rate %(percent)s%%"),
    "full": gettext_lazy("Full"),
    "depends": gettext_lazy("Depends"),
}


class Cell(NamedTuple):
    """A stretch of years as one cell of the table."""

    style: str
    words: str
    years: str
    span: int


@dataclass(frozen=True)
class Band:
    incentive: Incentive
    cells: list[Cell]
    notes: list[int]


def bands_of(
    incentives: Iterable[Incentive], notes: Notes, sources: Mapping[str, list[Source]]
) -> list[Band]:
    """The incentives that fix years of profit tax, with the numbers of their sources."""
    banded = [(incentive, incentive.stretches(YEARS)) for incentive in incentives]
    return [
        Band(
            incentive,
            [_cell(stretch) for stretch in stretches],
            notes.cite(sources.get(incentive.key, ())),
        )
        for incentive, stretches in banded
        if stretches
    ]


def _cell(stretch: Stretch) -> Cell:
    years = (
        _("year %(first)s") % {"first": stretch.first}
        if stretch.first == stretch.last
        else _("years %(first)s to %(last)s") % {"first": stretch.first, "last": stretch.last}
    )
    words = str(WORDS[stretch.kind])
    if stretch.percent and stretch.kind != "half":
        words = words % {"percent": stretch.percent}
    return Cell(STYLE[stretch.kind], words, years, stretch.years)
