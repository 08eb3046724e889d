"""Plates: places fall into the right squares, dots keep their count, frames stay on the plate."""

import random

import pytest

from sez_portal.maps import static_map
from sez_portal.maps.static_map import (
    OTHER,
    REGION,
    Gate,
    Point,
    country_frame,
    frame_for,
    gather,
)

SAVAN_SENO = (104.77, 16.57)


def point(lon: float, lat: float, status: str = "operational", **more) -> Point:
    return Point(lon, lat, status, more.pop("label", "A zone"), "/zones/a/", **more)


@pytest.mark.parametrize(
    ("place", "square"),
    [
        (SAVAN_SENO, "D3"),
        ((96.27, 16.67), "B3"),  # Thilawa
        ((108.2, 16.07), "E3"),  # Da Nang
        ((102.83, 24.88), "C1"),  # Kunming
        ((104.92, 11.57), "D5"),  # Phnom Penh
        ((112.4, 23.5), "E2"),  # the rim belongs to the square beside it
        ((116.4, 39.9), ""),  # Beijing lies outside
    ],
)
def test_square(place, square):
    assert static_map.square(*place) == square


def test_project_is_the_grid_of_the_drawing():
    assert static_map.project(92, 28) == (52, 144)
    assert static_map.project(108, 12) == (1237, 1410)


def test_a_country_that_is_not_drawn_yet_is_shown_in_the_region():
    assert country_frame("BN") == REGION


def test_gather_merges_and_keeps_the_count():
    chance = random.Random(7)  # noqa: S311 - points on a map, no secret
    zones = [point(chance.uniform(94, 110), chance.uniform(7, 27)) for _ in range(5000)]
    dots = gather(zones, REGION, size=20)
    assert len(dots) <= static_map.MOST_DOTS
    assert sum(dot.zones for dot in dots) == 5000


def test_gather_shows_what_most_of_a_crowd_are_and_links_to_its_box():
    crowd = [point(100.5, 13.7, "planned", label=f"Zone {i}") for i in range(8)]
    (dot,) = gather([*crowd, point(100.5, 13.7)], REGION, size=20, crowd_url="/zones/?bbox=BBOX")
    assert (dot.zones, dot.kind) == (9, "dot dot--plan")
    assert dot.label == "Zone 0; Zone 1; Zone 2; Zone 3; Zone 4; Zone 5 …"
    assert dot.url == "/zones/?bbox=100.48,13.68,100.52,13.72"


def test_gather_leaves_out_what_lies_outside_and_keeps_the_selected_apart():
    frame = frame_for([SAVAN_SENO])
    here = point(*SAVAN_SENO, selected=True)
    dots = gather([point(*SAVAN_SENO), here, point(100.5, 13.7)], frame, size=5)
    assert [dot.kind for dot in dots] == ["dot", "dot dot--on"]


@pytest.mark.parametrize(
    "places",
    [
        [],
        [SAVAN_SENO],
        [(91.4, 5.3)],
        [(112.8, 29.6)],
        [(94, 7), (110, 27)],
        [(0, 0), SAVAN_SENO],
    ],
)
@pytest.mark.parametrize("ratio", [0, 0.5, 0.75, 1.5])
def test_frames_stay_inside(places, ratio):
    frame = frame_for(places, ratio=ratio)
    assert frame.x >= 0 and frame.y >= 0
    assert frame.x + frame.width <= static_map.WIDTH
    assert frame.y + frame.height <= static_map.HEIGHT


@pytest.mark.parametrize("iso2", ["CN", "KH", "LA", "MM", "TH", "VN"])
def test_a_country_and_its_neighbours_are_named(iso2):
    plate = static_map.draw([], frame=country_frame(iso2), size="l")
    assert sum("big-t" in label.kind for label in plate.labels) >= 2


def test_letters_and_rings_are_scaled_to_the_frame():
    frame = frame_for([SAVAN_SENO], minimum_km=300, ratio=0.75)
    here = point(*SAVAN_SENO, selected=True)
    plate = static_map.draw([here], frame=frame, size="s", rings_km=(50, 100))
    assert plate.letters == pytest.approx(46 * frame.width / 1600, abs=0.01)
    assert plate.rings[1].r == pytest.approx(2 * plate.rings[0].r, abs=0.1)
    assert plate.rings[1].r * 3 == pytest.approx(frame.width, rel=0.02)


def test_zones_left_out_are_grey_and_not_counted():
    plate = static_map.draw([point(*SAVAN_SENO), point(100.5, 13.7, OTHER)])
    assert plate.count == 1
    assert plate.others.count("h0") == 1


def gate_names(plate: static_map.StaticMap) -> dict[str, str]:
    """The names of gateways with the side on which they begin."""
    return {str(label.text): label.anchor for label in plate.labels if label.kind == "t"}


def test_a_name_that_would_stand_on_others_is_left_out():
    names = ("Friendship Bridge 2", "Mukdahan", "Savannakhet")
    gates = [Gate(104.74 + 0.005 * at, 16.6, name) for at, name in enumerate(names)]
    plate = static_map.draw([], frame=frame_for([SAVAN_SENO]), size="s", labels=gates)
    assert gate_names(plate) == {"Friendship Bridge 2": "start", "Mukdahan": "end"}
    assert plate.gateways.count("M") == 3


def test_a_name_stands_where_no_zone_is_in_its_way():
    gate = Gate(*SAVAN_SENO, "Bridge")
    frame = frame_for([SAVAN_SENO])
    east, west = (point(SAVAN_SENO[0] + away, SAVAN_SENO[1]) for away in (0.12, -0.12))
    sides = [
        gate_names(static_map.draw([zone], frame=frame, size="s", labels=[gate]))
        for zone in (east, west)
    ]
    assert sides == [{"Bridge": "end"}, {"Bridge": "start"}]


def test_a_name_keeps_clear_of_the_dot_that_covers_its_point():
    gate, frame = Gate(*SAVAN_SENO, "Bridge"), frame_for([SAVAN_SENO])
    here = point(*SAVAN_SENO)
    plate = static_map.draw([here], frame=frame, size="s", labels=[gate])
    label = next(label for label in plate.labels if label.text == "Bridge")
    assert label.x > plate.dots[0].x + plate.dots[0].r
