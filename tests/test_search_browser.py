"""The search over all in a browser: suggestions by keyboard, on a phone, and without a script."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import axe

pytestmark = pytest.mark.browser
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _patience() -> None:
    expect.set_options(timeout=15_000)


def typed(page: Page, words: str, box: str = "#q") -> None:
    page.locator(box).press_sequentially(words)
    expect(page.locator(".suggest [role=option]").first).to_be_visible()


def test_arrows_choose_enter_opens_escape_closes(page: Page) -> None:
    page.goto("/")
    box = page.locator("#q")
    typed(page, "laem ch")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".suggest [aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".suggest [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".suggest")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("laem ch")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggest")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zones/th-laem-chabang-ie/$"))


def test_enter_without_a_choice_leads_to_the_results(page: Page) -> None:
    page.goto("/zones/th-bangpoo/")
    typed(page, "samsung", "#find")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=samsung$"))
    expect(page.locator("#found-firms")).to_be_visible()
    expect(page.locator("main")).to_contain_text("is named in 2 zones")


def test_a_suggestion_is_clicked_and_leaving_closes(page: Page) -> None:
    page.goto("/")
    typed(page, "electronics")
    page.locator("h1").click()
    expect(page.locator(".suggest")).to_be_hidden()
    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("listbox").get_by_role("option", name=re.compile("^Electronics")).click()
    expect(page).to_have_url(re.compile(r"/zones/\?sector=electronics_electrical$"))


def test_what_was_asked_before_does_not_come_after(page: Page) -> None:
    """An answer that is late is not shown in the place of a later one."""

    def late(route: Route) -> None:
        page.wait_for_timeout(1500)
        route.continue_()

    page.goto("/")
    page.route("**/suggestions/?q=sam", late)
    page.locator("#q").press_sequentially("sam", delay=10)
    page.wait_for_timeout(300)
    page.locator("#q").fill("bangpoo")
    expect(page.locator(".suggest")).to_contain_text("Bangpoo")
    page.wait_for_timeout(2000)
    expect(page.locator(".suggest")).to_contain_text("Bangpoo")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    page.goto("/")
    typed(page, "hai ph")
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    for address in ("/search/?q=hai+phong", "/search/", "/search/?q=qqqqxxxx", "/zones/?q=Samsung"):
        page.goto(address)
        assert axe(page) == []
        assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
    page.goto("/zones/?q=near+Laem+Chabang+electronics")
    assert axe(page) == []


def test_on_a_phone_the_head_leads_to_the_search(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/zones/")
    expect(page.locator("#find")).to_be_hidden()
    page.locator(".corner a[href='/search/']").click()
    typed(page, "kunming")
    page.keyboard.press("Enter")
    expect(page.locator("#found-zones")).to_be_visible()


def test_without_a_script(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/")
    page.locator("#q").fill("Viet Nam electronics")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#found-sectors")).to_be_visible()
    page.get_by_role("link", name=re.compile("Take off in Viet Nam")).click()
    expect(page.locator("#q")).to_have_value("electronics")
