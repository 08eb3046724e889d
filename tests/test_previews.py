"""What a page says of itself to those who see only a link to it: title, words, address."""

import html
import re

import pytest
from django.conf import settings
from django.urls import reverse

from sez_portal.records.services.apply import apply
from tests.pages import ACCOUNT_PAGES, text
from zones.record import ZONE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # heads of pages
SITE = settings.SITE_URL
SHARED = [name for name, page in ACCOUNT_PAGES.items() if page.visitor == 200]  # the default


def meta(page: str, name: str) -> str:
    (found,) = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)
    return html.unescape(found)


def check_preview(page: str, url: str) -> str:
    """Check what every page says of itself; its description."""
    page = page.partition("</head>")[0]
    (title,) = re.findall(r"<title>(.*?)</title>", page, re.S)
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert html.unescape(title) == meta(page, "og:title"), url
    assert canonical == meta(page, "og:url") == SITE + url
    assert meta(page, "og:type") == "website"
    assert meta(page, "og:site_name")
    assert meta(page, "og:image").startswith(SITE)
    told = meta(page, "description")
    assert told == meta(page, "og:description"), url
    assert 30 <= len(told) <= 330, (url, told)
    assert "<" not in told, url
    return told


@pytest.mark.parametrize("name", SHARED)
def test_pages_of_accounts_share_the_words_of_the_portal(client, name):
    url = reverse(name, args=ACCOUNT_PAGES[name].args)
    page = text(client.get(url))
    assert check_preview(page, url).startswith("Special economic zones of Cambodia")


@pytest.mark.parametrize("asked", ["/zones/?page=2", "/zones/?country=LA&page=2&sort=name"])
def test_a_page_of_the_list_is_its_own(client, asked):
    page = text(client.get(asked))
    assert check_preview(page, "/zones/?page=2").endswith("Page 2.")
    assert f'hreflang="x-default" href="{SITE}/zones/?page=2"' in page


def test_a_page_of_the_changes_is_its_own(client):
    for number in range(50):
        apply(record=ZONE, key="la-savan-seno", values={"jobs": 100 + number}, origin="admin")
    first = check_preview(text(client.get("/updates/")), "/updates/")
    for asked in ("/updates/?page=2", "/updates/?page=2&utm_source=x", "/updates/?page=9999"):
        assert check_preview(text(client.get(asked)), "/updates/?page=2") != first
    check_preview(text(client.get("/updates/?page=1")), "/updates/")
    check_preview(text(client.get("/about/?page=2")), "/about/")


def test_words_with_quotation_marks_stay_inside_their_attribute(client):
    summary = 'Called "the park" <b>& more'
    apply(record=ZONE, key="la-savan-seno", values={"summary_en": summary}, origin="admin")
    page = text(client.get("/zones/la-savan-seno/"))
    assert 'Called "the park" <b>& more' in meta(page, "description")


def test_the_icon_is_found_by_its_old_name(client):
    answer = client.get("/favicon.ico", follow=False)
    assert answer.status_code == 302
    assert re.fullmatch(r"/static/favicon(\.\w+)?\.svg", answer["Location"])
