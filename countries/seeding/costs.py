"""The table of cost figures as items to load: each figure is a row with its own source."""

from countries import record
from countries.seeding.cells import COMPILED, same_names
from countries.seeding.folder import SeedFolder
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.seeding import SeedItem

FIGURE = "value_max"  # the field that bears the evidence of the whole figure


def cost_figures(loader: SeedFolder) -> list[SeedItem]:
    """The figures with their sources; notes a country or a province that is not there."""
    fields = same_names(
        *("name_en", "item", "provinces", "area", "zone_key", "value_min", "value_max"),
        *("currency", "measure", "as_of", "period", "basis", "trust", "state", "remark"),
        country="country_iso2",
    )
    columns = {*fields.values(), "source_title", "publisher", "url", "source_date"}
    table = loader.table("cost_figures.csv", columns, unique="key", of=record.COST_FIGURE)
    items = []
    for line, row in table.rows:
        table.expect(line, "country_iso2", row["country_iso2"], loader.keys["countries.csv"])
        for key in row["provinces"].split(";"):
            table.expect(line, "provinces", key, loader.keys["provinces.csv"])
        table.check_source(line, row, published="source_date")
        values = table.values(line, row, record.COST_FIGURE, fields)
        source = Cited(row["url"], row["source_title"], row["publisher"], row["source_date"])
        piece = Piece(
            values.get(FIGURE), speaks_of=row["as_of"], compiled=COMPILED, sources=(source,)
        )
        items.append(SeedItem(record.COST_FIGURE, row["key"], values, {FIGURE: [piece]}))
    return items
