"""The shortlist and the comparison in a browser: notes, ticks, rows that differ, print, axe.

The workbook of the answer pack is opened in test_investor_journey.py.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.visits import both_ways

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server")]
ZONES = ("Savan-Seno Special Economic Zone", "Thilawa Special Economic Zone")
COMPARED = "/compare/?zone=la-savan-seno&zone=mm-thilawa&zone=th-amata-city-chonburi"


@both_ways
def test_zones_are_shortlisted_annotated_compared_and_removed(visit) -> None:
    page = visit()
    for number, (words, name) in enumerate((("savanseno", ZONES[0]), ("thilawa", ZONES[1])), 1):
        page.goto(f"/zones/?q={words}")
        page.get_by_role("button", name=f"Shortlist {name}").click()
        expect(page.locator(".caution")).to_contain_text("on your shortlist")
        expect(page.locator(".caution")).to_contain_text(str(number))
        assert f"q={words}" in page.url  # where one was
    page.get_by_role("link", name="See the shortlist").click()
    annotate(page)
    compare(page)
    page.goto("/shortlist/")
    page.get_by_role("link", name="Answer pack to read or print").click()
    expect(page.get_by_role("heading", name=ZONES[1])).to_be_visible()
    page.goto("/shortlist/")
    page.get_by_role("button", name=f"Remove {ZONES[1]}").click()
    expect(page.locator(".zrow")).to_have_count(1)


def annotate(page: Page) -> None:
    expect(page.locator(".zrow")).to_have_count(2)
    page.get_by_label(f"Note on {ZONES[0]}").fill("Near the second bridge")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Your notes are saved.")).to_be_visible()
    expect(page.get_by_label(f"Note on {ZONES[0]}")).to_have_value("Near the second bridge")


def compare(page: Page) -> None:
    """The ticked zones side by side, a third added by its name, one taken away."""
    for name in ZONES:
        page.get_by_label(f"Compare {name}").check()
    page.get_by_role("button", name="Compare the ticked ones").click()
    expect(page.locator(".cmp thead h2")).to_have_text(list(ZONES))
    page.get_by_label("Add a zone by its name").fill("khoksaath")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".cmp thead h2")).to_have_count(3)
    assert "zone=la-khoksaath" in page.url  # the state is in the address
    page.get_by_role("link", name=f"Remove {ZONES[0]}").click()
    expect(page.locator(".cmp thead h2")).to_have_count(2)
    page.get_by_role("link", name="Only rows that differ").click()
    expect(page.locator(".cmp tr.differs").first).to_be_visible()
    expect(page.locator(".cmp tbody tr:not(.group, .differs)")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit(page: Page, page_faults: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/zones/?q=savanseno")
    page.locator("button.pick").click()
    expect(page.locator(".caution")).to_be_visible()
    assert not axe(page)
    for path in (
        "/shortlist/",
        "/compare/",
        COMPARED,
        f"{COMPARED}&zone=la-boten&zone=nope&rows=differ",
        "/shortlist/answer-pack/",
        "/offers/?size_min=-5",
        "/shortlist/?list=tampered",
    ):
        page.goto(path)
        assert not axe(page), path
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, path
    assert all("400" in fault for fault in page_faults)  # the tampered link is refused
    page_faults.clear()


def test_a_comparison_prints_on_paper_without_what_is_only_for_screens(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(COMPARED)
    expect(page.locator(".search")).to_be_hidden()
    expect(page.locator(".cmp thead h2").first).to_be_visible()
    for only_on_screens in (".btn", ".masthead nav", ".bar .views"):
        expect(page.locator(only_on_screens).first).to_be_hidden()
