"""A corridor as a traveller meets it: stops in order, borders, zones near the line, tax."""

import re
from itertools import pairwise

import pytest

from countries.models import Corridor
from tests.pages import text
from zones import facets
from zones.route import ZONES_KM, Route
from zones.route_strip import strip_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "nsec-western-boten"


def route_of(key: str) -> Route:
    index = facets.current()
    line = next(one for one in index.reference.lines if one.corridor.key == key)
    return Route(line, index, index.reference.countries)


def test_the_countries_stand_in_the_order_of_the_line():
    legs = route_of(KEY).legs
    assert [leg.country.iso2 for leg in legs] == ["CN", "LA", "TH"]
    assert legs[0].start == 0
    assert all(leg.end == following.start for leg, following in pairwise(legs))


@pytest.mark.parametrize("key", [KEY, "ewec", "nsec-central", "sec-central", "cmec"])
def test_stops_follow_the_line_and_zones_are_near(key):
    for leg in route_of(key).legs:
        passed = [stop for stop in leg.stops if stop.kind != "border"]
        assert [stop.km for stop in passed] == sorted(stop.km for stop in passed)
        assert all(stop.off_km <= ZONES_KM for stop in leg.zones)
        assert {stop.country for stop in leg.zones} <= {leg.country.iso2}


def test_every_zone_near_the_line_is_a_stop_once(client):
    route = route_of(KEY)
    near = sorted(one.place.key for one in route.near)
    assert len(near) > 20
    page = text(client.get(f"/connectivity/corridors/{KEY}/"))
    listed = page[page.index('id="route"') : page.index('id="tax"')]
    named = re.findall(r'class="zn"><a href="/zones/([\w-]+)/"', listed)
    assert sorted(named) == near


def test_both_gates_of_a_border_are_one_stop(client):
    borders = route_of(KEY).borders
    assert [(stop.gate.key, stop.facing.key) for stop in borders][:1] == [
        ("cn-border-mohan", "la-border-boten")
    ]
    page = text(client.get(f"/connectivity/corridors/{KEY}/"))
    page = page[page.index('id="route"') :]
    assert page.index("Mohan Port") < page.index("Golden Triangle Special Economic Zone")


def test_what_is_not_known_is_said(client):
    page = text(client.get(f"/connectivity/corridors/{KEY}/"))
    assert "by road: not known" in page
    assert "1,513" in page


def test_the_tax_of_the_countries_on_it_has_sources(client):
    page = text(client.get(f"/connectivity/corridors/{KEY}/"))
    tax = page[page.index('id="tax"') : page.index('id="notes"')]
    assert "Years free of profit tax" in tax
    assert 'href="#n' in tax
    assert "Cambodia" not in tax


def test_every_corridor_has_a_page_and_a_strip(client):
    for corridor in Corridor.objects.published():
        assert client.get(corridor.get_absolute_url()).status_code == 200
        strip = strip_of(route_of(corridor.key))
        assert all(30 <= dot.x <= 1130 for dot in strip.dots), corridor.key
        for row in (0, 1):
            spans = sorted((name.x, len(name.text)) for name in strip.names if name.row == row)
            assert len(spans) == len({x for x, _wide in spans}), corridor.key
