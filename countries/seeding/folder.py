"""A folder of seed tables: what was read so far, and the keys that other tables may name."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sez_portal.records.seeding import Fault, SeedTable

SEED = Path(__file__).parent.parent / "seed"


class SeedFolder:
    def __init__(self, folder: Path = SEED) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.provinces: dict[tuple[str, str], str] = {}
        self.keys: dict[str, set[str]] = {}
        self.tables: dict[str, SeedTable] = {}

    def table(
        self, name: str, columns: Iterable[str], *, unique: str = "", **more: Any
    ) -> SeedTable:
        """The table of that file; its `unique` column becomes known as `keys`."""
        table = SeedTable(self.folder / name, self.faults).read(columns, unique=unique, **more)
        self.tables[name] = table
        if unique:
            self.keys[name] = {row[unique] for _line, row in table.rows}
        return table

    def province_key(self, table: SeedTable, line: int, country: str, name: str) -> str | None:
        """The key of a province by its name; an unknown one is a fault of the table."""
        key = self.provinces.get((country, name.strip()))
        if name.strip() and key is None:
            table.fault(line, "province", f"“{name}” is no province of {country}")
        return key
