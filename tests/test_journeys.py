"""Whole journeys in a browser: from the official's form to the page that shows it, and back."""

import datetime
from collections.abc import Iterator

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from sez_portal.accounts.models import User
from sez_portal.records.digests import deliver
from sez_portal.records.services.confirm import new_link
from tests import cast
from tests.browser import axe
from tests.investor import link_in
from tests.own_zone import own_zone
from zones.models import Claim
from zones.record import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-journey"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), own_zone(KEY):
        yield


def test_from_a_change_to_the_page_and_back(visit):
    official, moderator = cast.official(KEY, office="Journey office"), cast.moderator()
    focal = cast.focal_point("LA")
    address = send_a_change(visit(official))
    endorse(visit(focal), link_in(mail.outbox[0], "submissions"))
    decide(visit(moderator))
    deliver(official, timezone.now() + datetime.timedelta(minutes=61))
    letter = mail.outbox[-1]
    assert letter.to == [official.email]
    assert "Please send the report." in letter.body
    see_it(visit())
    take_it_back(visit(moderator), address)


def send_a_change(page: Page) -> str:
    page.goto(f"/desk/edit/zone/{KEY}/glance/")
    page.get_by_label("Firms", exact=True).fill("148")
    page.get_by_label("Jobs", exact=True).fill("6250")
    page.get_by_label("Why, in a sentence").fill("Counted for the half-year report.")
    page.get_by_role("button", name="Send this section").click()
    expect(page.get_by_text("You get a mail when it is decided")).to_be_visible()
    return page.url


def endorse(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Endorse").click()
    expect(page.get_by_text("endorsed").first).to_be_visible()


def decide(page: Page) -> None:
    """Firms are accepted, jobs declined with a reason."""
    page.goto("/desk/queue/")
    page.get_by_role("link", name="Journey Zone").click()
    expect(page.get_by_text("Counted for the half-year report.")).to_be_visible()
    firms = page.get_by_role("group", name="Decision on Firms")
    firms.get_by_label("Accept", exact=True).check()
    jobs = page.get_by_role("group", name="Decision on Jobs")
    jobs.get_by_label("Decline", exact=True).check()
    jobs.get_by_label("Why is it declined?").fill("Please send the report.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("The author is told by mail")).to_be_visible()


def see_it(page: Page) -> None:
    """The page shows the accepted figure with its three dates, and the other as it was."""
    page.goto(f"/zones/{KEY}/")
    expect(page.locator(".bigs")).to_contain_text("148")
    expect(page.locator(".bigs")).to_contain_text("4,681")
    mark = page.locator(".big", has_text="Firms").locator("details")
    mark.locator("summary").click()
    for told in ("Year of the figure", "Journey office", "Due again"):
        expect(mark).to_contain_text(told)


def take_it_back(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#h-parts ~ p a").first.click()
    page.get_by_label("Reason", exact=True).fill("The count was of 2024.")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.goto(f"/zones/{KEY}/")
    expect(page.locator(".bigs")).to_contain_text("129")


def test_confirmed_by_a_mailed_link_without_signing_in(visit):
    token = new_link(user=cast.official(KEY), record=ZONE, key=KEY, group="glance")
    page = visit()
    page.goto(f"/c/{token}/")
    assert not axe(page)
    page.goto(f"/c/{token}/")  # opening it twice confirms nothing
    expect(page.get_by_text("4,681")).to_be_visible()
    page.get_by_label("Jobs").check()
    page.get_by_role("button", name="What is ticked is still true").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"/c/{token}/")  # a used link says what it did
    expect(page.get_by_text("the figures of Journey Zone now say")).to_be_visible()
    expect(page.get_by_role("button", name="What is ticked is still true")).to_have_count(0)


def test_a_zone_is_claimed_and_then_kept(visit):
    investor, focal = cast.person(), cast.focal_point("LA")
    page = visit(investor)
    page.goto(f"/zones/{KEY}/")
    page.get_by_role("link", name="I work for this zone").click()
    page.get_by_label("Office", exact=True).fill("Journey office")
    page.get_by_label("Your position").fill("Head of service")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Head of service")).to_be_visible()

    page = visit(focal)
    page.goto("/desk/")
    page.get_by_role("link", name="Journey Zone").first.click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("accepted").first).to_be_visible()

    page = visit(User.objects.get(pk=investor.pk))
    page.goto("/desk/")
    expect(page.get_by_role("heading", name="My zones")).to_be_visible()
    assert not axe(page)
    Claim.objects.all().delete()


def test_a_mistake_is_reported_and_answered(visit):
    focal = cast.focal_point("LA")
    page = visit()
    page.goto(f"/zones/{KEY}/report/?field=firms")
    page.get_by_label("What is wrong").fill("There are 130 firms.")
    page.get_by_label("E-mail address").fill("reader@sample.invalid")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    page = visit(focal)
    page.goto("/desk/")
    page.get_by_role("link", name="Journey Zone").first.click()
    page.get_by_label("Answer").fill("Thank you. The zone is asked for the figure of this year.")
    page.get_by_role("button", name="It is a mistake, not corrected yet").click()
    expect(page.get_by_text("Answered.")).to_be_visible()
    assert mail.outbox[-1].to == ["reader@sample.invalid"]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("section", ["glance", "identity", "offers"])
def test_the_form_is_for_everybody(visit, width: int, section: str):
    page = visit(cast.official(KEY))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/desk/edit/zone/{KEY}/{section}/")
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_focal_point_edits_in_the_administration(visit):
    page = visit(cast.focal_point("LA", office="Focal office"))
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto("/admin/")
    page.goto("/admin/zones/zone/?q=Journey")
    page.get_by_role("link", name="Journey Zone").click()
    page.get_by_role("heading", name="At a glance").click()
    page.get_by_label("Jobs", exact=True).fill("5000")
    page.locator("[name=note]").fill("The yearly report.")
    page.get_by_role("button", name="Put on the page").click()
    expect(page.get_by_role("status")).to_contain_text("saved, and live now")
    page.goto(f"/zones/{KEY}/history/")
    expect(page.get_by_text("The yearly report.")).to_be_visible()
    page.goto(f"/zones/{KEY}/")
    expect(page.locator(".bigs")).to_contain_text("5,000")
    assert not [fault for fault in faults if "Content Security Policy" in fault]
