"""The tables of one-stop centres and procedures as items to load, with their scope."""

import re
from dataclasses import replace

from countries import record
from countries.choices import LOCAL_LANGUAGE, Reach
from countries.seeding.cells import one_source, same_names
from countries.seeding.folder import SeedFolder
from sez_portal.languages import column_suffix
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.seeding import Row, SeedItem, SeedTable

REACH = {"yes": Reach.COUNTRY, "no": Reach.NAMED}
SCOPE = {
    "provinces": "applies_provinces",
    "zone_types": "applies_zone_types",
    "zone_keys": "applies_zone_keys",
    **same_names(
        *("excludes_zone_types", "excludes_zone_keys", "gives_way_to", "for_whom", "certainty"),
    ),
}
SCOPE_COLUMNS = {*SCOPE.values(), "applies_countrywide", "applies_why"}


def scope(loader: SeedFolder, table: SeedTable, line: int, row: Row) -> dict[str, str]:
    """Where the row applies; notes a province or a row of its own table that is not there."""
    for column, keys in (
        ("applies_provinces", loader.keys["provinces.csv"]),
        ("gives_way_to", loader.keys[table.path.name]),
    ):
        for key in row[column].split(";"):
            table.expect(line, column, key, keys)
    countrywide = row["applies_countrywide"]
    table.expect(line, "applies_countrywide", countrywide or "(nothing)", REACH)
    columns = ("applies_provinces", "applies_zone_types", "applies_zone_keys")
    if countrywide == "no" and not any(row[column] for column in columns):
        table.fault(line, "applies_countrywide", "neither the whole country nor a place is named")
    return {"reach": str(REACH.get(countrywide, ""))}


def reasoned(pieces: dict[str, list[Piece]], row: Row) -> dict[str, list[Piece]]:
    """The evidence, with the words of the source that say where the row applies."""
    if "reach" in pieces:
        pieces["reach"] = [replace(piece, note=row["applies_why"]) for piece in pieces["reach"]]
    return pieces


def centres(loader: SeedFolder) -> list[SeedItem]:
    fields = same_names(
        *("name_en", "zone_key", "agency", "address", "phone", "email", "website"),
        *("hours", "languages", "services"),
        country="country_iso2",
        summary_en="summary",
        **SCOPE,
    )
    more = {"name_local", "source_url", "source_title", *SCOPE_COLUMNS}
    columns = {*fields.values(), *more}
    table = loader.table("oss_centres.csv", columns, unique="key", of=record.CENTRE)
    items = []
    for line, row in table.rows:
        table.expect(line, "country_iso2", row["country_iso2"], loader.keys["countries.csv"])
        values = table.values(line, row, record.CENTRE, fields)
        values |= scope(loader, table, line, row)
        local = column_suffix(LOCAL_LANGUAGE.get(row["country_iso2"], "en"))
        values[f"name_{local}"] = row["name_local"]
        evidence = reasoned(one_source(record.CENTRE, values, row), row)
        items.append(SeedItem(record.CENTRE, row["key"], values, evidence))
    return items


def procedures(loader: SeedFolder) -> list[SeedItem]:
    fields = same_names(
        *("name_en", "zone_key", "documents_required", "authority", "processing_days"),
        *("processing_text", "fee_text", "fee_usd", "legal_basis", "online_url"),
        country="country_iso2",
        centre="centre_key",
        order="order_no",
        purpose_en="purpose",
        **SCOPE,
    )
    more = {"steps", "source_url", "source_title", *SCOPE_COLUMNS}
    columns = {*fields.values(), *more}
    table = loader.table("oss_procedures.csv", columns, unique="key", of=record.PROCEDURE)
    items = []
    for line, row in table.rows:
        table.expect(line, "country_iso2", row["country_iso2"], loader.keys["countries.csv"])
        table.expect(line, "centre_key", row["centre_key"], loader.keys["oss_centres.csv"])
        values = table.values(line, row, record.PROCEDURE, fields)
        values |= scope(loader, table, line, row)
        values["steps"] = steps_in(row["steps"])
        evidence = reasoned(one_source(record.PROCEDURE, values, row), row)
        items.append(SeedItem(record.PROCEDURE, row["key"], values, evidence))
    return items


def steps_in(cell: str) -> list[dict[str, object]]:
    """ "1. Apply | 2. Pay" as rows of the record's steps; the numbers are the order."""
    columns = record.PROCEDURE["steps"].kind.columns
    blank = {name: column.empty for name, column in columns.items()}
    texts = [re.sub(r"^\s*\d+[.)]\s*", "", part).strip() for part in cell.split("|")]
    return [{**blank, "text": text} for text in texts if text]
