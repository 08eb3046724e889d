"""Sent twice, sent with a paper, sent through a mailed link; what else the desk reminds of."""

import datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import OneStopCentre
from sez_portal.accounts.models import Appointment
from sez_portal.records.models import DataVersion, MailLink, Submission
from sez_portal.records.services import basket
from sez_portal.records.services.confirm import new_link
from tests import cast
from tests.pages import refused
from tests.papers import PDF
from tests.test_desk import sent_by, the_proposal, typed, url
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; the services run on both
KEY = "la-savan-seno"


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def test_a_button_pressed_twice_sends_once(client, official, commit):
    cast.moderator()
    data = typed(client, "glance", firms="148", firms__source="A report", note="counted")
    with commit():
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
    assert client.get(path).getvalue().startswith(b"%PDF-")


def test_a_paper_that_is_none_is_refused_and_the_rest_stays(client, official):
    data = typed(client, "glance", firms="148", paper=SimpleUploadedFile("r.xlsm", b"PK\x03\x04"))
    answer = refused(client, url("glance"), data)
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
    assert answer.status_code == 302
    assert the_proposal(user).changes["firms"]["to"] == 148
    assert "is with those who decide" in client.get(address).content.decode()


def test_a_mandate_is_asked_for_again_after_a_year(client, official):
    page = client.get(reverse("desk")).content.decode()
    assert "still hold this mandate" not in page
    long_ago = datetime.date(2024, 1, 1)
    official.appointments.update(starts_on=long_ago)
    assert "still hold this mandate" in client.get(reverse("desk")).content.decode()
    role = reverse("role", args=[official.appointments.get().pk])
    client.post(role, {"do": "confirm"})
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
    typed = basket.Typed({"developer": ["Half a na"]})
    basket.save(record=ZONE, key=KEY, section="glance", by=official, typed=typed)
    assert 'value="Half a na"' in client.get(url("glance")).content.decode()


def test_a_page_that_was_open_for_too_long_loses_nothing(official):
    client = Client(enforce_csrf_checks=True)
    cast.sign_in(client, official)
    typed = {"firms": "148", "csrfmiddlewaretoken": "stale"}
    answer = client.post(url("glance"), typed, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert ">148</dd>" in answer.content.decode()
    assert "stale" not in answer.content.decode()


def test_a_body_larger_than_any_upload_is_refused_unread(client, official):
    answer = client.post(url("glance"), {}, headers={"content-length": str(200 * 1024**2)})
    assert answer.status_code == 413


def test_the_preview_shows_what_is_proposed_to_those_who_may_see_it(client, official):
    sent = sent_by(official, firms=148, name_en="Another name")
    page = client.get(reverse("preview", args=[sent.pk])).content.decode()
    assert ">148<" in page
    assert "Another name" in page
    assert "This is a preview" in page
    assert Zone.objects.get(key=KEY).firms == 129


def test_a_review_of_forty_fields_takes_as_many_queries_as_one_of_two(client):
    sent = sent_by(cast.official(KEY), firms=148, jobs=6250)
    cast.sign_in(client, cast.moderator())
    counts = []
    for more in (0, 38):
        fields = [field.key for field in ZONE.fields if field.key not in ("firms", "jobs")][:more]
        live = ZONE.read(Zone.objects.get(key=KEY))
        sent.changes |= {name: {"from": live[name], "to": live[name]} for name in fields}
        sent.save()
        client.get(sent.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(sent.get_absolute_url()).status_code == 200
        counts.append(len(captured))
    # Two tables of the zone, its tenants and its offers, are read when they are among the fields.
    assert counts[1] - counts[0] <= 5
    assert len(sent.changes) == 40


def test_a_check_is_told_in_the_language_of_whoever_reads(client):
    sent = sent_by(cast.official(KEY, language="vi"), firms=1290)
    assert sent.checks == {"firms": "jump"}
    cast.sign_in(client, cast.moderator())
    assert "is the unit right?" in client.get(sent.get_absolute_url()).content.decode()


def test_with_two_zones_each_section_says_of_which_it_is(client, official):
    page = client.get(reverse("desk")).content.decode()
    assert page.count("Boten Special Economic Zone") == 0
    Appointment.objects.create(user=official, role="official", zone_key="la-boten", country="LA")
    page = client.get(reverse("desk")).content.decode()
    assert page.count("Boten Special Economic Zone") > 2
