"""The tables in `countries/seed/` as items to load. How they are loaded is in `records.seeding`."""

import re
from collections.abc import Iterable
from pathlib import Path

from countries import record
from countries.choices import LOCAL_LANGUAGE
from sez_portal.common.fields import columns_of
from sez_portal.common.geo import is_in_country
from sez_portal.languages import LANGUAGES, column_suffix
from sez_portal.records.pieces import Cited, Piece
from sez_portal.records.record import Record
from sez_portal.records.seeding import Fault, Item, Row, Table

SEED = Path(__file__).parent / "seed"
COMPILED = "2026-11"  # when the tables were compiled, as their README says
FAMILY_OF_PREFIX = {
    "nsec": "north_south",
    "ewec": "east_west",
    "sec": "southern",
    "gms-northern": "northern",
}


def same_names(*names: str, **others: str) -> dict[str, str]:
    """Fields that have their own name as column, and some that do not (field=column)."""
    return {**{name: name for name in names}, **others}


class Loader:
    """Reads every table of this app; `items` come in the order in which they can be written."""

    def __init__(self, folder: Path = SEED) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.provinces: dict[tuple[str, str], str] = {}
        self.keys: dict[str, set[str]] = {}
        self.tables: dict[str, Table] = {}

    def items(self) -> list[Item]:
        return [
            *self.countries(),
            *self.read_provinces(),
            *self.corridors(),
            *self.gateways(),
            *self.incentives(),
            *self.centres(),
            *self.procedures(),
        ]

    def table(self, name: str, columns: Iterable[str], *, unique: str = "") -> Table:
        table = Table(self.folder / name, self.faults).read(columns, unique=unique)
        self.tables[name] = table
        if unique:
            self.keys[name] = {row[unique] for _line, row in table.rows}
        return table

    def countries(self) -> list[Item]:
        fields = same_names(
            *("iso2", "capital", "currency_code", "languages", "sez_law", "sez_law_year"),
            *("sez_authority", "sez_authority_local", "sez_authority_website", "ipa_name"),
            *("ipa_website", "standard_cit_rate_pct", "standard_vat_rate_pct"),
            *("minimum_wage_text", "minimum_wage_usd_month", "electricity_industrial_usd_kwh"),
            *("population_m", "gdp_usd_bn", "number_of_zones_text", "foreign_land_rule"),
            *("treaties", "notes"),
            name_en="name_en",
            summary_en="summary",
        )
        more = {"stats_year", "name_local"}
        table = self.table("countries.csv", {*fields.values(), *more}, unique="iso2")
        names, sources = self.country_names(), self.country_sources()
        items = []
        for line, row in table.rows:
            values = table.values(line, row, record.COUNTRY, fields)
            local = column_suffix(LOCAL_LANGUAGE.get(row["iso2"], "en"))
            values["name_en"] = short(row["name_en"])
            values |= names.get(row["iso2"], {}) | {f"name_{local}": short(row["name_local"])}
            cited = sources.get(row["iso2"], {})
            dated = dict.fromkeys(("population_m", "gdp_usd_bn"), row["stats_year"])
            evidence = evidence_for(record.COUNTRY, values, cited, dated)
            items.append(Item(record.COUNTRY, slug_of(values["name_en"]), values, evidence))
        return items

    def country_names(self) -> dict[str, dict[str, str]]:
        """{iso2: {name_km: …}} from Unicode CLDR, English excepted."""
        table = self.table("country_names.csv", {"iso2", "language", "name"})
        names: dict[str, dict[str, str]] = {}
        codes = dict(LANGUAGES)
        for line, row in table.rows:
            table.expect(line, "language", row["language"], codes)
            table.expect(line, "iso2", row["iso2"], self.keys["countries.csv"])
            if row["language"] in codes and row["language"] != "en":
                column = f"name_{column_suffix(row['language'])}"
                names.setdefault(row["iso2"], {})[column] = row["name"]
        return names

    def country_sources(self) -> dict[str, dict[str, list[Cited]]]:
        """{iso2: {field: sources}}; a source that names no field supports the summary."""
        columns = {"country_iso2", "fields", "url", "title", "published"}
        table = self.table("country_sources.csv", columns)
        known = {**record.COUNTRY.by_key, "stats_year": None}
        found: dict[str, dict[str, list[Cited]]] = {}
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            table.check_source(line, row, published="published")
            cited = cited_in(row["url"], row["title"], published=row["published"])
            for name in filter(None, row["fields"].split(";")):
                table.expect(line, "fields", name, known)
                found.setdefault(row["country_iso2"], {}).setdefault(name, []).append(cited)
            found.setdefault(row["country_iso2"], {}).setdefault("summary_en", []).append(cited)
        return found

    def read_provinces(self) -> list[Item]:
        columns = {"key", "country_iso2", "name_en", "aliases", "former_names", "source_note"}
        table = self.table("provinces.csv", columns, unique="key")
        items = []
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            values = table.values(
                line,
                row,
                record.PROVINCE,
                same_names("name_en", "aliases", "source_note", country="country_iso2"),
            )
            for name in (row["name_en"], *row["aliases"].split(";")):
                self.provinces[row["country_iso2"], name.strip()] = row["key"]
            items.append(Item(record.PROVINCE, row["key"], values))
        return items

    def province_key(self, table: Table, line: int, country: str, name: str) -> str | None:
        key = self.provinces.get((country, name.strip()))
        if name.strip() and key is None:
            table.fault(line, "province", f"“{name}” is no province of {country}")
        return key

    def corridors(self) -> list[Item]:
        fields = same_names(
            *("name_en", "framework", "countries"), description_en="description", line="waypoints"
        )
        columns = {*fields.values(), "source_url", "source_title"}
        table = self.table("corridors.csv", columns, unique="key")
        items = []
        for line, row in table.rows:
            values = table.values(line, row, record.CORRIDOR, fields)
            values["family"] = next(
                (
                    family
                    for prefix, family in FAMILY_OF_PREFIX.items()
                    if row["key"] == prefix or row["key"].startswith(f"{prefix}-")
                ),
                "other",
            )
            items.append(
                Item(record.CORRIDOR, row["key"], values, one_source(record.CORRIDOR, values, row))
            )
        return items

    def gateways(self) -> list[Item]:
        fields = same_names(
            *("name_en", "kind", "code", "lat", "lon", "corridors", "status"),
            country="country_iso2",
            note_en="note",
            facing="facing_key",
        )
        more = {"name_local", "province", "source_url", "source_title"}
        table = self.table("gateways.csv", {*fields.values(), *more}, unique="key")
        items = []
        for line, row in table.rows:
            country = row["country_iso2"]
            values = table.values(line, row, record.GATEWAY, fields)
            table.expect(line, "country_iso2", country, self.keys["countries.csv"])
            table.expect(line, "facing_key", row["facing_key"], self.keys["gateways.csv"])
            for corridor in values.get("corridors", []):
                table.expect(line, "corridors", corridor, self.keys["corridors.csv"])
            values["province"] = self.province_key(table, line, country, row["province"])
            values[f"name_{column_suffix(LOCAL_LANGUAGE.get(country, 'en'))}"] = row["name_local"]
            check_place(table, line, row)
            items.append(
                Item(record.GATEWAY, row["key"], values, one_source(record.GATEWAY, values, row))
            )
        return items

    def incentives(self) -> list[Item]:
        fields = same_names(
            *("name_en", "scope", "category", "applies_to", "cit_rate_pct", "cit_rate_years"),
            *("cit_reduction_pct", "cit_reduction_years", "lease_years_max", "sectors"),
            *("legal_basis", "effective_from", "effective_to", "checked_note"),
            country="country_iso2",
            beneficiary="applies_beneficiary",
            holiday_years_min="cit_holiday_years_min",
            holiday_years_max="cit_holiday_years_max",
            description_en="description",
            conditions_en="conditions",
            districts="applies_districts",
            zone_types="applies_zone_types",
            zone_keys="applies_zone_keys",
            area="applies_area",
        )
        more = {"applies_provinces", "source_url", "source_title"}
        table = self.table("incentives.csv", {*fields.values(), *more}, unique="key")
        items = []
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            values = table.values(line, row, record.INCENTIVE, fields)
            named = [name for name in row["applies_provinces"].split(";") if name.strip()]
            keys = [self.province_key(table, line, row["country_iso2"], name) for name in named]
            values["area"] = values["area"].replace("_", " ")  # words, not keys, are shown
            values["provinces"] = sorted({key for key in keys if key})
            items.append(
                Item(
                    record.INCENTIVE, row["key"], values, one_source(record.INCENTIVE, values, row)
                )
            )
        return items

    def centres(self) -> list[Item]:
        fields = same_names(
            *("name_en", "zone_key", "agency", "address", "phone", "email", "website"),
            *("hours", "languages", "services"),
            country="country_iso2",
            summary_en="summary",
        )
        more = {"name_local", "source_url", "source_title"}
        table = self.table("oss_centres.csv", {*fields.values(), *more}, unique="key")
        items = []
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            values = table.values(line, row, record.CENTRE, fields)
            local = column_suffix(LOCAL_LANGUAGE.get(row["country_iso2"], "en"))
            values[f"name_{local}"] = row["name_local"]
            items.append(
                Item(record.CENTRE, row["key"], values, one_source(record.CENTRE, values, row))
            )
        return items

    def procedures(self) -> list[Item]:
        fields = same_names(
            *("name_en", "zone_key", "documents_required", "authority", "processing_days"),
            *("processing_text", "fee_text", "fee_usd", "legal_basis", "online_url"),
            country="country_iso2",
            centre="centre_key",
            order="order_no",
            purpose_en="purpose",
        )
        more = {"steps", "source_url", "source_title"}
        table = self.table("oss_procedures.csv", {*fields.values(), *more}, unique="key")
        items = []
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            table.expect(line, "centre_key", row["centre_key"], self.keys["oss_centres.csv"])
            values = table.values(line, row, record.PROCEDURE, fields)
            values["steps"] = steps_in(row["steps"])
            items.append(
                Item(
                    record.PROCEDURE, row["key"], values, one_source(record.PROCEDURE, values, row)
                )
            )
        return items


def steps_in(cell: str) -> list[dict[str, object]]:
    """ "1. Apply | 2. Pay" as rows of the record's steps; the numbers are the order."""
    columns = record.PROCEDURE["steps"].kind.columns
    blank = {name: column.empty for name, column in columns.items()}
    texts = [re.sub(r"^\s*\d+[.)]\s*", "", part).strip() for part in cell.split("|")]
    return [{**blank, "text": text} for text in texts if text]


def check_place(table: Table, line: int, row: Row) -> None:
    """Note a missing coordinate and a point outside its country."""
    for column in ("lat", "lon"):
        if not row[column].strip():
            table.fault(line, column, "the coordinate is missing")
    try:
        point = float(row["lon"]), float(row["lat"])
    except ValueError:
        return  # already named as no number
    if not is_in_country(point, row["country_iso2"]):
        table.fault(line, "lat, lon", f"{point[1]}, {point[0]} lies outside {row['country_iso2']}")


def cited_in(url: str, title: str, *, publisher: str = "", published: str = "") -> Cited:
    """A source as the tables give it; a bracketed remark says that its address is not sure."""
    title, bracket, _remark = title.partition(" [address")
    return Cited(url, title.strip(), publisher, published, is_linked=not bracket)


def year_in(title: str) -> str:
    """The year that closes the brackets at the end of a title: "… (Rajah & Tann, Q3 2018)"."""
    match = re.search(r"\([^()]*?\b((?:19|20)\d\d)\)\s*$", title)
    return match[1] if match else ""


def one_source(of: Record, values: dict[str, object], row: Row) -> dict[str, list[Piece]]:
    """The same single source for every figure of a row."""
    cited = cited_in(row["source_url"], row["source_title"], published=year_in(row["source_title"]))
    return evidence_for(of, values, dict.fromkeys(of.by_key, [cited]), {})


def evidence_for(
    of: Record,
    values: dict[str, object],
    sources: dict[str, list[Cited]],
    dated: dict[str, str],
) -> dict[str, list[Piece]]:
    """One piece of evidence for each known value: it speaks of `dated`, or of its newest source."""
    evidence = {}
    names = set(columns_of("name"))
    for key, value in values.items():
        if value == of[key].kind.empty or (key in names and key not in sources):
            continue
        cited = tuple(sources.get(key, ()))
        newest = max((source.published for source in cited), default="")
        speaks_of = dated.get(key) or newest
        evidence[key] = [Piece(value=value, speaks_of=speaks_of, compiled=COMPILED, sources=cited)]
    return evidence


def short(name: str) -> str:
    """The name without the remark in brackets, Latin or Chinese, that follows it."""
    return re.split(r"\s*[(（]", name)[0]


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
