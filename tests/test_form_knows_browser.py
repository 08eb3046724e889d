"""The form of a section in the browser, wide and on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser import axe
from tests.own_zone import own_zone
from zones.record import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-formed"
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}
PAST_THE_EDGE = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    expect.set_options(timeout=15_000)
    with django_db_blocker.unblock(), own_zone(KEY):
        yield


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_sections_fit_and_an_error_is_one_press_away(visit, screen) -> None:
    page = visit(cast.official(KEY, office="Zone office"), **screen)
    for section in ("identity", "other", "glance", "offers", "land"):
        page.goto(f"/desk/edit/zone/{KEY}/{section}/")
        assert not page.evaluate(PAST_THE_EDGE), section
        assert not axe(page), section
    page.get_by_label("Area", exact=True).fill("ten")
    page.get_by_role("button", name="Send this section").click()
    fault = page.get_by_role("link", name="Area – “ten” is not a number")
    expect(fault).to_be_visible()
    fault.click()
    expect(page.get_by_label("Area", exact=True)).to_be_focused()
    expect(page.get_by_label("Area", exact=True)).to_have_value("ten")


def test_a_long_list_can_be_searched_and_keeps_what_is_ticked(visit) -> None:
    page = visit(cast.official(KEY, office="Zone office"), **PHONE)
    page.goto(f"/desk/edit/zone/{KEY}/other/")
    page.get_by_label("Khammouane").check()
    page.get_by_label("Find in this list").first.fill("champa")
    expect(page.get_by_label("Champasak")).to_be_visible()
    expect(page.get_by_label("Khammouane")).to_be_visible()
    expect(page.get_by_label("Attapeu")).to_be_hidden()


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_each_cell_of_an_offer_has_its_label_above_and_its_unit_beside(visit, screen) -> None:
    page = visit(cast.official(KEY, office="Zone office"), **screen)
    page.goto(f"/desk/edit/zone/{KEY}/offers/")
    row = page.get_by_role("group", name="Row 1", exact=True)
    names = map(str, ZONE["offers"].kind.labels.values())
    boxes = []
    for name in names:
        label, cell = row.get_by_text(name, exact=True), row.get_by_label(name, exact=True)
        expect(label).to_be_visible()
        above, box = label.bounding_box(), cell.bounding_box()
        assert above["y"] + above["height"] <= box["y"] + 1, name
        assert box["x"] + box["width"] <= screen["viewport"]["width"], name
        boxes.append(box)
    lefts = {round(box["x"]) for box in boxes}
    assert len(lefts) == (1 if screen is PHONE else 3)
    unit, price = row.locator(".unit").nth(1).bounding_box(), boxes[3]
    assert unit["x"] >= price["x"] + price["width"]
    assert price["y"] <= unit["y"] + unit["height"] / 2 <= price["y"] + price["height"]
