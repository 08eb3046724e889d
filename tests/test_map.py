"""The map one works with, as the server answers: its state in the address, its part of the list,
its feed and cards, and the one page that may stand in anybody's frame."""

import json
import re

import pytest
from django.http import QueryDict

from countries.models import Gateway
from sez_portal.maps.projection import REGION
from tests.pages import SAMPLES, address, in_one_line, text
from zones.map.state import USUAL, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # drawn by Python
KEY = "kh-sihanoukville-sez"
MAP = "/zones/?view=map"
SOUTH = "at=11,104,8"  # around the coast of Cambodia


def rows(page: str) -> list[str]:
    return re.findall(r'id="row-([a-z0-9-]+)"', page)


@pytest.mark.parametrize(
    "query",
    ["at=x,y,z", "at=1,2", "at=nan,1,5", "at=99,1,5", "box=1,2,3", "box=5,5,1,1", "box=inf,1,2,3"],
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(client, query):
    state = state_of(QueryDict(f"{query}&by=colour&of=magic"))
    assert (state.at, state.box, state.by) == (None, None, "status")
    assert state.frame == REGION
    assert client.get(f"{MAP}&{query}").status_code == 200


def test_layers_are_the_usual_ones_until_some_are_named():
    assert state_of(QueryDict("")).layers == USUAL
    assert state_of(QueryDict("layer=none")).layers == frozenset()
    assert state_of(QueryDict("layer=none&layer=airport&layer=x")).layers == {"airport"}


def test_the_list_is_of_the_part_on_the_map(client):
    whole = client.get(MAP).context["directory"]
    page = text(client.get(f"{MAP}&{SOUTH}"))
    part = client.get(f"{MAP}&{SOUTH}").context["directory"]
    assert 0 < part.in_part < whole.in_part == part.total
    assert f"of {part.total} zones in this part" in in_one_line(client.get(f"{MAP}&{SOUTH}"))
    assert {key[:2] for key in rows(page)} <= {"kh", "th", "vn"}
    boxed = client.get(f"{MAP}&box=103,10,104,11").context["directory"]
    assert 0 < boxed.in_part < part.in_part


def test_a_part_without_zones_says_so(client):
    page = in_one_line(client.get(f"{MAP}&box=91.4,5.3,91.5,5.4"))
    assert "No zone of this list lies in this part of the map." in page
    assert "No zone fits all of these filters" not in page


def test_without_a_script_links_come_nearer_and_choose(client):
    page = in_one_line(client.get(f"{MAP}&country=KH&{SOUTH}"))
    assert re.search(r'class="nearer" href="[^"]*country=KH[^"]*at=11%2C104%2C9', page)
    assert re.search(r'class="whole" href="\?view=map&amp;country=KH"', page)
    assert f"select={KEY}#zone-map" in page
    drawn = page[
        page.index('<svg class="map') : page.index("</svg>", page.index('<svg class="map'))
    ]
    assert "select=kh-" in drawn
    assert 'tabindex="-1"' in drawn


def test_the_chosen_zone_has_its_card_and_its_row(client):
    page = in_one_line(client.get(f"{MAP}&select={KEY}"))
    card = page[page.index('class="popup"') :]
    assert f'href="/zones/{KEY}/"' in card[:1500]
    assert card.count("<dt>", 0, card.index("Close")) == 4
    assert f'class="mline is-on" id="row-{KEY}"' in page
    assert 'class="dot dot--on"' in page
    assert " is-on" not in text(
        client.get(f"{MAP}&select={KEY}&country=LA")
    )  # filters leave it out
    assert " is-on" not in text(client.get(f"{MAP}&select=no-such"))


def test_layers_and_colours_without_a_script(client):
    page = text(client.get(f"{MAP}&layer=none&layer=airport&by=sector&of=rubber&{SOUTH}"))
    gates = Gateway.objects.published().filter(kind="airport").values_list("key", flat=True)
    shown = re.findall(r'class="gw[^"]*" href="/connectivity/gateways/([a-z0-9-]+)/"', page)
    assert shown and set(shown) <= set(gates)
    assert "no-corridors" in page
    assert 'value="rubber" selected' in " ".join(page.split())
    plain = text(client.get(f"{MAP}&{SOUTH}"))
    sized = text(client.get(f"{MAP}&{SOUTH}&by=size"))
    assert re.findall(r' r="([\d.]+)"', plain) != re.findall(r' r="([\d.]+)"', sized)


def test_a_shut_crossing_is_a_cross(client):
    page = text(client.get(f"{MAP}&at=13.5,102.6,9"))
    assert 'class="gw gw--shut"' in page
    states = {row[0]: row[5] for row in client.get("/connectivity/map.json").json()["gateways"]}
    assert states["kh-border-cham-yeam"] == 1


def test_the_feed_has_what_the_colours_need(client):
    by_key = {zone[0]: zone for zone in client.get("/zones/map.json").json()["zones"]}
    words = json.loads(client.get(MAP).context["directory"].words)
    *_place, area, sectors = by_key[KEY]
    assert area == 3  # 1,113 ha
    assert sectors and max(sectors) < len(words["sectors"])


def test_a_card_of_a_zone(client):
    card = text(client.get(f"/zones/{KEY}/on-map/"))
    assert re.search(rf'value="{KEY}"\s+name="zone" aria-pressed="false"', card)
    assert card.count("<dt>") == 4
    assert "<button" not in text(client.get(f"/zones/{KEY}/on-map/?plain=1"))
    assert client.get("/zones/no-such/on-map/").status_code == 404


def policy(answer) -> tuple[str, str]:
    found = re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])
    return found[1] if found else "", answer.get("X-Frame-Options", "")


@pytest.mark.parametrize("query", ["", "?country=LA&by=size", f"?select={KEY}"])
def test_the_map_for_other_sites_may_stand_in_their_frames(client, query):
    for _visit in range(2):  # made, and kept
        answer = client.get(f"/embed/map/{query}")
        assert policy(answer) == ("*", "")
        assert "form-action 'none'" in answer["Content-Security-Policy"]
        assert not answer.cookies
        page = text(answer)
        assert "<form" not in page and "<input" not in page
        assert '<base target="_top">' in page


@pytest.mark.one_database  # headers of pages
def test_no_other_page_may_stand_in_a_frame(client):
    for name in SAMPLES:
        answer = client.get(address(name))
        if name != "embed-map" and "Content-Security-Policy" in answer:
            assert policy(answer) == ("'none'", "DENY"), name
    for url in ("/embed/", "/embed/map/x/", "/accounts/login/", "/desk/", "/zones/?view=map"):
        assert policy(client.get(url)) == ("'none'", "DENY"), url


def test_the_map_for_other_sites_takes_the_filters_and_leads_home(client):
    page = text(client.get("/embed/map/?country=LA"))
    total = client.get("/zones/?country=LA").context["directory"].total
    assert f"{total} zones in the directory" in in_one_line(client.get("/embed/map/?country=LA"))
    assert 'href="/zones/?country=LA&amp;view=map"' in page
    assert 'data-feed="/zones/map.json?country=LA"' in page
    about = text(client.get("/about/"))
    assert "/embed/map/?country=LA" in about
