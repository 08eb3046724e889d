"""A comparison as it is read: names that stay, little to press through, half as long as it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.paper import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server")]
KEYS = ("la-savan-seno", "mm-thilawa", "th-amata-city-chonburi", "vn-shtp")
FOUR = "/compare/?" + "&".join(f"zone={key}" for key in KEYS)
PACK = "/shortlist/answer-pack/?" + "&".join(f"zone={key}" for key in KEYS)
STOPS = """() => [...document.querySelectorAll(
    "main :is(a[href], button, summary, input, [tabindex])")]
  .filter(one => one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility()).length"""
REGIONS = """() => [...document.querySelectorAll("[role=region], section[aria-labelledby]")]
  .map(one => one.getAttribute("aria-label")
    || document.getElementById(one.getAttribute("aria-labelledby")).textContent.trim())"""
LEVELS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
  .map(one => Number(one.tagName[1]))"""


@pytest.mark.parametrize("url", [FOUR, PACK])
def test_names_stay_and_little_stands_in_the_way(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url)
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 6500
    if url == FOUR:
        assert page.evaluate("() => document.documentElement.scrollHeight") <= 3900
    assert page.evaluate(STOPS) <= 60
    page.locator(".cmp tbody tr").nth(20).scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    box = page.locator(".cmp thead h2").first.bounding_box()
    assert 0 <= box["y"] < 100


@pytest.mark.parametrize("url", [FOUR, PACK])
def test_regions_have_names_of_their_own_and_levels_follow(page: Page, url: str) -> None:
    page.goto(url)
    names = page.evaluate(REGIONS)
    assert len(set(names)) == len(names), names
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert not axe(page)


def test_the_first_column_covers_no_link_that_has_the_focus(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(FOUR)
    links = page.locator(".cmp tbody a")
    page.locator(".scroll--cmp").evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    for number in range(links.count()):
        links.nth(number).focus()
        box = links.nth(number).bounding_box()
        column = page.locator(".cmp th[scope=row]").first.bounding_box()
        assert box["x"] >= column["x"] + column["width"] - 1, number
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_a_pack_is_a_matrix_and_few_sheets_a_zone(page: Page) -> None:
    page.goto(PACK)
    expect(page.locator(".cmp thead h2")).to_have_count(4)
    expect(page.locator(".packpage table").first).to_be_hidden()
    page.locator(".packpage summary").first.click()
    expect(page.locator(".packpage table").first).to_be_visible()
    assert pages_of(page) <= 14
