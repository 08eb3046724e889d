"""The directory in a browser: back and forward, a filter that holds the page, the phone's panel."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from playwright.sync_api import Page, expect

from tests.browser import go_back

pytestmark = pytest.mark.browser
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PANEL = "#filters"


@pytest.fixture(autouse=True)
def _patience() -> None:
    expect.set_options(timeout=15_000)


@pytest.fixture(params=[0, 600], ids=["pages not kept", "pages kept"])
def _kept(request: pytest.FixtureRequest, settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = request.param
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def is_whole(page: Page, *chips: str) -> None:
    """The page with its head, title and menu, and the results of these filters."""
    expect(page.locator(".chip")).to_have_count(len(chips))
    for chip in chips:
        expect(page.locator(".chips")).to_contain_text(chip)
        expect(page).to_have_title(f"{', '.join(chips)} – Zones – Lancang-Mekong Zones")
    expect(page.locator("header.masthead")).to_have_count(1)
    expect(page.locator("h1")).to_have_text("Zones")
    expect(page.locator("nav[aria-label='Main menu'] a")).not_to_have_count(0)
    expect(page.locator("#found")).to_have_count(1)
    expect(page.locator("link[rel=stylesheet]")).not_to_have_count(0)


@pytest.mark.usefixtures("_kept")
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_back_and_forward_show_whole_pages(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    page.goto("/zones/")
    if size == PHONE:
        page.locator(".chips a[href='#filters']").click()
    page.locator("#country-LA").check()
    is_whole(page, "Lao PDR")
    page.locator("#status-operational").check()
    both = ("Lao PDR", "Operating")
    is_whole(page, *both)
    count = page.locator("#found").get_attribute("data-count") or ""
    if size == PHONE:
        page.locator(".showbar button").click()
    page.locator("#results li a").first.click()
    expect(page.locator("h1")).not_to_have_text("Zones")
    go_back(page)
    is_whole(page, *both)
    expect(page.locator("#found")).to_have_attribute("data-count", count)
    while page.locator(".chip").count() == 2:
        go_back(page)
        page.wait_for_timeout(500)
    is_whole(page, "Lao PDR")
    expect(page.locator("#status-operational")).not_to_be_checked()
    page.go_forward()
    is_whole(page, *both)
    expect(page.locator("#found")).to_have_attribute("data-count", count)


@pytest.mark.parametrize("box", ["#country-VN", "#sector-garments_textiles"])
def test_a_filter_below_the_fold_holds_the_page(page: Page, box: str) -> None:
    page.set_viewport_size(WIDE)
    page.goto("/zones/")
    page.locator(f"details:has({box})").evaluate("group => { group.open = true }")
    pressed = page.locator(box)
    pressed.evaluate("box => scrollTo(0, box.getBoundingClientRect().top + scrollY - 300)")
    scroll, top = page.evaluate("scrollY"), pressed.bounding_box()["y"]
    pressed.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.wait_for_timeout(300)
    assert abs(pressed.bounding_box()["y"] - top) <= 4
    assert abs(page.evaluate("scrollY") - scroll) <= 120  # what stands above it may have grown
    expect(pressed).to_be_focused()
    expect(page.locator("#live")).to_contain_text("zones")
    pressed.click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(pressed).to_be_visible()  # its group is still open
    expect(pressed).to_be_focused()


def test_the_order_keeps_the_focus(page: Page) -> None:
    page.goto("/zones/")
    page.locator("#sort").select_option("name")
    page.locator("#sort").focus()
    expect(page.locator("#results li").first).to_contain_text("304 Industrial Park")
    expect(page.locator("#sort")).to_be_focused()


def test_the_panel_of_a_phone_stays_until_it_is_closed(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/zones/")
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator(".chips a[href='#filters']").click()
    expect(page.locator(PANEL)).to_be_visible()
    expect(page.locator("#results")).to_be_hidden()
    box = page.locator("#status-planned")
    box.scroll_into_view_if_needed()
    top = box.bounding_box()["y"]
    box.check()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(PANEL)).to_be_visible()
    page.wait_for_timeout(300)
    assert abs(box.bounding_box()["y"] - top) <= 4
    assert page.url.endswith("#filters")
    show = page.locator(".showbar button")
    expect(show).to_be_in_viewport()
    count = page.locator("#found").get_attribute("data-count")
    expect(show).to_contain_text(f"Show {count}")
    page.reload()
    expect(page.locator(PANEL)).to_be_visible()
    expect(box).to_be_checked()
    show.click()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("#results li").first).to_be_in_viewport()
    expect(page.locator("#results")).to_be_focused()
    assert "#filters" not in page.url


def test_the_panel_closes_by_its_link(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/zones/#filters")
    page.locator("#country-LA").check()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".filters-head a").click()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("#results li")).to_have_count(20)


def test_the_panel_without_scripts(page_without_js: Page) -> None:
    page = page_without_js
    page.set_viewport_size(PHONE)
    page.goto("/zones/")
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator(".chips a[href='#filters']").click()
    expect(page.locator(PANEL)).to_be_visible()
    page.locator(".filters-head a").click()
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator(".chips a[href='#filters']").click()
    page.locator("#country-LA").check()
    show = page.locator(".showbar button")
    expect(show).to_be_in_viewport()
    show.click()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(".chip")).to_have_count(1)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_an_address_names_what_is_asked_and_comes_once(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    page.goto("/zones/#filters")
    page.locator("#facet-near summary").click()
    before = page.evaluate("history.length")
    page.locator("#near").select_option("main_seaport")
    expect(page.locator(".chip")).to_contain_text("within 100 km of a main seaport")
    assert page.url.partition("#")[0].endswith("/zones/?near=main_seaport")
    page.locator("#within").fill("50")
    page.locator(".showbar button" if size == PHONE else ".showall button").click()
    expect(page.locator(".chip")).to_contain_text("within 50 km of a main seaport")
    page.wait_for_timeout(500)
    assert page.url.partition("#")[0].endswith("/zones/?near=main_seaport&within=50")
    assert page.evaluate("history.length") == before + 2
    if size == WIDE:
        page.locator(".showall button").click()
        page.wait_for_timeout(500)
        assert page.evaluate("history.length") == before + 2
    go_back(page)
    expect(page.locator(".chip")).to_contain_text("within 100 km of a main seaport")
    page.go_forward()
    expect(page.locator(".chip")).to_contain_text("within 50 km of a main seaport")
    expect(page.locator("#near")).to_have_value("main_seaport")


def test_closing_the_panel_returns_to_its_button(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/zones/")
    page.locator("#open-filters").click()
    expect(page.locator(PANEL)).to_be_visible()
    page.locator(".filters-head a").click()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator("#open-filters")).to_be_focused()
    expect(page.locator("#open-filters")).to_be_in_viewport()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_rows_fit_and_stand_below_their_heads(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    page.goto("/zones/?near=seaport&within=60&available_min=20")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    row = page.locator(".zline").first
    figures = row.locator("dl > div:visible")
    expect(figures).to_have_count(3 if size == PHONE else 5)
    expect(row).to_contain_text("km")
    if size == WIDE:
        heads = page.locator(".colhead .cols > span")
        for place in range(5):
            head, cell = heads.nth(place).bounding_box(), figures.nth(place).bounding_box()
            assert abs(head["x"] - cell["x"]) <= 1
