"""What a role shows needs the factor in this session, and so does taking the factor off."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail

from tests import cast
from tests.cast import PASSWORD, SECRET, code_of, enrol, person, sign_in
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages of the library's tables
KEY = "la-savan-seno"
FACTOR = "/accounts/2fa/reauthenticate/?next="


@pytest.fixture(autouse=True)
def _as_on_a_server(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def hidden(db) -> None:
    Zone.objects.filter(key=KEY).update(is_published=False)


ROLES = {
    "focal point": lambda: cast.focal_point("LA"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
}


@pytest.mark.parametrize("path", [f"/zones/{KEY}/", f"/zones/{KEY}/history/"])
@pytest.mark.parametrize("role", ROLES)
def test_with_the_password_alone_a_role_shows_what_a_visitor_sees(client, hidden, role, path):
    user = ROLES[role]()
    sign_in(client, user, second_factor=False)
    assert client.get(path).status_code == 404
    enrol(user)
    assert client.get(path).status_code == 404
    sign_in(client, user)
    assert client.get(path).status_code == 200
    Authenticator.objects.all().delete()
    assert client.get(path).status_code == 404


def test_the_zones_of_an_official_need_no_factor(client, hidden):
    user = cast.official(KEY)
    sign_in(client, user, second_factor=False)
    assert client.get(f"/zones/{KEY}/").status_code == 200
    cast.Appointment.objects.create(user=user, role="focal_point", country="KH")
    Zone.objects.filter(key="kh-sihanoukville").update(is_published=False)
    assert client.get(f"/zones/{KEY}/").status_code == 200
    assert client.get("/zones/kh-sihanoukville/").status_code == 404


def test_development_shows_the_role_without_a_factor(client, hidden, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, cast.moderator(), second_factor=False)
    assert client.get(f"/zones/{KEY}/").status_code == 200


def _guarded(user) -> list[str]:
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    RecoveryCodes.activate(user)
    return [
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/webauthn/add/",
        f"/accounts/2fa/webauthn/keys/{key.pk}/remove/",
        f"/accounts/2fa/webauthn/keys/{key.pk}/edit/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ]


@pytest.mark.parametrize("make", [person, cast.moderator])
def test_a_password_changes_nothing_of_the_factor(client, make):
    user = make()
    sign_in(client, user, second_factor=False)
    enrol(user)
    for path in _guarded(user):
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        for answer in (client.get(path), client.post(path), client.get(f"/lo{path}")):
            assert answer.status_code == 302
            assert "/2fa/webauthn/reauthenticate/" in answer["Location"] or (
                "/2fa/reauthenticate/" in answer["Location"]
            )
    assert Authenticator.objects.filter(user=user).count() == 3


def test_a_factor_shown_long_ago_is_asked_for_again(client, settings):
    user = person()
    sign_in(client, user)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    path = "/accounts/2fa/totp/deactivate/"
    assert client.get(path)["Location"] == FACTOR + path.replace("/", "%2F")


def test_the_factor_takes_itself_off_and_a_mail_says_so(client, committed):
    user = person()
    sign_in(client, user, second_factor=False)
    enrol(user)
    path = "/accounts/2fa/totp/deactivate/"
    asked = client.get(path)["Location"]
    code = code_of(SECRET, time.time())
    assert client.post(asked, {"code": code})["Location"] == path
    mail.outbox.clear()
    assert client.post(path).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert [letter.to for letter in mail.outbox] == [[user.email]]


def test_a_factor_taken_off_in_the_administration_is_told_by_mail(
    client, django_capture_on_commit_callbacks
):
    sign_in(client, cast.administrator())
    user = cast.moderator(language="en")
    for many in (False, True):
        lost = enrol(user)
        path = "/admin/mfa/authenticator/"
        chosen = {"action": "delete_selected", "_selected_action": [lost.pk], "post": "yes"}
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            if many:
                client.post(path, chosen)
            else:
                client.post(f"{path}{lost.pk}/delete/", {"post": "yes"})
        assert not Authenticator.objects.filter(pk=lost.pk).exists()
        [letter] = mail.outbox
        assert letter.to == [user.email]
        assert "taken off" in letter.subject
