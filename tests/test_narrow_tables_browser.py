"""Tables of tools and of answer packs on a telephone: rows as blocks, nothing to pull sideways."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server"), pytest.mark.one_database]
ZONES = "zone=la-boten&zone=vn-long-hau&zone=kh-phnom-penh-sez"
WIDE = """() => [...document.querySelectorAll(".scroll:has(> .stack-narrow)")]
  .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"""
NARROW_WORDS = """() => [...document.querySelectorAll(".stack-narrow :is(td, th)")]
  .filter(cell => cell.checkVisibility() && cell.clientWidth < 150).map(cell => cell.textContent)"""


@pytest.mark.parametrize(
    ("address", "tables"),
    [
        ("/tools/match/?country=KH", 10),
        (f"/tools/cost/?{ZONES}&power=500&workers=100&hectares=2&containers=5&freight=1", 2),
        ("/tools/cost/?country=KH&power=500&hectares=2", 1),
        (f"/tools/incentives/?{ZONES}", 1),
        (f"/shortlist/answer-pack/?{ZONES}", 4),
    ],
)
def test_rows_stand_as_blocks(page: Page, address: str, tables: int) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    for box in page.locator("main details").all():
        box.evaluate("box => { box.open = true; }")
    assert page.locator(".stack-narrow").count() >= tables
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert page.evaluate(WIDE) == []
    assert page.evaluate(NARROW_WORDS) == []
    label = page.locator(".stack-narrow .lbl").first
    assert label.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not label.is_visible()
