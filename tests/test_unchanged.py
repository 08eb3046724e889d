"""A field that is missing from a form counts as unchanged, never as emptied."""

import pytest
from django.urls import reverse

from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.services.confirm import new_link
from tests import cast
from tests.administration import faults, state, typed, url
from tests.pages import refused, text
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
LACKS = "The form came without its fields"


@pytest.fixture
def official(client):
    user = cast.official(KEY)
    cast.sign_in(client, user)
    return user


def section(name: str) -> str:
    return reverse("propose-section", args=["zone", KEY, name])


@pytest.mark.parametrize("name", ["contact", "glance", "land", "identity", "tenants", "offers"])
@pytest.mark.parametrize("data", [{}, {"note": "kept words", "sent": "1"}], ids=["empty", "note"])
def test_a_form_without_its_fields_is_refused_kindly(client, official, name: str, data: dict):
    if client.get(section(name)).status_code == 404:
        pytest.skip("no such section")
    before = state()
    answer = refused(client, section(name), data)
    assert LACKS in text(answer)
    assert data.get("note", "") in text(answer)
    assert state() == before


def test_only_what_came_is_changed(client, official):
    zone = Zone.objects.get(key=KEY)
    assert zone.sectors
    client.post(section("glance"), {"firms": "148", "based_on": DataVersion.current()})
    sent = Submission.objects.get(author=official)
    assert list(sent.changes) == ["firms"]


def test_what_did_not_come_is_shown_as_it_stands(client, official):
    answer = refused(client, section("glance"), {"firms": "many"})
    jobs = Zone.objects.get(key=KEY).jobs
    assert f'value="{jobs}"' in text(answer)
    assert 'value="many"' in text(answer)


def test_nothing_ticked_is_not_the_same_as_nothing_sent(client, official):
    place = next(
        name
        for name in ("glance", "tenants", "identity", "about")
        if client.get(section(name)).status_code == 200
        and 'name="sectors"' in text(client.get(section(name)))
    )
    based_on = DataVersion.current()
    client.post(section(place), {"sectors": "", "note": "none left", "based_on": based_on})
    assert Submission.objects.get(author=official).proposed("sectors") == []


def test_the_form_of_a_mailed_link(client):
    user = cast.official(KEY)
    token = new_link(user=user, record=ZONE, key=KEY, group="glance")
    answer = client.post(reverse("change-link", args=[token]), {"note": "kept words"})
    assert answer.status_code == 422
    assert LACKS in text(answer)
    assert "kept words" in text(answer)
    assert not Submission.objects.filter(author=user).exists()


def test_the_administration(client):
    cast.sign_in(client, cast.focal_point("LA"))
    zone = Zone.objects.get(key=KEY)
    address = url(Zone, "change", zone.pk)
    before = state()
    assert LACKS in str(faults(client.post(address, {"note": "why"})))
    assert state() == before
    client.post(address, {"note": "counted", "firms": "148"})
    assert Submission.objects.latest("pk").changes.keys() == {"firms"}
    full = typed(client, address, sectors=[""], note="none")
    client.post(address, full)
    assert Submission.objects.latest("pk").changes.keys() == {"sectors"}


def test_ones_own_profile(client, official):
    type(official).objects.update(office="The office")
    client.post("/accounts/profile/", {"name": "Else", "language": "en"})
    official.refresh_from_db()
    assert (official.name, official.office) == ("Else", "The office")
