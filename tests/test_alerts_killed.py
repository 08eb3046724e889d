"""`manage.py send_alerts` as cron runs it, killed with SIGKILL, and run again.

A real process, a database that it shares with us as with any other process (a file on SQLite),
and a mail server that kills it at one moment of a delivery. What counts is what the server kept.
"""

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from investors.models import Alert
from tests.own_zone import own_zone
from tests.postoffice import Moment, PostOffice, post_office
from tests.searches import change, saved

ROOT = Path(__file__).resolve().parent.parent
KEY = "la-killed"
PEOPLE = "abc"  # whose searches are told about one change each


@pytest.fixture(autouse=True)
def _committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Three searches and a change of which each is to be told."""
    with django_db_blocker.unblock(), own_zone(KEY, status="planned"):
        for name in PEOPLE:
            saved(email=f"{name}@investor.test")
        change(KEY, status="operational")
        yield


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


def begin(office: PostOffice) -> subprocess.Popen:
    """The command in a process of its own, with our database and the mail server of the test."""
    command = [sys.executable, "manage.py", "send_alerts"]
    where = {"DATABASE_URL": database_url(), "MAIL_URL": office.url}
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | where, stdout=subprocess.PIPE, text=True
    )


def database_url() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    who = ":".join(quote(at[name], safe="") for name in ("USER", "PASSWORD"))
    return f"postgres://{who}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def run(office: PostOffice) -> str:
    with begin(office) as process:
        told, _nothing = process.communicate(timeout=60)
    assert process.returncode == 0
    return told


def run_until_killed(office: PostOffice, moment: Moment, number: int) -> None:
    with begin(office) as process:

        def kill() -> None:
            process.kill()
            process.wait()

        office.strike(moment, number, kill)
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


def ten_minutes_later() -> None:
    """As if all that was begun had been begun longer ago than a living run needs for a mail."""
    for alert in Alert.objects.exclude(begun_at=None):
        before = alert.begun_at - datetime.timedelta(minutes=11)
        Alert.objects.filter(pk=alert.pk).update(begun_at=before)


def received(office: PostOffice) -> str:
    """Whose mails were kept, a letter each: "aab" is two for a@investor.test, one for b."""
    return "".join(address[0] for letter in office.letters for address in letter.to)


@pytest.mark.parametrize(
    ("moment", "number", "killed", "at_once", "later"),
    [
        pytest.param(Moment.CALLED, 3, "ab", "", "c", id="between two mails"),
        pytest.param(Moment.HANDED, 2, "a", "c", "b", id="before the mail is kept"),
        pytest.param(Moment.THANKED, 2, "ab", "c", "", id="right after the yes"),
    ],
)
def test_killed_none_is_sent_twice_and_none_left_out(
    office, moment, number, killed, at_once, later
):
    """Three moments at which "never twice" and "never skipped" both hold.

    Between two mails: the second was taken and noted, so it is not sent twice; the third was
    claimed and has not left, so it would be skipped if a claim never ended.
    Before the mail is kept: the server has all of it and throws it away, as it may while it has
    not said yes; the mail would be skipped if we took "handed over" for "sent".
    Right after the yes: the mail is on its way; it would be sent twice if it were noted only
    when the connection is closed.
    """
    run_until_killed(office, moment, number)
    assert received(office) == killed
    run(office)
    assert received(office) == killed + at_once
    ten_minutes_later()
    run(office)
    assert received(office) == killed + at_once + later
    ten_minutes_later()
    assert run(office) == "0 searches looked at, 0 mails sent, 0 failed.\n"
    assert sorted(received(office)) == list(PEOPLE)


def test_killed_before_the_yes_is_heard_the_copy_is_known_as_the_same_mail(office):
    """The one instant in which both cannot hold: the server keeps the mail, and we cannot know.

    Not to send it again would skip it, had the server thrown it away. So it is sent again, after
    ten minutes and once, as the same mail: its Message-ID says so.
    """
    run_until_killed(office, Moment.KEPT, 2)
    assert received(office) == "ab"
    told = run(office)
    assert received(office) == "abc"
    assert "1 in the hands of another run" in told
    ten_minutes_later()
    run(office)
    ten_minutes_later()
    run(office)
    assert received(office) == "abcb"
    first, copy = office.letters_to("b@investor.test")
    assert first.message_id == copy.message_id
    assert first.mail["Subject"] == copy.mail["Subject"]
    assert len({letter.message_id for letter in office.letters}) == len(PEOPLE)
