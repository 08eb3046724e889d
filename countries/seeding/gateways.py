"""The table of gateways as items to load, and the pages that say what each is and its state."""

from countries import record
from countries.choices import LOCAL_LANGUAGE, STRICTNESS, GatewayStatus
from countries.seeding.cells import check_place, cited_in, noted, one_source, same_names
from countries.seeding.folder import SeedFolder
from sez_portal.languages import column_suffix
from sez_portal.records.evidence.citation import Cited
from sez_portal.records.seeding import Row, SeedItem, SeedTable

PagesOfFields = dict[str, dict[str, list[tuple[Cited | None, str]]]]


def gateways(loader: SeedFolder) -> list[SeedItem]:
    """The gateways with their evidence; notes a pair of crossings whose sides differ in state."""
    fields = same_names(
        *("name_en", "kind", "code", "lat", "lon", "corridors", "status", "status_since", "role"),
        *("rank", "container", "international"),
        country="country_iso2",
        note_en="note",
        facing="facing_key",
    )
    more = {"name_local", "province", "source_url", "source_title"}
    table = loader.table("gateways.csv", {*fields.values(), *more}, unique="key", of=record.GATEWAY)
    pages = sources(loader)
    items = []
    for line, row in table.rows:
        values = table.values(line, row, record.GATEWAY, fields)
        values["province"] = loader.province_key(table, line, row["country_iso2"], row["province"])
        local = column_suffix(LOCAL_LANGUAGE.get(row["country_iso2"], "en"))
        values[f"name_{local}"] = row["name_local"]
        check(loader, table, line, row)
        evidence = one_source(record.GATEWAY, values, row)
        items.append(
            SeedItem(record.GATEWAY, row["key"], values, noted(evidence, pages.get(row["key"], {})))
        )
    check_pairs(table)
    return items


def check(loader: SeedFolder, table: SeedTable, line: int, row: Row) -> None:
    """Note what the row names and no other table has, and a place outside its country."""
    table.expect(line, "country_iso2", row["country_iso2"], loader.keys["countries.csv"])
    table.expect(line, "facing_key", row["facing_key"], loader.keys["gateways.csv"])
    for corridor in filter(None, row["corridors"].split(";")):
        table.expect(line, "corridors", corridor, loader.keys["corridors.csv"])
    check_place(table, line, row)


def check_pairs(table: SeedTable) -> None:
    """Note pairs of crossings that do not share the stricter state: none passes one side only."""
    states = {row["key"]: row["status"] for _line, row in table.rows}
    for line, row in table.rows:
        opposite = states.get(row["facing_key"], row["status"])
        if not {opposite, row["status"]} <= {*STRICTNESS}:
            continue  # already named as unknown
        if STRICTNESS.index(row["status"]) < STRICTNESS.index(opposite):
            label = GatewayStatus(opposite).label
            table.fault(line, "status", f"{row['facing_key']} opposite is: {label}")


def sources(loader: SeedFolder) -> PagesOfFields:
    """{gateway: {field: (page, note)}}: what is said of a field beyond the source of the row."""
    columns = {"gateway_key", "fields", "url", "title", "published", "note"}
    table = loader.table("gateway_sources.csv", columns)
    pages: PagesOfFields = {}
    for line, row in table.rows:
        table.expect(line, "gateway_key", row["gateway_key"], loader.keys["gateways.csv"])
        table.check_source(line, row, published="published")
        title = row["title"] or row["url"]
        cited = cited_in(row["url"], title, published=row["published"]) if title else None
        for name in filter(None, row["fields"].split(";")):
            table.expect(line, "fields", name, record.GATEWAY.by_key)
            of_field = pages.setdefault(row["gateway_key"], {}).setdefault(name, [])
            of_field.append((cited, row["note"]))
    return pages
