"""A crossing with zones on both sides: a mirror, what each side has, a map of kilometres."""

import re

import pytest

from sez_portal.records.evidence.facts import Notes
from tests.pages import text
from zones import facets, local_plates
from zones.both_sides import gates_of, near_on_both, sides_of
from zones.models import CrossBorderZone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
URL = "/connectivity/cross-border/mohan-boten/"


def section(page: str, name: str) -> str:
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_the_border_is_the_middle_column(client):
    mirror = section(text(client.get(URL)), "sides")
    rows = re.findall(r"<tr>(.*?)</tr>", mirror, re.S)
    assert len(rows) > 10
    for row in rows[1:]:
        assert re.fullmatch(
            r"\s*<td.*?</td>\s*<th scope=\"row\".*?</th>\s*<td.*</td>\s*", row, re.S
        )
    assert "1,640" in mirror
    assert "not known" in mirror


def test_each_side_has_its_gateways_tax_and_office(client):
    page = text(client.get(URL))
    assert "Mohan Railway Station" in section(page, "sides")
    assert "none within 300 km" in section(page, "sides")
    tax = section(page, "tax")
    assert "Sixteen years free of profit tax" in tax
    assert "Holds only if:" in tax
    ask = section(page, "ask")
    assert "/zones/la-boten/enquire/" in ask
    assert "zone=cn-mohan-boten-ecz&amp;zone=la-boten" in ask


def test_the_corridors_through_it_are_named(client):
    page = text(client.get(URL))
    assert "/connectivity/corridors/nsec-western-boten/" in page
    assert "kilometre 530" in page


def test_the_map_is_at_the_scale_of_the_crossing(client):
    pair = CrossBorderZone.objects.get(key="mohan-boten")
    index = facets.current()
    plate = local_plates.of_pair(index, [pair.zone_a, pair.zone_b], gates_of(pair, index))
    assert plate.half_km == local_plates.LEAST_KM
    assert "plate--local" in text(client.get(URL))


def test_the_side_that_is_not_known_is_said(client):
    page = text(client.get("/connectivity/cross-border/lao-bao-densavan/"))
    assert "The zone on the other side is not known." in page
    assert "Ask both" not in page


def test_every_pair_has_a_page(client):
    index = facets.current()
    for pair in CrossBorderZone.objects.published():
        assert client.get(pair.get_absolute_url()).status_code == 200, pair.key
        zones = [zone for zone in (pair.zone_a, pair.zone_b) if zone]
        kinds = near_on_both(sides_of(zones, index, Notes()))
        assert all(len(kind.nearest) == len(zones) for kind in kinds), pair.key


def test_a_point_beyond_the_border_is_told_as_on_the_page_of_the_zone(client):
    told = "km inside China."
    for path in ("/zones/la-boten/", URL):
        assert told in text(client.get(path)), path
    page = text(client.get(URL))
    assert "By this line the point of Boten Special Economic Zone" in page
    assert "The two zones" in page
