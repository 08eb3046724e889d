"""Distances, boxes and whether a point lies in its country."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sez_portal.common.geo import box_around, distance_km, is_in_country

VIENTIANE = (102.6, 17.97)
HANOI = (105.85, 21.03)
POINTS = st.tuples(st.floats(92, 116), st.floats(5, 30))


def test_known_distance():
    assert distance_km(VIENTIANE, HANOI) == pytest.approx(481, abs=3)
    assert distance_km((0, 0), (1, 0)) == pytest.approx(111.195, abs=0.001)


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways(a, b):
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert distance_km(a, a) == 0


@given(POINTS, POINTS, st.floats(1, 2000))
def test_the_box_holds_all_that_is_within(centre, point, km):
    west, south, east, north = box_around(centre, km)
    if distance_km(centre, point) <= km:
        assert west - 1e-9 <= point[0] <= east + 1e-9
        assert south - 1e-9 <= point[1] <= north + 1e-9


@pytest.mark.parametrize(
    ("point", "iso2", "inside"),
    [
        (VIENTIANE, "LA", True),
        (VIENTIANE, "TH", True),  # on the river: within the tolerance
        (HANOI, "VN", True),
        (HANOI, "LA", False),
        ((104.92, 11.57), "KH", True),
        ((102.83, 24.88), "CN", True),
        ((116.4, 39.9), "CN", False),  # China means Yunnan and Guangxi
        ((96.27, 16.67), "MM", True),
        ((0, 0), "XX", True),  # no outline, no check
    ],
)
def test_is_in_country(point, iso2, inside):
    assert is_in_country(point, iso2) is inside
