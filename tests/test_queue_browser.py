"""The queue and the review in a browser: for everybody, and the reason stands where it is asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from sez_portal.records.models import DataVersion
from sez_portal.records.services.propose import propose
from tests import cast
from tests.browser import axe
from tests.own_zone import own_zone
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-queue"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), own_zone(KEY, name_en="Queue Zone"):
        yield


def send(**values) -> str:
    author = cast.official(KEY, f"official{len(values)}@sample.invalid", office="Zone office")
    sent = propose(record=ZONE, key=KEY, by=author, values=values, based_on=DataVersion.current())
    return sent.get_absolute_url()


@pytest.mark.parametrize("width", [390, 1280])
def test_queue_review_and_accepting_are_for_everybody(visit, width: int):
    address = send(firms=148, jobs=46810, lat="18.10", sectors=["textiles"])
    page = visit(cast.moderator())
    page.set_viewport_size({"width": width, "height": 900})
    for url in ("/desk/queue/", address, "/desk/queue/accept/"):
        page.goto(url)
        assert not axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_declining_asks_for_a_reason_at_its_place_and_goes_on(visit):
    send(firms=148)
    page = visit(cast.moderator())
    page.goto("/desk/queue/?q=queue")
    page.get_by_role("link", name="Queue Zone").click()
    reason = page.get_by_label("Why is it declined?")
    expect(reason).to_be_hidden()
    page.get_by_label("Decline", exact=True).check()
    expect(reason).to_be_visible()
    page.get_by_role("button", name="Decide what is chosen").click()
    expect(page.get_by_text("A field cannot be declined without one.")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was decided")
    expect(page.get_by_label("Decline", exact=True)).to_be_checked()
    page.get_by_label("What the author reads").fill("A word.")
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_text("Noted. The author is told by mail.")).to_be_visible()
    expect(page.get_by_label("Decline", exact=True)).to_be_checked()
    page.get_by_label("Why is it declined?").fill("Please send the report.")
    page.get_by_role("button", name="Decide what is chosen").click()
    expect(page.get_by_text("That was the last one.")).to_be_visible()
    expect(page).to_have_url(page.url.partition("/desk")[0] + "/desk/queue/?q=queue")


def test_what_has_no_finding_is_accepted_in_three_presses(visit):
    send(firms=148)
    page = visit(cast.moderator())
    page.goto("/desk/queue/")
    page.get_by_role("link", name="Accept all without a finding").click()
    expect(page.get_by_role("heading", name="Queue Zone")).to_be_visible()
    page.get_by_role("button", name="Accept what is ticked").click()
    expect(page.get_by_text("Accepted: 1 field of 1 submission.")).to_be_visible()
    assert Zone.objects.get(key=KEY).firms == 148
