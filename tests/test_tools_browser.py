"""The calculators in a browser: with and without scripts, on a phone, with axe."""

import pytest
from playwright.sync_api import Page, expect

from investors.calculators.match.page import PER_PAGE
from tests.browser import axe

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)
RESULTS = {
    "schedule": "/tools/incentives/?zone=la-saysettha&zone=kh-phnom-penh-sez",
    "schedule of a country": "/tools/incentives/?country=VN&sector=it_digital",
    "schedule, faults": "/tools/incentives/?profit=abc&growth=1e300&zone=nobody",
    "schedule, words": "/tools/incentives/?add=park",
    "cost": "/tools/cost/?hectares=2&power=500&workers=200",
    "cost of zones": "/tools/cost/?hectares=2&workers=9&zone=vn-phuoc-dong-wharf&zone=la-boten",
    "cost, faults": "/tools/cost/?hectares=-2&workers=1.5",
    "match": "/tools/match/?country=LA&w_lease=10",
    "match, faults": "/tools/match/?w_lease=abc",
    "match, none": "/tools/match/?q=zzzzqqq",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", RESULTS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(RESULTS[name], wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for details in page.locator("main details").all():
        details.evaluate("details => { details.open = true; }")
    assert axe(page) == []


@pytest.mark.parametrize("name", ["schedule", "cost of zones", "match"])
def test_axe_finds_nothing_in_the_dark(page: Page, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(RESULTS[name], wait_until="networkidle")
    assert axe(page) == []


def _schedule(page: Page) -> None:
    """From an empty form to a schedule of two zones, and back from a mistake."""
    page.goto("/tools/incentives/")
    page.get_by_label("Add a zone by its name").fill("Savan-Seno")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator("h2", has_text="Savan-Seno")).to_be_visible()
    page.get_by_label("Add a zone by its name").fill("Thilawa")
    page.get_by_label("Profit of the first year").fill("2,000,000")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator("#h-compared")).to_be_visible()
    assert "zone=la-savan-seno" in page.url
    assert "zone=mm-thilawa" in page.url
    expect(page.locator(".tool-result svg[role=img]")).to_have_count(2)
    page.get_by_label("Growth of profit").fill("lots")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator("[role=alert]")).to_contain_text("“lots” is not a number")
    expect(page.get_by_label("Profit of the first year")).to_have_value("2,000,000")
    expect(page.get_by_label("Growth of profit")).to_have_value("lots")
    page.get_by_label("Growth of profit").fill("5")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator("#h-compared")).to_be_visible()
    page.locator("#place-mm-thilawa").get_by_role("link", name="Show it in full").first.click()
    assert "rule=" in page.url


def test_a_schedule_with_scripts(page: Page) -> None:
    _schedule(page)


def test_a_schedule_without_scripts(page_without_js: Page) -> None:
    _schedule(page_without_js)


def _cost(page: Page) -> None:
    page.goto("/tools/cost/")
    page.get_by_label("Land, hectares").fill("2")
    page.get_by_role("button", name="Compute").click()
    page.get_by_role("link", name="Every input").first.click()
    assert "zone=" in page.url
    expect(page.get_by_label("Land, hectares")).to_have_value("2")
    expect(page.locator(".costs")).to_contain_text("US$ in ten years")
    own = page.get_by_label("Your own: Land").first
    own.fill("7")
    page.get_by_role("button", name="Compute").click()
    assert "own-land-" in page.url
    expect(page.locator(".costs tbody tr").first).to_contain_text("140,000 yours")
    expect(page.locator("#notes li").first).to_be_visible()


def test_a_cost_with_scripts(page: Page) -> None:
    _cost(page)


def test_a_cost_without_scripts(page_without_js: Page) -> None:
    _cost(page_without_js)


def test_a_slider_and_its_number_move_together(page: Page) -> None:
    page.goto("/tools/match/")
    number, slider = page.locator("#w_lease"), page.get_by_role("slider", name="Land price")
    expect(page.get_by_role("slider")).to_have_count(page.locator(".weights label").count())
    number.fill("9")
    expect(slider).to_have_value("9")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(number).to_have_value("10")
    page.get_by_role("button", name="Rank the zones").click()
    assert "w_lease=10" in page.url
    assert page.url.count("w_lease") == 1
    expect(page.locator(".matched")).to_have_count(PER_PAGE)


def test_a_match_without_scripts(page_without_js: Page) -> None:
    page = page_without_js
    page.goto("/tools/match/")
    expect(page.locator("input[type=range]")).to_have_count(0)
    page.locator("#w_lease").fill("10")
    page.locator("summary", has_text="Country").first.click()
    page.get_by_label("Viet Nam").check()
    page.get_by_role("button", name="Rank the zones").click()
    expect(page.locator(".chip")).to_contain_text("Viet Nam")
    first = page.locator(".matched").first
    expect(first.locator("table")).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator("table")).to_contain_text("10")
    page.get_by_role("link", name="Next").click()
    assert "page=2" in page.url
    expect(page.locator("#w_lease")).to_have_value("10")
