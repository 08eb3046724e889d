"""What was shown to somebody signed in is kept nowhere: not by browsers, not by proxies."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from tests import cast
from tests.addresses import filled, templates
from tests.browser import go_back
from tests.own_zone import own_zone
from zones.models import Claim, Zone

KEY = "la-journey"
EVERYBODYS = {"account_logout", "zones-map", "connectivity-map", "embed-map"}
EVERYBODYS |= {"search-suggestions", "data-quality-csv"}


@pytest.mark.django_db
@pytest.mark.one_database  # headers of pages
def test_everything_signed_in_is_kept_nowhere(client):
    cast.sign_in(client, cast.administrator())
    kept = []
    for name, template in templates():
        path = filled(template, name, lambda _name, _place: None)
        answer = client.get(path)
        is_personal = "Cookie" in answer.get("Vary", "") and name not in EVERYBODYS
        if is_personal and "no-store" not in answer.get("Cache-Control", ""):
            kept.append((path, answer.status_code))
    assert kept == []


@pytest.mark.django_db
def test_the_letter_of_a_claim(client):
    zone, user = Zone.objects.get(key="la-savan-seno"), cast.person()
    claim = Claim(zone=zone, user=user, office="o", position="p")
    claim.letter.save("x.pdf", ContentFile(b"%PDF-1.4"))
    cast.sign_in(client, user)
    answer = client.get(f"/desk/claims/{claim.pk}/letter/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    answer.close()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/zones/", "/zones/la-savan-seno/"])
def test_visitors_pages_may_be_kept(client, path: str):
    assert "no-store" not in client.get(path).get("Cache-Control", "")


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), own_zone(KEY):
        yield


@pytest.mark.browser
@pytest.mark.usefixtures("live_server", "_zone")
def test_back_after_signing_out_shows_nothing_of_the_desk(visit):
    page: Page = visit(cast.official(KEY))
    page.goto("/desk/")
    expect(page.get_by_role("main")).to_contain_text("Journey Zone")
    page.goto(f"/desk/edit/zone/{KEY}/glance/")
    expect(page.locator("[name=firms]")).to_be_visible()
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button").click()
    for _step in range(3):
        go_back(page)
        assert page.get_by_role("link", name="Sign out").count() == 0
        assert page.locator("[name=firms]").count() == 0
