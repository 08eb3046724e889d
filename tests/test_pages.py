"""Every page: it is there, in every language, refuses what it must, and says what machines need."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from countries.models import Country, Gateway, Incentive, Procedure
from sez_portal import languages
from sez_portal.records.choices import Origin, SubmissionStatus
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply
from tests import cast
from tests.pages import ACCOUNT_PAGES, DESK_PAGES, PAGES, SAMPLES, address, names_of_patterns, text
from tests.test_every_record import everything
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; rules of access run on both
ELSEWHERE = r'"(?:https?:)?//'
LINKED = re.compile(
    rf"\s(?:src|srcset|data-[a-z]+)={ELSEWHERE}"
    rf'|<link[^>]*rel="(?:stylesheet|icon|preload)"[^>]*href={ELSEWHERE}'
)
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
IDS = re.compile(r'\sid="([^"]*)"')


def test_every_pattern_has_a_sample():
    assert names_of_patterns() == set(SAMPLES) | set(ACCOUNT_PAGES) | set(DESK_PAGES)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_is_there(client, name):
    answer = client.get(address(name))
    assert answer.status_code == SAMPLES[name].expected
    assert client.head(address(name)).status_code == SAMPLES[name].expected


@pytest.mark.parametrize("code", [code for code, _name in languages.LANGUAGES if code != "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_in_every_language(client, name, code):
    answer = client.get(f"/{code}{address(name)}")
    assert answer.status_code == 200
    shown = code if code in languages.complete_languages() else "en"
    assert f'<html lang="{shown}"' in text(answer)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_takes_a_post(client, name):
    assert client.post(address(name)).status_code == 405


VISITED: dict[str, HttpResponse] = {}  # by the name of a page
FOLLOWED: dict[str, int] = {}  # what an address answered that a page led to


def first_visit(client, name: str) -> HttpResponse:
    """The answer to a visitor, made once for all that is asked of it."""
    if name not in VISITED:
        VISITED[name] = client.get(address(name))
    return VISITED[name]


def follow(client, link: str) -> int:
    """What it answers; the page of every record is read by tests/test_every_record.py."""
    if link.partition("#")[0] in everything():
        return 200
    if link not in FOLLOWED:
        FOLLOWED[link] = client.get(link, follow=True).status_code
    return FOLLOWED[link]


@pytest.mark.parametrize("name", PAGES)
def test_the_frame_of_a_page(client, name):
    page = text(first_visit(client, name))
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert re.search(r"<title>[^<]{10,}</title>", page)
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address(name)}">' in page
    assert not LINKED.search(page)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", page)
    ids = IDS.findall(page)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    assert "{{" not in page
    assert "{%" not in page


@pytest.mark.parametrize("name", PAGES)
def test_hreflang_names_complete_languages(client, name):
    page = text(first_visit(client, name))
    named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
    default = named.pop("x-default")
    assert default == named["en"] == f"{settings.SITE_URL}{address(name)}"
    assert set(named) == set(languages.complete_languages())


@pytest.mark.parametrize("name", PAGES)
def test_links_of_a_page_lead_somewhere(client, name):
    page = text(first_visit(client, name))
    links = {link.replace("&amp;", "&") for link in re.findall(r'<a\b[^>]*\shref="([^"]*)"', page)}
    for link in sorted(links):
        assert link, "an empty link"
        if link.startswith("/") and not link.startswith(("/static/", "/admin")):
            assert follow(client, link) == 200, link
        elif link.startswith("?"):
            assert follow(client, address(name) + link) == 200, link
        elif link.startswith("#"):
            assert f'id="{link[1:]}"' in page, link


def test_json_ld_of_a_zone_cannot_leave_its_script(client):
    Zone.objects.filter(key="la-savan-seno").update(summary_en="</script><b>")
    page = text(client.get("/zones/la-savan-seno/"))
    (found,) = JSON_LD.findall(page)
    assert json.loads(found)["description"] == "</script><b>"
    assert "</script><b>" not in page


def test_canonical_leaves_the_query_out(client):
    page = text(client.get("/zones/?country=LA"))
    assert f'<link rel="canonical" href="{settings.SITE_URL}/zones/' in page
    head = text(client.get("/about/?utm_source=x")).partition("</head>")[0]
    assert "utm_source" not in head  # the menu of languages keeps it


def test_an_unknown_zone_suggests_near_names(client):
    answer = client.get("/zones/la-savan-sno/")
    assert answer.status_code == 404
    assert 'href="/zones/la-savan-seno/"' in text(answer)


@pytest.mark.parametrize(
    "path",
    ["/nowhere/", "/zones/x/y/", "/countries/atlantis/", "/incentives/no/", "/procedures/no/"]
    + ["/one-stop-services/no/", "/connectivity/corridors/no/", "/connectivity/gateways/no/"]
    + ["/connectivity/cross-border/no/", "/lo/nowhere/"],
)
def test_an_unknown_address_is_a_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1" in text(answer)


def test_an_unpublished_record_is_not_there(client):
    for model, key in ((Zone, "la-savan-seno"), (Gateway, "th-airport-bkk")):
        obj = model.objects.get(key=key)
        model.objects.filter(key=key).update(is_published=False)
        assert client.get(obj.get_absolute_url()).status_code == 404


def test_a_query_too_long_is_refused_with_a_page(client):
    answer = client.get("/zones/?q=" + "a" * 10_240)
    assert answer.status_code == 400
    assert "<h1" in text(answer)


@pytest.mark.parametrize("page", ["9999", "99999999999999999999", "21"])
def test_a_page_past_the_end_is_the_last(client, page):
    found = client.get(f"/zones/?page={page}").context["directory"]
    assert found.page == found.pages == -(-Zone.objects.count() // 20)
    assert len(found.cards) == (Zone.objects.count() % 20 or 20)
    assert found.notes


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²"])
def test_no_page_is_the_first(client, page):
    assert client.get("/zones/", {"page": page}).context["directory"].page == 1
    assert client.get("/updates/", {"page": page}).status_code == 200


def test_the_pages_together_hold_every_zone_once(client):
    found = [
        card.zone.key
        for page in range(1, -(-Zone.objects.count() // 20) + 1)
        for card in client.get(f"/zones/?page={page}").context["directory"].cards
    ]
    assert len(found) == len(set(found)) == Zone.objects.published().count()


@pytest.mark.parametrize("view", ["list", "table", "map", "wild"])
@pytest.mark.parametrize("query", ["", "country=LA&country=KH", "q=zzzzqqq", "near=da nang port"])
def test_every_view(client, view, query):
    assert client.get(f"/zones/?view={view}&{query}").status_code == 200


def test_htmx_gets_the_results_alone(client):
    answer = client.get("/zones/?country=LA", headers={"HX-Request": "true"})
    part, whole = text(answer), client.get("/zones/?country=LA")
    assert "<html" not in part
    title, _end, results = part.partition("</title>")
    assert f"{title.strip()}</title>" in text(whole)
    assert results.strip() in text(whole)
    for either in (answer, whole):
        assert "HX-Request" in either["Vary"]
        assert "HX-History-Restore-Request" in either["Vary"]


def test_the_feed_of_the_map_holds_what_the_list_holds(client):
    for query in ("", "?country=LA", "?q=savan", "?q=zzzzqqq"):
        zones = client.get(f"/zones/map.json{query}").json()["zones"]
        assert len(zones) == client.get(f"/zones/{query}").context["directory"].total
    key, name, lon, lat, status, *_looks = client.get("/zones/map.json?q=savanseno").json()[
        "zones"
    ][0]
    assert (key, status) == ("la-savan-seno", Zone.objects.get(key=key).status)


def test_the_sitemap_lists_every_public_page(client):
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own
    locations = [node.text for node in root.findall(".//{*}loc")]
    assert len(locations) == len(set(locations))
    for model in (Zone, Country, Gateway, Incentive, Procedure):
        for obj in model.objects.published():
            assert f"{settings.SITE_URL}{obj.get_absolute_url()}" in locations
    personal = {"shortlist", "answer-pack"}
    unlisted = {
        "privacy",
        "accessibility",
        "search",
        *(name for name in PAGES if name.endswith("-history")),
    }
    for name in set(PAGES) - unlisted - personal:
        assert f"{settings.SITE_URL}{address(name)}" in locations, name


def test_robots(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text(answer)


@pytest.mark.parametrize("query", ["", "?country=la", "?zone=la-savan-seno", "?zone=nobody"])
def test_the_feed(client, query):
    apply(record=ZONE, key="la-savan-seno", values={"firms": 7}, origin="admin", office="Office")
    root = ET.fromstring(client.get(f"/updates.atom{query}").content)  # noqa: S314  our own
    entries = root.findall("{*}entry")
    assert len(entries) <= 50
    assert bool(entries) == ("nobody" not in query)
    for link in root.findall("{*}entry/{*}link"):
        path = "/" + link.get("href").split("/", 3)[3]
        assert client.get(path).status_code == 200, path
        assert link.get("href").startswith(settings.SITE_URL)


def test_health(client):
    assert client.get("/healthz").json() == {"status": "ok", "version": settings.VERSION}


@pytest.mark.parametrize("name", PAGES)
def test_headers_of_safety(client, name):
    answer = first_visit(client, name)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert not answer.cookies  # a visit leaves nothing behind


def test_history_outlives_its_record(client):
    """Of a row that is gone MI still reads what was done; visitors are told nothing."""
    made = Submission.objects.create(
        record="zone",
        key="la-gone",
        title="A zone that is gone",
        origin=Origin.ADMIN,
        status=SubmissionStatus.APPLIED,
        applied_at=timezone.now(),
    )
    answer = client.get("/updates/")
    assert answer.status_code == 200
    assert "A zone that is gone" not in answer.content.decode()
    cast.sign_in(client, cast.moderator())
    assert "A zone that is gone" in client.get(made.get_absolute_url()).content.decode()
