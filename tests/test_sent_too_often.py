"""Too many attempts: what was typed stands on the page that says so, and is sent with one press."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
OURS = {"Origin": "http://testserver"}
REPORT = "/zones/la-savan-seno/report/"
WORDS = "The area is 900 ha, as the board on the gate says."


def _typed() -> dict[str, str]:
    return {"text": WORDS, "email": "reader@sample.invalid", "website": ""}


def _full(client: Client) -> None:
    for _number in range(10):
        client.post(REPORT, _typed(), headers=OURS)


def test_what_was_typed_stands_on_the_page_and_is_sent_when_it_is_time(client):
    _full(client)
    answer = client.post(REPORT, _typed(), headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert WORDS in page
    assert 'name="text"' in page
    assert answer["Cache-Control"] == "no-store, private"
    cache.clear()
    ticket = re.search(r'name="resend-ticket" value="([^"]+)"', page)[1]
    strict = Client(enforce_csrf_checks=True)
    data = {**_typed(), "resend-ticket": ticket}
    assert strict.post(REPORT, data, headers=OURS).status_code < 400


def test_a_form_of_another_site_is_shown_to_nobody(client):
    _full(client)
    answer = client.post(REPORT, _typed(), headers={"Origin": "https://other.example"})
    assert answer.status_code == 429
    assert WORDS not in answer.content.decode()
