"""Invitations, appointments, handing over: who may, what happens, and that links work once."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sez_portal.accounts import services
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.permissions import may_appoint
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import may
from sez_portal.common.dates import today
from sez_portal.common.tokens import hash_of
from tests import cast
from tests.cast import person, sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "invited@sample.invalid"
ZONE = {"role": "official", "zone_key": "la-savan-seno", "country": "LA"}
COUNTRY = {"role": "focal_point", "country": "LA"}
MODERATOR = {"role": "moderator"}
NEW = {"name": "Khamla", "password1": "rivers run to the sea", "language": "lo"}


@pytest.fixture
def invited(commit):
    """Invite, and give the link that went out by mail."""

    def do(by=None, email=ADDRESS, **more) -> tuple[Invitation, str]:
        with commit():
            row = services.invite(
                by=by or cast.focal_point("LA"), email=email, **(more or ZONE | {"title": "Savan"})
            )
        return row, link_in(mail.outbox[-1])

    return do


def link_in(message) -> str:
    (link,) = re.findall(r"(/(?:[a-z-]+/)?accounts/invitation/\S+)", message.body)
    return link


def test_the_letter_says_who_invites_for_what_and_the_token_is_not_kept(invited):
    row, link = invited(language="vi", office="Zone office", **ZONE, title="Savan-Seno")
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert "Savan-Seno" in message.body
    assert "focal" in message.body
    assert "focal" not in message.subject
    assert link.startswith("/vi/accounts/invitation/")
    token = link.rstrip("/").rpartition("/")[2]
    kept = Invitation.objects.filter(pk=row.pk).values().get()
    assert token not in str(kept)
    assert kept["token_hash"] == hash_of(token)


def test_looking_changes_nothing(client, invited):
    row, link = invited()
    for _time in range(2):
        answer = client.get(link)
        assert answer.status_code == 200
        assert ADDRESS in answer.content.decode()
        assert client.head(link).status_code == 200
    row.refresh_from_db()
    assert row.accepted_at is None
    assert not User.objects.filter(email=ADDRESS).exists()


def test_accepting_makes_the_account_confirms_the_address_and_signs_in(client, invited):
    row, link = invited()
    answer = client.post(link, NEW)
    assert answer["Location"] == "/lo/desk/"
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.language) == ("Khamla", "lo")
    assert EmailAddress.objects.get(user=user).verified
    assert roles_of(user).zones == {"la-savan-seno"}
    appointment = user.appointments.get()
    assert (appointment.granted_by, appointment.granted_by_name) == (row.invited_by, "focal")
    assert client.get("/accounts/profile/").status_code == 200


def test_the_new_focal_point_is_led_to_the_second_factor(client, invited, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _row, link = invited(by=cast.moderator(), **COUNTRY)
    answer = client.post(link, NEW | {"language": "en"}, follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/2fa/"
    # the password was typed a moment ago and is not asked for again
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


@pytest.mark.parametrize("password", ["short", "", "invited@sample"])
def test_the_password_has_to_be_good(client, invited, password):
    _row, link = invited()
    answer = client.post(link, NEW | {"password1": password})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password1"]
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_link_works_once(client, invited):
    _row, link = invited()
    client.post(link, NEW)
    client.post("/accounts/logout/")
    again = client.post(link, NEW | {"password1": "quite another password"})
    assert again.status_code == 410
    assert "accepted already" in again.content.decode()
    assert Appointment.objects.filter(user__email=ADDRESS).count() == 1


def test_two_at_the_same_time_are_one(invited):
    row, _link = invited()
    same = Invitation.objects.get(pk=row.pk)
    user = person(ADDRESS)
    services.accept(invitation=row, user=user)
    with pytest.raises(PermissionDenied):
        services.accept(invitation=same, user=user)


def spoil_by_time(row: Invitation) -> None:
    Invitation.objects.update(expires_on=today() - datetime.timedelta(days=1))


def spoil_by_withdrawing(row: Invitation) -> None:
    services.revoke_invitation(invitation=row, by=row.invited_by)


def spoil_by_end_of_mandate(row: Invitation) -> None:
    Appointment.objects.filter(user=row.invited_by).update(ends_on=today())


def spoil_by_closing_the_account(row: Invitation) -> None:
    User.objects.filter(pk=row.invited_by_id).update(is_active=False)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_by_time,
        spoil_by_withdrawing,
        spoil_by_end_of_mandate,
        spoil_by_closing_the_account,
    ],
)
def test_what_no_longer_stands_says_what_next(client, invited, spoil):
    row, link = invited()
    spoil(row)
    for answer in (client.get(link), client.post(link, NEW)):
        assert answer.status_code == 410
        assert "ask whoever invited you" in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()
    assert client.get(link[:-5] + "xxxx/").status_code == 410


def test_an_account_that_is_there_signs_in_first(client, invited):
    user = person(ADDRESS, language="en")
    _row, link = invited()
    page = client.get(link).content.decode()
    assert f"/accounts/login/?next={link}" in page
    client.post(link, NEW)
    assert not roles_of(User.objects.get(pk=user.pk))
    assert user.check_password(cast.PASSWORD)
    sign_in(client, user)
    assert client.get(link).status_code == 200
    assert not roles_of(User.objects.get(pk=user.pk))
    assert client.post(link)["Location"] == "/desk/"
    assert roles_of(User.objects.get(pk=user.pk)).zones == {"la-savan-seno"}


def test_somebody_else_cannot_take_it(client, invited):
    row, link = invited()
    sign_in(client, person("else@sample.invalid"))
    assert "else@sample.invalid" in client.get(link).content.decode()
    client.post(link, NEW)
    row.refresh_from_db()
    assert row.accepted_at is None
    with pytest.raises(PermissionDenied):
        services.accept(invitation=row, user=person("third@sample.invalid"))


def test_a_closed_account_does_not_come_back_by_invitation(client, invited):
    person(ADDRESS, is_active=False)
    _row, link = invited()
    assert "is closed" in client.get(link).content.decode()
    client.post(link, NEW)
    assert not Appointment.objects.filter(user__email=ADDRESS).exists()


def test_a_second_invitation_takes_the_place_of_the_first(client, invited):
    by = cast.focal_point("LA")
    _row, first = invited(by=by, **ZONE)
    _row, second = invited(by=by, office="Zone office", **ZONE)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


MAKERS = {
    "person": person,
    "official": lambda: cast.official("la-savan-seno"),
    "focal point": lambda: cast.focal_point("LA"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
}
ELSEWHERE = {"role": "official", "zone_key": "kh-dara-sakor", "country": "KH"}
MAY = {
    "person": [],
    "official": [],
    "focal point": [ZONE],
    "moderator": [ZONE, ELSEWHERE, COUNTRY],
    "administrator": [ZONE, ELSEWHERE, COUNTRY, MODERATOR],
}
MAY_INVITE = MAY | {"official": [ZONE]}  # a colleague


@pytest.mark.parametrize("what", [ZONE, ELSEWHERE, COUNTRY, MODERATOR], ids=str)
@pytest.mark.parametrize("who", MAKERS)
def test_who_may_appoint_and_invite_whom(who, what):
    by = MAKERS[who]()
    somebody = person("chosen@sample.invalid")
    if what in MAY[who]:
        row = services.appoint(user=somebody, by=by, **what)
        assert may(by, "end", row)
        assert services.invite(by=by, email=ADDRESS, **what).is_open
        services.end_appointment(appointment=row, by=by, note="Left the office.")
        assert not roles_of(User.objects.get(pk=somebody.pk))
        return
    assert not may_appoint(by, what["role"], what.get("country", ""))
    with pytest.raises(PermissionDenied):
        services.appoint(user=somebody, by=by, **what)
    if what in MAY_INVITE[who]:
        assert services.invite(by=by, email=ADDRESS, **what).is_open
    else:
        with pytest.raises(PermissionDenied):
            services.invite(by=by, email=ADDRESS, **what)
    row = Appointment.objects.create(user=somebody, **what)
    assert not may(by, "end", row)
    with pytest.raises(PermissionDenied):
        services.end_appointment(appointment=row, by=by, note="")


@pytest.mark.parametrize("who", ["focal point", "moderator", "administrator"])
def test_nobody_appoints_themself(who):
    by = MAKERS[who]()
    with pytest.raises(PermissionDenied):
        services.appoint(user=by, by=by, **ZONE)
    with pytest.raises(PermissionDenied):
        services.invite(by=by, email=by.email.upper(), **ZONE)


@pytest.mark.parametrize(
    "what",
    [
        {"role": "official", "zone_key": "kh-dara-sakor", "country": "LA"},
        {"role": "official", "country": "LA"},
        {"role": "focal_point", "zone_key": "la-savan-seno", "country": "LA"},
        {"role": "focal_point"},
        {"role": "moderator", "country": "LA"},
        {"role": "king"},
    ],
    ids=str,
)
def test_a_role_goes_with_its_zone_or_country(what):
    with pytest.raises(ValidationError):
        services.invite(by=cast.administrator(), email=ADDRESS, **what)


def test_a_role_is_held_once():
    by = cast.focal_point("LA")
    somebody = person()
    services.appoint(user=somebody, by=by, **ZONE)
    with pytest.raises(ValidationError):
        services.appoint(user=somebody, by=by, **ZONE)
    with pytest.raises(ValidationError):
        services.invite(by=by, email=somebody.email, **ZONE)


def test_an_ended_role_ends_at_once_says_who_and_may_be_given_again():
    by = cast.focal_point("LA")
    somebody = person()
    row = services.appoint(user=somebody, by=by, note="By letter 12.", **ZONE)
    assert roles_of(somebody)
    services.end_appointment(appointment=row, by=by, note="Moved.")
    assert not roles_of(User.objects.get(pk=somebody.pk))
    row.refresh_from_db()
    assert (row.ended_by, row.ended_by_name, row.note) == (by, "focal", "By letter 12.\nMoved.")
    with pytest.raises(ValidationError):
        services.end_appointment(appointment=row, by=by, note="again")
    services.appoint(user=somebody, by=by, **ZONE)


def test_one_may_lay_down_ones_own_role():
    user = cast.official("la-savan-seno")
    services.end_appointment(appointment=user.appointments.get(), by=user, note="")
    assert not roles_of(User.objects.get(pk=user.pk))


def test_handing_over_keeps_the_holder_until_the_successor_accepts(client, commit):
    old = cast.focal_point("LA")
    role = old.appointments.get()
    with commit():
        row = services.hand_over(appointment=role, to_email=ADDRESS, by=old, title="Lao PDR")
    assert roles_of(User.objects.get(pk=old.pk)).countries == {"LA"}
    client.post(link_in(mail.outbox[0]), NEW)
    assert not roles_of(User.objects.get(pk=old.pk))
    assert roles_of(User.objects.get(email=ADDRESS)).countries == {"LA"}
    role.refresh_from_db()
    assert role.ended_by_name == "Khamla"
    assert row.replaces == role


def test_a_moderator_does_not_choose_the_next_moderator():
    moderator = cast.moderator()
    role = moderator.appointments.get()
    with pytest.raises(PermissionDenied):
        services.hand_over(appointment=role, to_email=ADDRESS, by=moderator)
    services.hand_over(appointment=role, to_email=ADDRESS, by=cast.administrator())


def test_what_was_handed_over_is_not_handed_over_again(client, invited):
    old = cast.focal_point("LA")
    role = old.appointments.get()
    services.end_appointment(appointment=role, by=cast.moderator(), note="Left the office.")
    with pytest.raises(PermissionDenied):
        services.hand_over(appointment=role, to_email=ADDRESS, by=User.objects.get(pk=old.pk))


def test_others_do_not_withdraw_an_invitation(invited):
    row, _link = invited()
    with pytest.raises(PermissionDenied):
        services.revoke_invitation(invitation=row, by=cast.focal_point("KH", "kh@sample.invalid"))
    services.revoke_invitation(invitation=row, by=cast.moderator())
    assert row.revoked_at <= timezone.now()


def test_mistyping_on_a_link_closes_it_for_nobody(client, invited):
    _row, link = invited()
    answers = [client.post(link, {}).status_code for _attempt in range(21)]
    assert answers == [422] * 21
    assert client.get(link).status_code == 200


def test_a_letter_is_plain_text_as_it_was_typed(invited):
    invited(by=cast.focal_point("LA", name="D'Arc & Sons"), **ZONE, title="<Zone> & Co")
    assert mail.outbox[0].body.startswith("D'Arc & Sons invites")
    assert "<Zone> & Co" in mail.outbox[0].body
