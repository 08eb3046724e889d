"""An enquiry in a browser, with JavaScript and without: from the zone's page to the answer."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from investors.models import Enquiry, SavedSearch, Thread
from tests import cast
from tests.browser import axe
from tests.investor import link_in
from tests.own_zone import own_zone
from tests.visits import visits
from zones.models import Zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-enquiries"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A zone of its own, with four answers; no counter of attempts before or after."""
    with django_db_blocker.unblock(), own_zone(KEY, name_en="Quiet Zone"):
        cache.clear()
        zone, now = Zone.objects.get(key=KEY), timezone.now()
        for _number in range(4):
            Thread.objects.create(zone=zone, sent_at=now, answered_at=now, answer_days=3)
        yield
        cache.clear()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def visit(request, browser: Browser, live_server: LiveServer) -> Iterator:
    with visits(browser, live_server, java_script_enabled=request.param) as visit:
        yield visit


def test_from_a_question_to_its_answer_and_the_median(visit):
    official = cast.official(KEY, office="Quiet office")
    page = visit()
    page.goto(f"/zones/{KEY}/")
    expect(page.get_by_text("First answer in a median")).to_have_count(0)
    ask(page)
    page.goto(link_in(mail.outbox[0], "e/confirm/"))
    page.get_by_role("button", name="Yes, send them on").click()
    expect(page.get_by_text("No answer yet")).to_be_visible()
    assert official.email in {letter.to[0] for letter in mail.outbox}
    answer(visit(official))
    page.goto(link_in(mail.outbox[-1], "e/"))
    expect(page.get_by_text("Three dollars a year.")).to_be_visible()
    expect(page.get_by_text("Is this the same firm?")).to_have_count(0)
    page.goto(f"/zones/{KEY}/")
    expect(page.get_by_text("First answer in a median of 3 working days")).to_be_visible()
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


def answer(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="Quiet Zone").last.click()
    page.goto("/desk/enquiries/")
    page.get_by_role("link", name="Quiet Zone").click()
    page.get_by_label("Text", exact=True).fill("Is this the same firm?")
    page.get_by_role("button", name="Keep as an internal note").click()
    expect(page.get_by_text("The investor does not see it")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("Three dollars a year.")
    page.get_by_role("button", name="Send to the investor").click()
    expect(page.get_by_text("The investor gets a mail.")).to_be_visible()


def take_back(page: Page) -> None:
    """The investor deletes it all."""
    page.goto(link_in(mail.outbox[-1], "delete/"))
    page.get_by_role("button", name="Delete it all").click()
    expect(page.get_by_role("heading", name="It is deleted")).to_be_visible()
    assert not Enquiry.objects.filter(email="mai@investor.test").exists()


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


@pytest.mark.parametrize("visit", [True], indirect=True, ids=["with JavaScript"])  # axe needs it
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
