"""Pages kept for visitors without cookies: what they see is what they would see without it."""

import datetime
import gzip
from collections.abc import Iterator
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from investors.enquiries import services
from sez_portal.records import page_cache
from sez_portal.records.choices import Origin
from sez_portal.records.models import Recorded
from sez_portal.records.record import Record, every
from sez_portal.records.services.apply import apply, show
from sez_portal.records.services.rename import rename
from tests import cast
from tests.investor import sent, thread_of
from tests.test_query_counts import addresses
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; rules of access run on both
KEY = "la-savan-seno"
PAGE = f"/zones/{KEY}/"
ELSEWHERE = "/zones/kh-phnom-penh-sez/"
FACING = "/zones/th-mukdahan-sez/"
# Workbooks tell the time, and the API how many requests are left.
PAGES = [url for url in addresses().values() if not (url.endswith(".xlsx") or "/api/v1" in url)]


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
    """Those of an answer but for what keeping adds; what it varies on in no order."""
    added = ("Expires", "ETag", "Cache-Control")
    told = {name: value for name, value in answer.headers.items() if name not in added}
    return {**told, "Vary": set(answer.headers["Vary"].split(", "))}


def readers() -> dict[str, Client]:
    """The browser of each who may read."""
    found = {name: Client() for name in ("visitor", "shortlist", "official", "moderator")}
    found["shortlist"].post("/shortlist/add/", {"zone": KEY})
    found["shortlist"].get("/shortlist/")  # which tells what was added
    found["official"].force_login(cast.official(KEY, "official@sample.invalid"))
    cast.sign_in(found["moderator"], cast.moderator("moderator@sample.invalid"))
    return found


def anew(settings, reader: Client, url: str) -> HttpResponse:
    settings.PAGE_CACHE_SECONDS = 0
    answer = reader.get(url)
    settings.PAGE_CACHE_SECONDS = 600
    return answer


def test_kept_and_made_anew_are_the_same_for_each_reader(settings):
    everybody = readers()
    for url in [*PAGES, "/vi/zones/", "/zones/?page=99", "/compare/"]:
        Client().get(url)  # keeps it
        for who, reader in everybody.items():
            first, second, computed = reader.get(url), reader.get(url), anew(settings, reader, url)
            assert first.content == second.content == computed.content, (url, who)
            assert headers(first) == headers(second) == headers(computed), (url, who)


def test_the_comparison_offers_the_shortlist_of_whoever_reads(client):
    Client().get("/compare/")
    assert "Choose from your shortlist" not in queries(client, "/compare/")[1]
    client.post("/shortlist/add/", {"zone": KEY})
    assert "Choose from your shortlist" in queries(client, "/compare/")[1]


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
    with mock.patch("sez_portal.common.dates.today", return_value=tomorrow):
        assert queries(client, PAGE)[0] > 1
        assert queries(client, PAGE)[0] == 1


def test_who_is_signed_in_gets_the_kept_body_in_a_frame_of_their_own(client):
    queries(client, PAGE)
    client.force_login(cast.official(KEY, "official@sample.invalid"))
    count, page = queries(client, PAGE)
    assert "My desk" in page
    assert count == 6  # versions, session, account; roles, whether they keep this zone, shortlist
    client.logout()
    client.cookies.clear()
    count, page = queries(client, PAGE)
    assert count == 1
    assert "My desk" not in page


def test_a_page_that_a_signed_in_reader_made_first_holds_nothing_of_theirs(client):
    client.force_login(cast.official(KEY, "official@sample.invalid"))
    assert "My desk" in queries(client, PAGE)[1]
    assert "My desk" not in queries(Client(), PAGE)[1]


def test_what_the_last_step_did_is_told_once_to_whom_it_concerns(client):
    before = queries(client, "/zones/")[1].count("notes-ignored")
    client.post("/shortlist/add/", {"zone": KEY, "next": "/zones/"})
    assert queries(client, "/zones/")[1].count("notes-ignored") == before + 1
    assert queries(Client(), "/zones/")[1].count("notes-ignored") == before
    assert queries(client, "/zones/")[1].count("notes-ignored") == before


def test_a_keeper_sees_a_hidden_zone_and_nobody_else_through_them(client):
    hide(ZONE, Zone.objects.get(key=KEY))
    keeper = Client()
    keeper.force_login(cast.official(KEY, "official@sample.invalid"))
    assert keeper.get(PAGE).status_code == 200
    assert client.get(PAGE).status_code == 404
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
    page_cache.for_everybody(make)(request)
    assert not caches["pages"]._cache


def test_a_body_is_made_as_a_visitor_sees_it():
    """Whoever asks first: no view knows who they are."""
    seen = []

    def view(request):
        seen.append((request.user.is_authenticated, dict(request.COOKIES)))
        return HttpResponse("x")

    request = RequestFactory().get("/")
    request.user, request.COOKIES = cast.official(KEY), {"sessionid": "x"}
    request.session = mock.Mock(modified=False)
    page_cache.for_everybody(view)(request)
    assert seen == [(False, {})]


def test_a_repeated_visit_is_answered_before_anything_is_made(client):
    tag = client.get(PAGE)["ETag"]
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, len(captured)) == (304, b"", 1)
    assert answer["ETag"] == tag
    apply(record=ZONE, key=KEY, values={"jobs": 147_258}, origin=Origin.RENAME)
    answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "147,258" in answer.content.decode()


def test_the_tag_of_a_part_is_not_that_of_the_page(client):
    """Going back a browser may ask for the page with the tag of the list that it swapped in."""
    part = {"HX-Request": "true"}
    tag = client.get("/zones/?country=LA", headers=part)["ETag"]
    assert (
        client.get("/zones/?country=LA", headers={**part, "If-None-Match": tag}).status_code == 304
    )
    assert client.get("/zones/?country=LA", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("tag", ['W/"x"', 'W/"2026-01-01_0.1_LA_1"', '"', "W/"])
def test_a_tag_that_is_not_ours_is_no_tag(client, tag):
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 200


def test_who_is_signed_in_is_never_told_that_nothing_changed(client):
    tag = client.get(PAGE)["ETag"]
    client.force_login(cast.official(KEY, "official@sample.invalid"))
    answer = client.get(PAGE, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_change_renews_the_pages_of_its_country_and_not_those_of_another(client):
    for url in (PAGE, ELSEWHERE, "/zones/"):
        queries(client, url)
    apply(record=ZONE, key=KEY, values={"jobs": 147_258}, origin=Origin.RENAME)
    assert queries(client, ELSEWHERE)[0] == 1
    assert queries(client, PAGE)[0] > 1
    assert queries(client, "/zones/")[0] > 1


def hide(record: Record, row: Recorded) -> None:
    show(record, row, is_published=False)


NEW = {"name_en": "Sample", "summary_en": "Sample", "jobs": 147_258, "lon": "101.2"}


def changes(record: Record) -> Iterator[str]:
    """Changes of every kind to the first row of a record, each with its name."""
    row = record.model.objects.filter(record.model.shown()).order_by("pk").first()
    for field in set(NEW) & set(record.by_key):
        apply(record=record, key=row.key, values={field: NEW[field]}, origin=Origin.RENAME)
        yield f"{field} changed"
    for is_published in (False, True):
        show(record, record.model.objects.get(key=row.key), is_published=is_published)
        yield f"published: {is_published}"
    rename(record=record, former=row.key, key=f"{row.key}-2")
    yield "renamed"


@pytest.mark.parametrize("record", every(), ids=lambda record: record.name)
def test_no_page_is_stale_after_any_change(client, settings, record):
    urls = [PAGE, ELSEWHERE, FACING, "/", "/zones/", "/countries/lao-pdr/", "/countries/cambodia/"]
    for url in urls:
        client.get(url)
    for told in changes(record):
        for url in urls:
            assert client.get(url).content == anew(settings, client, url).content, (told, url)


def test_what_changes_abroad_near_the_border_shows_at_once(client, settings):
    there = Zone.objects.get(key="th-mukdahan-sez")
    assert str(there.name_en) in queries(client, PAGE)[1]
    for values in ({"area_ha": "7654.5"}, {"lon": "104.9"}, {"lon": "100.1"}, {"lon": "104.8"}):
        apply(record=ZONE, key=there.key, values=values, origin=Origin.RENAME)
        assert client.get(PAGE).content == anew(settings, client, PAGE).content


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_kept(client):
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE, headers={"host": "elsewhere.invalid"}).status_code == 400


def test_a_compressed_page_is_kept_as_such(client):
    zipped = {"Accept-Encoding": "gzip"}
    first, second = client.get(PAGE, headers=zipped), client.get(PAGE, headers=zipped)
    plain = client.get(PAGE)
    assert first["Content-Encoding"] == second["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(second.content) == plain.content
    assert int(second["Content-Length"]) == len(second.content)


def test_processes_may_share_what_they_keep(client, settings, tmp_path):
    """Another process finds the page in a store that is not this one's memory."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    pages = {"BACKEND": backend, "LOCATION": str(tmp_path)}
    settings.CACHES = {**settings.CACHES, "pages": pages}
    made = client.get(PAGE).content
    assert list(tmp_path.iterdir())
    count, page = queries(client, PAGE)
    assert (count, page) == (1, made.decode())
