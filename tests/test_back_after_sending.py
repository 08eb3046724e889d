"""A form that was refused is a page of its own: Back after sending finds a page, and no form that a
browser would have to send again."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from investors.models import Enquiry
from tests.test_enquiries import ASK, FORM
from zones.models import Zone

pytestmark = pytest.mark.one_database  # pages
ZONE = "la-savan-seno"
FORMS = {
    ASK: FORM,
    "/alerts/new/?country=LA": {"email": "bad", "frequency": "daily", "language": "en"},
    f"/zones/{ZONE}/report/": {"field": "", "text": "", "source": "The law"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", FORMS)
def test_what_is_refused_is_shown_by_get_with_what_was_typed(address: str):
    client = Client()
    typed = {**FORMS[address], **({"questions": ""} if address == ASK else {})}
    answer = client.post(address, typed)
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#faults")
    for _again in range(2):  # a reload shows the same
        page = client.get(address)
        assert page.status_code == 200
        assert 'id="faults"' in page.content.decode()
        kept = {"frequency": "daily", "source": "The law", "name": "Mai Tran"}
        assert any(value in page.content.decode() for value in kept.values())
    assert 'id="faults"' not in Client().get(address).content.decode()  # nobody else sees it


@pytest.mark.django_db
def test_what_was_typed_is_forgotten_when_it_is_sent():
    client = Client()
    client.post(ASK, {**FORM, "questions": ""})
    assert client.post(ASK, FORM).status_code == 302
    assert Enquiry.objects.count() == 1
    page = client.get(ASK).content.decode()
    assert 'id="faults"' not in page
    assert "Mai Tran" not in page


@pytest.mark.browser
@pytest.mark.usefixtures("live_server")
def test_back_after_sending_finds_the_form(page: Page) -> None:
    assert Zone.objects.filter(key=ZONE).exists()
    page.goto(ASK)
    page.get_by_role("button", name="Send the questions").click()
    expect(page.locator("#faults")).to_be_visible()
    page.locator("#id_name").fill("Mai Tran")
    page.get_by_role("button", name="Send the questions").click()
    expect(page.locator("#faults")).to_be_visible()
    page.goto("/about/")
    page.go_back()
    expect(page.locator("#faults")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Mai Tran")
