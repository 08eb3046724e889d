"""Lists that were not made here: mapped, told beside what stands, judged, sent whole or not."""

import io
import json
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from countries.record import INCENTIVE
from sez_portal.common.numbers import plain
from sez_portal.common.workbooks import contents
from sez_portal.records.models import DataVersion, SentWorkbook, Submission, WorkbookState
from sez_portal.records.workbooks import sending
from sez_portal.records.workbooks.plan import new_columns
from sez_portal.records.workbooks.sending import judge
from tests import cast
from tests.bad_files import book_of, csv_of
from tests.pages import text
from tests.workbooks import made, stamp_of, upload, zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PUBLIC = Path(__file__).with_name("public_list.csv")
KEY, OTHER = "la-savan-seno", "la-saysettha"


@pytest.fixture
def focal():
    return cast.focal_point("LA")


@pytest.fixture
def moderator():
    return cast.moderator()


def brought(client, data: bytes, by, name: str = "list.csv", record: str = "zone") -> SentWorkbook:
    """The list as its sender brought it in."""
    cast.sign_in(client, by)
    file = io.BytesIO(data)
    file.name = name
    answer = client.post(f"{reverse('workbook-list')}?record={record}", {"list": file})
    assert answer.status_code == 302, text(answer)
    return SentWorkbook.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))


def page_of(client, book) -> str:
    return text(client.get(reverse("workbook", args=[book.pk])))


def told(client, book, **data) -> SentWorkbook:
    """The list after its page was sent with these inputs."""
    answer = client.post(reverse("workbook", args=[book.pk]), data)
    assert answer.status_code == 302, text(answer)
    book.refresh_from_db()
    return book


def mapped(client, book, *targets: str, **more) -> SentWorkbook:
    """The list with what its columns hold, by their order."""
    columns = {f"column_{number}": target for number, target in enumerate(targets)}
    return told(client, book, do="map", language="en", **columns, **more)


def test_a_public_list_is_guessed_told_as_doubles_and_brings_nothing_new(client, moderator):
    before = DataVersion.current()
    book = brought(client, PUBLIC.read_bytes(), moderator, "public.csv")
    page = page_of(client, book)
    assert "Which column holds what?" in page
    guess = ["", "name_en", "name_zh_hans", "country", "lat", "lon", "area_ha", "website"]
    for number, target in enumerate(guess):
        chosen = page.partition(f'name="column_{number}"')[2].partition("</select>")[0]
        assert f'value="{target}" selected' in chosen, (number, target)
    book = mapped(client, book, *guess)
    page = page_of(client, book)
    assert "64 rows look like records that stand" in page
    found = judge(book)
    assert {one.likely for one in found.doubts} <= set(zone_keys())
    said = {one.name: one.likely for one in found.doubts}
    book = told(client, book, do="decide", **said)
    found = judge(book)
    assert (found.open_doubts, found.faults) == ([], [])
    assert found.answers == []
    assert "Nothing: every filled cell says what stands there already" in page_of(client, book)
    assert DataVersion.current() == before


def zone_keys() -> list[str]:
    return list(type(zone(KEY)).objects.values_list("key", flat=True))


def test_a_row_that_stands_becomes_changes_of_it(client, focal):
    row = (zone(KEY).name_en, "17,5", "2025")
    data = csv_of(("Zone", "Firms", "Data year"), row, sign=";", encoding="utf-16")
    book = mapped(client, brought(client, data, focal), "name", "firms", "about:speaks_of")
    assert "Which of these stand already?" in page_of(client, book)
    book = told(client, book, do="decide", **{"list!2": KEY})
    page = page_of(client, book)
    assert "1 cell needs a change" in page
    assert "<b>B2</b>" in page
    book = told(client, book, do="correct", **{"list!2!1": "175"})
    page = page_of(client, book)
    assert "Put them on the page" in page
    book = told(client, book, do="send")
    assert (book.state, zone(KEY).firms) == (WorkbookState.SENT, 175), book.refusal


def test_a_row_that_stands_nowhere_becomes_a_proposal(client, moderator):
    rows = [
        ("Park", "Nation", "Lat", "Long", "Size"),
        ("Xieng Sample Park", "ລາວ", "18.1234567", "102.7654321", "12.5"),
        ("Second Sample Park", "Lagos", "18.5", "102.1", "about 4"),
    ]
    book = brought(client, csv_of(*rows), moderator)
    book = mapped(
        client,
        book,
        "name_en",
        "country",
        "lat",
        "lon",
        "area_ha",
        source="A list",
        speaks_of="2025",
    )
    page = page_of(client, book)
    assert "2 cells need a change" in page
    book = told(client, book, do="correct", **{"list!3!1": "LA", "list!3!4": "4"})
    page = page_of(client, book)
    assert "New records" in page
    book = told(
        client, book, do="send", odd=[f"list!{n} {f}" for n in (2, 3) for f in ("lat", "lon")]
    )
    assert book.state == WorkbookState.SENT, book.refusal
    first, second = Submission.objects.filter(pk__in=book.submissions).order_by("pk")
    assert (first.title, first.is_new, first.status) == ("Xieng Sample Park", True, "waiting")
    assert first.changes["lat"]["to"] == "18.123457"
    assert first.evidence["area_ha"][0]["speaks_of"] == "2025"
    assert second.changes["area_ha"]["to"] == "4"
    assert client.get(first.get_absolute_url()).status_code == 200
    assert "is to be a new record too" in page_of(client, again(client, book, rows, moderator))


def again(client, book, rows, by):
    """The same list once more: its columns are remembered."""
    second = brought(client, csv_of(*rows), by)
    page = page_of(client, second)
    assert 'value="A list"' in page
    plan = book.plan["columns"]
    return mapped(client, second, *(plan.get(str(n), "") for n in range(len(rows[0]))))


def with_new(*rows: dict[str, str], language: str = "en") -> bytes:
    """A workbook of a zone, with these rows on its sheet of new records."""
    book = load_workbook(io.BytesIO(made(KEY, language=language)))
    sheet = book[stamp_of(book).sheets["new"]]
    columns = {name: int(at) + 1 for at, name in new_columns("zone").items()}
    for number, row in enumerate(rows, 2):
        for name, value in row.items():
            sheet.cell(number, columns[name]).value = value
    return contents(book)


def sent_back(client, data: bytes, by) -> SentWorkbook:
    cast.sign_in(client, by)
    answer = client.post(reverse("workbook-back"), upload(data))
    assert answer.status_code == 302, text(answer)
    return SentWorkbook.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))


def test_a_workbook_adds_zones_on_a_sheet_of_their_own(client, focal):
    row = {"name_en": "Xieng Sample Park", "country": "老挝", "status": "规划中", "area_ha": "12"}
    double = {"name_en": zone(OTHER).name_en.upper(), "country": "LA", "area_ha": "13"}
    data = with_new(row | {"about:speaks_of": "2025"}, double, language="zh-hans")
    book = sent_back(client, data, focal)
    assert "Which of these stand already?" in page_of(client, book)
    book = told(client, book, do="send")
    assert (book.state, "which record" in book.refusal) == (WorkbookState.LOOKED_THROUGH, True)
    book = told(client, book, do="decide", **{"new!3": OTHER})
    page = page_of(client, book)
    assert "of a new record somebody else decides" in page
    odd = [f"{OTHER} area_ha"]
    seen = json.dumps({odd[0]: plain(zone(OTHER).area_ha)})
    book = told(client, book, do="send", odd=odd, seen=seen)
    assert book.state == WorkbookState.SENT, book.refusal
    new = Submission.objects.get(pk__in=book.submissions, is_new=True)
    assert (new.changes["status"]["to"], new.country) == ("planned", "LA")
    assert new.evidence["area_ha"][0]["speaks_of"] == "2025"
    assert zone(OTHER).area_ha == 13


def test_a_new_row_that_is_wrong_is_named_by_its_cell(client, focal):
    book = sent_back(client, with_new({"area_ha": "=1+1", "country": "Laos"}), focal)
    faults = judge(book).faults
    assert [(one.address, one.column) for one in faults] == [("I2", "8")]
    book = told(client, book, do="correct", **{"new!2!8": "2"})
    assert [one.address for one in judge(book).faults] == ["A2"]
    answer = client.get(reverse("workbook-marked", args=[book.pk]))
    assert answer.status_code == 200


def test_an_import_that_is_killed_leaves_nothing_behind(client, focal, monkeypatch):
    rows = [("Zone", "Country"), ("First sample park", "LA"), ("Second sample park", "LA")]
    book = mapped(client, brought(client, csv_of(*rows), focal), "name_en", "country")
    real, sent = sending.propose_all, []

    def killed(**more):
        if sent:
            raise SystemExit("killed")
        sent.append(real(**more))
        return sent[-1]

    monkeypatch.setattr(sending, "propose_all", killed)
    with pytest.raises(SystemExit):
        client.post(reverse("workbook", args=[book.pk]), {"do": "send"})
    monkeypatch.undo()
    assert len(sent) == 1
    assert not Submission.objects.filter(author=focal).exists()
    SentWorkbook.objects.filter(pk=book.pk).update(touched_at="2026-01-01T00:00Z")
    assert "It was interrupted" in page_of(client, book)
    book = told(client, book, do="send")
    assert (book.state, len(book.submissions)) == (WorkbookState.SENT, 2)
    told(client, book, do="send")
    assert Submission.objects.filter(author=focal).count() == 2


def test_what_was_taken_up_anew_is_not_sent_by_the_old_work(client, focal, monkeypatch):
    rows = [("Zone", "Country"), ("First sample park", "LA")]
    book = mapped(client, brought(client, csv_of(*rows), focal), "name_en", "country")
    real = sending.propose_all

    def meanwhile(**more):
        sending.begin_again(SentWorkbook.objects.get(pk=book.pk))
        return real(**more)

    monkeypatch.setattr(sending, "propose_all", meanwhile)
    book = told(client, book, do="send")
    assert (book.state, Submission.objects.filter(author=focal).count()) == ("looked", 0)


def test_the_file_is_read_otherwise_when_its_sender_says_so(client, focal):
    data = csv_of(("Zone", "ສະຖານະ"), ("A", "b"), encoding="utf-16")
    book = brought(client, data, focal)
    page = page_of(client, told(client, book, do="reread", encoding="utf-16", head_row="2"))
    assert "There is no list in this file" in page
    page = page_of(client, told(client, book, do="reread", head_row="x"))
    assert "a number from 1 to 30" in page
    assert "Which column holds what?" in page


def test_what_cannot_be_meant_is_told_at_its_column(client, focal):
    rows = [("Zone", "Area (km²)", "Zone again", "Land"), ("A", "1", "B", "LA")]
    book = brought(client, csv_of(*rows), focal)
    columns = ("name_en", "area_ha", "name_en", "country")
    data = {f"column_{number}": target for number, target in enumerate(columns)}
    data |= {"do": "map", "language": "en", "same_country": "LA", "url": "nowhere at all"}
    answer = client.post(reverse("workbook", args=[book.pk]), data)
    page = text(answer)
    assert answer.status_code == 422
    for words in ("says km²", "holds this already", "one value for every row", "valid URL"):
        assert words in page
    answer = client.post(reverse("workbook", args=[book.pk]), {"do": "map", "language": "en"})
    assert "Say which column holds the name" in text(answer)


def test_bytes_that_are_no_list_are_refused_on_a_page(client, focal):
    book = brought(client, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01", focal, "list.csv")
    assert "This is no list of text" in page_of(client, book)
    for do in ("map", "reread", "decide", "send"):
        assert client.post(reverse("workbook", args=[book.pk]), {"do": do}).status_code == 302
    assert "This is no list of text" in page_of(client, book)


def test_no_file_is_told_at_its_input(client, focal):
    cast.sign_in(client, focal)
    answer = client.post(reverse("workbook-list"))
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)


def test_a_list_of_another_record_changes_what_stands(client):
    row = INCENTIVE.model.objects.order_by("key").first()
    data = csv_of(("key", "legal_basis"), (row.key, "A decree, article 4"))
    book = brought(client, data, cast.moderator(), record="incentive")
    book = mapped(client, book, "key", "legal_basis")
    (answer,) = judge(book).answers
    assert (answer.key, answer.values) == (row.key, {"legal_basis": "A decree, article 4"})


def test_the_institute_is_not_told_that_its_changes_are_live(client, moderator):
    book = brought(client, csv_of(("key", "firms"), (KEY, "171")), moderator)
    page = page_of(client, mapped(client, book, "key", "firms"))
    assert "What you send is a proposal" in page
    book = told(client, book, do="send")
    (sent,) = Submission.objects.filter(pk__in=book.submissions)
    assert (sent.status, sent.origin) == ("waiting", "mi")


def test_a_sheet_of_another_workbook_is_chosen_and_comes_back_marked(client, focal):
    rows = [("Zone", "Country", "Area"), ("A sample park", "LA", "about 4")]
    data = book_of([("Year", "Sum"), ("2024", "3")], rows)
    book = brought(client, data, focal, "parks.xlsx")
    page = page_of(client, book)
    assert "Sheet1" in page.partition('name="sheet"')[2].partition("</select>")[0]
    book = told(client, book, do="reread", sheet="Sheet1", head_row="1")
    assert "Zone" in page_of(client, book)
    book = mapped(client, book, "name_en", "country", "area_ha")
    assert "<b>C2</b>" in page_of(client, book)
    answer = client.get(reverse("workbook-marked", args=[book.pk]))
    copy = load_workbook(io.BytesIO(answer.content))
    assert "about" in copy["Sheet1"]["C2"].comment.text
