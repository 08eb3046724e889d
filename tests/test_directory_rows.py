"""Filters that hold: near a kind, what may fit, rows that show what was asked, clean addresses."""

import re
from html import unescape

import pytest
from django.http import QueryDict

from countries.models import Gateway
from sez_portal.common.geo import distance_km
from zones import facets
from zones.directory import Directory
from zones.filters import ZoneFilter
from zones.models import NearestGateway, Zone
from zones.near_filter import KINDS

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    page = re.sub(r"<select.*?</select>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def found(query: str) -> ZoneFilter:
    return ZoneFilter(QueryDict(query), Zone.objects.published())


HOLDS = {
    "seaport": lambda row, zone: row.kind == "seaport",
    "main_seaport": lambda row, zone: row.kind == "seaport" and row.rank == "main",
    "river_port": lambda row, zone: row.kind == "river_port",
    "dry_port": lambda row, zone: row.kind == "dry_port",
    "airport": lambda row, zone: row.kind == "airport",
    "main_airport": lambda row, zone: row.kind == "airport" and row.rank == "main",
    "rail_station": lambda row, zone: (
        row.kind == "rail_station" and row.country_id == zone.country_id
    ),
    "open_crossing": lambda row, zone: (
        (row.kind, row.country_id, row.status) == ("border_crossing", zone.country_id, "open")
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_near_a_kind_agrees_with_the_haversine(kind):
    gateways = list(Gateway.objects.published().exclude(status="planned"))
    rows = found(f"near={kind}&within=60").qs
    km = {zone.key: zone.distance_km for zone in rows}
    for zone in Zone.objects.published():
        fitting = [row for row in gateways if HOLDS[kind](row, zone)]
        least = min((distance_km(zone.point, row.point) for row in fitting), default=9999)
        assert (zone.key in km) == (round(least, 1) <= 60), zone.key
        assert zone.key not in km or float(km[zone.key]) == pytest.approx(least, abs=0.06)
    assert km


def test_a_kind_is_no_part_of_a_name(client):
    port = found("near=port&within=50")
    assert not port.in_force()
    assert "“port” was ignored" in port.notes[0]
    assert found("near=airport").place.gateway is None
    page = words(client.get("/zones/?near=port&within=50"))
    assert "Remove the filter" not in page
    assert "No gateway has this name" in page


def test_the_gateways_are_chosen_from_a_list(client):
    page = client.get("/zones/?near=main_seaport&within=50").content.decode()
    assert '<select id="near" name="near">' in page
    assert '<option value="main_seaport" selected>a main seaport</option>' in page
    assert '<optgroup label="Thailand: Seaport">' in page
    assert 'value="th-port-laem-chabang"' in page
    planned = Gateway.objects.filter(status="planned").values_list("key", flat=True)
    assert planned
    assert not any(f'value="{key}"' in page for key in planned)
    assert "within 50 km of a main seaport" in words(
        client.get("/zones/?near=main_seaport&within=50")
    )


def test_rows_show_what_was_filtered_by(client):
    listing = Directory(QueryDict("near=seaport&within=60&available_min=20"))
    assert [column.label for column in listing.rows.columns] == [
        *("Seaport", "Vacant land", "Area", "Firms", "Jobs"),
    ]
    line = listing.lines[0]
    row = NearestGateway.objects.get(zone=line["pk"], kind="seaport")
    assert line["away"].of == row.gateway.name_en
    assert [label for label, _figure in line["figures"]] == ["Vacant land", "Area", "Firms", "Jobs"]
    page = words(client.get("/zones/?near=seaport&within=60&available_min=20"))
    assert line["away"].of in page


@pytest.mark.parametrize(
    ("query", "first", "sort"),
    [
        ("near=airport", "Airport", "distance"),
        ("available_min=1", "Vacant land", "available"),
        ("lease_max=100", "Land price", "price"),
        ("sort=jobs", "Jobs", "jobs"),
        ("sort=firms", "Firms", "firms"),
        ("", "Area", "complete"),
    ],
)
def test_the_order_and_the_columns_follow_the_query(query, first, sort):
    listing = Directory(QueryDict(query))
    assert listing.rows.columns[0].label == first
    assert listing.sort == sort


@pytest.mark.parametrize(
    ("sort", "column", "sign"),
    [("available", "available_ha", -1), ("price", "lease_price_usd_m2", 1), ("jobs", "jobs", -1)],
)
def test_an_order_by_a_figure_ends_with_the_unknown(sort, column, sign):
    query = found("")
    values = [getattr(zone, column) for zone in query.ordered(query.qs, sort)]
    known = [value for value in values if value is not None]
    assert values[: len(known)] == known == sorted(known, key=lambda value: sign * value)
    assert len(known) < len(values)


def test_what_may_fit_stands_beside_what_fits(client):
    fit = Directory(QueryDict("country=TH&available_min=20"))
    unknown = set(
        Zone.objects.published()
        .filter(country="TH", available_ha=None)
        .values_list("pk", flat=True)
    )
    assert set(fit.maybe) == unknown
    first, aside = fit.groups
    assert first.heading == f"{fit.total} fit"
    assert aside.heading == f"{len(unknown)} may fit; not known: Vacant land"
    assert {line["pk"] for line in aside.lines} <= unknown
    assert "unknown=keep" in aside.more
    both = Directory(QueryDict("country=TH&available_min=20&unknown=keep"))
    assert both.total == fit.total + len(unknown)
    assert [chip.label for chip in both.chips][1] == "at least 20 ha free, or not known"
    pks = list(both.filter.ordered(both.filter.qs, both.sort).values_list("pk", flat=True))
    assert set(pks[: fit.total]).isdisjoint(unknown)
    assert set(pks[fit.total :]) == unknown
    assert "may fit; not known: Vacant land" in words(
        client.get("/zones/?country=TH&available_min=20")
    )


def test_nothing_that_fits_is_no_dead_end(client):
    page = words(client.get("/zones/?country=LA&available_min=99999999"))
    assert "No zone fits all of these filters" in page
    assert "without Lao PDR" not in page  # it would bring nothing back
    assert "without at least 99,999,999 ha free: 22 zones" in page
    assert "may fit; not known: Vacant land" in page


def test_where_one_is_not_enough_it_says_what_all_bring(client):
    listing = Directory(QueryDict("area_min=99999999&available_min=99999999&q=zzzqqq"))
    assert listing.total == 0
    (step,) = listing.steps
    assert step.count
    assert step.label.count(",") >= 1
    assert Directory(QueryDict(step.without[1:])).total == step.count


@pytest.mark.parametrize(
    ("query", "clean"),
    [
        ("q=&near=&within=&sort=", ""),
        ("q=&country=LA&country=TH&area_min=&sort=name", "?country=LA&country=TH&sort=name"),
    ],
)
def test_an_address_names_only_what_is_asked(client, query, clean):
    answer = client.get(f"/zones/?{query}")
    assert (answer.status_code, answer["Location"]) == (302, f"/zones/{clean}")
    assert client.get(f"/zones/?{query}", headers={"HX-Request": "true"}).status_code == 200


def test_a_filter_that_can_find_nothing_is_left_out(client):
    assert not Zone.objects.exclude(confirmed_on=None).exists()
    page = client.get("/zones/").content.decode()
    assert 'name="confirmed_within"' not in page
    assert 'id="facet-freshness"' not in page
    assert re.search(r"Known of \d+ of \d+ zones\.", page)
    asked = client.get("/zones/?confirmed_within=12").content.decode()
    assert 'name="confirmed_within"' in asked
    Zone.objects.filter(key="la-boten").update(confirmed_on="2026-11-30")
    facets.forget()
    assert 'name="confirmed_within"' in client.get("/zones/").content.decode()


def test_one_can_skip_to_the_results(client):
    page = client.get("/zones/").content.decode()
    assert '<a class="skip" href="#results">Skip to the results</a>' in page
    assert 'id="results"' in page


def test_every_row_has_its_marks(client):
    noted = Zone.objects.published().filter(has_note=True).first()
    page = client.get(f"/zones/?q={noted.name_en}").content.decode()
    assert f'href="/zones/{noted.key}/#note"' in page
