"""Paper: files that a mail can carry, no bitmap for a hatch, a number on each page."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.paper import on_paper, pages_of

pytestmark = pytest.mark.browser
MOST_BYTES = 2 * 1024 * 1024
ZONES = "zone=vn-chu-lai&zone=la-savan-seno&zone=kh-sihanoukville-sez&zone=kh-dara-sakor"
PRINTED = {
    "a country": "/countries/viet-nam/",
    "a zone": "/zones/la-savan-seno/",
    "incentives": "/incentives/",
    "compare": f"/compare/?{ZONES}",
    "answer pack": f"/shortlist/answer-pack/?{ZONES}",
    "schedule": f"/tools/incentives/?{ZONES}",
}
KINDS = {
    **PRINTED,
    "first page": "/",
    "zones": "/zones/",
    "zones as a table": "/zones/?view=table",
    "shortlist": f"/shortlist/?{ZONES}",
    "match": "/tools/match/",
    "cost": f"/tools/cost/?{ZONES}",
    "centres": "/one-stop-services/",
    "a centre": "/one-stop-services/cn-guangxi-investment-bureau/",
    "a procedure": "/procedures/cn-company-registration/",
    "an incentive": "/incentives/cn-bonded-import/",
    "connections": "/connectivity/",
    "a gateway": "/connectivity/gateways/cn-airport-kmg/",
    "a corridor": "/connectivity/corridors/ewec/",
    "a pair": "/connectivity/cross-border/hekou-lao-cai/",
    "data quality": "/about/data-quality/",
    "about": "/about/",
}
PATTERNS = """() => [...document.querySelectorAll("body *")].flatMap(
  (element) => [null, "::before", "::after"].map((part) => getComputedStyle(element, part))
).filter((style) => style.backgroundImage.includes("repeating-")).length"""


@pytest.mark.parametrize("url", PRINTED.values(), ids=PRINTED)
def test_a_page_prints_without_bitmaps(page: Page, url: str) -> None:
    page.goto(url)
    assert len(page.pdf(prefer_css_page_size=True)) <= MOST_BYTES
    page.emulate_media(media="print")
    assert page.evaluate(PATTERNS) == 0


def test_the_first_page_of_a_country_is_full(page: Page) -> None:
    """Facts and map stand beside each other, not one below the other on a page of its own."""
    page.set_viewport_size({"width": 695, "height": 1000})  # A4 without its margins
    page.goto("/countries/viet-nam/")
    page.emulate_media(media="print")
    facts, plate = (page.locator(name).first.bounding_box() for name in (".facts", ".plate"))
    assert plate["x"] >= facts["x"] + facts["width"]
    assert plate["y"] < facts["y"]


def test_a_country_prints_on_few_sheets(page: Page) -> None:
    """The country with most zones; its rates and holidays stand close."""
    page.goto("/countries/viet-nam/")
    assert len(page.pdf(prefer_css_page_size=True)) <= 1024 * 1024
    assert pages_of(page) <= 6


@pytest.mark.parametrize("key", ["viet-nam", "thailand", "lao-pdr"])
def test_a_country_is_half_as_long_as_it_was(page: Page, key: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/countries/{key}/")
    assert page.evaluate("document.documentElement.scrollHeight") <= 12_434 / 2


def test_headings_are_never_alone_at_a_foot(page: Page) -> None:
    page.goto(f"/shortlist/answer-pack/?{ZONES}")
    page.emulate_media(media="print")
    for name in ("h1", ".section > h2", ".cmp tr.group", ".pack tr.group", "thead"):
        heading = page.locator(f"main {name}").first
        assert heading.evaluate("one => getComputedStyle(one).breakAfter") == "avoid", name


def test_pages_are_numbered(page: Page) -> None:
    page.goto("/zones/la-savan-seno/")
    rules = page.evaluate(
        "() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])"
        ".map(rule => rule.cssText).join()"
    )
    assert re.search(r"@bottom-right[^}]*counter\(page\)", rules)


@pytest.mark.parametrize("url", ["/zones/vn-vung-ang/", "/zones/th-sa-kaeo-ie/"])
def test_what_a_tenant_may_have_is_named_on_paper(page: Page, url: str) -> None:
    """Folded on the screen; more years come after the years that they add to."""
    page.goto(url)
    page.emulate_media(media="print")
    names = page.locator("#tax .told dd > a")
    assert names.count() > 0
    assert all(name.is_visible() for name in names.all())
    told = [name.inner_text() for name in names.all()]
    more = [told.index(name) for name in told if name.startswith("Three more tax-free years")]
    first = [told.index(name) for name in told if "free of corporate tax for A1" in name]
    assert bool(more) == ("/th-" in url)
    assert all(one > other for one in more for other in first)


@pytest.mark.parametrize("url", KINDS.values(), ids=KINDS)
def test_paper_holds_what_is_read_and_where_it_is_from(page: Page, url: str) -> None:
    """No menus, buttons and filters; no table cut at the edge; nothing folded; address and day."""
    page.goto(url)
    assert on_paper(page) == {"screen": [], "cut": [], "folded": []}
    page.emulate_media(media="print")
    told = page.locator("main > .print-only").inner_text()
    address, _, query = url.partition("?")
    assert told.startswith("Printed on ")
    assert all(part in told for part in (address, *query.split("&")))


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("key", ["la-savan-seno", "vn-vung-ang", "kh-dara-sakor"])
def test_a_zone_takes_two_sheets(page: Page, key: str, size: Any) -> None:
    page.goto(f"/zones/{key}/")
    assert pages_of(page, size) <= 2
