"""People in a browser: Enter does what stands beside it; the account is in the head everywhere."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from sez_portal.accounts.models import Invitation, User
from tests import cast
from tests.browser import axe
from tests.visits import visits

pytestmark = pytest.mark.browser
KEY = "la-savan-seno"
PAGE = f"/desk/zones/{KEY}/people/"


@pytest.fixture
def official(live_server: LiveServer, django_db_blocker) -> Iterator[User]:
    with django_db_blocker.unblock():
        yield cast.official(KEY, "people.browser@sample.invalid")
        Invitation.objects.all().delete()
        User.objects.filter(email="people.browser@sample.invalid").delete()
        cache.clear()


def test_enter_beside_the_successor_does_not_confirm_ones_own_mandate(
    browser: Browser, live_server: LiveServer, official: User
):
    with visits(browser, live_server) as visit:
        page = visit(official)
        page.goto(PAGE)
        assert axe(page) == []
        address = page.locator("form:has([value='hand-over']) [name=email]")
        address.fill("m.sengdara@savanpark")
        address.press("Enter")
        expect(page.locator("#successor-email_error")).to_contain_text("name@example.com")
        expect(address).to_have_value("m.sengdara@savanpark")
        assert axe(page) == []
    row = official.appointments.get()
    assert row.mandate_confirmed_on is None
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_account_is_in_the_head_beside_the_name(
    browser: Browser, live_server: LiveServer, official: User, width: int
):
    with visits(browser, live_server, viewport={"width": width, "height": 800}) as visit:
        page = visit(official)
        for path in ("/", PAGE):
            page.goto(path)
            link = page.locator(".masthead .to-account")
            expect(link).to_be_in_viewport(ratio=1)
            name, account = page.locator(".brand").bounding_box(), link.bounding_box()
            assert name
            assert account
            is_beside = name["x"] + name["width"] <= account["x"] + 1
            assert is_beside or account["y"] + account["height"] <= name["y"] + 40
