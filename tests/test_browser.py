"""What only a browser can show: htmx, the map, the keyboard, contrast, weight, print."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from sez_portal.languages import LANGUAGES
from tests.browser import axe, first_visit_bytes, go_back
from tests.pages import PAGES, address

pytestmark = pytest.mark.browser
MOST_BYTES = 60 * 1024
WAIT_MS = 15_000

MORE = {
    "zones, table": "/zones/?view=table",
    "zones, map": "/zones/?view=map",
    "zones, filtered": "/zones/?country=LA&status=operational",
    "zones, none": "/zones/?q=sihanouk+vile",
    "zones, notes": "/zones/?country=XX&page=99",
    "a zone with cautions": "/zones/kh-dara-sakor/",
    "a zone in words only": "/zones/la-vita-park/",
    "unknown zone": "/zones/la-savan-sno/",
}
ALL = [*PAGES, *MORE]


def url_of(name: str) -> str:
    return MORE[name] if name in MORE else address(name)


@pytest.fixture(autouse=True)
def _patience(page_faults: list[str]) -> None:
    expect.set_options(timeout=WAIT_MS)


def chosen(page: Page) -> str:
    return page.url.partition("?")[2]


def test_a_click_filters_without_a_new_page(page: Page) -> None:
    page.goto("/zones/")
    page.evaluate_handle("document.body").as_element()
    total = page.locator("#found").get_attribute("data-count")
    page.locator("#country-LA").check()
    expect(page.locator("#found")).not_to_have_attribute("data-count", total or "")
    expect(page.locator("#country-LA")).to_be_checked()
    expect(page.locator(".chip")).to_have_count(1)
    assert "country=LA" in chosen(page)
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    expect(page.locator("#live")).to_contain_text("zones")
    rows = page.locator("#results li")
    assert rows.count() == 20
    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_the_focus_stays_where_it_was(page: Page) -> None:
    page.goto("/zones/")
    page.locator("#country-LA").focus()
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("#country-LA")).to_be_focused()


def test_typing_searches(page: Page) -> None:
    page.goto("/zones/")
    page.locator("#q").press_sequentially("savanseno", delay=20)
    expect(page.locator("#results li")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("savanseno")
    assert "q=savanseno" in chosen(page)


def test_back_brings_the_earlier_results(page: Page) -> None:
    page.goto("/zones/")
    page.locator("#country-LA").check()
    expect(page.locator(".chip")).to_have_count(1)
    go_back(page)
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#country-LA")).not_to_be_checked()


def test_it_works_without_scripts(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/zones/")
    page.locator("#country-LA").check()
    page.locator("#filters button[type=submit]").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    assert "country=LA" in chosen(page)
    page.locator("#results li a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/zones/la-" in page.url


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator("body > a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_and_no_width_scrolls_sideways(
    page: Page, page_faults: list[str], name: str
) -> None:
    page.emulate_media(reduced_motion="reduce")  # no colour is caught on its way
    page.goto(url_of(name), wait_until="networkidle")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert axe(page) == []
    for width in (768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    if name == "unknown zone":  # Chromium itself tells the console of the 404
        page_faults[:] = [fault for fault in page_faults if "404" not in fault]


@pytest.mark.parametrize("name", [name for name in ALL if name != "zones, map"])
def test_a_first_visit_is_light(page: Page, page_faults: list[str], name: str) -> None:
    # The bar is without the map; the plate's drawing is a map asset, measured on its own.
    empty = {"body": "<svg xmlns='http://www.w3.org/2000/svg'/>", "content_type": "image/svg+xml"}
    page.route("**/static/map/*", lambda route: route.fulfill(**empty))
    if settings.WHITENOISE_USE_FINDERS:
        pytest.skip("static files are not compressed with DEBUG on: tests/run")
    sizes = first_visit_bytes(page, url_of(name))
    if name == "unknown zone":
        page_faults[:] = [fault for fault in page_faults if "404" not in fault]
    assert sizes.total() <= MOST_BYTES, dict(sizes)


@pytest.mark.parametrize("code", [code for code, _name in LANGUAGES])
@pytest.mark.parametrize("path", ["/", "/zones/", "/zones/la-savan-seno/"])
def test_nothing_leaves_the_host_in_any_language(page: Page, code: str, path: str) -> None:
    page.goto(path if code == "en" else f"/{code}{path}", wait_until="networkidle")
    expect(page.locator("h1")).to_have_count(1)


def test_print_shows_the_facts_without_the_navigation(page: Page) -> None:
    page.goto("/zones/la-savan-seno/")
    page.emulate_media(media="print")
    for part in page.locator("header nav, nav.pager, .noprint, a.skip").all():
        expect(part).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("954")


@pytest.mark.parametrize("key", ["la-savan-seno", "vn-nomura-hai-phong", "mm-shwe-kokko"])
def test_a_zone_prints_as_a_fact_sheet_of_two_pages(page: Page, key: str) -> None:
    page.goto(f"/zones/{key}/")
    sheet = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) <= 2
