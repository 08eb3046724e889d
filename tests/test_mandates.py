"""Roles that end, and from when until when they are held: reason, mail, dates, and who may."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from sez_portal.accounts import mandates, services
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.roles import roles_of
from sez_portal.common.dates import today
from tests import cast
from tests.pages import text
from tests.test_people import ADDRESS, DAY, KEY, post, role_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA")
    cast.sign_in(client, user)
    return user


def test_an_ended_role_needs_a_reason_and_its_holder_reads_it(client, commit, focal):
    official = cast.official(KEY, language="en")
    path = role_page(official, "role-end")
    assert "Nobody else keeps this page" in text(client.get(path))
    assert client.post(path, {"reason": " "}).status_code == 422
    assert roles_of(User.objects.get(pk=official.pk)).zones
    for _press in range(2):
        answer = post(client, path, {"reason": "Moved to the province."}, commit)
        assert answer.status_code == 302
    assert not roles_of(User.objects.get(pk=official.pk))
    (letter,) = mail.outbox
    assert letter.to == [official.email]
    assert "Moved to the province." in letter.body
    assert "focal" in letter.body
    again = client.post(path, {"reason": "Another reason"})
    assert "has ended already" in text(again)


def test_a_role_can_end_on_a_day(client, commit, focal):
    official = cast.official(KEY)
    last_day = today() + 10 * DAY
    path = role_page(official, "role-end")
    post(client, path, {"reason": "Retires.", "last_day": last_day.isoformat()}, commit)
    assert roles_of(User.objects.get(pk=official.pk)).zones
    row = official.appointments.get()
    assert row.last_day == last_day
    assert not Appointment.objects.in_force(last_day + DAY).exists() or row.ends_on > last_day
    assert "The last day is" in mail.outbox[-1].body
    past = client.post(path, {"reason": "x", "last_day": (today() - DAY).isoformat()})
    assert past.status_code == 422


def test_dates_are_set_and_renewed_by_who_gave_the_role_and_told_by_mail(client, commit, focal):
    official = cast.official(KEY)
    first, last = today() - 10 * DAY, today() + 400 * DAY
    sent = {"do": "dates", "first_day": first.isoformat(), "last_day": last.isoformat()}
    for _press in range(2):
        post(client, role_page(official), sent, commit)
    row = official.appointments.get()
    assert (row.starts_on, row.last_day) == (first, last)
    assert len(mail.outbox) == 1
    over = sent | {"last_day": (today() - DAY).isoformat()}
    answer = client.post(role_page(official), over)
    assert answer.status_code == 422
    assert "last day is over" in text(answer)


def test_nobody_sets_their_own_dates_and_officials_nobody_s():
    administrator, official = cast.administrator(), cast.official(KEY)
    own = Appointment.objects.create(user=administrator, role="moderator")
    dates = {"first_day": today(), "last_day": None}
    with pytest.raises(PermissionDenied):
        mandates.set_mandate(appointment=own, by=administrator, **dates)
    colleague = cast.official(KEY, "second@sample.invalid").appointments.get()
    with pytest.raises(PermissionDenied):
        mandates.set_mandate(appointment=colleague, by=official, **dates)
    with pytest.raises(PermissionDenied):
        mandates.confirm_mandate(appointment=colleague, by=official)
    with pytest.raises(PermissionDenied):
        services.end_appointment(appointment=colleague, by=official, note="Competition.")


def test_an_ended_role_does_not_come_back_by_its_dates(focal):
    official = cast.official(KEY)
    row = official.appointments.get()
    services.end_appointment(appointment=row, by=focal, note="Left.")
    with pytest.raises(ValidationError):
        mandates.set_mandate(appointment=row, by=focal, first_day=today(), last_day=None)


def test_the_focal_point_is_told_when_the_last_official_lays_the_role_down(client, commit):
    focal, official = cast.focal_point("LA"), cast.official(KEY)
    cast.sign_in(client, official)
    answer = post(client, role_page(official, "role-end"), {"reason": ""}, commit)
    assert answer["Location"] == "/desk/"
    assert [letter.to for letter in mail.outbox] == [[focal.email], [official.email]]


def test_a_successor_holds_the_role_as_long_as_it_was_given(client):
    official, focal = cast.official(KEY), cast.focal_point("LA")
    row, last_day = official.appointments.get(), today() + 90 * DAY
    invitation = services.hand_over(appointment=row, to_email=ADDRESS, by=official)
    mandates.set_mandate(appointment=row, by=focal, first_day=row.starts_on, last_day=last_day)
    services.accept(invitation=Invitation.objects.get(), user=cast.person(ADDRESS))
    assert Appointment.objects.get(user__email=ADDRESS).last_day == last_day
    assert invitation.mandate_until is None
