"""Saved searches by link: one click stops them, links are for one purpose, what is forgotten."""

import datetime
import io

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from investors.alerts import services
from investors.models import SavedSearch
from tests.pages import text
from tests.searches import change, next_day, run, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters", "nothing_ends_soon")]


def test_one_click_stops(commit):
    saved()
    change(status="suspended")
    run()
    header = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + header.split("/", 3)[3]
    visitor = Client(enforce_csrf_checks=True)
    assert "Stop these mails?" in text(visitor.get(path))
    assert SavedSearch.objects.exists()
    answer = visitor.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert not SavedSearch.objects.exists()
    for again in (visitor.get, visitor.post):
        assert "The mails have ended" in text(again(path))
    next_day()
    change(status="operational")
    assert "0 searches" in run()


def test_links_are_for_one_purpose(client):
    search = saved()
    confirm = services.token_of(search, services.CONFIRM)
    assert client.post(reverse("alert-stop", args=[confirm])).status_code == 410
    assert SavedSearch.objects.exists()


def test_an_unconfirmed_search_is_forgotten():
    services.save_search(
        query=QueryDict("country=LA"), frequency="daily", by=None, email="a@b.test", language="en"
    )
    week_ago = timezone.now() - datetime.timedelta(days=8)
    SavedSearch.objects.update(created_at=week_ago)
    out = io.StringIO()
    call_command("forget_enquiries", stdout=out)
    assert "1 unconfirmed alerts deleted" in out.getvalue()


def test_an_address_has_twenty_at_most():
    for number in range(20):
        saved(f"q=word{number}")
    with pytest.raises(ValidationError):
        saved("q=more")


def test_the_feed_of_a_query(client):
    change(status="suspended")
    assert "Savan" in text(client.get("/updates.atom?status=suspended&country=LA"))
    assert "<entry>" not in text(client.get("/updates.atom?q=nowhere-at-all"))


def test_the_directory_leads_to_it(client):
    assert 'href="/alerts/new/?country=LA"' in text(client.get("/zones/?country=LA"))


def test_the_page_of_a_confirmed_search_leads_to_its_end(client):
    search = saved()
    page = client.get(services.address(services.CONFIRM, search)).content.decode()
    assert services.address(services.STOP, search) in page
