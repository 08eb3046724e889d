"""Pages kept for visitors without cookies: what they see is what they would see without it."""

import datetime
from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from investors.enquiries import services
from sez_portal.records.choices import Origin
from sez_portal.records.services.apply import apply
from sez_portal.site import page_cache
from tests import cast
from tests.investor import sent, thread_of
from tests.test_query_counts import addresses
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
PAGE = f"/zones/{KEY}/"
PAGES = [url for url in addresses().values() if not url.endswith(".xlsx")]  # those tell the time


@pytest.fixture(autouse=True)
def _kept(settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def queries(client, url: str, **headers: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url, headers=headers)
    return len(captured), answer.content.decode()


def headers(answer: HttpResponse) -> dict[str, object]:
    """Those of an answer but for the second it was made; what it varies on in no order."""
    told = {name: value for name, value in answer.headers.items() if name != "Expires"}
    return {**told, "Vary": set(answer.headers["Vary"].split(", "))}


@pytest.mark.parametrize("url", [*PAGES, "/vi/zones/", "/zones/?page=99"])
def test_who_comes_second_sees_what_the_first_saw(client, settings, url):
    first, second = client.get(url), client.get(url)
    settings.PAGE_CACHE_SECONDS = 0
    computed = client.get(url)
    assert first.content == second.content == computed.content
    assert headers(first) == headers(second) == headers(computed)


def test_a_kept_page_costs_one_query(client):
    assert queries(client, PAGE)[0] > 5
    assert queries(client, PAGE)[0] == 1


def test_a_change_of_any_record_shows_at_once(client):
    assert "147,258" not in queries(client, PAGE)[1]
    apply(record=ZONE, key=KEY, values={"jobs": 147_258}, origin=Origin.RENAME)
    assert "147,258" in queries(client, PAGE)[1]


def test_an_answer_to_an_enquiry_shows_at_once(client):
    official = cast.official(KEY, "official@sample.invalid")
    for number in range(5):
        thread = thread_of(sent(KEY, email=f"{number}@sample.invalid"), KEY)
        assert "First answer in a median of" not in queries(client, PAGE)[1]
        services.answer(thread=thread, by=official, text="Yes.")
    assert "First answer in a median of" in queries(client, PAGE)[1]


def test_the_next_day_is_another_page(client):
    queries(client, PAGE)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # noqa: DTZ011  calendar
    with mock.patch("sez_portal.records.page_cache.datetime") as clock:
        clock.date.today.return_value = tomorrow
        assert queries(client, PAGE)[0] > 1
        assert queries(client, PAGE)[0] == 1


def test_who_is_signed_in_gets_a_page_of_their_own_and_leaves_none(client):
    queries(client, PAGE)
    client.force_login(cast.official(KEY, "official@sample.invalid"))
    assert "My desk" in queries(client, PAGE)[1]
    client.logout()
    client.cookies.clear()
    count, page = queries(client, PAGE)
    assert count == 1
    assert "My desk" not in page


def test_a_cookie_of_any_kind_is_enough(client):
    client.cookies["theme"] = "x"
    queries(client, PAGE)
    assert queries(client, PAGE)[0] > 5
    assert not caches["pages"]._cache


def test_the_list_alone_is_not_the_page(client):
    assert "<html" in queries(client, "/zones/")[1]
    assert "<html" not in queries(client, "/zones/", **{"HX-Request": "true"})[1]
    assert "<html" in queries(client, "/zones/")[1]


def test_a_restored_page_is_the_whole_page(client):
    part, restored = {"HX-Request": "true"}, "HX-History-Restore-Request"
    whole = client.get("/zones/?country=LA").content
    for kind in ("true", "false", "true"):
        answer = client.get("/zones/?country=LA", headers={**part, restored: kind})
        assert (answer.content == whole) == (kind == "true")
        assert {*part, restored} <= set(answer["Vary"].split(", "))


def test_what_is_not_there_is_not_kept(client):
    url = "/zones/no-such-zone/"
    assert client.get(url).status_code == client.get(url).status_code == 404
    assert not caches["pages"]._cache


@pytest.mark.parametrize(
    "make",
    [
        lambda request: HttpResponse(get_token(request)),
        lambda request: HttpResponse(status=400),
        lambda request: HttpResponse(b"x" * (page_cache.MOST_BYTES + 1)),
    ],
    ids=["a form's token", "a refusal", "thousands of zones"],
)
def test_what_is_one_visitors_or_too_large_is_not_kept(make):
    request = RequestFactory().get("/")
    request.session = mock.Mock(modified=False)
    page_cache.kept_page(make)(request)
    assert not caches["pages"]._cache
