"""Mails: few a day whoever sends, no words of a sender in a subject, headers that tell."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from sez_portal.accounts import services
from sez_portal.accounts.choices import Role
from sez_portal.accounts.mandates import set_mandate
from sez_portal.accounts.models import Appointment, Invitation
from sez_portal.common import dates
from sez_portal.common.mail import as_subject, send
from sez_portal.records import notifications
from sez_portal.records.choices import Origin, SubmissionStatus
from sez_portal.records.digests import deliver
from sez_portal.records.models import Submission
from sez_portal.records.services.reminders import reminder_of, signed
from tests import cast
from zones import claims
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
KEY = "la-savan-seno"


def _waiting(author, number: int) -> Submission:
    return Submission.objects.create(
        record="zone",
        key=f"la-sample-{number}",
        country="LA",
        title="Buy now at spam.example",
        origin=Origin.PROPOSAL,
        status=SubmissionStatus.WAITING,
        changes={"name_en": {"from": "", "to": "x"}},
        author=author,
        author_name=str(author),
        is_new=True,
        submitted_at=timezone.now(),
    )


def test_many_submissions_make_one_mail_an_hour(commit):
    author, moderator = cast.person(), cast.moderator()
    cast.focal_point("LA")
    for number in range(60):
        with commit():
            notifications.sent(_waiting(author, number))
    assert len(mail.outbox) == 2
    later = timezone.now() + datetime.timedelta(minutes=61)
    assert deliver(moderator, later)
    assert not deliver(moderator, later + datetime.timedelta(minutes=59))
    digest = mail.outbox[-1].body
    assert digest.count("A new zone is proposed") == 20
    assert "39 more notices are on your desk" in digest


def test_no_subject_holds_what_a_sender_wrote(committed):
    cast.moderator()
    notifications.sent(_waiting(cast.person(), 1))
    by = cast.moderator("by@sample.invalid", name="Buy now at spam.example")
    services.invite(
        by=by, email="x@y.example", role=Role.OFFICIAL, zone_key=KEY, country="LA", title="T"
    )
    assert "spam" not in "".join(letter.subject for letter in mail.outbox)


def _held(user) -> Appointment:
    return Appointment.objects.get(user=user)


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x@y.example\nBcc: z@y.example"])
def test_an_invitation_goes_to_an_address_only(email):
    user = cast.official(KEY)
    with pytest.raises(ValidationError):
        services.hand_over(appointment=_held(user), to_email=email, by=user)
    assert not Invitation.objects.exists()


def test_one_official_hands_over_a_few_times_a_day():
    user = cast.official(KEY)
    for number in range(5):
        services.hand_over(appointment=_held(user), to_email=f"a{number}@y.example", by=user)
    with pytest.raises(ValidationError, match="tomorrow"):
        services.hand_over(appointment=_held(user), to_email="b@y.example", by=user)


def test_one_address_is_invited_a_few_times_a_day():
    by = cast.moderator()
    where = {"role": Role.OFFICIAL, "zone_key": KEY, "country": "LA"}
    for number in range(5):  # the same words once more are a second press, and no mail
        services.invite(by=by, email="a@y.example", name=f"A{number}", **where)
    with pytest.raises(ValidationError, match="tomorrow"):
        services.invite(by=by, email="a@y.example", name="A5", **where)


def test_dates_set_again_and_again_make_few_mails(django_capture_on_commit_callbacks):
    official, focal = cast.official(KEY), cast.focal_point("LA")
    row, today = official.appointments.get(), dates.today()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(12):
            last_day = today + datetime.timedelta(days=100 + number)
            set_mandate(appointment=row, by=focal, first_day=today, last_day=last_day)
    assert [letter.to for letter in mail.outbox] == [[official.email]] * 5


def test_a_role_given_and_ended_again_and_again_makes_few_mails(
    django_capture_on_commit_callbacks,
):
    person, focal = cast.person(), cast.focal_point("LA")
    where = {"role": Role.OFFICIAL, "zone_key": KEY, "country": "LA"}
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(12):
            row = services.appoint(user=person, by=focal, **where)
            services.end_appointment(appointment=row, by=focal, note=f"Reason {number}")
    assert len(mail.outbox) == 5


def test_the_claims_of_one_person_make_few_mails(committed, django_capture_on_commit_callbacks):
    cast.focal_point("LA")
    user = cast.person()
    with django_capture_on_commit_callbacks(execute=True):
        for zone in Zone.objects.filter(country="LA", is_published=True)[:6]:
            claims.claim(zone=zone, by=user, office="An office", position="Head")
    assert len(mail.outbox) == 3


def test_an_address_typed_by_anybody_gets_few_mails(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "100/h/ip", "confirm_email": "100/h/key"}
    cast.person("known@sample.invalid")
    new = {"name": "A", "password1": cast.PASSWORD, "language": "en"}
    for _number in range(12):
        client.post("/accounts/signup/", new | {"email": "known@sample.invalid"})
    assert len(mail.outbox) == 3


def _headers(letter) -> dict[str, str]:
    return dict(letter.message().items())


def test_every_mail_names_our_domain_and_says_that_no_person_sent_it(client, settings, committed):
    settings.SITE_URL = "https://zones.example"
    send("zone_unkept", to="a@y.example", language="en", person="A", link="x", zone=Zone())
    client.post("/accounts/password/reset/", {"email": cast.person().email})
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        told = _headers(letter)
        assert told["Message-ID"].endswith("@zones.example>")
        assert told["Auto-Submitted"] == "auto-generated"


def test_a_reminder_ends_with_one_press_of_the_mail_program(settings):
    user = cast.official(KEY)
    person = signed(user)
    assert notifications.reminded(user, [], person)
    told = _headers(mail.outbox[0])
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = told["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    strict = Client(enforce_csrf_checks=True)
    form = "application/x-www-form-urlencoded"
    assert strict.get(path).status_code == 200
    assert not reminder_of(user).is_stopped
    answer = strict.post(path, "List-Unsubscribe=One-Click", content_type=form)
    assert answer.status_code == 200
    assert reminder_of(user).is_stopped
    strict.post(path, {"do": "start"})
    assert not reminder_of(user).is_stopped


def test_a_subject_is_one_line_whatever_a_name_holds():
    assert as_subject("Zone\x0bReply-To: x\r\nBcc: y\u2028z") == "Zone Reply-To: x Bcc: y z"
