"""What programs read of a page: its head alone, and the moments in it."""

import pytest
from django.urls import reverse

from sez_portal.records.services.apply import apply
from tests.pages import SAMPLES
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ASKED = ("home", "zones", "zone", "country", "updates-atom", "zones-map", "api-rows", "about")


def test_the_head_is_that_of_the_page(client, caplog):
    for name in ASKED:
        address = reverse(name, args=SAMPLES[name].args)
        with caplog.at_level("WARNING"):
            told = client.head(address)
        assert told.status_code == SAMPLES[name].expected, address
        assert told["Content-Type"] == client.get(address)["Content-Type"], address
        assert not told.content, address
    assert caplog.messages == []


def test_a_moment_in_a_page_is_one_that_machines_read(client):
    """HTML has three digits of a second at most."""
    apply(record=ZONE, key="la-boten", values={"firms": 4321}, origin="admin")
    for address in ("/", "/updates/", "/zones/la-boten/history/"):
        page = client.get(address).content.decode()
        moments = [part.partition('"')[0] for part in page.split('datetime="')[1:]]
        assert moments, address
        assert [one for one in moments if "." in one] == [], address
