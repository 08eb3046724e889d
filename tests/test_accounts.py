"""Signing up, signing in, limits of attempts, one's own account, and the mails about it."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from sez_portal.accounts.adapter import AccountAdapter
from sez_portal.accounts.models import Invitation, User
from tests import cast
from tests.cast import LOGIN, PASSWORD, enrol, person, sign_in, signed_in, submit

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Somchai",
    "email": "Somchai@Sample.invalid",
    "password1": "rivers run to the sea",
    "language": "th",
}


def link_in(message) -> str:
    """The path of the first link in a mail."""
    (link, *_more) = re.findall(rf"{re.escape(settings.SITE_URL)}(/\S+)", message.body)
    return link


def test_signing_up_confirming_and_signing_in(client):
    answer = client.post("/accounts/signup/", NEW)
    assert answer["Location"] == "/accounts/confirm-email/"
    user = User.objects.get(email="somchai@sample.invalid")
    assert (user.name, user.language, user.is_staff) == ("Somchai", "th", False)
    assert not signed_in(client)
    assert client.post(LOGIN, {"login": user.email, "password": NEW["password1"]}).status_code
    assert not signed_in(client)
    link = link_in(mail.outbox[0])
    assert link.startswith("/th/accounts/confirm-email/")
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get(user=user).verified  # looking changes nothing
    client.post(link)
    assert EmailAddress.objects.get(user=user).verified
    client.post("/accounts/logout/")
    answer = client.post(LOGIN, {"login": "SOMCHAI@sample.invalid", "password": NEW["password1"]})
    assert answer["Location"] == "/th/desk/"
    assert signed_in(client)


def test_signing_up_does_not_tell_who_has_an_account(client):
    person("somchai@sample.invalid")
    answer = client.post("/accounts/signup/", NEW)
    assert answer["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(email__iexact=NEW["email"]).count() == 1
    (message,) = mail.outbox
    assert message.subject == "You have an account already"


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234", "somchai@sample.i"])
def test_a_weak_password_is_refused_with_a_reason(client, password):
    answer = client.post("/accounts/signup/", NEW | {"password1": password})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]
    assert b'class="errors stack"' in answer.content
    assert b'aria-invalid="true"' in answer.content
    assert b'value="Somchai"' in answer.content  # what was typed stays


def test_a_wrong_password_and_an_unknown_address_read_alike(client):
    user = person()
    wrong = submit(client, user, "not my password")
    unknown = client.post(LOGIN, {"login": "nobody@sample.invalid", "password": PASSWORD})
    for answer in (wrong, unknown):
        assert "The address and the password do not go together." in answer.content.decode()
    assert not signed_in(client)


def test_guessing_a_password_is_stopped_even_for_the_right_one(client):
    user = person()
    for _attempt in range(5):
        submit(client, user, "not my password")
    answer = submit(client, user)
    assert "Too many attempts" in answer.content.decode()
    assert not signed_in(client)
    assert submit(client, person("other@sample.invalid")).status_code == 302


def test_too_many_forms_from_one_place_get_the_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "10/h/ip"}
    for number in range(10):
        client.post("/accounts/signup/", NEW | {"email": f"a{number}@sample.invalid"})
    answer = client.post("/accounts/signup/", NEW)
    assert answer.status_code == 429
    assert b"Too many attempts" in answer.content
    assert b"masthead" in answer.content


def test_a_forwarded_address_counts_only_behind_a_proxy(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "10/h/ip"}
    for number in range(11):
        forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        last = client.post("/accounts/signup/", NEW | {"email": f"a{number}@x.invalid"}, **forged)
    assert last.status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.post("/accounts/signup/", NEW, **forged).status_code == 302


def test_a_forgotten_password(client):
    user = person(language="vi")
    client.post("/accounts/password/reset/", {"email": user.email})
    (message,) = mail.outbox
    link = link_in(message)
    answer = client.get(link, follow=True)
    new = {"password1": "another long password", "password2": "another long password"}
    answer = client.post(answer.request["PATH_INFO"], new)
    assert answer.status_code == 302
    assert submit(client, user, "another long password").status_code == 302
    assert signed_in(client)
    client.post("/accounts/logout/")
    used = client.get(link, follow=True)
    assert "used up or too old" in used.content.decode()
    with translation.override(user.language):
        assert mail.outbox[-1].subject == gettext("Your password was changed")


def test_a_reset_does_not_pass_the_second_factor(client):
    user = cast.moderator()
    enrol(user)
    client.post("/accounts/password/reset/", {"email": user.email})
    answer = client.get(link_in(mail.outbox[0]), follow=True)
    new = {"password1": "another long password", "password2": "another long password"}
    client.post(answer.request["PATH_INFO"], new)
    answer = submit(client, user, "another long password")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not signed_in(client)


@pytest.mark.parametrize("language", ["en", "lo", "zh-hans"])
def test_people_are_sent_to_their_own_language(client, language):
    user = person(language=language)
    prefix = "" if language == "en" else f"/{language}"
    assert submit(client, user)["Location"] == f"{prefix}/desk/"


def test_one_leads_ones_own_profile(client):
    user = person()
    sign_in(client, user)
    answer = client.post(
        "/accounts/profile/", {"name": "New Name", "office": "New office", "language": "km"}
    )
    assert answer["Location"] == "/km/accounts/profile/"
    user.refresh_from_db()
    assert (user.name, user.office, user.language) == ("New Name", "New office", "km")
    client.post("/accounts/profile/", {"name": "", "language": "xx", "is_superuser": "on"})
    user.refresh_from_db()
    assert (user.name, user.is_superuser) == ("New Name", False)


def test_other_sessions_are_listed_and_signed_out(client):
    user = person()
    submit(client, user)
    other = type(client)(HTTP_USER_AGENT="Another browser")
    other.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=user).count() == 2
    page = client.get("/accounts/sessions/").content.decode()
    assert "Another browser" in page
    client.post("/accounts/sessions/")
    assert signed_in(client)
    assert not signed_in(other)


def test_a_changed_address_counts_when_it_is_confirmed(client):
    user = person("old@sample.invalid")
    sign_in(client, user, second_factor=False)
    client.post("/accounts/email/", {"email": "new@sample.invalid", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "old@sample.invalid"
    client.post(link_in(mail.outbox[0]))
    user.refresh_from_db()
    assert user.email == "new@sample.invalid"


def test_a_closed_account_stays_out(client):
    user = person(is_active=False)
    assert submit(client, user)["Location"] == "/accounts/inactive/"
    assert not signed_in(client)


def test_mails_are_in_the_language_of_the_reader(client, monkeypatch):
    said: list[str] = []
    original = AccountAdapter.render_mail

    def noting(self, *args, **more):
        said.append(translation.get_language())
        return original(self, *args, **more)

    monkeypatch.setattr(AccountAdapter, "render_mail", noting)
    client.post("/lo/accounts/password/reset/", {"email": person(language="vi").email})
    client.post("/lo/accounts/password/reset/", {"email": "nobody@sample.invalid"})
    client.post("/accounts/signup/", NEW)
    assert said == ["vi", "lo", "th"]
    assert all(message.alternatives == [] for message in mail.outbox)


def test_mail_links_do_not_follow_a_forged_host(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/password/reset/", {"email": person().email}, HTTP_HOST="evil.example")
    assert "evil.example" not in mail.outbox[0].body


def test_a_role_that_has_no_words_of_its_own_is_not_called_another():
    told = render_to_string("account/_role.html", {"invitation": Invitation(role="observer")})
    assert told.strip() == "observer"
