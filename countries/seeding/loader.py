"""The tables in `countries/seed/` as items to load. How they are loaded is in `records.seeding`."""

from dataclasses import replace

from countries import record
from countries.choices import LOCAL_LANGUAGE
from countries.seeding import dated
from countries.seeding import one_stop as services
from countries.seeding.cells import cited_in, evidence_for, one_source, same_names, short, slug_of
from countries.seeding.costs import cost_figures
from countries.seeding.folder import SeedFolder
from countries.seeding.gateways import gateways
from countries.seeding.same_figures import date_alike
from sez_portal.languages import LANGUAGES, column_suffix
from sez_portal.records.evidence.citation import Cited
from sez_portal.records.seeding import SeedItem

FAMILY_OF_PREFIX = {
    "nsec": "north_south",
    "ewec": "east_west",
    "sec": "southern",
    "gms-northern": "northern",
}


class Loader(SeedFolder):
    """Reads every table of this app; `items` come in the order in which they can be written."""

    def items(self) -> list[SeedItem]:
        countries = self.countries()
        rest = [
            *self.read_provinces(),
            *self.corridors(),
            *gateways(self),
            *self.incentives(),
            *services.centres(self),
            *services.procedures(self),
        ]
        costs = cost_figures(self)
        date_alike(countries, costs)
        return [*countries, *rest, *costs]

    def countries(self) -> list[SeedItem]:
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
        unread = ("source_urls", "source_titles")  # in country_sources.csv, a row each
        columns = {*fields.values(), *more}
        table = self.table(
            "countries.csv", columns, unique="iso2", unread=unread, of=record.COUNTRY
        )
        names, (sources, until) = self.country_names(), self.country_sources()
        tables = {"holidays": dated.holidays(self), "rates": dated.rates(self)}
        items = []
        for line, row in table.rows:
            values = table.values(line, row, record.COUNTRY, fields)
            local = column_suffix(LOCAL_LANGUAGE.get(row["iso2"], "en"))
            values["name_en"] = short(row["name_en"])
            values |= names.get(row["iso2"], {}) | {f"name_{local}": short(row["name_local"])}
            cited = sources.get(row["iso2"], {})
            figures = dict.fromkeys(("population_m", "gdp_usd_bn"), row["stats_year"])
            evidence = evidence_for(record.COUNTRY, values, cited, figures)
            for name, day in until.get(row["iso2"], {}).items():
                evidence[name] = [replace(piece, holds_until=day) for piece in evidence[name]]
            dated_values, dated_evidence = dated.dated_values_of(row["iso2"], tables)
            values |= dated_values
            evidence |= dated_evidence
            items.append(SeedItem(record.COUNTRY, slug_of(values["name_en"]), values, evidence))
        return items

    def country_names(self) -> dict[str, dict[str, str]]:
        """{iso2: {name_km: …}} from Unicode CLDR, English excepted."""
        columns = {"iso2", "language", "name"}
        table = self.table("country_names.csv", columns, unread=["source"])
        names: dict[str, dict[str, str]] = {}
        codes = dict(LANGUAGES)
        for line, row in table.rows:
            table.expect(line, "language", row["language"], codes)
            table.expect(line, "iso2", row["iso2"], self.keys["countries.csv"])
            if row["language"] in codes and row["language"] != "en":
                column = f"name_{column_suffix(row['language'])}"
                names.setdefault(row["iso2"], {})[column] = row["name"]
        return names

    def country_sources(
        self,
    ) -> tuple[dict[str, dict[str, list[Cited]]], dict[str, dict[str, str]]]:
        """{iso2: {field: sources}}, and {iso2: {field: the day to which its source gives it}}.

        A source that names no field supports the summary."""
        columns = {"country_iso2", "fields", "url", "title", "published", "holds_until"}
        table = self.table("country_sources.csv", columns, unread=["note"])
        fields = {**record.COUNTRY.by_key, "stats_year": None}
        sources: dict[str, dict[str, list[Cited]]] = {}
        until: dict[str, dict[str, str]] = {}
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            table.check_source(line, row, published="published")
            cited = cited_in(row["url"], row["title"], published=row["published"])
            for name in filter(None, row["fields"].split(";")):
                table.expect(line, "fields", name, fields)
                sources.setdefault(row["country_iso2"], {}).setdefault(name, []).append(cited)
                if row["holds_until"]:
                    until.setdefault(row["country_iso2"], {})[name] = row["holds_until"]
            sources.setdefault(row["country_iso2"], {}).setdefault("summary_en", []).append(cited)
        return sources, until

    def read_provinces(self) -> list[SeedItem]:
        fields = same_names(
            *("name_en", "aliases", "source_note", "name_local_full", "iso_3166_2"),
            country="country_iso2",
        )
        columns = {*fields.values(), "former_names"}
        table = self.table("provinces.csv", columns, unique="key", of=record.PROVINCE)
        names = dated.province_names(self)
        items = []
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            values = table.values(line, row, record.PROVINCE, fields)
            translations = names.get(row["key"], {})
            values |= {column: name for column, (name, _source) in translations.items()}
            for name in (row["name_en"], *row["aliases"].split(";")):
                self.provinces[row["country_iso2"], name.strip()] = row["key"]
            sources = {column: [source] for column, (_name, source) in translations.items()}
            translated = {column: values[column] for column in sources}
            evidence = evidence_for(record.PROVINCE, translated, sources, {})
            items.append(SeedItem(record.PROVINCE, row["key"], values, evidence))
        return items

    def corridors(self) -> list[SeedItem]:
        fields = same_names(
            *("name_en", "framework", "countries"), description_en="description", line="waypoints"
        )
        columns = {*fields.values(), "source_url", "source_title"}
        table = self.table("corridors.csv", columns, unique="key", of=record.CORRIDOR)
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
                SeedItem(
                    record.CORRIDOR, row["key"], values, one_source(record.CORRIDOR, values, row)
                )
            )
        return items

    def incentives(self) -> list[SeedItem]:
        fields = same_names(
            *("name_en", "scope", "category", "applies_to", "cit_rate_pct", "cit_rate_years"),
            *("cit_reduction_pct", "cit_reduction_years", "lease_years_max", "sectors"),
            *("legal_basis", "effective_from", "effective_to", "checked_note", "for_whom"),
            *("cumulation", "cumulates_with", "new_projects", "holds_if", "afterwards"),
            *("certainty", "excludes_zone_types", "excludes_zone_keys"),
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
        more |= {"more_source_url", "more_source_title"}  # behind a figure of another page
        columns = {*fields.values(), *more}
        table = self.table("incentives.csv", columns, unique="key", of=record.INCENTIVE)
        items = []
        for line, row in table.rows:
            table.expect(line, "country_iso2", row["country_iso2"], self.keys["countries.csv"])
            values = table.values(line, row, record.INCENTIVE, fields)
            for other in values.get("cumulates_with", []):
                table.expect(line, "cumulates_with", other, self.keys["incentives.csv"])
            province_names = [name for name in row["applies_provinces"].split(";") if name.strip()]
            keys = [
                self.province_key(table, line, row["country_iso2"], name) for name in province_names
            ]
            values["area"] = values["area"].replace("_", " ")  # words, not keys, are shown
            values["provinces"] = sorted({key for key in keys if key})
            items.append(
                SeedItem(
                    record.INCENTIVE, row["key"], values, one_source(record.INCENTIVE, values, row)
                )
            )
        return items
