"""The rows of the seed tables as they stand in their files: what the data is the subject of."""

import csv

from countries.seeding import folder as countries
from zones import seeding as zones


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of countries or zones, such as `rows_of("holidays.csv")`."""
    folder = next(one for one in (countries.SEED, zones.SEED) if (one / name).exists())
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
