"""In narrow columns the marks stand below a name and cover nothing."""

import pytest
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
KEY = "kh-koh-kong"  # has a public note, and a closed crossing is its nearest
COMPARE = f"/compare/?zone={KEY}&zone=la-savan-seno"
WIDTHS = [1280, 390]


def _box(found: Locator) -> dict[str, float]:
    box = found.bounding_box()
    assert box
    return dict(box)


def _bottom(box: dict[str, float]) -> float:
    return box["y"] + box["height"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_the_note_does_not_cover_the_name_in_a_comparison(page: Page, width: int, medium: str):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(COMPARE)
    page.emulate_media(media=medium)
    name, note = page.locator(".cmp thead h2").first, page.locator(".cmp thead .pub").first
    assert _box(note)["y"] >= _bottom(_box(name)) - 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [f"/zones/{KEY}/", COMPARE], ids=["zone", "compare"])
def test_the_state_of_a_crossing_has_a_line_of_its_own(page: Page, width: int, path: str):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    page.locator("details:has(> * > .strip)").evaluate_all("all => all.forEach(e => e.open = true)")
    cell = page.locator(":is(.strip, .near) :is(th, td, .reach):has(> .marks .shut):has(> a)").first
    name, mark = _box(cell.locator("> a").first), _box(cell.locator(".marks"))
    assert mark["y"] >= _bottom(name) - 1
    room = cell.evaluate(
        "e => e.clientWidth - parseFloat(getComputedStyle(e).paddingLeft)"
        " - parseFloat(getComputedStyle(e).paddingRight)"
    )
    assert mark["width"] >= room - 1
    assert _box(cell.locator(".shut svg"))["width"] <= 14  # noqa: PLR2004  a sign, no drawing
    assert cell.locator(".shut").evaluate("e => e.scrollWidth <= e.clientWidth + 1")
