"""Enquiries and saved searches in a browser: a mistake, a second thought, a link that confirms.

The way from an enquiry to its answer is in test_investor_journey.py.
"""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from investors.models import Enquiry, SavedSearch, Thread
from tests import cast
from tests.browser import axe
from tests.investor import link_in
from tests.own_zone import own_zone
from tests.visits import both_ways
from zones.models import Zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-enquiries"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A zone of its own, and no counter of attempts before or after."""
    with django_db_blocker.unblock(), own_zone(KEY, name_en="Quiet Zone"):
        cache.clear()
        yield
        cache.clear()


@both_ways
def test_a_question_is_asked_after_a_mistake_verified_and_taken_back(visit):
    page = visit()
    page.goto(f"/zones/{KEY}/")
    ask(page)
    page.goto(link_in(mail.outbox[0], "e/confirm/"))
    page.get_by_role("button", name="Yes, send them on").click()
    expect(page.get_by_text("No answer yet")).to_be_visible()
    take_back(page)


def ask(page: Page) -> None:
    """From an unknown fact; a mistake at first, after which all that was typed is still there."""
    page.get_by_role("link", name="Ask the zone about these").first.click()
    assert "Could you please tell me" in page.get_by_label("Your questions").input_value()
    page.get_by_label("What do you need?").select_option("land")
    page.get_by_label("Hectares").fill("-3")
    page.get_by_label("Your questions").fill("What does land cost?")
    page.get_by_label("Your name").fill("Mai Tran")
    page.get_by_label("E-mail address").fill("mai@investor.test")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send the questions").click()
    fault = page.get_by_role("alert").get_by_role("link", name="Hectares")
    expect(fault).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Mai Tran")
    page.get_by_label("Hectares").fill("3")
    page.get_by_role("button", name="Send the questions").click()
    expect(page.get_by_role("heading", name="One step is left")).to_be_visible()


def take_back(page: Page) -> None:
    """The investor deletes it all."""
    page.goto(link_in(mail.outbox[-1], "delete/"))
    page.get_by_role("button", name="Delete it all").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert not Enquiry.objects.filter(email="mai@investor.test").exists()


@both_ways
def test_a_search_becomes_mails_and_ends_by_link(visit):
    page = visit()
    page.goto("/zones/?country=LA")
    page.get_by_role("link", name="Mail me what changes").click()
    page.get_by_label("E-mail address").fill("mai@investor.test")
    page.get_by_role("button", name="Save this search").click()
    page.goto(link_in(mail.outbox[0], "alerts/confirm/"))
    page.get_by_role("button", name="Yes, begin").click()
    expect(page.get_by_role("heading", name="The mails begin now")).to_be_visible()
    assert SavedSearch.objects.get(email="mai@investor.test").confirmed_at


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit(visit, width: int):
    official = cast.official(KEY)
    page = visit(viewport={"width": width, "height": 900})
    page.goto(f"/zones/{KEY}/enquire/?field=power_usd_kwh")
    ask_wrongly = page.get_by_role("button", name="Send the questions")
    paths = [page.url, "/enquire/?zone=la-boten&zone=no-such", "/alerts/new/?country=LA"]
    ask_wrongly.click()
    fits(page)
    zone = Zone.objects.get(key=KEY)
    enquiry = Enquiry.objects.create(
        need="land", questions="?", name="Mai", email="m@investor.test", verified_at=timezone.now()
    )
    thread = Thread.objects.create(zone=zone, enquiry=enquiry, sent_at=timezone.now())
    for path in paths:
        page.goto(path)
        fits(page)
    page = visit(official, viewport={"width": width, "height": 900})
    for path in (
        thread.get_absolute_url(),
        "/desk/enquiries/",
        "/desk/enquiries/texts/",
        "/alerts/",
    ):
        page.goto(path)
        fits(page)


def fits(page: Page) -> None:
    assert axe(page) == [], page.url
    width = page.viewport_size["width"]
    box = page.locator("main").bounding_box()
    assert box
    assert box["width"] <= width, page.url
