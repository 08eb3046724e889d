"""Tables beside countries and provinces: public holidays, rates of exchange, local names."""

from typing import TYPE_CHECKING

from countries import record
from countries.seed_cells import same_names
from sez_portal.common.fields import columns_of
from sez_portal.languages import LANGUAGES, column_suffix
from sez_portal.records.kinds import Json
from sez_portal.records.pieces import Cited

if TYPE_CHECKING:
    from countries.seeding import Loader

Dated = dict[str, tuple[list[Json], tuple[Cited, ...]]]  # by country: rows and their sources
HOME_OF_HOLIDAYS = "https://github.com/vacanza/holidays"


def holidays(loader: "Loader") -> Dated:
    """By country its public holidays in the order of the calendar."""
    columns = {"country_iso2", "date", "name_en", "name_local", "certainty", "source"}
    fields = same_names("name_local", "certainty", day="date", name="name_en")
    return _rows(loader, "holidays", "holidays.csv", columns, fields)


def rates(loader: "Loader") -> Dated:
    """By country what a US dollar was worth, the newest first."""
    columns = {"country_iso2", "currency", "period", "per_usd", "basis", "note"}
    columns |= {"source_title", "publisher", "url", "source_date"}
    fields = same_names("period", "per_usd", "basis", "note", source="publisher")
    found = _rows(loader, "rates", "exchange_rates.csv", columns, fields)
    return {iso2: (rows[::-1], sources) for iso2, (rows, sources) in found.items()}


def _rows(
    loader: "Loader", field: str, name: str, columns: set[str], fields: dict[str, str]
) -> Dated:
    table = loader.table(name, columns)
    kinds = record.COUNTRY[field].kind.columns
    known = loader.keys["countries.csv"]
    found: dict[str, tuple[list[Json], dict[Cited, None]]] = {}
    for line, row in sorted(table.rows, key=lambda one: one[1].get(fields.get("day", ""), "")):
        table.expect(line, "country_iso2", row["country_iso2"], known)
        if "url" in columns:
            table.check_source(line, row, published="source_date")
            source = Cited(row["url"], row["source_title"], row["publisher"], row["source_date"])
        else:
            source = Cited(HOME_OF_HOLIDAYS, row["source"])
        rows, sources = found.setdefault(row["country_iso2"], ([], {}))
        rows.append(table.parsed(line, row, kinds, fields))
        sources[source] = None
    return {iso2: (rows, tuple(sources)) for iso2, (rows, sources) in found.items()}


def province_names(loader: "Loader") -> dict[str, dict[str, tuple[str, Cited]]]:
    """{province: {column: (name, whence)}} in the languages in which it is known."""
    table = loader.table("province_names.csv", {"key", "language", "name", "source"})
    columns = dict(zip((code for code, _name in LANGUAGES), columns_of("name"), strict=True))
    found: dict[str, dict[str, tuple[str, Cited]]] = {}
    for line, row in table.rows:
        table.expect(line, "key", row["key"], loader.keys["provinces.csv"])
        table.expect(line, "language", row["language"], columns)
        column = columns.get(row["language"], f"name_{column_suffix('en')}")
        found.setdefault(row["key"], {})[column] = (row["name"], Cited("", row["source"]))
    return found
