"""The page of every record, each made once: it is there, describes itself, and names no office
of elsewhere."""

import json
import re
from collections import Counter
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from countries.models import Corridor, Country, Gateway, Incentive, OneStopCentre, Procedure
from sez_portal.site.sitemaps import SITEMAPS
from tests.pages import ANYBODY, DESK_PAGES, PAGES, address
from tests.test_competence import expected, offices_of
from tests.test_previews import check_preview
from zones.models import CrossBorderZone, Zone
from zones.page import ZonePage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; rules of access run on both
FORMS = [name for name, page in DESK_PAGES.items() if page.answers == ANYBODY]
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
ASK = re.compile(r'<div class="ask stack" id="ask">(.*?)</div>', re.DOTALL)
LINKED = re.compile(r'href="/(?:one-stop-services|procedures)/([a-z0-9-]+)/"')


@cache
def everything() -> set[str]:
    """The address of every public page: pages, records, forms that anybody opens."""
    found = {address(name) for name in PAGES}
    found |= {reverse(name, args=DESK_PAGES[name].args) for name in FORMS}
    for sitemap in SITEMAPS.values():
        maker = sitemap() if isinstance(sitemap, type) else sitemap
        found |= {maker.location(item) for item in maker.items()}
    return found


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> dict[str, bytes]:
    """{address: page}, as a visitor reads the seeded records; a visit writes nothing."""
    client = Client()
    with django_db_blocker.unblock():
        return {url: read(client, url) for url in sorted(everything())}


def read(client: Client, url: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content


def test_every_public_page_describes_itself(pages):
    told = {url: check_preview(page.decode(), url) for url, page in pages.items()}
    assert len(told) > 900
    often = {words for words, count in Counter(told.values()).items() if count > 1}
    assert not {url: words for url, words in told.items() if words in often}


@pytest.mark.parametrize(
    "model",
    [Zone, Country, Incentive, OneStopCentre, Procedure, Corridor, Gateway, CrossBorderZone],
)
def test_the_page_of_every_record_is_there(pages, model):
    for obj in model.objects.published():
        page = pages[obj.get_absolute_url()].decode()
        assert "None" not in re.sub(r"<[^>]*>", " ", page), obj.key
        for found in JSON_LD.findall(page):
            assert json.loads(found)["@context"] == "https://schema.org"


def test_no_zone_page_names_an_office_or_a_procedure_of_elsewhere(pages):
    """Neither in its lists nor where it says whom to ask."""
    offices = {country.iso2: offices_of(country) for country in Country.objects.all()}
    for zone in Zone.objects.published():
        page = pages[zone.get_absolute_url()].decode()
        assert set(LINKED.findall(page)) == expected(zone), zone.key
        box = ASK.search(page)[1]
        own = ZonePage(zone).own_centre
        addresses = [f"{zone.get_absolute_url()}{one}/" for one in ("enquire", "claim")]
        for known in filter(None, (own and own.name_en, zone.office_email, zone.website)):
            box = box.replace(escape(known), "")
        named = {name for name in offices[zone.country_id] if escape(name) in box}
        assert not named, zone.key
        links = set(re.findall(r'href="([^"#]+)', box)) - set(addresses)
        allowed = {zone.country.get_absolute_url(), own and own.get_absolute_url()}
        assert {link for link in links if not link.startswith("mailto:")} <= allowed, zone.key
        assert f'href="{zone.country.get_absolute_url()}#h-law"' in box, zone.key
