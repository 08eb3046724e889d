"""Prices of single zones that `zones.csv` does not have, each with its own date and source."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from countries.seeding.cells import COMPILED
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.seeding import Fault, SeedItem, SeedTable
from zones import record

COLUMNS = ("zone_key", "field", "value", "speaks_of", "note")
SOURCE = ("source_title", "publisher", "url", "published")


def add_prices(folder: Path, faults: list[Fault], zones: Iterable[SeedItem]) -> None:
    """Give the zones these prices; one that their own table has already is a fault."""
    table = SeedTable(folder / "zone_prices.csv", faults).read({*COLUMNS, *SOURCE})
    by_key = {zone.key: zone for zone in zones}
    for line, row in table.rows:
        name = row["field"]
        table.expect(line, "zone_key", row["zone_key"], by_key)
        table.expect(line, "field", name, record.ZONE.by_key)
        table.check_source(line, row, published="published")
        zone = by_key.get(row["zone_key"])
        if zone is None or name not in record.ZONE.by_key:
            continue
        if zone.values.get(name) not in (None, ""):
            table.fault(line, "field", f"{name} stands in zones.csv already")
            continue
        parsed = table.values(line, row, record.ZONE, {name: "value"})
        if name in parsed:
            zone.values[name] = parsed[name]
            zone.evidence[name] = [_piece(parsed[name], row)]


def _piece(value: object, row: Mapping[str, str]) -> Piece:
    source = Cited(row["url"], row["source_title"], row["publisher"], row["published"])
    return Piece(
        value,
        speaks_of=row["speaks_of"],
        compiled=COMPILED,
        note=row["note"],
        sources=(source,),
    )
