"""Seeding: all of it once, nothing twice, and a table with a fault not at all."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from countries.models import Corridor, Country, Gateway, Incentive, OneStopCentre, Procedure
from countries.seeding import loader as countries
from countries.seeding.folder import SEED
from sez_portal.records.choices import Origin
from sez_portal.records.models import DataVersion, Evidence, Source, Submission
from sez_portal.records.seeding import Fault
from sez_portal.records.services.apply import apply
from sez_portal.records.services.rename import rename
from tests.seeds import rows_of
from zones import seeding as zones
from zones.models import CrossBorderZone, Zone
from zones.record import ZONE

KEY = "la-savan-seno"
Rows = list[dict[str, str]]


class Folders:
    """Copies of the seed folders that a test may break."""

    def __init__(self, root: Path) -> None:
        self.below, self.zones = root / "countries", root / "zones"
        shutil.copytree(SEED, self.below)
        shutil.copytree(zones.SEED, self.zones)

    def path(self, name: str) -> Path:
        return next(
            folder / name for folder in (self.below, self.zones) if (folder / name).exists()
        )

    def edit(self, name: str, change: Callable[[Rows], object]) -> None:
        with self.path(name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        change(rows)
        columns = list(rows[0])
        with self.path(name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)

    def seed(self, *options: str) -> str:
        out = io.StringIO()
        folders = {"countries": self.below, "zones": self.zones}
        call_command("seed", *options, stdout=out, stderr=out, **folders)
        return out.getvalue()

    def refused(self) -> str:
        """The faults that the command names, after it refused everything."""
        before, out = state(), io.StringIO()
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("seed", countries=self.below, zones=self.zones, stdout=out, stderr=out)
        assert state() == before
        return out.getvalue()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def state() -> tuple:
    counts = [model.objects.count() for model in (Submission, Evidence, Source, Zone, Gateway)]
    return DataVersion.current(), *counts, list(Zone.objects.order_by("pk").values())


def put(row: int, **cells: str) -> Callable[[Rows], None]:
    return lambda rows: rows[row].update(cells)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "table", "least"),
    [
        (Country, "countries", 6),
        (Zone, "zones", 398),
        (Gateway, "gateways", 276),
        (Incentive, "incentives", 169),
        (OneStopCentre, "oss_centres", 53),
        (Procedure, "oss_procedures", 56),
        (Corridor, "corridors", 14),
        (CrossBorderZone, "cross_border_pairs", 14),
    ],
)
def test_every_row_is_there(model, table, least):
    assert model.objects.published().count() == len(rows_of(f"{table}.csv")) >= least


@pytest.mark.django_db
def test_a_second_seeding_changes_nothing(folders):
    before = state()
    out = folders.seed()
    assert state() == before
    assert " 0 new, 0 changed" in out


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(folders):
    folders.edit("zones.csv", put(0, area_ha="12345"))
    before = state()
    out = folders.seed("--dry-run")
    assert "0 new, 1 changed" in out
    assert "nothing was written" in out
    assert state() == before


@pytest.mark.django_db
def test_what_people_edited_is_kept(folders):
    apply(record=ZONE, key=KEY, values={"area_ha": "999"}, origin=Origin.RENAME)
    folders.seed()
    assert Zone.objects.get(key=KEY).area_ha == 999

    def newer(rows: Rows) -> None:
        row = next(row for row in rows if row["key"] == KEY)
        row |= {"area_ha": "1000", "firms": "777"}

    folders.edit("zones.csv", newer)
    assert "1 edited values kept" in folders.seed()
    zone = Zone.objects.get(key=KEY)
    assert (zone.area_ha, zone.firms) == (999, 777)
    evidence = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert evidence.value == 777


@pytest.mark.django_db
def test_a_renamed_zone_is_not_seeded_again(folders):
    rename(record=ZONE, former="vn-da-nang-ip", key="vn-renamed")
    before = state()
    folders.seed()
    assert state() == before


BAD_CELLS = [
    ("zones.csv", {"status": "wild"}, "status"),
    ("zones.csv", {"country_iso2": "XX"}, "country_iso2"),
    ("zones.csv", {"province": "Nowhere"}, "province"),
    ("zones.csv", {"sectors": "garments_textiles;wild"}, "sectors"),
    ("zones.csv", {"area_ha": "many"}, "area_ha"),
    ("zones.csv", {"area_ha": "nan"}, "area_ha"),
    ("zones.csv", {"firms": "1.5"}, "firms"),
    ("zones.csv", {"established_year": "1066"}, "established_year"),
    ("zones.csv", {"website": "not an address"}, "website"),
    ("zones.csv", {"office_email": "nobody"}, "office_email"),
    ("zones.csv", {"lat": "48.2", "lon": "16.4"}, "lat, lon"),
    ("zones.csv", {"lat": "north"}, "lat"),
    ("zones.csv", {"lat": ""}, "lat"),
    ("zones.csv", {"area_ha": "5", "available_ha": "6"}, "available_ha"),
    ("zones.csv", {"distinct_from": "nobody"}, "distinct_from"),
    ("zone_sources.csv", {"zone_key": "nobody"}, "zone_key"),
    ("zone_sources.csv", {"fields": "area_ha;wild"}, "fields"),
    ("zone_sources.csv", {"published": "soon"}, "published"),
    ("zone_sources.csv", {"url": "no address"}, "url"),
    ("cautions.csv", {"zone_key": "nobody"}, "zone_key"),
    ("cautions.csv", {"kind": "wild"}, "kind"),
    ("cautions.csv", {"said_on": "soon"}, "said_on"),
    ("disagreements.csv", {"field": "wild"}, "field"),
    ("disagreements.csv", {"value": "many"}, "value"),
    ("disagreements.csv", {"speaks_of": "soon"}, "speaks_of"),
    ("cross_border_pairs.csv", {"zone_key_a": "nobody"}, "zone_key_a"),
    ("cross_border_pairs.csv", {"zone_key_a": ""}, "zone_key_a"),
    ("cross_border_pairs.csv", {"gateway_key": "nobody"}, "gateway_key"),
    ("countries.csv", {"population_m": "many"}, "population_m"),
    ("country_names.csv", {"language": "xx"}, "language"),
    ("country_names.csv", {"iso2": "XX"}, "iso2"),
    ("country_sources.csv", {"fields": "wild"}, "fields"),
    ("country_sources.csv", {"country_iso2": "XX"}, "country_iso2"),
    ("provinces.csv", {"country_iso2": "XX"}, "country_iso2"),
    ("corridors.csv", {"waypoints": "1 2; 3"}, "waypoints"),
    ("gateways.csv", {"facing_key": "nobody"}, "facing_key"),
    ("gateways.csv", {"corridors": "nobody"}, "corridors"),
    ("gateways.csv", {"kind": "wild"}, "kind"),
    ("gateways.csv", {"rank": "wild"}, "rank"),
    ("gateways.csv", {"status_since": "soon"}, "status_since"),
    ("gateway_sources.csv", {"gateway_key": "nobody"}, "gateway_key"),
    ("gateway_sources.csv", {"fields": "wild"}, "fields"),
    ("gateway_sources.csv", {"url": "no address"}, "url"),
    ("gateways.csv", {"lat": "48.2", "lon": "16.4"}, "lat, lon"),
    ("incentives.csv", {"cit_rate_pct": "120%"}, "cit_rate_pct"),
    ("incentives.csv", {"applies_zone_keys": "nobody"}, "applies_zone_keys"),
    ("incentives.csv", {"applies_provinces": "Nowhere"}, "province"),
    ("oss_centres.csv", {"services": "wild"}, "services"),
    ("oss_centres.csv", {"applies_countrywide": ""}, "applies_countrywide"),
    ("oss_centres.csv", {"applies_countrywide": "no"}, "applies_countrywide"),
    ("oss_centres.csv", {"applies_provinces": "nowhere"}, "applies_provinces"),
    ("oss_centres.csv", {"gives_way_to": "nobody"}, "gives_way_to"),
    ("oss_centres.csv", {"excludes_zone_keys": "nobody"}, "excludes_zone_keys"),
    ("oss_centres.csv", {"for_whom": "wild"}, "for_whom"),
    ("oss_centres.csv", {"zone_key": "nobody"}, "zone_key"),
    ("oss_procedures.csv", {"centre_key": "nobody"}, "centre_key"),
    ("oss_procedures.csv", {"applies_zone_types": "wild"}, "applies_zone_types"),
    ("oss_procedures.csv", {"processing_days": "soon"}, "processing_days"),
]


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
@pytest.mark.parametrize(
    ("name", "cells", "column"),
    BAD_CELLS,
    ids=[f"{name}-{column}-{i}" for i, (name, _, column) in enumerate(BAD_CELLS)],
)
def test_a_bad_cell_is_named_and_all_refused(folders, name, cells, column):
    folders.edit(name, put(0, **cells))
    assert f"{name}, row 2, {column}: " in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
def test_a_double_key_is_named(folders):
    for name in ("zones.csv", "gateways.csv", "provinces.csv"):
        folders.edit(name, lambda rows: rows[1].update(key=rows[0]["key"]))
    faults = folders.refused()
    for name in ("zones.csv", "gateways.csv", "provinces.csv"):
        assert f"{name}, row 3, key: " in faults


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
@pytest.mark.parametrize("alike", [["name_en"], ["lat", "lon"]])
def test_a_zone_that_may_stand_twice_is_refused_until_it_is_said_to_be_another(folders, alike):
    """The same folded name in the country, or within 1 km of another zone."""
    first, second = "kh-phnom-penh-sez", "kh-kratie-zhongqi"

    def double(rows: Rows) -> None:
        by_key = {row["key"]: row for row in rows}
        for column in alike:
            by_key[second][column] = by_key[first][column].upper().replace(" ", " – ")

    folders.edit("zones.csv", double)
    told = folders.refused()
    assert f"distinct_from: {first}" in told or f"distinct_from: {second}" in told
    assert "if both are known to be two zones" in told

    def distinct(rows: Rows) -> None:
        next(row for row in rows if row["key"] == second)["distinct_from"] = first

    folders.edit("zones.csv", distinct)
    assert "1 changed" in folders.seed("--dry-run")


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
def test_a_key_that_is_no_slug_is_refused(folders):
    folders.edit("cross_border_pairs.csv", put(0, key="No slug!"))
    assert "No slug!" in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
def test_a_missing_column_is_named(folders):
    folders.edit("zones.csv", lambda rows: [row.pop("district") for row in rows])
    assert "zones.csv, district: the column is missing" in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
@pytest.mark.parametrize("name", ["zones.csv", "oss_centres.csv", "cautions.csv"])
def test_an_unknown_column_is_named(folders, name):
    folders.edit(name, lambda rows: [row.update(area_acres="1") for row in rows])
    assert f"{name}, area_acres: no such column is known" in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
def test_broken_quoting_is_named(folders):
    path = folders.path("gateways.csv")
    path.write_text(path.read_text("utf-8").replace("\n", '\n"a"b,', 1), "utf-8")
    assert "gateways.csv, row 2" in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
@pytest.mark.parametrize("text", ["\nx,y\n", '\n"open'])
def test_a_row_of_another_length_is_named(folders, text):
    path = folders.path("provinces.csv")
    path.write_text(path.read_text("utf-8").rstrip("\n") + text, "utf-8")
    assert "provinces.csv, row " in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_a_wrong_encoding_is_named(folders, encoding):
    path = folders.path("zones.csv")
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert "zones.csv, the file: not UTF-8" in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
def test_a_missing_file_is_named(folders):
    folders.path("incentives.csv").unlink()
    assert "incentives.csv, the file: there is no such file" in folders.refused()


@pytest.mark.django_db
@pytest.mark.one_database  # refused before anything is written
def test_every_fault_is_named_at_once(folders):
    folders.edit("zones.csv", put(0, area_ha="many"))
    folders.edit("zones.csv", put(5, firms="few"))
    folders.edit("gateways.csv", put(1, lat="north"))
    faults = folders.refused()
    for place in ("zones.csv, row 2, area_ha", "row 7, firms", "gateways.csv, row 3, lat"):
        assert place in faults


def test_a_table_without_any_of_its_columns_never_breaks_the_loader(folders):
    """What is dropped is either not needed or a fault; never a traceback."""
    names = [path.name for path in (*folders.below.glob("*.csv"), *folders.zones.glob("*.csv"))]
    for name in names:  # a few rows are enough
        folders.edit(name, lambda rows: rows.__delitem__(slice(3, None)))
    for name in names:
        path = folders.path(name)
        whole = path.read_text("utf-8")
        for column in next(csv.reader(io.StringIO(whole))):
            folders.edit(name, lambda rows, gone=column: [row.pop(gone) for row in rows])
            below = countries.Loader(folders.below)
            try:
                below.items()
                zones.ZoneLoader(below, folders.zones).items()
            except Exception as error:  # noqa: BLE001  any
                pytest.fail(f"{name} without {column}: {error!r}")
            path.write_text(whole, "utf-8")


def test_a_fault_without_a_column_reads_well():
    assert str(Fault("a.csv", 2, "", "broken")) == "a.csv, row 2: broken"
    assert str(Fault("a.csv", 2, "key", "broken")) == "a.csv, row 2, key: broken"
    assert str(Fault("a.csv", 0, "", "broken")) == "a.csv, the file: broken"
