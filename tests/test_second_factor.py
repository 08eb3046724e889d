"""The second factor: setting it up, signing in with it, and the door that asks for it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests import cast
from tests.cast import LOGIN, PASSWORD, SECRET, code_of, enrol, person, sign_in, signed_in, submit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages of the library's tables


@pytest.fixture(autouse=True)
def _as_on_a_server(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def test_setting_an_app_up_and_signing_in_with_it(client):
    user = cast.focal_point("LA")
    sign_in(client, user, second_factor=False)
    answer = client.get("/desk/", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/2fa/"
    assert "a password alone does not" in answer.content.decode()
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert b"data:image/svg+xml;base64," in page.content
    bad = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "This code is not right" in bad.content.decode()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/desk/").status_code == 200  # the app was shown just now
    client.post("/accounts/logout/")
    assert submit(client, user)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    later = code_of(secret, time.time() + 30)
    assert client.post("/accounts/2fa/authenticate/", {"code": later})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_recovery_code_opens_once(client):
    user = cast.moderator()
    enrol(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (True, False):
        submit(client, user)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert signed_in(client) is expected
        client.post("/accounts/logout/")


def test_a_code_works_once(client):
    user = person()
    enrol(user)
    code = code_of(SECRET)
    for expected in (True, False):
        submit(client, user)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert signed_in(client) is expected
        client.post("/accounts/logout/")


ROLES = {
    "visitor": (None, False),
    "investor": (person, False),
    "official": (lambda: cast.official("la-savan-seno"), False),
    "focal point": (lambda: cast.focal_point("LA"), True),
    "moderator": (cast.moderator, True),
    "administrator": (cast.administrator, True),
}


@pytest.mark.parametrize("path", ["/desk/", "/lo/desk/", "/admin/", "/admin/login/"])
@pytest.mark.parametrize("role", ROLES)
def test_a_password_alone_does_not_open_the_desk_or_the_administration(client, role, path):
    make, needs = ROLES[role]
    if make:
        sign_in(client, make(), second_factor=False)
    answer = client.get(path)
    if needs:
        assert answer["Location"].endswith("/accounts/2fa/")
    elif "admin" in path:
        assert answer.status_code in (302, 403)
        assert "/accounts/2fa/" not in answer.get("Location", "")
    else:
        assert answer.status_code == (200 if make else 302)


@pytest.mark.parametrize("role", [role for role, (_make, needs) in ROLES.items() if needs])
def test_a_session_that_showed_no_factor_has_to_show_it(client, role):
    user = ROLES[role][0]()
    sign_in(client, user, second_factor=False)
    enrol(user)
    for path in ("/desk/", "/admin/"):
        assert client.get(path)["Location"] == (
            f"/accounts/2fa/reauthenticate/?next={path.replace('/', '%2F')}"
        )
        assert client.post(path).status_code == 302
    answer = client.post("/accounts/2fa/reauthenticate/?next=/desk/", {"code": code_of(SECRET)})
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_factor_taken_off_closes_the_desk_again(client):
    user = cast.moderator()
    sign_in(client, user)
    assert client.get("/desk/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/desk/")["Location"] == "/accounts/2fa/"


def test_another_persons_factor_in_the_session_does_not_count(client):
    sign_in(client, cast.moderator())
    session = client.session
    kept = {k: v for k, v in session.items() if k.startswith("account_")}
    other = cast.focal_point("LA")
    enrol(other)
    client.force_login(other)
    session = client.session
    session.update(kept)
    session.save()
    assert client.get("/desk/").status_code == 302


def test_development_may_go_without(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, cast.moderator(), second_factor=False)
    assert client.get("/admin/").status_code == 200


def test_the_administration_has_no_password_page_of_its_own(client):
    assert client.get("/admin/login/")["Location"].startswith(LOGIN)
    user = cast.administrator()
    answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert answer["Location"].startswith(LOGIN)
    assert not signed_in(client)


def test_the_administration_shows_no_secret_and_takes_a_lost_factor_off(client):
    sign_in(client, cast.administrator())
    lost = enrol(cast.moderator())
    codes = RecoveryCodes.activate(lost.user).instance
    page = client.get(f"/admin/mfa/authenticator/{lost.pk}/change/")
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    page = client.get(f"/admin/mfa/authenticator/{codes.pk}/change/")
    assert codes.data["seed"] not in page.content.decode()
    client.post(f"/admin/mfa/authenticator/{lost.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(pk=lost.pk).exists()


ADMIN_PAGES = ["accounts/user", "accounts/invitation", "mfa/authenticator"]


@pytest.mark.parametrize("model", ADMIN_PAGES)
def test_accounts_are_for_administrators(client, model):
    sign_in(client, cast.moderator())
    assert client.get(f"/admin/{model}/").status_code == 403
    sign_in(client, cast.administrator())
    assert client.get(f"/admin/{model}/?q=lao").status_code == 200


def test_focal_points_see_the_officials_of_their_country(client):
    own = cast.official("la-savan-seno", "own@sample.invalid")
    cast.official("kh-sihanoukville", "foreign@sample.invalid")
    sign_in(client, cast.focal_point("LA"))
    page = client.get("/admin/accounts/appointment/").content.decode()
    assert own.name in page
    assert "foreign" not in page
    sign_in(client, cast.official("la-boten"))
    assert client.get("/admin/accounts/appointment/").status_code == 302


@pytest.mark.parametrize("model", ["account/emailaddress", "auth/group"])
def test_addresses_and_groups_are_not_edited_here(client, model):
    sign_in(client, cast.administrator())
    assert client.get(f"/admin/{model}/").status_code == 404


def test_no_address_tells_the_key_of_a_hidden_row(client):
    sign_in(client, cast.focal_point("LA"))
    assert client.get("/admin/r/1/1/").status_code == 404


def test_a_closed_account_is_out_at_once(client):
    user = cast.official("la-savan-seno")
    other = type(client)()
    sign_in(other, user)
    assert signed_in(other)
    sign_in(client, cast.administrator())
    page = client.get(f"/admin/accounts/user/{user.pk}/change/")
    fields = {"name": user.name, "office": "", "language": "en"}
    inline = {"appointments-TOTAL_FORMS": 0, "appointments-INITIAL_FORMS": 0}
    assert page.status_code == 200
    answer = client.post(f"/admin/accounts/user/{user.pk}/change/", fields | inline)
    assert answer.status_code == 302
    assert not signed_in(other)
