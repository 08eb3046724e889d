"""An account closed by its owner, suspended, opened again; and what its owner is told."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from investors.models import SavedSearch, Shortlist
from sez_portal.accounts import services
from sez_portal.accounts.models import Invitation, User
from sez_portal.accounts.roles import roles_of
from sez_portal.common.mail import send
from sez_portal.records.models import Draft, Submission
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import text
from zones import record
from zones.models import Claim, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
KEY = "la-savan-seno"
CLOSE = "/accounts/close/"


def close(client, commit, data: dict | None = None):
    with commit():
        return client.post(CLOSE, data or {})


def letters_to(address: str) -> list:
    return [letter for letter in mail.outbox if letter.to == [address]]


def test_a_closed_account_leaves_the_history_and_nothing_to_sign_in_with(client, commit):
    official = cast.official(KEY, name="B. Phommachanh", office="Zone office", language="en")
    email = official.email
    propose(record=record.ZONE, key=KEY, by=official, values={"area_ha": 9})
    Shortlist.objects.create(user=official)
    SavedSearch.objects.create(user=official, language="en")
    Draft.objects.create(author=official, record="zone", key=KEY, section="glance")
    Claim.objects.create(zone=Zone.objects.get(key="la-boten"), user=official, office="o")
    services.invite(by=official, email="new@sample.invalid", role="official", zone_key=KEY,
                    country="LA")  # fmt: skip
    cast.sign_in(client, official)
    answer = close(client, commit)
    assert answer["Location"] == "/accounts/closed/"
    assert "is closed" in text(client.get(answer["Location"]))
    user = User.objects.get(pk=official.pk)
    assert not user.is_active
    assert not user.has_usable_password()
    assert (user.name, user.office) == ("", "")
    assert user.is_given_up
    assert not roles_of(user)
    for model in (EmailAddress, Authenticator, Shortlist, SavedSearch):
        assert not model.objects.filter(user=user).exists()
    assert not Draft.objects.filter(author=user).exists()
    assert not Claim.objects.filter(user=user).exists()
    assert not Invitation.objects.open().exists()
    sent = Submission.objects.get(key=KEY, author=user)
    assert (sent.author_name, sent.office) == ("B. Phommachanh", "Zone office")
    assert not cast.signed_in(client)
    assert len(letters_to(email)) == 1
    cast.person(email)  # the address is free again


def test_the_page_says_what_ends_and_who_has_it_then(client):
    official = cast.official(KEY)
    cast.sign_in(client, official)
    page = text(client.get(CLOSE))
    assert "You are the only one who keeps this page" in page
    assert "Hand over first" in page
    cast.official(KEY, "second@sample.invalid")
    assert "the only one who keeps" not in text(client.get(CLOSE))


def test_the_focal_point_is_told_of_a_page_that_nobody_keeps(client, commit):
    focal, official = cast.focal_point("LA"), cast.official(KEY)
    second = cast.official(KEY, "second@sample.invalid")
    cast.sign_in(client, official)
    close(client, commit)
    assert letters_to(focal.email) == []
    cast.sign_in(client, second)
    close(client, commit)
    (letter,) = letters_to(focal.email)
    assert f"/desk/zones/{KEY}/people/" in letter.body


def test_who_they_are_is_asked_again(client, commit):
    user = cast.person()
    cast.sign_in(client, user, second_factor=False)
    session = client.session
    long_ago = {"method": "password", "at": time.time() - 3600}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [long_ago]
    session.save()
    for answer in (client.get(CLOSE), close(client, commit)):
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]
    assert User.objects.get(pk=user.pk).is_active


def test_a_password_alone_does_not_close_what_has_a_second_factor(client, commit):
    focal = cast.focal_point("LA")
    cast.enrol(focal)
    cast.sign_in(client, focal, second_factor=False)
    answer = close(client, commit)
    assert "/accounts/2fa/" in answer["Location"]
    assert User.objects.get(pk=focal.pk).is_active


def test_the_last_administrator_cannot_close(client, commit):
    administrator = cast.administrator()
    cast.sign_in(client, administrator)
    assert "Close my account for good" not in text(client.get(CLOSE))
    answer = close(client, commit)
    assert "the only administrator" in text(client.get(answer["Location"]))
    assert User.objects.get(pk=administrator.pk).is_superuser
    cast.administrator("second@sample.invalid")
    close(client, commit)
    user = User.objects.get(pk=administrator.pk)
    assert not user.is_active
    assert not user.is_superuser


def test_pressed_twice_it_is_closed_once_and_says_so_twice(client, commit):
    user = cast.person()
    cast.sign_in(client, user)
    pressed = {"pressed": client.get(CLOSE).context["pressed"]}
    for _press in range(2):
        assert close(client, commit, pressed)["Location"] == "/accounts/closed/"
    assert len(letters_to("somebody@sample.invalid")) == 1
    stranger = close(client, commit)
    assert stranger["Location"].startswith("/accounts/login/")


def test_no_mail_leaves_for_the_address_of_a_closed_account(client, commit):
    user = cast.person()
    cast.sign_in(client, user)
    close(client, commit)
    mail.outbox.clear()
    user.refresh_from_db()
    assert not send("account_closed", to=user.email, language="en")
    assert mail.outbox == []


def change(client, user: User, commit, **more: str):
    inline = {"appointments-TOTAL_FORMS": "0", "appointments-INITIAL_FORMS": "0"}
    data = {"name": user.name, "office": user.office, "language": "en"} | inline | more
    with commit():
        return client.post(reverse("admin:accounts_user_change", args=[user.pk]), data)


def test_a_suspension_and_its_end_are_told_by_mail(client, commit):
    cast.sign_in(client, cast.administrator())
    user = cast.official(KEY, language="en")
    change(client, user, commit, is_active="on", office="Another office")
    assert mail.outbox == []
    change(client, user, commit, reason="The office does not know this person.")
    assert not User.objects.get(pk=user.pk).is_active
    (letter,) = letters_to(user.email)
    assert "The office does not know this person." in letter.body
    change(client, user, commit, is_active="on")
    assert "open again" in letters_to(user.email)[-1].subject
    assert roles_of(User.objects.get(pk=user.pk)).zones == {KEY}


def test_the_last_administrator_cannot_be_suspended(client, commit):
    administrator = cast.administrator()
    cast.sign_in(client, administrator)
    assert "only administrator" in text(change(client, administrator, commit))
    assert User.objects.get(pk=administrator.pk).is_active


def test_an_account_closed_by_its_owner_is_not_opened_again(client, commit):
    user = cast.person()
    cast.sign_in(client, user)
    close(client, commit)
    cast.sign_in(client, cast.administrator())
    user.refresh_from_db()
    assert "closed it" in text(change(client, user, commit, is_active="on", name="x"))
    assert not User.objects.get(pk=user.pk).is_active


def test_a_factor_taken_off_is_told_with_what_and_by_whom(client, commit):
    user = cast.official(KEY, language="en")
    factor = cast.enrol(user)
    cast.sign_in(client, cast.administrator())
    with commit():
        client.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})
    (letter,) = letters_to(user.email)
    assert "By: administrator" in letter.body
    assert "What: authenticator app" in letter.body


@pytest.mark.parametrize("role", ["person", "official"])
def test_the_account_is_reached_from_every_page_and_says_how_long_it_is_kept(client, role: str):
    cast.sign_in(client, cast.person() if role == "person" else cast.official(KEY))
    for path in ("/", "/desk/", f"/zones/{KEY}/"):
        link = text(client.get(path)).split(f'href="{reverse("profile")}"')[0].rpartition("<a")[2]
        assert "wide-only" not in link
    assert "until you close it" in text(client.get(reverse("profile")))
    assert "until you close it" in text(client.get("/privacy/"))
