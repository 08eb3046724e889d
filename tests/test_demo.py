"""The samples of development: one person a role, a submission in every state, never on a server."""

import io

import pytest
from django.core.management import CommandError, call_command

from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.models import Submission
from zones.management.commands.demo import KEY
from zones.models import Zone

pytestmark = pytest.mark.django_db


def test_samples_stand_in_every_state_and_a_second_run_adds_none(settings):
    settings.DEBUG = True
    out = io.StringIO()
    call_command("demo", stdout=out)
    statuses = set(Submission.objects.filter(key=KEY).values_list("status", flat=True))
    assert statuses == set(SubmissionStatus.values)
    count = Submission.objects.count()
    call_command("demo", stdout=out)
    assert Submission.objects.count() == count
    assert "official@sample.invalid" in out.getvalue()


def test_visitors_do_not_see_the_sample_zone(client, settings):
    settings.DEBUG = True
    call_command("demo", stdout=io.StringIO())
    assert client.get(f"/zones/{KEY}/").status_code == 404
    assert not Zone.objects.published().filter(key=KEY).exists()


def test_there_are_no_samples_on_a_server(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Zone.objects.filter(key=KEY).exists()
