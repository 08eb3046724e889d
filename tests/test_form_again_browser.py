"""Back after a form that was not taken: the form with what was typed, and no question of the
browser whether to send it once more."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.own_zone import own_zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-typed-again"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    expect.set_options(timeout=15_000)
    with django_db_blocker.unblock(), own_zone(KEY):
        yield


def to_the_desk_and_back(page: Page) -> None:
    page.get_by_role("link", name="My desk").first.click()
    expect(page.get_by_role("heading", name="My desk", level=1)).to_be_visible()
    page.go_back()


@pytest.mark.parametrize("visit", [True, False], indirect=True, ids=["script", "no script"])
def test_a_section_of_a_zone(visit) -> None:
    page = visit(cast.official(KEY, office="Zone office"), **PHONE)
    page.goto(f"/desk/edit/zone/{KEY}/land/")
    page.get_by_label("Area", exact=True).fill("ten")
    page.get_by_role("button", name="Send this section").click()
    fault = page.get_by_role("link", name="Area – “ten” is not a number")
    expect(fault).to_be_in_viewport()
    to_the_desk_and_back(page)
    expect(page.get_by_label("Area", exact=True)).to_have_value("ten")
    expect(fault).to_be_visible()
    page.get_by_label("Area", exact=True).fill("10")
    page.get_by_role("button", name="Send this section").click()
    expect(page.get_by_text("Sent. You get a mail when it is decided.")).to_be_visible()


def test_a_zone_that_is_missing(visit) -> None:
    page = visit(cast.person(), **PHONE)
    page.goto("/desk/zones/new/")
    page.get_by_label("Latitude").fill("north")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("link", name="Latitude –")).to_be_visible()
    to_the_desk_and_back(page)
    expect(page.get_by_label("Latitude")).to_have_value("north")


def test_the_basket_of_who_was_signed_out_meanwhile(visit) -> None:
    user = cast.official(KEY, office="Zone office")
    page = visit(user, **PHONE)
    cast.Authenticator.objects.filter(user=user).delete()
    page.goto(f"/desk/edit/zone/{KEY}/glance/")
    page.get_by_label("Developer", exact=True).fill("A developer")
    page.get_by_role("button", name="Save, look through and send all").click()
    page.context.clear_cookies()
    page.get_by_role("button", name="Send what is ticked").click()
    expect(page.get_by_text("Nothing was sent yet.")).to_be_visible()
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Send what is ticked").click()
    expect(page.get_by_text("Sent. You get a mail when it is decided.")).to_be_visible()


def test_a_year_that_was_typed_is_there_after_back_too(visit) -> None:
    page = visit(cast.official(KEY, office="Zone office"), **PHONE)
    page.goto(f"/desk/edit/zone/{KEY}/land/")
    page.locator("#id_area_ha").fill("1150")
    page.locator("#id_area_ha__speaks_of").fill("2024")
    to_the_desk_and_back(page)
    expect(page.locator("#id_area_ha")).to_have_value("1150")
    expect(page.locator("#id_area_ha__speaks_of")).to_have_value("2024")
