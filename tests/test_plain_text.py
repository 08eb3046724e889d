"""Plain text is plain text: what is written with < and > reads so everywhere, and is no markup."""

import io
from html import unescape

import pytest
from openpyxl import load_workbook

from sez_portal.records.desk.review import FieldChange
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.propose import propose
from sez_portal.records.services.reminders import _told
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages and mails
KEY = "la-savan-seno"
PRICE = "Rent <USD 5 per m2 (small) or >USD 2 per m2 (large)"
NESTED = "<" * 60 + "a>" * 60  # tags within tags within tags


def sent_with(text: str) -> Submission:
    return propose(
        record=ZONE,
        key=KEY,
        by=cast.official(KEY),
        values={"lease_price_text": text},
        based_on=DataVersion.current(),
        note="because",
    )


def text_of(answer) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def live(client):
    seen = Zone.objects.get(key=KEY).lease_price_text
    sent = sent_with(PRICE)
    decide(
        submission=sent,
        by=cast.moderator(),
        rulings={"lease_price_text": Ruling("accepted", seen=seen)},
        turn=sent.turn,
    )
    return client


@pytest.mark.parametrize("text", [PRICE, NESTED, "a\n\nb", "&lt;b&gt; <!-- x -->", "<b>bold"])
def test_the_review_shows_what_goes_live(client, text):
    sent = sent_with(text)
    cast.sign_in(client, cast.moderator())
    answer = client.get(sent.get_absolute_url())
    assert answer.status_code == 200
    change: FieldChange = answer.context["changes"][0]
    assert change.shown(change.proposed) == text
    assert "".join(part.text for part in change.diff if part.kind != "del") == text
    assert "<b>bold" not in answer.content.decode()


def test_page_and_history_read_as_written(live):
    for path in (f"/zones/{KEY}/", f"/zones/{KEY}/history/"):
        assert PRICE in text_of(live.get(path)), path


def test_both_workbooks_read_as_written(live):
    for path in ("/compare/compare.xlsx", "/shortlist/answer-pack.xlsx"):
        answer = live.get(path, {"zone": [KEY, "la-boten"]})
        assert answer.status_code == 200
        book = load_workbook(io.BytesIO(answer.content))
        cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
        assert PRICE in cells, path


def test_mails_read_as_written(live):
    zone = Zone.objects.get(key=KEY)
    facts = facts_of(ZONE, zone, notes=Notes(), fields=[ZONE["lease_price_text"]])
    _label, words = _told(facts["lease_price_text"])
    assert words.startswith(PRICE)


def test_what_leads_somewhere_is_a_link_on_the_page_alone(client):
    Zone.objects.filter(key=KEY).update(website="https://example.org/?a=1&b=2")
    page = client.get(f"/zones/{KEY}/").content.decode()
    assert 'href="https://example.org/?a=1&amp;b=2"' in page
    assert "&lt;a href" not in page
    assert ZONE["website"].kind.show("https://example.org/") == "https://example.org/"


def test_a_nought_in_a_row_is_shown():
    rows = [{"kind": "plot", "title": "A", "size_m2": 0}]
    assert "0" in ZONE["offers"].kind.show(rows)
