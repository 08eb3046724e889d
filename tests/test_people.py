"""The page of people: invite, send again, withdraw, hand over, set dates, end; and who may."""

import datetime
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sez_portal.accounts import services
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.offering import MOST_TO_ONE
from sez_portal.accounts.roles import roles_of
from sez_portal.common.dates import today
from tests import cast
from tests.pages import text
from tests.test_invitations import NEW, link_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_counters"),
    pytest.mark.one_database,  # pages; the services run on both
]
KEY, OTHER = "la-savan-seno", "la-boten"
ADDRESS = "new@sample.invalid"
SENT = {"email": ADDRESS, "language": "en"}
OFFICIAL = {"do": "official", "place": KEY}
FOCAL = {"do": "focal_point", "place": "LA"}
MODERATOR = {"do": "moderator"}
PEOPLE = "/desk/people/"
ZONE_PAGE = f"/desk/zones/{KEY}/people/"
DAY = datetime.timedelta(days=1)

MAKERS = {
    "official": lambda: cast.official(KEY),
    "focal point": lambda: cast.focal_point("LA"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
}
MAY = {
    "official": [],
    "focal point": [OFFICIAL],
    "moderator": [OFFICIAL, FOCAL],
    "administrator": [OFFICIAL, FOCAL, MODERATOR],
}


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA")
    cast.sign_in(client, user)
    return user


def post(client, path: str, data: dict, commit=None):
    if commit is None:
        return client.post(path, data)
    with commit():
        return client.post(path, data)


def role_page(user: User, name: str = "role") -> str:
    return reverse(name, args=[user.appointments.get().pk])


@pytest.mark.parametrize("what", [OFFICIAL, FOCAL, MODERATOR], ids=lambda what: what["do"])
@pytest.mark.parametrize("who", MAKERS)
def test_each_role_invites_for_those_it_may_give(client, commit, who, what):
    cast.sign_in(client, MAKERS[who]())
    is_offered = f'value="{what["do"]}"' in text(client.get(PEOPLE))
    post(client, PEOPLE, what | SENT, commit)
    may = what in MAY[who]
    assert is_offered == may
    assert Invitation.objects.filter(role=what["do"], email=ADDRESS).count() == may
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]] * may


def test_a_focal_point_is_not_offered_the_zones_of_another_country(client, focal):
    page = text(client.get(PEOPLE))
    assert "kh-dara-sakor" not in page
    answer = client.post(PEOPLE, {"do": "official", "place": "kh-dara-sakor"} | SENT)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_an_official_invites_a_colleague_for_the_own_zone_and_no_longer_than_they_hold_it(client):
    official = cast.official(KEY)
    last_day = today() + 100 * DAY
    official.appointments.update(ends_on=last_day + DAY)
    cast.sign_in(client, official)
    client.post(ZONE_PAGE, SENT)
    invitation = Invitation.objects.get()
    assert (invitation.zone_key, invitation.role) == (KEY, "official")
    assert invitation.mandate_until == last_day
    with pytest.raises(PermissionDenied):
        services.invite(by=official, email=ADDRESS, role="official", zone_key=OTHER, country="LA")
    services.accept(invitation=invitation, user=cast.person(ADDRESS))
    assert Appointment.objects.get(user__email=ADDRESS).last_day == last_day


@pytest.mark.parametrize("email", ["", "m.sengdara@savanpark", "x", "OFFICIAL@sample.invalid"])
@pytest.mark.parametrize("do", ["hand-over", "invite"])
def test_an_address_that_is_none_is_refused_at_its_field_and_what_was_typed_stays(
    client, do: str, email: str
):
    official = cast.official(KEY)
    cast.sign_in(client, official)
    path = role_page(official) if do == "hand-over" else ZONE_PAGE
    answer = client.post(path, {"do": do, "email": email, "name": "M. Sengdara", "language": "lo"})
    assert answer.status_code == 422
    page = text(answer)
    assert re.search(r'<div class="msg" id="[a-z_-]*email_error">', page)
    assert 'value="M. Sengdara"' in page
    assert not Invitation.objects.exists()


def test_each_button_has_a_form_of_its_own_so_that_enter_does_what_is_beside_it(client):
    official = cast.official(KEY)
    cast.sign_in(client, official)
    forms = re.findall(r"<form\b.*?</form>", text(client.get(ZONE_PAGE)), re.S)
    for form in forms:
        assert len(re.findall(r'type="submit"', form)) == 1
    (confirming,) = [form for form in forms if 'value="confirm"' in form]
    assert 'name="email"' not in confirming


def test_handing_over_tells_the_former_holder_that_the_role_has_ended(client, commit):
    official = cast.official(KEY)
    cast.sign_in(client, official)
    post(client, role_page(official), SENT | {"do": "hand-over"}, commit)
    assert "takes over" in text(client.get(ZONE_PAGE))
    client.logout()
    post(client, link_in(mail.outbox[-1]), NEW, commit)
    assert not roles_of(User.objects.get(pk=official.pk))
    (letter,) = [one for one in mail.outbox if one.to == [official.email]]
    assert letter.subject == "A role of yours has ended"
    assert "Savan" in letter.body


def test_a_withdrawn_invitation_says_so_plainly(client, commit, focal):
    post(client, PEOPLE, OFFICIAL | SENT, commit)
    link = link_in(mail.outbox[-1])
    path = reverse("invitation-change", args=[Invitation.objects.get().pk])
    for _press in range(2):
        answer = client.post(path, {"do": "withdraw"}, follow=True)
        assert "is withdrawn" in text(answer)
    assert "None." in text(client.get(PEOPLE))
    client.logout()
    answer = client.get(link)
    assert answer.status_code == 410
    assert "It was withdrawn on" in text(answer)


def test_sent_again_there_is_one_link_and_the_old_one_says_where_the_new_one_is(
    client, commit, focal
):
    post(client, PEOPLE, OFFICIAL | SENT | {"office": "Zone office"}, commit)
    path = reverse("invitation-change", args=[Invitation.objects.get().pk])
    for _press in range(2):  # pressed twice it is one
        post(client, path, {"do": "again"}, commit)
    first, second = map(link_in, mail.outbox)
    assert Invitation.objects.open().get().office == "Zone office"
    client.logout()
    assert "Use the link of the newest mail" in text(client.get(first))
    assert client.get(second).status_code == 200


def test_an_invitation_that_ran_out_is_listed_and_can_be_sent_again(client, commit, focal):
    post(client, PEOPLE, OFFICIAL | SENT, commit)
    Invitation.objects.update(expires_on=today() - DAY)
    assert "ran out on" in text(client.get(PEOPLE))
    path = reverse("invitation-change", args=[Invitation.objects.get().pk])
    post(client, path, {"do": "again"}, commit)
    assert Invitation.objects.open().count() == 1


def test_an_invitation_pressed_twice_is_one(client, commit, focal):
    for _press in range(2):
        assert post(client, PEOPLE, OFFICIAL | SENT, commit).status_code == 302
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 1


def test_nobody_makes_an_offer_to_themself_their_own_by_sending_it_again():
    moderator = cast.moderator()
    row = services.invite(
        by=cast.focal_point("LA"),
        email=moderator.email,
        role="official",
        zone_key=KEY,
        country="LA",
    )
    with pytest.raises(PermissionDenied):
        services.send_again(invitation=row, by=moderator)


@pytest.mark.parametrize("do", ["again", "withdraw"])
def test_invitations_of_others_are_not_there(client, do: str):
    row = services.invite(by=cast.moderator(), email=ADDRESS, role="focal_point", country="LA")
    cast.sign_in(client, cast.focal_point("LA"))
    assert client.post(f"/desk/people/invitations/{row.pk}/", {"do": do}).status_code == 404
    row.refresh_from_db()
    assert row.is_open


def test_who_no_longer_holds_a_role_sends_nothing_again():
    official = cast.official(KEY)
    row = services.invite(by=official, email=ADDRESS, role="official", zone_key=KEY, country="LA")
    services.end_appointment(appointment=official.appointments.get(), by=official, note="")
    former = User.objects.get(pk=official.pk)
    with pytest.raises(PermissionDenied):
        services.send_again(invitation=row, by=former)
    assert not services.still_stands(Invitation.objects.get(pk=row.pk))


def test_sending_again_counts_as_sending(client, focal):
    client.post(PEOPLE, OFFICIAL | SENT)
    for number in range(8):
        row = Invitation.objects.order_by("pk").last()
        Invitation.objects.filter(pk=row.pk).update(name=f"n{number}")
        client.post(f"/desk/people/invitations/{row.pk}/", {"do": "again"})
    assert Invitation.objects.count() == MOST_TO_ONE


def test_the_page_says_what_is_to_be_looked_at(client, focal):
    official = cast.official(KEY)
    old = cast.official(OTHER, "old@sample.invalid")
    old.appointments.update(starts_on=today() - 400 * DAY)
    page = text(client.get(PEOPLE))
    assert official.email in page
    assert "never signed in" in page
    assert "mandate to confirm" in page
    narrowed = text(client.get(PEOPLE, {"look": "mandate"}))
    assert old.email in narrowed
    assert official.email not in narrowed
    found = text(client.get(PEOPLE, {"q": "OFFICIAL"}))
    assert official.email in found
    assert old.email not in found


def test_people_are_reached_from_desk_administration_and_zone_page(client, focal):
    assert f'href="{PEOPLE}"' in text(client.get("/desk/"))
    assert f'href="{PEOPLE}"' in text(client.get("/admin/"))
    assert f'href="{ZONE_PAGE}"' in text(client.get(f"/zones/{KEY}/"))
    assert ZONE_PAGE not in text(client.get("/zones/kh-dara-sakor/"))
    client.logout()
    assert ZONE_PAGE not in text(client.get(f"/zones/{KEY}/"))


def test_as_many_queries_for_many_as_for_one(client, focal, django_assert_max_num_queries):
    for number in range(12):
        cast.official(KEY, f"o{number}@sample.invalid")
    with django_assert_max_num_queries(22):
        client.get(PEOPLE)


def test_there_is_one_successor_the_one_invited_last(client):
    official = cast.official(KEY)
    cast.sign_in(client, official)
    for email in ("mistyped@sample.invalid", ADDRESS):
        client.post(role_page(official), SENT | {"do": "hand-over", "email": email})
    assert [row.email for row in Invitation.objects.open()] == [ADDRESS]


def test_an_open_invitation_follows_its_zone_to_a_new_key(client):
    official = cast.official(KEY)
    services.invite(by=official, email=ADDRESS, role="official", zone_key=KEY, country="LA")
    services.row_renamed(KEY, "la-savan-park")
    invitation = Invitation.objects.get()
    assert invitation.zone_key == "la-savan-park"
    assert services.still_stands(invitation)


def test_sent_again_an_invitation_of_a_colleague_lasts_no_longer_than_the_role_now_does(client):
    official = cast.official(KEY)
    row = services.invite(by=official, email=ADDRESS, role="official", zone_key=KEY, country="LA")
    official.appointments.update(ends_on=today() + 50 * DAY)
    services.send_again(invitation=row, by=User.objects.get(pk=official.pk))
    assert Invitation.objects.open().get().mandate_until == today() + 49 * DAY


def test_where_no_second_factor_is_asked_for_nobody_is_said_to_lack_it(client, settings):
    cast.focal_point("LA")
    cast.sign_in(client, cast.moderator())
    page = client.get(reverse("people")).content.decode()
    assert "cannot decide anything yet" in page
    settings.SECOND_FACTOR_REQUIRED = False
    assert "cannot decide anything yet" not in client.get(reverse("people")).content.decode()
