"""The shortlist and the comparison in a browser: notes, ticks, rows that differ, print, axe.

The workbook of the answer pack is opened in test_investor_journey.py.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe, go_back
from tests.visits import both_ways

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server")]
ZONES = ("Savan-Seno Special Economic Zone", "Thilawa Special Economic Zone")
COMPARED = "/compare/?zone=la-savan-seno&zone=mm-thilawa&zone=th-amata-city-chonburi"


@both_ways
def test_zones_are_shortlisted_annotated_compared_and_removed(visit) -> None:
    page = visit()
    for number, (words, name) in enumerate((("savanseno", ZONES[0]), ("thilawa", ZONES[1])), 1):
        page.goto(f"/zones/?q={words}")
        press(page, name, number)
        assert f"q={words}" in page.url  # where one was
    page.locator(".to-list").click()
    annotate(page)
    compare(page)
    page.goto("/shortlist/")
    page.get_by_role("button", name="Answer pack to read or print").click()
    expect(page.get_by_role("link", name=ZONES[1]).first).to_be_visible()
    page.goto("/shortlist/")
    page.get_by_label(f"Note on {ZONES[0]}").fill("Typed, not saved")
    page.get_by_role("button", name=f"Remove {ZONES[1]}").click()
    expect(page.locator(".kept")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".kept h2")).to_have_text(list(ZONES))
    expect(page.get_by_label(f"Note on {ZONES[0]}")).to_have_value("Typed, not saved")
    page.get_by_role("button", name=f"Move up: {ZONES[1]}").click()
    expect(page.locator(".kept h2")).to_have_text([*ZONES[::-1]])


def press(page: Page, name: str, number: int) -> None:
    """The button says its state; the word stays, and so does the place."""
    button = page.get_by_role("button", name=re.compile(rf"^Shortlist ?: {name}$"))
    for _twice in range(2):
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".masthead .count")).to_contain_text(str(number))
        if not _twice:
            button.click()


def test_a_press_reloads_nothing_and_other_pages_follow(page: Page) -> None:
    page.goto("/zones/")
    other = page.context.new_page()
    other.goto("/zones/")
    page.evaluate("() => { window.same = true; }")
    page.locator("button.pick").nth(5).scroll_into_view_if_needed()
    before = page.evaluate("() => scrollY")
    page.locator("button.pick").nth(5).click()
    for one in (page, other):
        expect(one.locator("button.pick").nth(5)).to_have_attribute("aria-pressed", "true")
        expect(one.locator(".masthead .count")).to_contain_text("1")
        expect(one.locator("#tray")).to_contain_text("1 zone:")
    assert page.evaluate("() => window.same")
    assert page.evaluate("() => scrollY") == before
    expect(page.locator("button.pick").nth(5)).to_be_focused()


def test_what_cannot_be_sent_is_said_at_the_button(page: Page, page_faults: list[str]) -> None:
    page.goto("/zones/")
    page.route("**/shortlist/add/", lambda route: route.abort())
    page.locator("button.pick").first.click()
    expect(page.get_by_role("alert")).to_contain_text("It could not be put on the list")
    expect(page.locator("button.pick").first).to_have_attribute("aria-pressed", "false")
    page_faults.clear()


def test_a_page_that_the_browser_kept_is_brought_up_to_date(page: Page) -> None:
    page.goto("/zones/")
    page.goto("/zones/la-savan-seno/")
    page.locator("button.pick").click()
    expect(page.locator("button.pick")).to_have_attribute("aria-pressed", "true")
    go_back(page)
    expect(page.locator(".masthead .count")).to_contain_text("1")


@pytest.mark.parametrize("width", [390, 1280])
@both_ways
def test_from_the_first_page_to_a_pack_of_four_zones(visit, width: int) -> None:
    page = visit()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    presses = 1
    page.locator("main, .masthead nav").get_by_role("link", name="Zones", exact=True).first.click()
    for number in range(4):
        page.locator("button.pick").nth(number).click()
        expect(page.locator(".masthead .count")).to_contain_text(str(number + 1))
        presses += 1
    page.locator(".tray").get_by_role("link", name="Answer pack").click()
    presses += 1
    expect(page.locator("h1")).to_have_text("Answer pack")
    assert presses <= 12


def annotate(page: Page) -> None:
    expect(page.locator(".kept")).to_have_count(2)
    page.get_by_label(f"Note on {ZONES[0]}").fill("Near the second bridge")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Your notes are saved.")).to_be_visible()
    expect(page.get_by_label(f"Note on {ZONES[0]}")).to_have_value("Near the second bridge")


def compare(page: Page) -> None:
    """The ticked zones side by side, a third added by its name, one taken away."""
    for name in ZONES:
        expect(page.get_by_label(f"Compare {name}")).to_be_checked()
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
    expect(page.locator(".cmp tbody:has(.group) tr:not(.group, .differs)")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit(page: Page, page_faults: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/zones/?q=savanseno")
    page.locator("button.pick").click()
    expect(page.locator("#tray .tray")).to_be_visible()
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
    expect(page.locator("main .search")).to_be_hidden()
    expect(page.locator(".cmp thead h2").first).to_be_visible()
    for only_on_screens in (".btn", ".masthead nav", ".bar .views"):
        expect(page.locator(only_on_screens).first).to_be_hidden()


def test_a_note_is_kept_when_one_leaves_by_a_link(page: Page) -> None:
    page.goto("/zones/la-boten/")
    page.locator("button.pick").first.click()
    expect(page.locator("button.pick").first).to_have_attribute("aria-pressed", "true")
    page.goto("/shortlist/")
    page.locator("#work textarea").first.fill("near the gate")
    page.locator("header").get_by_role("link", name="Countries").click()
    expect(page.get_by_role("heading", level=1, name="Countries")).to_be_visible()
    page.goto("/shortlist/")
    expect(page.locator("#work textarea").first).to_have_value("near the gate")
