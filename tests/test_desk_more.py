"""Sent twice, sent with a paper, sent through a mailed link; what else the desk reminds of."""

import datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from countries.models import OneStopCentre
from sez_portal.records import proposals
from sez_portal.records.confirming import new_link
from sez_portal.records.models import DataVersion, MailLink, Submission
from tests import cast
from tests.test_desk import the_proposal, typed, url
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
PDF = b"%PDF-1.4\n1 0 obj\n%%EOF"


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def test_a_button_pressed_twice_sends_once(client, official, django_capture_on_commit_callbacks):
    cast.moderator()
    data = typed(client, "glance", firms="148", firms__source="A report", note="counted")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("glance"), data)
        first = the_proposal(official)
        client.post(url("glance"), data)
    again = the_proposal(official)
    assert (again.pk, again.turn) == (first.pk, first.turn)
    assert len(mail.outbox) == 1


def test_a_paper_becomes_the_source_of_what_it_shows(client, official, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = typed(client, "glance", firms="148", paper=SimpleUploadedFile("r.pdf", PDF))
    client.post(url("glance"), data)
    source = the_proposal(official).evidence["firms"][0]["sources"][0]
    path = source["url"].removeprefix(settings.SITE_URL)
    assert client.get(path).getvalue() == PDF


def test_a_paper_that_is_none_is_refused_and_the_rest_stays(client, official):
    data = typed(client, "glance", firms="148", paper=SimpleUploadedFile("r.xlsm", b"PK\x03\x04"))
    answer = client.post(url("glance"), data)
    assert answer.status_code == 422
    assert "This is no PDF" in answer.content.decode()
    assert 'value="148"' in answer.content.decode()
    assert not Submission.objects.filter(author=official).exists()


def test_a_change_is_sent_through_a_mailed_link(client):
    user = cast.official(KEY)
    token = new_link(user=user, record=ZONE, key=KEY, group="glance")
    address = reverse("change-link", args=[token])
    assert client.get(address).status_code == 200
    version = DataVersion.current()
    page = client.post(address, {"firms": "many", "jobs": "4681", "based_on": version})
    assert page.status_code == 422
    assert MailLink.objects.get().used_at is None
    form = client.get(address).context["form"]
    data = {
        bound.html_name: bound.value()
        for bound in form
        if bound.value() not in (None, "") and not isinstance(bound.value(), list)
    }
    sectors = form["sectors"].value()
    answer = client.post(address, data | {"firms": "148", "sectors": sectors})
    assert answer.status_code == 200
    assert the_proposal(user).changes["firms"]["to"] == 148
    assert client.get(address).status_code == 410


def test_a_mandate_is_asked_for_again_after_a_year(client, official):
    page = client.get(reverse("desk")).content.decode()
    assert "still hold this mandate" not in page
    long_ago = datetime.date(2024, 1, 1)
    official.appointments.update(starts_on=long_ago)
    assert "still hold this mandate" in client.get(reverse("desk")).content.decode()
    data = {"do": "confirm", "appointment": official.appointments.get().pk}
    client.post(reverse("zone-people", args=[KEY]), data)
    assert "still hold this mandate" not in client.get(reverse("desk")).content.decode()


def test_the_zones_own_services_are_on_the_desk_and_can_be_proposed_for(client, official):
    centre = OneStopCentre.objects.filter(zone_key=KEY).first()
    page = client.get(reverse("desk")).content.decode()
    address = reverse("propose", args=["centre", centre.key])
    assert address in page
    assert client.get(address).status_code == 200
    section = reverse("propose-section", args=["centre", centre.key, "office"])
    client.post(section, {"hours": "8 to 16", "based_on": DataVersion.current()})
    assert the_proposal(official).record == "centre"


def test_what_the_desk_keeps_of_a_new_zone_is_not_lost_either(client, official):
    proposals.save_draft(
        record=ZONE, key=KEY, by=official, typed={"developer": ["Half a na"]}, note="", based_on=0
    )
    assert 'value="Half a na"' in client.get(url("glance")).content.decode()
