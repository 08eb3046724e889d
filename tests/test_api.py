"""The read-only API: the filters of the pages, every format, evidence, hidden rows, the contract.

`REWRITE_OPENAPI=1` takes the snapshot of the contract anew.
"""

import csv
import html
import io
import json
import os
import re
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from django.test import Client
from openapi_spec_validator import validate

from countries.models import Gateway
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.apply import apply, publish
from sez_portal.site.api.openapi import document
from sez_portal.site.api.resources import RESOURCES
from tests import cast
from tests.test_query_counts import queries
from zones.directory import Directory
from zones.models import Zone
from zones.record import ZONE

SNAPSHOT = Path(__file__).resolve().parent.parent / "docs" / "api" / "openapi.json"
PROBLEM = "application/problem+json"
V1 = "/api/v1/"
pytestmark = pytest.mark.django_db


def asked(client, path: str, **headers) -> dict:
    answer = client.get(V1 + path, **headers)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def whole(client, path: str) -> bytes:
    answer = client.get(V1 + path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_contract_is_openapi_and_its_snapshot_is_seen_in_review():
    made = json.loads(json.dumps(document()))
    validate(made)
    if os.environ.get("REWRITE_OPENAPI") == "1":
        SNAPSHOT.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert made == json.loads(SNAPSHOT.read_text("utf-8"))


@pytest.mark.parametrize("name", RESOURCES)
def test_answers_are_as_the_contract_says(client, name: str):
    components = {"components": document()["components"]}
    record = RESOURCES[name].record.name
    schema = {"$ref": f"#/components/schemas/{record}"} | components
    answer = asked(client, f"{name}?evidence=1&lang=th&limit=30")
    assert answer["results"]
    for row in answer["results"]:
        jsonschema.validate(row, schema, cls=jsonschema.Draft202012Validator)
    one = asked(client, f"{name}/{answer['results'][0]['key']}")
    assert one["key"] == answer["results"][0]["key"]


@pytest.mark.parametrize(
    "query",
    [
        "country=LA",
        "country=TH&sector=logistics_warehousing",
        "status=planned&country=VN",
        "q=da+nang",
    ],
)
def test_the_filters_are_those_of_the_directory(client, rf, query: str):
    keys = [row["key"] for row in asked(client, f"zones?{query}&limit=500&fields=key")["results"]]
    listing = Directory(rf.get(f"/zones/?{query}").GET)
    assert keys == sorted(place.key for place in listing.index.places_in(listing.left[""]))


def test_pages_go_on_after_the_last_key_and_give_each_row_once(client):
    path, keys = "zones?limit=150&fields=name_en", []
    while path:
        answer = asked(client, path)
        keys += [row["key"] for row in answer["results"]]
        path = answer["next"].partition(V1)[2] if answer["next"] else ""
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys)) == answer["count"] == Zone.objects.published().count()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("zones?country=XX&colour=red&fields=name_en,nope&lang=tlh&limit=many", 5),
        ("zones?limit=501", 1),
        ("zones?sector=logistics", 1),
        ("zones?within=50", 1),
        ("zones?limit=0", 1),
        ("zones?limit=٣", 1),
        ("zones?after=%E1%80%81", 1),
        ("zones?evidence=yes", 1),
        ("zones.csv?sort=name&nope=1", 2),
        ("zones.xml", 1),
        ("zones/la-boten?limit=3", 1),
        ("changes?after=-1", 1),
        ("changes?limit=9999&country=LA", 2),
        ("provinces?after=%00", 1),
    ],
)
def test_what_is_not_understood_is_refused_and_named(client, path: str, named: int):
    response = client.get(V1 + path)
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    told = response.json()
    assert (told["status"], told["title"]) == (400, "Bad Request")
    assert len(told.get("errors", [told["detail"]])) == named, told


@pytest.mark.parametrize("path", ["nope", "zones/nope", "zones/a/b", "zones.csv/x"])
def test_what_is_not_there_is_told_to_programs(client, path: str):
    response = client.get(V1 + path)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize("method", ["POST", "DELETE", "QUERY"])
def test_who_would_write_is_told_that_it_is_read_only(method: str):
    response = Client(enforce_csrf_checks=True).generic(method, f"{V1}zones/la-boten", "x")
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_values_and_what_they_rest_on(client):
    row = asked(client, "zones/la-boten?evidence=1&fields=area_ha,firms,available_ha&lang=vi")
    assert row["area_ha"] == 1640
    assert row["available_ha"] is None
    assert row["shown"]["area_ha"] == "1.640"
    told = row["evidence"]["area_ha"]
    piece = Evidence.objects.get(record="zone", key="la-boten", field="area_ha", is_shown=True)
    assert told["speaks_of"] == piece.speaks_of
    assert told["freshness"] == "stale"
    assert {one["url"] for one in told["sources"]} == {one.url for one in piece.sources.all()}


def test_a_planned_zone_has_no_firms_and_says_why(client):
    zone = Zone.objects.published().filter(status="planned", firms=None).first()
    row = asked(client, f"zones/{zone.key}?evidence=1&fields=firms")
    assert row["firms"] is None
    assert row["evidence"]["firms"]["state"] == "not_applicable"


def test_hidden_rows_are_in_no_answer(client):
    """Neither as rows nor as keys that other rows name."""
    gateway = Gateway.objects.get(key="cn-rail-mohan")
    assert asked(client, "gateways/la-rail-boten")["facing"] == gateway.key
    by = cast.moderator()
    publish(
        record=RESOURCES["gateways"].record,
        key=gateway.key,
        is_published=False,
        by=by,
        office="MI",
        note="a secret reason",
    )
    assert client.get(f"{V1}gateways/{gateway.key}").status_code == 404
    assert asked(client, "gateways/la-rail-boten?evidence=1")["facing"] is None
    for path in ("gateways?limit=500&evidence=1", "changes"):
        body = client.get(V1 + path).content.decode()
        assert gateway.key not in body, path
        assert "a secret reason" not in body, path
    assert gateway.key not in whole(client, "gateways.csv?evidence=1").decode()


def test_changes_go_on_from_a_number(client):
    for firms in (11, 12, 13):
        apply(record=ZONE, key="la-boten", values={"firms": firms}, origin="admin")
    first = asked(client, "changes?limit=2")
    assert [change["fields"] for change in first["results"]] == [["firms"], ["firms"]]
    rest = asked(client, first["next"].partition(V1)[2])
    assert len(rest["results"]) == 1
    assert rest["next"] is None
    latest = Submission.objects.applied().first()
    assert rest["results"][0]["number"] == latest.pk


def test_csv_is_safe_in_a_spreadsheet_and_complete(client):
    Zone.objects.filter(key="la-boten").update(developer="=HYPERLINK(1)")
    text = whole(client, "zones.csv?country=LA&evidence=1").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == asked(client, "zones?country=LA")["count"]
    (boten,) = [row for row in rows if row["key"] == "la-boten"]
    assert boten["developer"] == "'=HYPERLINK(1)"
    assert boten["area_ha"] == "1640"
    assert boten["area_ha__speaks_of"]
    assert boten["area_ha__source_url"].startswith("http")


def test_geojson_is_what_a_gis_opens(client):
    made = json.loads(whole(client, "zones.geojson?country=KH"))
    assert made["type"] == "FeatureCollection"
    feature = made["features"][0]
    zone = Zone.objects.get(key=feature["id"])
    assert feature["geometry"] == {"type": "Point", "coordinates": list(zone.point)}
    line = json.loads(whole(client, "corridors.geojson"))["features"][0]["geometry"]
    assert line["type"] == "LineString"
    assert len(line["coordinates"][0]) == 2


def test_xlsx_opens_and_numbers_are_numbers(client):
    book = openpyxl.load_workbook(io.BytesIO(whole(client, "zones.xlsx?country=LA")))
    assert book.properties.creator == "Lancang-Mekong Zones"
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["la-boten"][head.index("area_ha")].value == 1640
    assert len(rows) == asked(client, "zones?country=LA")["count"]


def test_the_format_by_suffix_or_by_accept(client):
    assert client.get(V1 + "zones.json")["Content-Type"] == "application/json"
    answer = client.get(V1 + "zones?limit=1", HTTP_ACCEPT="text/csv")
    assert answer["Content-Type"].startswith("text/csv")
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert client.get(V1 + "zones", HTTP_ACCEPT=browser)["Content-Type"] == "application/json"


def test_nothing_is_sent_twice_until_something_changes(client):
    answer = client.get(V1 + "zones?limit=1")
    again = client.get(V1 + "zones?limit=1", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    since = client.get(V1 + "zones?limit=1", HTTP_IF_MODIFIED_SINCE=answer["Last-Modified"])
    assert since.status_code == 304
    apply(record=ZONE, key="la-boten", values={"firms": 11}, origin="admin")
    assert client.get(V1 + "zones?limit=1", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 200


def test_any_site_may_read_and_nobody_writes(client):
    answer = client.options(V1 + "zones")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    refused = client.post(V1 + "zones", {"name_en": "x"})
    assert (refused.status_code, refused["Content-Type"]) == (405, "application/problem+json")
    assert refused["Allow"] == "GET, HEAD, OPTIONS"


def test_too_many_requests_are_told_when_to_come_back(client, settings):
    settings.API_REQUESTS_A_MINUTE = 30
    visitor = {"REMOTE_ADDR": "198.51.100.7"}
    first = client.get(V1 + "zones?limit=1", **visitor)
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("30", "29")
    assert client.get(V1 + "gateways.csv?country=LA", **visitor)["RateLimit-Remaining"] == "9"
    refused = client.get(V1 + "gateways.csv", **visitor)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert client.get(V1 + "zones?limit=1", REMOTE_ADDR="198.51.100.8").status_code == 200


def test_a_hundred_rows_take_as_many_queries_as_one(client):
    few, many = (queries(client, f"{V1}zones?evidence=1&limit={n}") for n in (2, 200))
    assert few == many


def test_the_documentation_names_every_field(client):
    page = client.get("/api/docs/").content.decode()
    for resource in RESOURCES.values():
        for field in resource.record.fields:
            assert f"<code>{field.key}</code>" in page, field.key


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("/zones/?country=LA&sort=area&near=da+nang+port&within=300&page=1", "zones.csv"),
        ("/zones/?q=Viet+Nam+electronics&colour=red", "zones.xlsx"),
        ("/incentives/?country=TH", "incentives.csv"),
        ("/one-stop-services/?country=KH", "one-stop-centres.csv"),
    ],
)
def test_a_list_leads_to_its_files(client, page: str, found: str):
    """By the filters in force and nothing else, so that no link of ours is refused."""
    link = re.search(rf'href="({V1}{found}\?[^"]*)"', client.get(page).content.decode())
    assert link, page
    assert client.get(html.unescape(link[1])).status_code == 200
