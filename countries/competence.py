"""Which offices are competent for a zone and which procedures are followed there.

Pages, answer packs, comparisons and the desk all ask here; nobody decides it again.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from countries.choices import ForWhom
from countries.models.scope import Place, Scoped

Row = TypeVar("Row", bound=Scoped)
Zone = TypeVar("Zone", bound=Place)


def competent(rows: Iterable[Row], place: Place) -> list[Row]:
    """The rows that are for the zone, the nearest first: named, of its area, of the country.

    A row that gives way to another is left out where that other one is for the zone. What only
    informs comes last; rows of one rank keep their order.
    """
    covering = [row for row in rows if row.covers(place)]
    keys = {row.key for row in covering}
    competent_rows = [row for row in covering if not keys & set(row.gives_way_to)]
    return sorted(competent_rows, key=lambda row: _rank(row, place))


def served(rows: Iterable[Row], places: Iterable[Zone]) -> dict[str, list[Zone]]:
    """Return by the key of a row the places it is for; `rows` are all those of their country."""
    rows = list(rows)
    by_key: dict[str, list[Zone]] = {row.key: [] for row in rows}
    for place in places:
        for row in competent(rows, place):
            by_key[row.key].append(place)
    return by_key


def by_reader(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows for a firm in a zone, and those for whoever sets a zone up."""
    return (
        [row for row in rows if row.for_whom != ForWhom.DEVELOPER],
        [row for row in rows if row.for_whom == ForWhom.DEVELOPER],
    )


def _rank(row: Scoped, place: Place) -> int:
    if row.for_whom == ForWhom.BACKGROUND:
        return 3
    if row.is_countrywide:
        return 2
    return 0 if place.key in row.named_zones else 1
