"""The feed of changes, as RFC 4287 wants it, whatever is asked; and asked again."""

import time
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from sez_portal.records.services.apply import apply
from zones.record import ZONE

pytestmark = pytest.mark.django_db
FEED = "/updates.atom"
QUERIES = ["", "?country=LA", "?zone=la-savan-seno", "?country=LA&q=savan", "?zone=nobody"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _changes() -> None:
    for key, firms in (("la-savan-seno", 7), ("mm-thilawa", 8), ("la-savan-seno", 9)):
        apply(record=ZONE, key=key, values={"firms": firms}, origin="admin", office="Office")


def parsed(client, query: str) -> ET.Element:
    answer = client.get(f"{FEED}{query}")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314  our own


def one(node: ET.Element, name: str) -> ET.Element:
    (found,) = node.findall(f"{ATOM}{name}")
    return found


def check_iri(text: str) -> None:
    parts = urlsplit(text)
    assert parts.scheme in ("http", "https", "tag"), text
    assert parts.netloc or parts.path, text
    assert " " not in text


@pytest.mark.parametrize("query", QUERIES)
def test_it_is_an_atom_feed(client, query):
    root = parsed(client, query)
    assert root.tag == f"{ATOM}feed"
    check_iri(one(root, "id").text)
    assert one(root, "title").text
    assert datetime.fromisoformat(one(root, "updated").text).tzinfo
    assert one(one(root, "author"), "name").text
    (own,) = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("href") == f"{settings.SITE_URL}{FEED}{query}"


@pytest.mark.parametrize("query", QUERIES)
def test_every_entry_is_one(client, query):
    entries = parsed(client, query).findall(f"{ATOM}entry")
    assert bool(entries) == ("nobody" not in query)
    ids = [one(entry, "id").text for entry in entries]
    assert len(ids) == len(set(ids))
    for entry in entries:
        check_iri(one(entry, "id").text)
        assert one(entry, "title").text
        assert datetime.fromisoformat(one(entry, "updated").text).tzinfo
        assert one(entry, "link").get("href").startswith(settings.SITE_URL)


def test_each_feed_has_an_id_of_its_own(client):
    assert len({one(parsed(client, query), "id").text for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("query", QUERIES)
def test_what_did_not_change_is_not_sent_again(client, query):
    first = client.get(f"{FEED}{query}")
    again = client.get(f"{FEED}{query}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    apply(record=ZONE, key="la-savan-seno", values={"firms": 10}, origin="admin")
    anew = client.get(f"{FEED}{query}", headers={"If-None-Match": first["ETag"]})
    assert anew.status_code == 200
    assert anew["ETag"] != first["ETag"]


def test_a_feed_without_entries_says_the_same_a_second_later(client):
    first = client.get(f"{FEED}?zone=nobody").content
    time.sleep(1.1)
    assert client.get(f"{FEED}?zone=nobody").content == first
