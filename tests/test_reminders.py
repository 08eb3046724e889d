"""Reminders: one mail a person a week, a stop link, dry runs, and addresses that take no mail."""

import datetime
import io
import re
import smtplib

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from sez_portal.records.models import MailLink, Reminder, Submission
from sez_portal.records.services.propose import propose
from tests import cast
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture
def remind(commit):
    def run(*args: str) -> str:
        out = io.StringIO()
        with commit():
            call_command("remind", *args, stdout=out)
        return out.getvalue()

    return run


def test_one_mail_a_person_with_a_link_for_each_section_that_is_due(remind):
    person = cast.official(KEY, language="en")
    assert remind().startswith("1 mails sent")
    letter = mail.outbox[0]
    assert letter.to == [person.email]
    links = re.findall(r"/c/[^/\s]+/", letter.body)
    assert len(links) == MailLink.objects.count() + letter.body.count("/c/stop/")
    assert "129" in letter.body
    assert remind().startswith("0 mails sent")
    assert len(mail.outbox) == 1


def test_a_dry_run_sends_and_keeps_nothing(remind):
    cast.official(KEY)
    assert remind("--dry-run").startswith("1 mails would be sent")
    assert not mail.outbox
    assert not MailLink.objects.exists()


def test_after_a_week_it_is_asked_again_and_the_old_links_are_void(remind):
    cast.official(KEY)
    remind()
    week_ago = datetime.date.today() - datetime.timedelta(days=7)  # noqa: DTZ011
    Reminder.objects.update(sent_on=week_ago)
    count = MailLink.objects.count()
    remind()
    assert MailLink.objects.usable().count() == count
    assert len(mail.outbox) == 2


def test_the_stop_link_stops_on_post_only(client, remind):
    cast.official(KEY)
    remind()
    address = re.search(r"(/c/stop/\S+)", mail.outbox[0].body)[1]
    client.get(address)
    assert not Reminder.objects.get().is_stopped
    client.post(address, {"do": "stop"})
    assert Reminder.objects.get().is_stopped
    Reminder.objects.update(sent_on=None)
    assert remind().startswith("0 mails sent")
    assert client.get("/c/stop/forged/").status_code == 410


def test_who_ended_their_role_is_not_asked(remind):
    person = cast.official(KEY)
    person.appointments.update(ends_on=datetime.date(2020, 1, 1))
    assert remind().startswith("0 mails sent")


def test_an_address_that_takes_no_mail_raises_an_alarm(client, remind, monkeypatch):
    person = cast.official(KEY)

    def refuse(*_args: object, **_more: object) -> None:
        raise smtplib.SMTPRecipientsRefused({person.email: (550, b"no such user")})

    monkeypatch.setattr("sez_portal.common.mail.EmailMessage.send", refuse)
    remind()
    assert Reminder.objects.get().refused_on
    for user, sees in ((cast.focal_point("LA"), True), (cast.moderator(), True), (person, False)):
        cast.sign_in(client, user)
        assert ("comes back" in client.get(reverse("desk")).content.decode()) == sees


def test_the_queue_shows_what_is_past_the_house_rule(client):
    sent = [
        propose(
            record=ZONE, key=key, by=cast.official(key, f"{key}@x.invalid"), values={"firms": 7}
        )
        for key in (KEY, "la-boten")
    ]
    long_ago = timezone.now() - datetime.timedelta(days=15)
    Submission.objects.filter(pk=sent[0].pk).update(submitted_at=long_ago)
    cast.sign_in(client, cast.moderator())
    rows = client.get(reverse("queue"), {"age": "late"}).context["rows"]
    assert [row.submission.pk for row in rows] == [sent[0].pk]
    assert len(client.get(reverse("queue")).context["rows"]) == 2
