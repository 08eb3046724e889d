"""The tables in `zones/seed/` as items to load. How they are loaded is in `records.seeding`."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from countries.choices import LOCAL_LANGUAGE
from countries.seeding.cells import COMPILED, check_place, cited_in, evidence_for, same_names
from countries.seeding.loader import Loader
from sez_portal.common.fields import columns_of
from sez_portal.languages import column_suffix
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.field_types.basic import Json
from sez_portal.records.record import Record
from sez_portal.records.seeding import SeedItem, SeedTable
from zones import duplicates, record
from zones.seeding_prices import add_prices

SEED = Path(__file__).parent / "seed"
DATED_BY_ROW = ("firms", "jobs", "investment_usd_m")  # speak of the row's data_year
SCOPED = ("oss_centres.csv", "oss_procedures.csv")
ZONES_OF_A_SCOPE = ("zone_key", "applies_zone_keys", "excludes_zone_keys")
# Columns of zones.csv that hold a field of another name.
COLUMN_OF = {
    "country": "country_iso2",
    "type": "zone_type",
    "summary_en": "summary",
    "nearby_text": "nearby_gateways",
}
FIELD_OF = {column: name for name, column in COLUMN_OF.items()} | {"flags": "cautions"}


class ZoneLoader:
    """Reads every table of this app, after the loader of the countries has read its own."""

    def __init__(self, countries: Loader, folder: Path = SEED) -> None:
        self.countries = countries
        self.folder = folder
        self.faults = countries.faults
        self.cited: dict[str, dict[str, list[Cited]]] = {}  # by zone and field, once read

    def items(self) -> list[SeedItem]:
        zones = self.zones()
        keys = {item.key for item in zones}
        self.sources_and_cautions(zones)
        add_prices(self.folder, self.faults, zones)
        self.disagreements(zones)
        self.check_keys_below(keys)
        return [*zones, *self.pairs(keys)]

    def table(self, name: str, columns: Iterable[str], **more: Any) -> SeedTable:
        return SeedTable(self.folder / name, self.faults).read(columns, **more)

    def zones(self) -> list[SeedItem]:
        fields = same_names(
            *("name_en", "other_names", "status", "management", "district", "established_year"),
            *("area_ha", "available_ha", "developer", "operator", "sectors", "firms", "jobs"),
            *("investment_usd_m", "lease_price_text", "lease_price_usd_m2", "lease_term_years"),
            *("power_text", "water_text", "website", "office_address", "office_phone"),
            *("office_email", "lat", "lon", "coord_precision", "corridors"),
            **COLUMN_OF,
        )
        more = {"key", "name_local", "province", "tenants", "data_year", "flags"}
        more.add("distinct_from")
        table = self.table("zones.csv", {*fields.values(), *more}, unique="key", of=record.ZONE)
        items = []
        for line, row in table.rows:
            country = row["country_iso2"]
            values = table.values(line, row, record.ZONE, fields)
            table.expect(line, "country_iso2", country, self.countries.keys["countries.csv"])
            keys = [
                self.countries.province_key(table, line, country, name)
                for name in row["province"].split(";")
            ]
            values["province"], values["further_provinces"] = (
                keys[0],
                sorted(filter(None, keys[1:])),
            )
            values[f"name_{column_suffix(LOCAL_LANGUAGE.get(country, 'en'))}"] = row["name_local"]
            values["tenants"] = [
                {"name": name.strip()} for name in row["tenants"].split(";") if name.strip()
            ]
            check_place(table, line, row)
            _check_areas(table, line, values)
            item = SeedItem(record.ZONE, row["key"], values)
            item.dated = dict.fromkeys(DATED_BY_ROW, row["data_year"])
            items.append(item)
        duplicates.check(table)
        return items

    def sources_and_cautions(self, zones: list[SeedItem]) -> None:
        """The evidence of each zone, from the pages that support its columns."""
        self.cited = sources = self.sources({item.key for item in zones})
        cautions = self.cautions({item.key for item in zones})
        for item in zones:
            if item.key in cautions:
                item.values["cautions"] = cautions[item.key]
            cited = sources.get(item.key, {})
            item.evidence = evidence_for(record.ZONE, item.values, cited, item.dated)

    def sources(self, keys: set[str]) -> dict[str, dict[str, list[Cited]]]:
        columns = {"zone_key", "fields", "url", "title", "publisher", "published"}
        table = self.table("zone_sources.csv", columns)
        fields = {**record.ZONE.by_key, "data_year": None, "name_local": None}
        sources: dict[str, dict[str, list[Cited]]] = {}
        for line, row in table.rows:
            table.expect(line, "zone_key", row["zone_key"], keys)
            table.check_source(line, row, published="published")
            cited = cited_in(
                row["url"], row["title"], publisher=row["publisher"], published=row["published"]
            )
            for column in filter(None, row["fields"].split(";")):
                name = FIELD_OF.get(column, column)
                table.expect(line, "fields", name, fields)
                of_field = sources.setdefault(row["zone_key"], {}).setdefault(name, [])
                if cited not in of_field:
                    of_field.append(cited)
        for of_zone in sources.values():
            local = of_zone.pop("name_local", [])
            of_zone |= {column: local for column in columns_of("name")[1:] if local}
        return sources

    def cautions(self, keys: set[str]) -> dict[str, list[dict[str, str]]]:
        fields = same_names("kind", "text", "said_by", "said_on", "reply", is_named="named")
        table = self.table("cautions.csv", {"zone_key", *fields.values()}, unread=["source_url"])
        kinds = record.ZONE["cautions"].kind.columns
        cautions: dict[str, list[dict[str, str]]] = {}
        for line, row in table.rows:
            table.expect(line, "zone_key", row["zone_key"], keys)
            cells = table.parsed(line, row, kinds, fields)
            cautions.setdefault(row["zone_key"], []).append(cells)
        return cautions

    def disagreements(self, zones: list[SeedItem]) -> None:
        """Figures that other sources give: further pieces of evidence, not on show."""
        columns = {"zone_key", "field", "value", "speaks_of", "source_url", "note"}
        table = self.table("disagreements.csv", columns)
        by_key = {item.key: item for item in zones}
        for line, row in table.rows:
            table.expect(line, "zone_key", row["zone_key"], by_key)
            table.expect(line, "field", row["field"], record.ZONE.by_key)
            table.check_source(line, row, url="source_url", published="speaks_of")
            item = by_key.get(row["zone_key"])
            if item is None or row["field"] not in record.ZONE.by_key:
                continue
            parsed = table.values(line, row, record.ZONE, {row["field"]: "value"})
            cited = self.cited.get(item.key, {}).get(row["field"], [])
            _beside(item, row, parsed.get(row["field"]), cited)

    def pairs(self, zones: set[str]) -> list[SeedItem]:
        fields = same_names(
            *("name_en", "status"),
            zone_a="zone_key_a",
            zone_b="zone_key_b",
            gateway="gateway_key",
            summary_en="summary",
        )
        columns = {*fields.values(), "key", "source_url"}
        table = self.table("cross_border_pairs.csv", columns, unique="key", of=record.PAIR)
        items = []
        for line, row in table.rows:
            for column in ("zone_key_a", "zone_key_b"):
                table.expect(line, column, row[column], zones)
            if not row["zone_key_a"]:
                table.fault(line, "zone_key_a", "the zone on one side is missing")
            gateways = self.countries.keys["gateways.csv"]
            table.expect(line, "gateway_key", row["gateway_key"], gateways)
            values = table.values(line, row, record.PAIR, fields)
            items.append(
                SeedItem(record.PAIR, row["key"], values, _pair_evidence(record.PAIR, values, row))
            )
        return items

    def check_keys_below(self, zones: set[str]) -> None:
        """Note zones that the tables of the countries name and that no row here has."""
        for name, column in (
            *((name, column) for name in SCOPED for column in ZONES_OF_A_SCOPE),
            ("cost_figures.csv", "zone_key"),
            ("incentives.csv", "applies_zone_keys"),
            ("incentives.csv", "excludes_zone_keys"),
        ):
            table = self.countries.tables[name]
            for line, row in table.rows:
                for key in filter(None, row[column].split(";")):
                    table.expect(line, column, key, zones)


def _beside(item: SeedItem, row: dict[str, str], value: Json, cited: Iterable[Cited]) -> None:
    """Put a further figure beside the one on show; a page tied to it no longer stands for that.
    `cited` are the pages that speak of the field."""
    pieces = item.evidence.setdefault(row["field"], [])
    from_page = tuple(source for source in cited if source.url == row["source_url"])
    pieces[:] = [
        replace(piece, sources=tuple(source for source in piece.sources if source not in from_page))
        if piece.is_shown and len(piece.sources) > len(from_page)
        else piece
        for piece in pieces
    ]
    pieces.append(
        Piece(
            value=value,
            speaks_of=row["speaks_of"],
            compiled=COMPILED,
            note=row["note"],
            is_shown=False,
            sources=from_page,
        )
    )


def _pair_evidence(of: Record, values: dict, row: dict[str, str]) -> dict[str, list[Piece]]:
    cited = Cited(row["source_url"], row["source_url"])
    return evidence_for(of, values, dict.fromkeys(of.by_key, [cited]), {})


def _check_areas(table: SeedTable, line: int, values: dict) -> None:
    free, area = values.get("available_ha"), values.get("area_ha")
    if free and area and float(free) > float(area):
        table.fault(line, "available_ha", f"{free} ha free of only {area} ha")
