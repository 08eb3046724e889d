"""Every account page: for visitors, for members, in our own templates and our own frame."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from sez_portal.accounts.models import User
from tests.cast import person, sign_in
from tests.pages import ACCOUNT_PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MEMBER = "member@sample.invalid"


def address(name: str) -> str:
    with translation.override("en"):
        return reverse(name, args=ACCOUNT_PAGES[name].args)


@pytest.fixture
def member(client):
    user = person(MEMBER)
    RecoveryCodes.activate(user)
    sign_in(client, user)
    return client


def frame(answer) -> None:
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert '<meta name="robots" content="noindex">' in page
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", page)
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids)), ids
    assert "{{" not in page
    assert "{%" not in page
    used = [found.origin.name for found in answer.templates if found.origin]
    ours = str(settings.BASE_DIR / "templates")
    foreign = [name for name in used if "/allauth/templates/" in name and not name.startswith(ours)]
    assert foreign == []


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_a_visitor_gets_the_page_or_is_asked_to_sign_in(client, name):
    answer = client.get(address(name))
    assert answer.status_code == ACCOUNT_PAGES[name].visitor
    if answer.status_code == 302:
        assert answer["Location"].startswith(("/accounts/login/", "/"))
    else:
        frame(answer)


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_a_member_gets_the_page(member, name):
    answer = member.get(address(name))
    assert answer.status_code == ACCOUNT_PAGES[name].member
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        frame(answer)


@pytest.mark.parametrize("name", [n for n, page in ACCOUNT_PAGES.items() if page.visitor == 200])
def test_the_page_is_there_in_every_language(client, name):
    for code, _name in settings.LANGUAGES:
        prefix = "" if code == "en" else f"/{code}"
        assert client.get(f"{prefix}{address(name)}").status_code == 200, code


def test_the_pages_of_a_key(member):
    user = User.objects.get(email=MEMBER)
    key = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key", "credential": {}}
    )
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        answer = member.get(reverse(name, args=[key.pk]))
        frame(answer)
        assert b"Blue key" in answer.content
    other = person("another@sample.invalid")
    key.user = other
    key.save()
    assert member.get(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404


def test_a_visitor_of_public_pages_costs_no_query_for_the_way_in(client, django_assert_num_queries):
    client.get("/privacy/")
    with django_assert_num_queries(0):
        page = client.get("/privacy/")
    assert b'href="/accounts/login/"' in page.content
    assert not page.cookies


def test_the_way_in_becomes_the_desk(member):
    page = member.get("/privacy/").content.decode()
    assert 'href="/accounts/login/"' not in page
    assert f'href="{reverse("desk")}"' in page
    assert 'href="/accounts/logout/"' in page
