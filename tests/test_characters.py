"""One door for characters: what comes in is cleaned, and outputs hold what stood there before."""

import csv
import io
import json
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sez_portal.common import mail as letters
from sez_portal.common import workbooks
from sez_portal.common.text import cleaned
from sez_portal.records import notifications
from sez_portal.records.models import DataVersion, Flag, Submission
from sez_portal.records.seeding import SeedTable
from sez_portal.records.services.apply import apply
from tests import cast
from tests.pages import text
from zones.models import Zone
from zones.record import ZONE

KEY = "la-savan-seno"
EDIT = f"/desk/edit/zone/{KEY}/identity/"
HOSTILE = "Name\x0bReply-To: x@elsewhere.invalid\u2028Bcc: y\ufffe\x85z"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("a\x0bb", "a\nb", "a b"),
        ("a\u2028b\u2029c\x85d\x0ce", "a\nb\nc\nd\ne", "a b c d e"),
        ("a\r\nb\rc", "a\nb\nc", "a b c"),
        ("a \n\n\t b", "a \n\n\t b", "a b"),
        ("a\x00b\x07\x1b[0m\x9fc", "ab[0mc", "ab[0mc"),
        ("a\ufffe\uffff\ufdd0\U0001ffffb", "ab", "ab"),
        ("a\ud800b", "ab", "ab"),
        ("Đa\u0300 Nă\u0303ng", "Đà Nẵng", "Đà Nẵng"),
        ("កំពង់\u200bសោម", "កំពង់\u200bសោម", "កំពង់\u200bសោម"),  # this space parts words
    ],
)
def test_what_becomes_of_characters(before: str, after: str, line: str):
    assert cleaned(before) == after
    assert cleaned(before, lines=False) == line


@given(st.text())
def test_cleaned_is_clean(typed: str):
    for lines in (True, False):
        found = cleaned(typed, lines=lines)
        assert cleaned(found, lines=lines) == found
        assert unicodedata.is_normalized("NFC", found)
        assert found.splitlines() == found.split("\n")[: len(found.splitlines())]
        ET.fromstring(f"<a>{found.replace('&', '').replace('<', '')}</a>")  # noqa: S314
        if not lines:
            assert len(found.splitlines()) <= 1


@pytest.fixture
def historic(db) -> Zone:
    """A zone with a name that came in before there was a door."""
    apply(record=ZONE, key=KEY, values={"name_en": "x"}, origin="admin")
    Zone.objects.filter(key=KEY).update(name_en=HOSTILE, summary_en=HOSTILE)
    Submission.objects.filter(key=KEY).update(title=HOSTILE, author_name=HOSTILE)
    return Zone.objects.get(key=KEY)


def test_the_feed_stays_xml(client, historic):
    answer = client.get("/updates.atom", {"zone": KEY})
    assert answer.status_code == 200
    titles = [node.text for node in ET.fromstring(answer.content).iter() if "title" in node.tag]  # noqa: S314
    assert "Name Reply-To: x@elsewhere.invalid Bcc: y z" in titles


def test_workbooks_open(client, historic):
    book = workbooks.new_book()
    workbooks.add_sheet(book, HOSTILE, [HOSTILE], [["\ud800\uffff", HOSTILE]])
    opened = load_workbook(io.BytesIO(workbooks.answer(book, "x.xlsx").content))
    assert "\x0b" not in str(opened.worksheets[0]["B2"].value)
    answer = client.get("/compare/compare.xlsx", {"zone": [KEY, "th-bangpoo"]})
    assert answer.status_code == 200
    load_workbook(io.BytesIO(answer.content))


def test_what_search_engines_read_stays_json(client, historic):
    page = text(client.get(f"/zones/{KEY}/"))
    told = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(told)["@type"] == "Place"
    assert "\u2028" not in told


def test_a_mail_has_one_subject_and_no_head_of_another_hand(historic, commit):
    sent = Submission.objects.filter(key=KEY).first()
    Submission.objects.filter(pk=sent.pk).update(status="waiting", submitted_at=timezone.now())
    sent.refresh_from_db()
    with commit():
        cast.moderator()
        notifications.sent(sent)
    (letter,) = mail.outbox
    heads = letter.message().as_string().split("\n\n")[0]
    assert not letter.subject.splitlines()[1:]
    assert "\nReply-To" not in heads
    assert "\nBcc" not in heads
    assert letter.message()["Reply-To"] is None


def test_an_address_that_is_none_is_logged_and_undoes_nothing():
    to = "a@sample.invalid\nBcc: b@elsewhere.invalid"
    told = {"person": None, "at": timezone.now()}
    assert letters.send("factor_removed", to=to, language="en", **told) is False
    assert mail.outbox == []


@pytest.mark.django_db
def test_every_form_is_cleaned(client):
    user = cast.official(KEY)
    cast.sign_in(client, user)
    typed = {
        "name_en": "A\x0bB\r\nC",
        "note": "one\u2028two\x07",
        "based_on": DataVersion.current(),
    }
    client.post(EDIT, typed)
    sent = Submission.objects.get(author=user)
    assert sent.proposed("name_en") == "A B C"
    assert sent.note == "one\ntwo"
    client.post(f"/zones/{KEY}/report/", {"field": "", "text": "a\x85b", "source": "c\r\nd"})
    assert list(Flag.objects.values_list("text", "source")) == [("a\nb", "c d")]
    client.post("/accounts/profile/", {"name": "A\r\nBcc: x", "office": "O\x0bP", "language": "en"})
    user.refresh_from_db()
    assert (user.name, user.office) == ("A Bcc: x", "O P")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("get", "/zones/?q=%00", None),
        ("get", "/zones/?%00=1", None),
        ("get", "/zones/la%00x/", None),
        ("get", "/updates.atom?zone=%00", None),
        ("get", "/compare/?zone=a%00b", None),
        ("post", f"/zones/{KEY}/report/", {"text": "a\0b"}),
        ("post", f"/zones/{KEY}/report/", {"a\0b": "1"}),
        ("post", "/accounts/login/", {"login": "a\0b", "password": "c\0d"}),
        ("post", "/nowhere/", {"a": "\0"}),
    ],
)
def test_nul_is_refused_once(client, method: str, path: str, data: dict | None):
    answer = getattr(client, method)(path, data)
    assert answer.status_code == 400
    assert "We could not read this request" in text(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/zones/", f"/zones/{KEY}/", "/updates.atom", "/zones/map.json", "/nowhere/", "/desk/"],
)
def test_more_parameters_than_any_page_has(client, path: str):
    query = "&".join("a" for _number in range(2001))
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert "We could not read this request" in text(answer)


@pytest.mark.django_db
def test_a_form_with_more_fields_than_any_of_ours_says_what_became_of_it(client):
    many = {f"field-{number}": "" for number in range(2001)}
    answer = client.post(f"/zones/{KEY}/report/", many)
    assert answer.status_code == 400
    assert "Nothing was changed" in text(answer)


def test_a_table_may_hold_line_ends_of_any_kind(tmp_path):
    path = tmp_path / "rows.csv"
    rows = [["key", "name", "summary"], ["a", "One\u2028two", "x\x85y"], ["b", "p\x0bq", "r\ns"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    table = SeedTable(path, []).read(["key", "name", "summary"])
    assert table.faults == []
    assert [row["name"] for _line, row in table.rows] == ["One two", "p q"]
    assert [row["summary"] for _line, row in table.rows] == ["x\ny", "r\ns"]
