"""What is near a zone: which gateways are named, how exactly, and the same on every page."""

import io
import re
from decimal import Decimal
from html import unescape

import pytest
from openpyxl import load_workbook

from countries.models import Gateway
from countries.record import GATEWAY
from sez_portal.records.choices import Origin
from sez_portal.records.services.apply import apply
from zones import facets
from zones.kilometres import in_km, km_cell
from zones.models import Zone
from zones.near import NearGateway, near_of
from zones.nearby import BORDER_KM, measure
from zones.record import ZONE

pytestmark = pytest.mark.django_db
CHONBURI, BOTEN, KOH_KONG, SAVAN = (
    *("th-amata-city-chonburi", "la-boten", "kh-koh-kong", "la-savan-seno"),
)
CROSSING = "border_crossing"


def near(key: str, kind: str) -> list[NearGateway]:
    kinds = near_of(Zone.objects.get(key=key), facets.current().reference)
    return next(found for found in kinds if found.kind == kind).gateways


def names(key: str, kind: str) -> list[str]:
    return [row.gateway.key for row in near(key, kind)]


def words(answer) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_the_main_port_stands_beside_the_nearest():
    nearest, main = near(CHONBURI, "seaport")
    assert "Si Racha" in nearest.in_words
    assert main.in_words == "Laem Chabang Port (main)"
    assert nearest.distance_km < main.distance_km


def test_a_station_of_the_country_stands_before_one_across_the_border():
    own, abroad = near(BOTEN, "rail_station")
    assert own.gateway.country_id == "LA"
    assert abroad.country == "China"
    assert own.distance_km > abroad.distance_km
    assert own.said == ["nearest in Lao PDR"]


def test_beside_a_shut_crossing_stands_one_that_is_open():
    shut, opened = near(KOH_KONG, CROSSING)
    assert shut.marks
    assert opened.said[0] == "open"
    assert opened.said[-1] == "nearest that is open"
    assert "to Hat Lek Border Checkpoint, Thailand" in shut.said


def test_what_is_far_is_not_near(client):
    (none,) = [
        kind
        for kind in near_of(Zone.objects.get(key=BOTEN), facets.current().reference)
        if kind.kind == "seaport"
    ]
    assert not none.gateways
    assert none.none == "none within 300 km"
    assert "Seaport none within 300 km" in words(client.get(f"/zones/{BOTEN}/"))


def test_nothing_that_is_shown_is_beyond_300_km():
    reference = facets.current().reference
    for zone in Zone.objects.published():
        for kind in near_of(zone, reference):
            assert all(row.distance_km <= 300 for row in kind.gateways)
            assert len({row.gateway.key for row in kind.gateways}) == len(kind.gateways)


@pytest.mark.parametrize(
    ("km", "precision", "told", "number"),
    [
        ("0.4", "site", "under 2", "under 2"),
        ("1.9", "town", "under 2", "under 2"),
        ("6.4", "town", "6", 6),
        ("9.9", "district", "under 10", "under 10"),
        ("14.4", "district", "14", 14),
        ("9.9", "province", "under 10", "under 10"),
        ("46.1", "province", "50", 50),
        ("299.6", "site", "300", 300),
        ("301", "site", "over 300", "over 300"),
    ],
)
def test_kilometres_are_no_more_exact_than_the_point(km, precision, told, number):
    assert in_km(Decimal(km), precision) == told
    assert km_cell(Decimal(km), precision) == number


@pytest.mark.parametrize("url", ["/zones/{}/", "/compare/?zone={}&zone=la-boten"])
def test_pages_tell_the_same(client, url):
    page = words(client.get(url.format(CHONBURI)))
    for row in near(CHONBURI, "seaport"):
        assert row.gateway.name_en in page
        assert f"{row.km} km" in page
    assert not re.search(r"\d\.\d km", page)


def test_the_pack_tells_the_same(client):
    answer = client.get(f"/shortlist/answer-pack.xlsx?zone={CHONBURI}")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[1]
    rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    (told,) = [row for row in rows if "Seaport, main" in row]
    assert "Laem Chabang Port (main), straight line" in told


@pytest.mark.parametrize(
    ("field", "value"), [("rank", "secondary"), ("status", "restricted"), ("kind", "dry_port")]
)
def test_distances_follow_what_changes_of_a_gateway(field, value):
    main = near(CHONBURI, "seaport")[1].gateway
    if field == "status":
        before = Zone.objects.get(key=CHONBURI).nearest_gateways.get(kind="open_seaport")
        assert before.gateway_id != main.key
    apply(record=GATEWAY, key=main.key, values={field: value}, origin=Origin.ADMIN)
    facets.current()
    rows = Zone.objects.get(key=CHONBURI).nearest_gateways
    if field == "status":
        assert not rows.filter(kind__startswith="open_", gateway=main.key).exists()
    else:
        assert rows.get(kind="main_seaport").gateway_id != main.key
        assert main.key not in names(CHONBURI, "seaport")


def test_a_change_measures_as_the_seed_does():
    gate = Gateway.objects.get(key="kh-border-cham-yeam")
    apply(record=GATEWAY, key=gate.key, values={"status": "open"}, origin=Origin.ADMIN)
    columns = ("kind", "gateway_id", "distance_km")
    zone = Zone.objects.get(key=KOH_KONG)
    told = set(zone.nearest_gateways.values_list(*columns))
    measure([zone])
    assert set(zone.nearest_gateways.values_list(*columns)) == told
    assert names(KOH_KONG, CROSSING) == [gate.key]


def test_a_crossing_far_away_says_nothing_of_a_zone():
    for zone in Zone.objects.prefetch_related("nearest_gateways"):
        km = {row.kind: row.distance_km for row in zone.nearest_gateways.all()}.get(CROSSING)
        assert bool(zone.border) == (km is not None and km <= BORDER_KM), zone.key
    zone = Zone.objects.get(key=KOH_KONG)
    apply(record=ZONE, key=zone.key, values={"lat": "12.5", "lon": "104.5"}, origin=Origin.ADMIN)
    zone.refresh_from_db()
    assert (zone.border, zone.border_km) == ("", None)
    assert not [mark for mark in zone.marks if mark.kind == "shut"]
