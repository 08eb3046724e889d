"""Saved searches by link: one click stops them, links are for one purpose, what is forgotten."""

import datetime
import io

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import Incentive
from investors.alerts import services
from investors.models import Alert, SavedSearch
from sez_portal.records.services import apply
from zones import record

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
NEW = "/alerts/new/?country=LA"
FORM = {"email": "mai@investor.test", "frequency": "daily", "language": "en"}
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _no_counters():
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_ends_soon():
    Incentive.objects.update(effective_to="")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def text(answer) -> str:
    return answer.content.decode()


def saved(query: str = "country=LA", email: str = "mai@investor.test", **more) -> SavedSearch:
    """A confirmed search that was last looked at long ago."""
    made = services.save_search(
        query=QueryDict(query), frequency="daily", by=None, email=email, language="en"
    )
    services.confirm(search=made)
    week_ago = TODAY - datetime.timedelta(days=7)
    SavedSearch.objects.filter(pk=made.pk).update(**{"looked_on": week_ago} | more)
    return SavedSearch.objects.get(pk=made.pk)


def change(key: str = KEY, **values) -> None:
    apply(record=record.ZONE, key=key, values=values, origin="admin")


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("send_alerts", *args, stdout=out)
    return out.getvalue()


def next_day() -> None:
    """As if all that was done today had been done yesterday."""
    yesterday = TODAY - datetime.timedelta(days=1)
    SavedSearch.objects.filter(looked_on=TODAY).update(looked_on=yesterday)
    Alert.objects.filter(day=TODAY).update(day=yesterday)


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
    assert visitor.post(path).status_code == 410
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
