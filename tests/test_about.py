"""What a person reads of the portal itself: whom to write to, how to cite, how current it is."""

import pytest

from sez_portal.common.dates import today
from tests.pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_contact_is_that_of_the_settings(client, settings):
    settings.CONTACT_EMAIL = "directory@institute.example"
    assert 'href="mailto:directory@institute.example"' in text(client.get("/about/"))


def test_without_a_contact_the_page_says_so(client, settings):
    settings.CONTACT_EMAIL = ""
    page = text(client.get("/about/"))
    assert "No address for letters is given here" in page
    assert "mailto:" not in page


def test_how_to_cite_and_how_current_it_is(client, settings):
    page = text(client.get("/about/"))
    assert f"version {settings.VERSION}" in page
    assert f"read on {today().day} {today():%B %Y}" in page
    assert "The records last changed on" in page
