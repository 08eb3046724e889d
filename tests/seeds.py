"""The rows of the seed tables as they stand in their files: what the data is the subject of."""

import csv

from countries.seeding.folder import SEED


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of countries, such as `rows_of("holidays.csv")`."""
    with (SEED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
