"""The map in a browser: list and map know each other, the address says what is on show, the
keyboard and a phone are enough, and it stands in the frame of another site."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe, first_visit_bytes, go_back

pytestmark = pytest.mark.browser
MAP = "/zones/?view=map"
KEY = "la-savan-seno"
NEAR_IT = "at=16.6,104.8,9"
MOST_BYTES = 350 * 1024  # of scripts, styles and data where a map is shown
SPOT = ".signs .spot:not(.spot--many)"


@pytest.fixture(autouse=True)
def _patience() -> None:
    expect.set_options(timeout=15_000)


def at(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("#map.is-live")).to_be_attached()


def test_without_scripts_the_server_draws_and_chooses(page_without_js: Page) -> None:
    page = page_without_js
    page.goto(f"{MAP}&{NEAR_IT}")
    expect(page.locator("#zone-map svg.map")).to_be_visible()
    page.locator(f"#row-{KEY} .choose").click()
    expect(page.locator(".popup h2")).to_contain_text("Savan")
    page.locator(".popup .close").click()
    expect(page.locator(".popup")).to_be_hidden()
    page.locator(".layers > summary").click()
    page.locator("[name=layer][value=airport]").check()
    page.locator(".layers button[type=submit]").click()
    assert "layer=airport" in page.url
    page.locator("#to-filters").click()
    expect(page.locator("#filters")).to_be_visible()


def test_a_row_marks_its_point_and_a_point_its_row(page: Page) -> None:
    at(page, f"{MAP}&{NEAR_IT}")
    page.locator(f"#row-{KEY} h3 a").hover()
    expect(page.locator(".signs .is-hov")).to_have_count(1)
    page.locator(f"#row-{KEY} h3 a").focus()
    expect(page.locator(".signs .is-hov")).to_have_count(1)
    at(page, f"{MAP}&country=LA")
    page.locator(SPOT).first.click()
    expect(page.locator(".popup dl dt")).to_have_count(4)
    key = re.search(r"select=([a-z0-9-]+)", page.url)
    assert key
    expect(page.locator(".mline.is-on")).to_have_id(f"row-{key[1]}")
    expect(page.locator(".popup [name=zone]")).to_have_attribute("value", key[1])


def test_the_keyboard_chooses_and_goes_back_to_the_row(page: Page) -> None:
    at(page, f"{MAP}&q=savanseno")
    assert page.locator('.signs button:not([tabindex="-1"])').count() == 0
    page.locator("#zone-map > .skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    page.locator(f"#row-{KEY} .choose").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#h-card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".popup")).to_be_hidden()
    expect(page.locator(f"#row-{KEY} .choose")).to_be_focused()


def test_the_address_says_it_and_back_brings_it_back(page: Page) -> None:
    at(page, f"{MAP}&{NEAR_IT}")
    page.locator(f"#row-{KEY} .choose").click()
    expect(page.locator(".popup h2")).to_contain_text("Savan")
    page.locator(".layers > summary").click()
    page.locator("[name=by][value=size]").check()
    expect(page.locator("#map")).to_have_attribute("data-by", "size")
    assert f"select={KEY}" in page.url and "by=size" in page.url
    go_back(page)
    expect(page.locator("#map")).to_have_attribute("data-by", "status")
    expect(page.locator("[name=by][value=status]")).to_be_checked()
    go_back(page)
    expect(page.locator(".popup")).to_be_hidden()
    page.go_forward()
    expect(page.locator(".popup h2")).to_contain_text("Savan")
    page.reload()
    expect(page.locator("#map.is-live")).to_be_attached()
    expect(page.locator(".popup h2")).to_contain_text("Savan")
    expect(page.locator(f"#row-{KEY}.is-on")).to_be_visible()


def test_a_move_is_in_the_address_and_the_list_follows(page: Page) -> None:
    at(page, MAP)
    page.locator(".zoom .nearer").click()
    page.locator(".zoom .nearer").click()
    expect(page.locator("#h-list")).to_contain_text("in this part")
    assert "at=" in page.url and "box=" not in page.url
    page.locator(".zoom .whole").click()
    expect(page.locator("#h-list")).not_to_contain_text("in this part")
    assert "at=" not in page.url


def test_filters_hold_on_the_map_without_a_new_page(page: Page) -> None:
    at(page, MAP)
    page.locator("#to-filters").click()
    page.locator("#country-LA").check()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator("#q").fill("savanseno")
    expect(page.locator("#results .mline")).to_have_count(1)
    expect(page.locator(SPOT)).to_have_count(1)
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    expect(page.locator("#map.is-live")).to_be_attached()  # it is the same map


def test_a_crowd_comes_nearer_and_no_sign_covers_a_number(page: Page) -> None:
    at(page, MAP)
    crowd = page.locator(".signs .spot--many").first
    expect(crowd).to_be_visible()
    boxes = page.locator(".signs .spot--many").evaluate_all(
        "all => all.map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width]; })"
    )
    gates = page.locator(".signs .gate").evaluate_all(
        "all => all.map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width]; })"
    )
    for x, y, wide in boxes:
        for left, top, side in gates:
            assert (
                x + wide <= left + 1
                or left + side <= x + 1
                or y + wide <= top + 1
                or (top + side <= y + 1)
            )
    crowd.click()
    expect(page.locator("#h-list")).to_contain_text("in this part")
    painted = page.locator("#zone-map canvas").evaluate(
        "c => c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data[3]"
    )
    assert painted == 255  # the ground is there at the new place too


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wrong_with_it(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    at(page, f"{MAP}&{NEAR_IT}&select={KEY}")
    expect(page.locator(".popup h2")).to_be_visible()
    page.locator(".layers > summary").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_list_slides_over_the_map(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    at(page, MAP)
    before = page.locator("#zone-map").bounding_box()
    page.evaluate("scrollTo({top: 700, behavior: 'instant'})")
    after, sheet = page.locator("#zone-map").bounding_box(), page.locator("#results").bounding_box()
    assert before and after and sheet
    assert after["y"] == 0  # it stays
    assert sheet["y"] < after["height"]  # and the list lies over it


def test_on_a_phone_map_and_list_are_one_press_apart(page: Page) -> None:
    """From anywhere in the list to the map and back; a row that is chosen there is seen there."""
    page.set_viewport_size({"width": 390, "height": 844})
    at(page, MAP)
    page.locator(".to-sheet").click()
    expect(page.locator(".mline").first).to_be_in_viewport(ratio=1)
    page.locator(".mline").nth(12).scroll_into_view_if_needed()
    page.locator(".to-map").click()
    expect(page.locator(".to-sheet")).to_be_in_viewport(ratio=1)
    page.locator(".mline .choose").nth(9).click()
    expect(page.locator(".popup h2")).to_be_in_viewport(ratio=1)
    sheet, popup = (page.locator(one).bounding_box() for one in ("#results", ".popup h2"))
    assert sheet and popup
    assert popup["y"] + popup["height"] <= sheet["y"]


def test_gateways_that_the_layers_hide_are_named(page: Page) -> None:
    at(page, MAP)
    note = page.locator(".map-off")
    expect(note).to_contain_text("Hidden by the layers: Airports (", use_inner_text=True)
    page.locator(".layers > summary").click()
    for box in page.locator(".layers [type=checkbox]").all():
        box.check()
    expect(note).to_be_hidden()
    page.get_by_label("Seaports").uncheck()
    expect(note).to_contain_text("Seaports (", use_inner_text=True)
    expect(note.get_by_text("Airports")).to_be_hidden()


def test_what_a_map_weighs(page: Page) -> None:
    sizes = first_visit_bytes(page, MAP)
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_it_stands_in_the_frame_of_another_site(page: Page, live_server) -> None:
    page.goto("/embed/map/?country=LA")
    expect(page.locator(".signs .spot").first).to_be_visible()
    assert axe(page) == []
    assert page.context.cookies() == []
    page.locator(SPOT).first.click()
    expect(page.locator(".popup dl dt")).to_have_count(4)
    expect(page.locator(".popup button")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".popup")).to_be_hidden()
