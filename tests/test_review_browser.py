"""The review in a browser: keys from field to field, what is chosen kept, a country's word."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from sez_portal.records.models import DataVersion
from sez_portal.records.services.propose import propose
from tests import cast
from tests.browser import axe
from tests.own_zone import own_zone
from zones.record import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-queue"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), own_zone(KEY, name_en="Queue Zone"):
        yield


@pytest.fixture
def review() -> str:
    author = cast.official(KEY, office="Zone office")
    values = {"firms": 148, "jobs": 6250}
    sent = propose(record=ZONE, key=KEY, by=author, values=values, based_on=DataVersion.current())
    return sent.get_absolute_url()


def chosen(page: Page, field: str) -> str:
    return page.locator(f'[name="verdict-{field}"]:checked').get_attribute("value") or ""


def focused(page: Page) -> str | None:
    return page.evaluate(
        "document.activeElement.getAttribute('aria-labelledby') || document.activeElement.id"
    )


def test_keys_lead_through_the_fields_and_can_be_turned_off(visit, review: str):
    page = visit(cast.moderator())
    page.goto(review)
    first, second = page.locator("section.change[data-open]").evaluate_all(
        "found => found.map(one => one.getAttribute('aria-labelledby'))"
    )
    page.keyboard.press("a")  # nowhere yet: nothing is chosen
    assert chosen(page, "firms") == chosen(page, "jobs") == ""
    page.keyboard.press("j")
    assert focused(page) == first
    page.keyboard.press("a")
    page.keyboard.press("j")
    assert focused(page) == second
    page.keyboard.press("x")
    field = second.removeprefix("c-")
    assert focused(page) == f"reason-{field}"
    page.keyboard.type("jak and ax")  # letters while one writes
    page.keyboard.press("Escape")
    assert focused(page) == second
    expect(page.locator(f"#reason-{field}")).to_have_value("jak and ax")
    assert chosen(page, field) == "declined"
    page.keyboard.press("k")
    assert focused(page) == first
    page.get_by_label("Keys, outside of inputs:").uncheck()
    page.keyboard.press("j")
    page.reload()
    expect(page.get_by_label("Keys, outside of inputs:")).not_to_be_checked()
    page.keyboard.press("j")
    assert focused(page) == ""


def test_what_is_chosen_is_there_when_one_comes_back(visit, review: str):
    page = visit(cast.moderator())
    page.goto(review)
    page.locator('[name="verdict-firms"][value="declined"]').check()
    page.locator("#reason-firms").fill("No source.")
    expect(page.get_by_text("Kept as you go. Only you see it.")).to_be_visible()
    page.locator("#reason-firms").fill("No source was given.")
    page.goto("/desk/")  # at once
    expect(page.get_by_text("Begun, and not sent yet")).to_be_visible()
    page.goto(review)
    expect(page.locator("#reason-firms")).to_have_value("No source was given.")
    page.get_by_role("button", name="Decide what is chosen").click()
    page.goto("/desk/")
    expect(page.get_by_text("Begun, and not sent yet")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_focal_point_objects_to_one_field(visit, review: str, width: int):
    page = visit(cast.focal_point("LA"))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(review)
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    firms, jobs = (page.locator(f'section[aria-labelledby="c-{key}"]') for key in ("firms", "jobs"))
    firms.get_by_label("Endorse", exact=True).check()
    jobs.get_by_label("Object", exact=True).check()
    jobs.get_by_label("Why does your country object?").fill("Not counted.")
    page.get_by_role("button", name="Send the word of my country").click()
    expect(page.get_by_text("That was the last one.")).to_be_visible()
    page.goto(review)
    expect(firms.get_by_text("Endorsed by the country")).to_be_visible()
    expect(jobs.get_by_text("“Not counted.”")).to_be_visible()
    assert not axe(page)
