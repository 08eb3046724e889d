"""What the desk says of a change is what the page says of it."""

import pytest
from django.urls import reverse

from sez_portal.accounts.models import Appointment
from sez_portal.accounts.roles import office_of
from sez_portal.records.desk.changes import changes_of
from sez_portal.records.services.apply import apply
from sez_portal.records.services.edit import edit
from tests import cast
from tests.pages import in_one_line as text
from tests.test_desk import KEY, sent_by
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_what_does_not_apply_is_told_so_before_and_looked_at(client):
    official = cast.official(KEY, office="Savan-Seno Authority")
    apply(record=ZONE, key=KEY, values={"status": "planned", "jobs": None}, origin="admin")
    sent = sent_by(official, jobs=77)
    assert sent.checks == {"jobs": "not_here"}
    (change,) = changes_of([sent])[sent.pk]
    assert "not operating yet" in change.live_unsaid
    cast.sign_in(client, official)
    page = text(client.get(sent.get_absolute_url()))
    assert "not operating yet" in page
    assert "Live now: not known" not in page


def test_a_figure_of_a_zone_that_works_is_not_asked_about():
    official = cast.official(KEY)
    apply(record=ZONE, key=KEY, values={"status": "operational", "jobs": None}, origin="admin")
    assert not sent_by(official, jobs=77).checks


def test_who_changes_at_once_finds_it_on_the_desk_and_takes_it_back(client):
    focal = cast.focal_point("LA")
    made = edit(record=ZONE, key=KEY, values={"jobs": 77}, by=focal, office="", note="so")
    cast.sign_in(client, focal)
    page = text(client.get(reverse("desk")))
    assert f'href="{made.get_absolute_url()}"' in page
    assert reverse("submission-revert", args=[made.pk]) in text(client.get(made.get_absolute_url()))


def test_the_office_of_another_zone_is_that_of_one_without():
    user = cast.official(KEY, office="Savan-Seno Authority")
    mine = Appointment.objects.get(user=user)
    mine.pk, mine.zone_key, mine.office = None, "la-other", ""
    mine.save()
    assert office_of(user, country="LA", key="la-other") == "Savan-Seno Authority"
