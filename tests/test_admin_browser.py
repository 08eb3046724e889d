"""The administration in a browser, on a telephone and a wide screen: nothing of it is cut, its acts
are within reach, and everybody can read it."""

from collections.abc import Iterator

import pytest

from sez_portal.records.services.edit import edit
from tests import cast
from tests.administration import url
from tests.browser import axe
from tests.own_zone import own_zone
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-administered"
PHONE = {"viewport": {"width": 390, "height": 844}}
WIDE = {"viewport": {"width": 1280, "height": 900}}
SIDEWAYS = """() => [document.documentElement,
  ...document.querySelectorAll(".wide, .results, .figures, .object-tools, .actions, .submit-row")]
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), own_zone(KEY, name_en="Administered Zone"):
        yield


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["telephone", "wide"])
def test_every_page_can_be_read_by_everybody(visit, screen: dict) -> None:
    page = visit(cast.focal_point("LA"), **screen)
    pk = Zone.objects.get(key=KEY).pk
    addresses = [
        "/admin/",
        url(Zone, "changelist"),
        url(Zone, "change", pk),
        url(Zone, "add"),
        url(Zone, "history", pk),
        url(Zone, "act", "confirm") + f"?ids={pk}",
        url(Zone, "act", "status") + f"?ids={pk}",
    ]
    for address in addresses:
        page.goto(address)
        assert axe(page) == [], address
        page.evaluate(OPEN_ALL)
        assert page.evaluate(SIDEWAYS) == [], address


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["telephone", "wide"])
def test_lists_of_accounts_stand_in_the_same_frame(visit, screen: dict) -> None:
    boss = cast.administrator()
    page = visit(boss, **screen)
    for address in (
        "/admin/accounts/user/",
        f"/admin/accounts/user/{boss.pk}/change/",
        "/admin/accounts/appointment/",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate(SIDEWAYS) == [], address


def test_rows_are_chosen_and_an_act_begins_on_a_telephone(visit) -> None:
    page = visit(cast.focal_point("LA"), **PHONE)
    page.goto(url(Zone, "changelist") + "?q=administered")
    cell = page.locator("#result_list td[data-label]").first
    assert page.evaluate(
        "cell => getComputedStyle(cell, '::before').content", cell.element_handle()
    )
    page.get_by_role("button", name="Choose all on this page").click()
    for button in page.locator(".actions button").all():
        box = button.bounding_box()
        assert box["x"] + box["width"] <= PHONE["viewport"]["width"]
    page.get_by_role("button", name="Change the status").click()
    assert "Administered Zone" in page.locator(".chosen").inner_text()
    page.get_by_role("link", name="Back to the list").click()
    assert page.url.endswith("?q=administered")


def test_the_second_person_at_a_form_chooses_by_field(visit) -> None:
    keeper = cast.focal_point("LA")
    page = visit(keeper, **PHONE)
    page.goto(url(Zone, "change", Zone.objects.get(key=KEY).pk))
    page.evaluate(OPEN_ALL)
    page.fill("#id_firms", "148")
    page.fill("#id_note", "counted")
    edit(record=ZONE, key=KEY, values={"firms": 140}, by=keeper, office="O", note="n")
    page.get_by_role("button", name="Put on the page").click()
    assert axe(page) == []
    assert page.evaluate(SIDEWAYS) == []
    page.get_by_label("140").check()
    page.get_by_role("button", name="Put on the page").click()
    assert page.url.endswith("/admin/zones/zone/")
    assert Zone.objects.get(key=KEY).firms == 140
