"""Where a zone or a gateway is named, its public note and the state of its border stand too."""

import io

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from countries.models import Gateway, Incentive, OneStopCentre, Procedure
from countries.record import GATEWAY
from investors.alerts import changes
from investors.choices import News
from sez_portal.records.choices import Origin
from sez_portal.records.services.apply import apply
from tests.pages import text
from zones import facets
from zones.filters import ZoneFilter
from zones.models import Caution, CrossBorderZone, Offer, Zone
from zones.nearby import BORDER_KM
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY, GATE = "kh-koh-kong", "kh-border-cham-yeam"
OTHER = "la-savan-seno"  # without a note, its crossing is open
NOTE, BORDER = f'href="/zones/{KEY}/#note"', f'href="/zones/{KEY}/#nearest"'
SHUT = f'class="shut" href="/connectivity/gateways/{GATE}/"'
SHUT_SINCE = "Closed since 23 June 2025"
PAIR = f"zone={KEY}&zone={OTHER}"
NAMED_ON = {
    "list": "/zones/?q=koh+kong",
    "table": "/zones/?q=koh+kong&view=table",
    "map": "/zones/?q=koh+kong&view=map",
    "its page": f"/zones/{KEY}/",
    "its history": f"/zones/{KEY}/history/",
    "near names": "/zones/kh-koh-kongg-sez/",
    "country": "/countries/cambodia/",
    "gateway": f"/connectivity/gateways/{GATE}/",
    "connections": "/connectivity/",
    "cross-border": "/connectivity/cross-border/of-the-test/",
    "incentive": "/incentives/of-the-test/",
    "centres": "/one-stop-services/",
    "centre": "/one-stop-services/of-the-test/",
    "procedure": "/procedures/of-the-test/",
    "compare": f"/compare/?{PAIR}",
    "compare, a choice": "/compare/?add=kong",
    "answer pack": f"/shortlist/answer-pack/?{PAIR}",
    "offers": "/offers/",
    "match": "/tools/match/?q=koh+kong",
    "cost": "/tools/cost/?q=koh+kong&workers=100",
    "cost, in full": f"/tools/cost/?{PAIR}&workers=100",
    "schedule": f"/tools/incentives/?{PAIR}",
}


@pytest.fixture(autouse=True)
def _everywhere() -> None:
    """The zone has a row on each page that names zones."""
    zone = Zone.objects.get(key=KEY)
    Offer.objects.create(zone=zone, order=1, kind="plot", title="A plot")
    CrossBorderZone.objects.create(
        key="of-the-test",
        name_en="A pair",
        zone_a=zone,
        gateway_id=GATE,
        status="planned",
        is_published=True,
    )
    more = {"country_id": "KH", "is_published": True, "key": "of-the-test"}
    Incentive.objects.create(
        name_en="A rule", scope="zone", category="cit_holiday", zone_keys=[KEY], **more
    )
    OneStopCentre.objects.create(name_en="A centre", zone_key=KEY, **more)
    Procedure.objects.create(name_en="A procedure", zone_key=KEY, **more)


@pytest.mark.parametrize("url", NAMED_ON.values(), ids=NAMED_ON)
def test_each_page_that_names_the_zone_has_its_marks(client, url):
    page = text(client.get(url))
    assert NOTE in page
    assert BORDER in page
    assert "Public note" in page
    assert f"km away: {SHUT_SINCE}" in page
    assert f'href="/zones/{OTHER}/#' not in page


@pytest.mark.parametrize("name", ["its page", "connections", "cross-border", "compare"])
def test_each_page_that_names_the_gateway_has_its_state(client, name):
    page = text(client.get(NAMED_ON[name]))
    assert SHUT in page
    assert f"Border crossing: {SHUT_SINCE}" in page


def test_the_shortlist_has_the_marks(client):
    client.post("/shortlist/add/", {"zone": KEY})
    page = text(client.get("/shortlist/"))
    assert NOTE in page
    assert BORDER in page


def test_the_first_page_has_the_marks_of_what_it_names(client):
    Caution.objects.create(zone=Zone.objects.get(key=OTHER), order=1, kind="note", text="A note.")
    Zone.objects.filter(key=OTHER).update(has_note=True)
    assert f'href="/zones/{OTHER}/#note"' in text(client.get("/"))


@pytest.mark.parametrize("url", ["/", "/updates/"])
def test_what_is_new_has_the_marks_of_the_zones(client, url):
    apply(record=ZONE, key=KEY, values={"firms": 8}, origin=Origin.ADMIN)
    page = text(client.get(url))
    assert NOTE in page
    assert BORDER in page


def test_the_map_has_them_on_its_cards(client):
    card = text(client.get(f"/zones/{KEY}/on-map/"))
    assert NOTE in card
    assert BORDER in card
    assert "#note" not in text(client.get(f"/zones/{OTHER}/on-map/"))
    gateways = client.get("/connectivity/map.json").json()["gateways"]
    assert any(row[0] == GATE and f"Border crossing: {SHUT_SINCE}" in row[1] for row in gateways)


@pytest.mark.parametrize("url", ["/compare/compare.xlsx", "/shortlist/answer-pack.xlsx"])
def test_workbooks_have_them_in_words(client, url):
    book = load_workbook(io.BytesIO(client.get(f"{url}?{PAIR}").content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("Public note; Border crossing" in cell for cell in cells)
    assert any(f"Border crossing: {SHUT_SINCE}" in cell for cell in cells)


def test_a_mail_of_an_alert_has_them_in_words():
    (line,) = changes.lines([{"kind": News.ZONE.value, "zone": KEY}])
    assert "Public note; Border crossing" in line.marks


def test_any_state_that_is_not_open_is_a_mark(client):
    for status, word in (("restricted", "Open with restrictions"), ("flooded", "flooded")):
        Gateway.objects.filter(key=GATE).update(status=status, status_since="2026-05")
        Zone.objects.filter(key=KEY).update(border=status, border_since="2026-05")
        facets.forget()
        page = text(client.get(f"/zones/{KEY}/"))
        assert f"Border crossing: {word} since May 2026" in page
        assert f"km away: {word} since May 2026" in page


def test_the_columns_follow_notes_and_gateways(client):
    apply(record=ZONE, key=KEY, values={"cautions": []}, origin=Origin.ADMIN)
    assert not Zone.objects.get(key=KEY).has_note
    assert NOTE not in text(client.get("/zones/?q=koh+kong"))
    facets.current()
    apply(record=GATEWAY, key=GATE, values={"status": "open"}, origin=Origin.ADMIN)
    assert Zone.objects.get(key=KEY).border == "open"
    assert BORDER not in text(client.get("/zones/?q=koh+kong"))
    apply(record=GATEWAY, key=GATE, values={"status": "planned"}, origin=Origin.ADMIN)
    zone = Zone.objects.get(key=KEY)
    nearest = zone.nearest_gateways.get(kind="border_crossing")
    assert nearest.gateway_id != GATE
    assert nearest.distance_km > BORDER_KM  # it says nothing of the zone
    assert (zone.border, zone.border_km) == ("", None)


def test_every_zone_has_the_columns_of_its_rows():
    noted = set(Caution.objects.values_list("zone__key", flat=True))
    assert noted == set(Zone.objects.filter(has_note=True).values_list("key", flat=True))
    for zone in Zone.objects.prefetch_related("nearest_gateways__gateway"):
        rows = [row for row in zone.nearest_gateways.all() if row.kind == "border_crossing"]
        own = [row for row in rows if row.distance_km <= BORDER_KM]
        assert zone.border == (own[0].gateway.status if own else "")


@pytest.mark.parametrize(
    "query", ["note=with", "note=without", "border=open", "border=not_open", "border=none"]
)
def test_the_filters_find_and_count_alike(client, query):
    name, _equals, value = query.partition("=")
    found = ZoneFilter(QueryDict(query), Zone.objects.published()).qs
    index = facets.current()
    assert 0 < found.count() == index.counts(name, index.everything)[value]
    page = text(client.get(f"/zones/?{query}"))
    assert f'id="{name}-{value}" name="{name}" value="{value}" checked' in page
    assert 'class="chip"' in page
    keys = set(found.values_list("key", flat=True))
    assert (KEY in keys) == (query in {"note=with", "border=not_open"})


def test_both_choices_of_a_filter_are_all_that_have_either():
    zones = Zone.objects.published()
    both = ZoneFilter(QueryDict("note=with&note=without"), zones)
    assert both.qs.count() == zones.count()
    zones.filter(key=KEY).update(border="")  # none of its gateways is a crossing
    either = ZoneFilter(QueryDict("border=open&border=not_open"), zones)
    assert either.qs.count() == zones.exclude(border="").count() < zones.count()
    every = ZoneFilter(QueryDict("border=open&border=not_open&border=none"), zones)
    assert every.qs.count() == zones.count()
    closed = ZoneFilter(QueryDict("border=not_open"), zones)
    assert set(closed.qs.values_list("border", flat=True)).isdisjoint({"", "open"})
