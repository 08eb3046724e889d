"""A mail of several notices is named for what matters most; its times are those of its reader."""

import datetime

import pytest
from django.core import mail

from sez_portal.accounts.clocks import clock_of, told_on
from sez_portal.records.choices import NoticeKind, RemarkKind
from sez_portal.records.digests import deliver
from sez_portal.records.models import Flag, Notice, Remark
from sez_portal.records.services.propose import propose
from tests import cast
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # mails
KEY = "la-savan-seno"
NOON = datetime.datetime(2026, 11, 30, 5, 0, tzinfo=datetime.UTC)


@pytest.fixture
def official():
    return cast.official(KEY)


@pytest.fixture
def notices(official):
    """One of each kind for the official, the least important first."""
    sent = propose(record=ZONE, key=KEY, by=official, values={"firms": 148, "jobs": 5000})
    sent.decisions = {"jobs": {"verdict": "accepted", "reason": "", "instead": None}}
    sent.save()
    flag = Flag.objects.create(record="zone", key=KEY, country="LA", title="Reported", text="t")
    asked = Remark.objects.create(submission=sent, kind=RemarkKind.RETURNED, text="Of when?")
    about = {
        "flagged": {"kind": NoticeKind.FLAGGED, "flag": flag},
        "waits": {"kind": NoticeKind.WAITS, "submission": sent},
        "question": {"kind": NoticeKind.REMARK, "remark": asked},
        "decided": {"kind": NoticeKind.DECIDED, "submission": sent, "names": ["jobs"]},
    }
    Notice.objects.all().delete()
    return about


@pytest.mark.parametrize(
    ("kinds", "named"),
    [
        (("flagged", "waits", "question", "decided"), "accepted"),
        (("flagged", "waits", "question"), "asks about what was sent"),
        (("flagged", "waits"), "wait for a decision"),
        (("flagged",), "a reader says"),
    ],
)
def test_the_subject_names_what_matters_most(official, notices, kinds, named):
    for kind in kinds:
        Notice.objects.create(person=official, **notices[kind])
    mail.outbox.clear()
    assert deliver(official)
    (letter,) = mail.outbox
    assert named in letter.subject
    headlines = [line for line in letter.body.splitlines() if line and not line.startswith(" ")]
    assert named in headlines[1]  # and it stands first, after the greeting


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (lambda: cast.focal_point("MM"), "30 November 2026, 11:30 (Yangon time, UTC+6:30)"),
        (lambda: cast.focal_point("CN"), "30 November 2026, 13:00 (Beijing time, UTC+8)"),
        (lambda: cast.official(KEY), "30 November 2026, 12:00 (Vientiane time, UTC+7)"),
        (cast.moderator, "30 November 2026, 12:00 (Bangkok time, UTC+7)"),
        (cast.person, "30 November 2026, 12:00 (Bangkok time, UTC+7)"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_its_reader(person, told):
    assert told_on(clock_of(person()), NOON) == told


def test_the_mail_of_notices_names_the_time_zone(official, notices):
    made = Notice.objects.create(person=official, **notices["decided"])
    mail.outbox.clear()
    deliver(official)
    assert told_on(clock_of(official), made.created_at) in mail.outbox[0].body
    assert "(Vientiane time, UTC+7)" in mail.outbox[0].body


def test_a_mail_about_an_account_names_the_time_zone(client):
    person = cast.focal_point("MM")
    cast.sign_in(client, person)
    data = {"oldpassword": cast.PASSWORD, "password1": "rivers run to the sea"}
    client.post("/accounts/password/change/", data | {"password2": data["password1"]})
    assert "(Yangon time, UTC+6:30)" in mail.outbox[-1].body
