"""Local plates: points on the right side of a finer line, names that never meet nor are cut."""

import re
from pathlib import Path

import pytest

from countries.models import Gateway
from sez_portal.maps import local_plate
from sez_portal.maps.fine_ground import OPEN_SEA, country_at, km_to_land, tiles_in
from sez_portal.maps.local_plate import WIDTHS, LocalPlate, Sign, plate_of
from sez_portal.records.choices import Finding
from tests.pages import text
from zones import checks, facets, local_plates
from zones.models import Zone
from zones.near import near_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# On land of the neighbour by the finer line, and why; the plate of each says so.
BEYOND = {
    "cn-dongxing-mong-cai-cross-border-ecz": "known to the town, on the river that is the border",
    "la-boten": "known to the town, less than a kilometre from the gate",
    "la-vangtao-phonthong": "known to the town, at the gate itself",
    "la-viengkham-thasaard": "known to the district, across the Mekong: to be asked",
    "mm-chinshwehaw": "known to the town, at the gate",
    "mm-shwe-kokko": "on the bank of the river that is the border",
}
OFF_SHORE_KM = 2.5  # ports and reclaimed land
AT_THE_GATE_KM = 1.5  # a crossing may be placed on the line, or on a bridge


def test_each_zone_lies_in_its_own_country_by_the_finer_line():
    beyond, off_shore = set(), {}
    for zone in Zone.objects.published():
        found = country_at(zone.point)
        if found == OPEN_SEA:
            off_shore[zone.key] = km_to_land(zone.point, zone.country_id)
        elif found is not None and found != zone.country_id:
            beyond.add(zone.key)
    assert beyond == set(BEYOND)
    assert max(off_shore.values()) <= OFF_SHORE_KM, off_shore


def test_each_gateway_lies_in_its_own_country_or_at_the_line():
    for gateway in Gateway.objects.published():
        if country_at(gateway.point) not in (None, OPEN_SEA, gateway.country_id):
            away = km_to_land(gateway.point, gateway.country_id)
            assert away is not None, gateway.key
            assert away <= AT_THE_GATE_KM, gateway.key


def test_a_point_far_beyond_the_line_is_noticed():
    values = {"country": "LA", "name_en": "A zone", "lon": "101.69"}
    assert "lat" not in checks.check("la-boten", values | {"lat": "21.19"})
    assert checks.check("la-boten", values | {"lat": "21.30"})["lat"] == Finding.ABROAD


def plates() -> dict[str, LocalPlate]:
    index, found = facets.current(), {}
    for zone in Zone.objects.published().select_related("country")[::4]:
        gateways = [row.gateway for kind in near_of(zone, index.reference) for row in kind.gateways]
        if plate := local_plates.of_zone(index, zone, gateways):
            found[zone.key] = plate
    return found


def test_names_meet_nothing_and_are_not_cut_at_any_width():
    found = plates()
    assert len(found) > 80
    for key, plate in found.items():
        for width in WIDTHS:
            shown = [name for name in plate.names if width in local_plate.WIDE or not name.is_wide]
            boxes = [plate._box_of(name, width) for name in shown]
            for number, box in enumerate(boxes):
                assert plate._fits(box, width), (key, shown[number].text, width)
                assert not any(map(box.meets, boxes[:number])), (key, shown[number].text, width)


def test_letters_are_large_enough():
    sheet = (Path(__file__).parents[1] / "static" / "css" / "plates.css").read_text("utf-8")
    screen = sheet.partition("@media print")[0]
    sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)px", screen)]
    assert sizes
    assert min(sizes) >= 11
    assert local_plate.LETTERS >= 11


def test_a_plate_is_at_the_scale_of_its_matter():
    zone = Zone.objects.get(key="la-boten")
    index = facets.current()
    gateways = [row.gateway for kind in near_of(zone, index.reference) for row in kind.gateways]
    plate = local_plates.of_zone(index, zone, gateways)
    assert plate.half_km <= 12
    assert {"B", "R"} <= plate.letters
    assert plate.border
    names = {name.text for name in plate.names}
    assert {"China", "Lao PDR"} <= names


def test_the_page_says_where_the_ground_is_from_and_what_it_does_not_show(client):
    page = text(client.get("/zones/la-boten/"))
    assert "© OpenStreetMap contributors, ODbL" in page
    assert "Roads and railways are not on this map" in page
    assert "lies 0.8 km inside China" in page
    assert (
        "inside"
        not in text(client.get("/zones/la-savan-seno/")).partition("plate--local")[2][:9000]
    )


def test_a_place_known_to_the_province_has_no_plate_of_kilometres(client):
    zone = Zone.objects.published().filter(coord_precision="province").first()
    page = text(client.get(zone.get_absolute_url()))
    assert "plate--local" not in page
    assert 'class="plate"' in page


def test_where_the_ground_was_not_cut_out_there_is_no_plate():
    assert tiles_in(92.0, 7.0, 92.1, 7.1) is None
    assert plate_of((92.0, 7.0), 5, [Sign(92.0, 7.0, "dot", "Here")], []) is None
