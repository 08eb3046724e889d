"""Limits: nobody locks another out, mistyped forms are free, and the page says the true time."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from sez_portal.accounts import services
from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.common.tokens import new_secret
from tests import cast
from tests.cast import PASSWORD, person, signed_in, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
KEY = "la-savan-seno"


def _fail(client, user, times: int, address: str) -> None:
    for _attempt in range(times):
        data = {"login": user.email, "password": "not it"}
        client.post(cast.LOGIN, data, REMOTE_ADDR=address)


def _enters(client, user, address: str) -> bool:
    data = {"login": user.email, "password": PASSWORD}
    client.post(cast.LOGIN, data, REMOTE_ADDR=address)
    return signed_in(client)


def test_nobody_locks_an_account_from_elsewhere(client):
    user = person()
    _fail(client, user, 8, "203.0.113.9")
    assert not _enters(client, user, "203.0.113.9")
    assert _enters(client, user, "198.51.100.7")


def test_one_ipv6_network_counts_as_one_address(client):
    user = person()
    for number in range(8):
        _fail(client, user, 1, f"2001:db8:1:2::{number + 1}")
    assert not _enters(client, user, "2001:db8:1:2:ffff::1")
    assert _enters(client, user, "2001:db8:1:3::1")


def test_guesses_from_everywhere_close_all_but_the_ways_the_owner_came(client, monkeypatch):
    monkeypatch.setattr("sez_portal.accounts.lockout.FROM_ANYWHERE", "12/h")
    user = person()
    assert _enters(client, user, "198.51.100.7")
    client.post("/accounts/logout/")
    for number in range(6):
        _fail(client, user, 2, f"203.0.113.{number + 1}")
    assert not _enters(client, user, "192.0.2.1")
    assert _enters(client, user, "198.51.100.7")


def _invited(number: int) -> str:
    email = f"guest{number}@sample.invalid"
    by = _inviter()
    token, digest = new_secret()
    found = services.Invitation.objects.create(
        email=email,
        role=Role.OFFICIAL,
        zone_key=KEY,
        country="LA",
        token_hash=digest,
        expires_on=timezone.localdate() + datetime.timedelta(days=3),
        invited_by=by,
        invited_by_name=str(by),
    )
    assert found.is_open
    return f"/accounts/invitation/{token}/"


def _inviter():
    found = services.User.objects.filter(email="moderator@sample.invalid").first()
    return found or cast.moderator()


def test_the_25th_official_of_a_workshop_behind_one_address_accepts(client):
    for number in range(25):
        link = _invited(number)
        for _mistyped in range(3):
            assert client.post(link, {"name": "", "password1": "short"}).status_code == 422
        data = {"name": f"Guest {number}", "password1": PASSWORD, "language": "en"}
        assert client.post(link, data).status_code == 302
        client.post("/accounts/logout/")
    assert Appointment.objects.filter(zone_key=KEY, user__name__startswith="Guest").count() == 25


def test_mistyped_reports_do_not_count_and_the_page_says_the_true_time(client):
    path = reverse("zone-report", args=[KEY])
    good = {"text": "The telephone number is that of somebody else.", "field": ""}
    for _mistyped in range(30):
        assert client.post(path, {"text": ""})["Location"] == f"{path}#faults"
    answers = [client.post(path, good | {"source": f"page {n}"}).status_code for n in range(11)]
    assert 429 not in answers[:10]
    assert answers[10] == 429
    answer = client.post(path, good)
    page = re.sub(r"\s+", " ", answer.content.decode())
    assert "again in 60 minutes, at " in page
    assert 3500 < int(answer["Retry-After"]) <= 3600


def test_the_page_of_the_sign_in_library_says_the_true_time(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/3m/ip"}
    cache.clear()
    user = person()
    submit(client, user, "no")
    answer = submit(client, user, "no")
    assert answer.status_code == 429
    assert 170 < int(answer["Retry-After"]) <= 180
    assert "again in 3 minutes, at " in answer.content.decode()
