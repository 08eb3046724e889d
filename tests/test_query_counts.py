"""How many queries each page takes. REWRITE_QUERY_COUNTS=1 takes the counts anew."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sez_portal.records.models import DataVersion
from tests.pages import SAMPLES, address
from zones import facets
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # the ORM asks both alike
BASELINE = Path(__file__).with_name("query_counts.json")
MORE = {
    "zones, table": "/zones/?view=table",
    "zones, map": "/zones/?view=map",
    "zones, by country": "/zones/?country=LA&country=KH",
    "zones, by words": "/zones/?q=park",
    "zones, near": "/zones/?near=da+nang+port&within=150",
    "zones, last page": "/zones/?page=19",
    "zones, by a phrase": "/zones/?q=near+laem+chabang+electronics",
    "search, by words": "/search/?q=laem+chabang",
    "search, by a phrase": "/search/?q=viet+nam+electronics",
    "suggestions": "/search/suggestions/?q=laem+ch",
    "suggestions, many groups": "/search/suggestions/?q=hai+phong",
}


def addresses() -> dict[str, str]:
    """Those that answer with a page or a file; a redirect asks nothing."""
    found = {name: address(name) for name, sample in SAMPLES.items() if sample.expected == 200}
    return found | MORE


def queries(client, url: str) -> int:
    client.get(url)  # the index is there, as in a process that has served before
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_every_page_takes_as_many_queries_as_before(client):
    counts = {name: queries(client, url) for name, url in addresses().items()}
    if os.environ.get("REWRITE_QUERY_COUNTS") == "1":
        BASELINE.write_text(json.dumps(counts, indent=2) + "\n", "utf-8")
    assert counts == json.loads(BASELINE.read_text("utf-8"))


def add_zones(count: int) -> None:
    pattern = Zone.objects.get(key="la-savan-seno")
    version = DataVersion.bump()
    rows = []
    for number in range(count):
        columns = {
            field.attname: getattr(pattern, field.attname)
            for field in Zone._meta.concrete_fields
            if field.name not in ("id", "key", "version")
        }
        rows.append(Zone(key=f"la-more-{number}", version=version, **columns))
    Zone.objects.bulk_create(rows)


URLS = ["/zones/", *MORE.values(), "/zones/map.json", "/", "/countries/", "/updates/"]
URLS += ["/connectivity/", "/sitemap.xml"]


def test_more_zones_take_no_more_queries(client):
    before = {url: queries(client, url) for url in URLS}
    add_zones(2000)
    facets.forget()
    assert {url: queries(client, url) for url in URLS} == before


def test_one_changed_zone_takes_five_queries_more(client):
    """The zone in the index, its line, and the names of countries, provinces and gateways anew."""
    client.get("/zones/")
    before = queries(client, "/zones/")
    Zone.objects.filter(key="la-boten").update(version=DataVersion.bump())
    with CaptureQueriesContext(connection) as captured:
        client.get("/zones/")
    assert len(captured) == before + 5
