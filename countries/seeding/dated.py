"""Tables beside countries and provinces: public holidays, rates of exchange, local names."""

from collections.abc import Mapping, Sequence

from countries import record
from countries.choices import OFFICIAL_RATE_ONLY
from countries.seeding.cells import COMPILED, evidence_for, same_names
from countries.seeding.folder import SeedFolder
from sez_portal.common.fields import columns_of
from sez_portal.languages import LANGUAGES, column_suffix
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.field_types.basic import Json

Dated = dict[str, list[tuple[dict[str, Json], Cited]]]  # by country: rows, each with its source
Sourced = tuple[dict[str, Json], dict[str, list[Piece]]]  # values and their evidence
RATE, A_DAY = "currency_per_usd", "YYYY-MM-DD"
HOME_OF_HOLIDAYS = "https://github.com/vacanza/holidays"


def holidays(loader: SeedFolder) -> Dated:
    """Return by country its public holidays in the order of the calendar."""
    columns = {"country_iso2", "date", "name_en", "name_local", "certainty", "source"}
    fields = same_names("name_local", "certainty", day="date", name="name_en")
    return _rows(loader, "holidays", "holidays.csv", columns, fields)


def rates(loader: SeedFolder) -> Dated:
    """Return by country what a US dollar was worth, the newest first."""
    columns = {"country_iso2", "currency", "period", "per_usd", "basis", "note"}
    columns |= {"source_title", "publisher", "url", "source_date"}
    fields = same_names("period", "per_usd", "basis", "note", source="publisher")
    by_country = _rows(loader, "rates", "exchange_rates.csv", columns, fields)
    return {iso2: rows[::-1] for iso2, rows in by_country.items()}


def dated_values_of(iso2: str, tables: Mapping[str, Dated]) -> Sourced:
    """What the tables say of a country: each whole, and the rate at which sums are converted."""
    values: dict[str, Json] = {}
    evidence: dict[str, list[Piece]] = {}
    for name, by_country in tables.items():
        sourced = by_country.get(iso2, [])
        values[name] = [row for row, _source in sourced]
        sources = list(dict.fromkeys(source for _row, source in sourced))
        value = {name: values[name]}
        evidence |= evidence_for(record.COUNTRY, value, {name: sources}, {name: COMPILED})
    values[RATE], pieces = _newest(tables["rates"].get(iso2, []))
    if values[RATE] is None or iso2 in OFFICIAL_RATE_ONLY:
        return {**values, RATE: None}, evidence
    return values, {**evidence, RATE: pieces}


def _newest(rates: Sequence[tuple[dict[str, Json], Cited]]) -> tuple[Json, list[Piece]]:
    """The rate of the newest day with its evidence; of a year or a month alone none."""
    days = [(row, source) for row, source in rates if len(row.get("period", "")) == len(A_DAY)]
    if not days:
        return None, []
    row, source = max(days, key=lambda dated: dated[0]["period"])
    value, day, note = (row.get(name, "") for name in ("per_usd", "period", "note"))
    piece = Piece(value, speaks_of=day, compiled=COMPILED, note=note, sources=(source,))
    return value, [piece]


def _rows(
    loader: SeedFolder, field: str, name: str, columns: set[str], fields: dict[str, str]
) -> Dated:
    table = loader.table(name, columns)
    kinds = record.COUNTRY[field].kind.columns
    countries = loader.keys["countries.csv"]
    by_country: Dated = {}
    for line, row in sorted(
        table.rows, key=lambda numbered: numbered[1].get(fields.get("day", ""), "")
    ):
        table.expect(line, "country_iso2", row["country_iso2"], countries)
        if "url" in columns:
            table.check_source(line, row, published="source_date")
            source = Cited(row["url"], row["source_title"], row["publisher"], row["source_date"])
        else:
            source = Cited(HOME_OF_HOLIDAYS, row["source"])
        values = table.parsed(line, row, kinds, fields)
        by_country.setdefault(row["country_iso2"], []).append((values, source))
    return by_country


def province_names(loader: SeedFolder) -> dict[str, dict[str, tuple[str, Cited]]]:
    """{province: {column: (name, whence)}} in the languages in which it is known."""
    table = loader.table("province_names.csv", {"key", "language", "name", "source"})
    columns = dict(zip((code for code, _name in LANGUAGES), columns_of("name"), strict=True))
    names: dict[str, dict[str, tuple[str, Cited]]] = {}
    for line, row in table.rows:
        table.expect(line, "key", row["key"], loader.keys["provinces.csv"])
        table.expect(line, "language", row["language"], columns)
        column = columns.get(row["language"], f"name_{column_suffix('en')}")
        names.setdefault(row["key"], {})[column] = (row["name"], Cited("", row["source"]))
    return names
