"""Workbooks that were sent back: looked through, sent as a whole, told, and forgotten in time."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from sez_portal.common.numbers import plain
from sez_portal.records.choices import Origin
from sez_portal.records.models import DataVersion, SentWorkbook, Submission, WorkbookState
from sez_portal.records.services.apply import apply
from sez_portal.records.workbooks import sending
from sez_portal.records.workbooks.answers import judged
from sez_portal.records.workbooks.reading import read_workbook
from tests import cast
from tests.pages import text
from tests.workbooks import filled, made, stamp_of, upload, zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY, OTHER = "la-savan-seno", "la-saysettha"


@pytest.fixture
def focal():
    return cast.focal_point("LA")


@pytest.fixture
def official():
    return cast.official(KEY)


def looked_at(data: bytes, by, record=ZONE):
    stamp, rows = read_workbook(data)
    with translation.override(stamp.language):
        return judged(record, stamp, rows, by)


def sent_back(client, data: bytes, by) -> SentWorkbook:
    cast.sign_in(client, by)
    answer = client.post(reverse("workbook-back"), upload(data))
    assert answer.status_code == 302, text(answer)
    return SentWorkbook.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))


def press(client, book: SentWorkbook, **data) -> SentWorkbook:
    client.post(reverse("workbook", args=[book.pk]), {"do": "send", **data})
    book.refresh_from_db()
    return book


def test_a_focal_point_s_workbook_is_live_at_once(client, focal):
    data = filled(
        made(KEY),
        (KEY, "firms", {"value": 148, "speaks_of": 2025, "source": "Half-year report"}),
        (KEY, "area_ha", {"still": "yes"}),
        (KEY, "lease_price_usd_m2", {"state": "withheld", "reason": "It depends on the plot."}),
    )
    book = sent_back(client, data, focal)
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert "Put them on the page" in page
    assert "withheld: It depends on the plot." in page
    book = press(client, book)
    assert book.state == WorkbookState.SENT, book.refusal
    assert zone(KEY).firms == 148
    public = text(client.get(f"/zones/{KEY}/"))
    assert "Half-year report" in public
    assert "It depends on the plot." in public
    assert {made.origin for made in Submission.objects.filter(pk__in=book.submissions)} == {
        Origin.ADMIN,
        Origin.CONFIRMATION,
    }
    again = press(client, book)  # pressed twice
    assert again.submissions == book.submissions


def test_an_official_s_workbook_is_a_proposal(client, official):
    told = {"value": "1.5", "speaks_of": "2025"}
    data = filled(made(KEY), (KEY, "management_fee_usd_m2", told))
    book = press(client, sent_back(client, data, official))
    (sent,) = Submission.objects.filter(pk__in=book.submissions)
    assert (sent.status, sent.changes["management_fee_usd_m2"]["to"]) == ("waiting", "1.5")
    assert zone(KEY).management_fee_usd_m2 is None


def change(key: str, **values) -> None:
    apply(record=ZONE, key=key, values=values, origin=Origin.ADMIN, note="meanwhile")


def test_what_others_changed_meanwhile_is_asked_and_else_left(client, focal):
    data = filled(made(KEY), (KEY, "firms", {"value": 148}), (KEY, "jobs", {"value": 5000}))
    change(KEY, firms=131)
    book = sent_back(client, data, focal)
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert "Changed since you downloaded" in page
    seen = {f"{KEY} firms": 131, f"{KEY} jobs": zone(KEY).jobs}
    odd = [f"{KEY} jobs"]
    press(client, book, seen=json.dumps(seen), odd=odd)
    assert (zone(KEY).firms, zone(KEY).jobs) == (131, 5000)


def test_what_was_not_sent_is_named(client, focal):
    data = filled(made(KEY), (KEY, "firms", {"value": 148}), (KEY, "jobs", {"value": 5000}))
    book = press(client, sent_back(client, data, focal), leave=[f"{KEY} jobs"])
    page = text(client.get(reverse("workbook", args=[book.pk])))
    before, _heading, after = page.partition("Not sent")
    assert "Firms" in before
    assert "Jobs" in after


def test_what_waits_already_is_told_and_may_be_no_longer_known(client, official):
    first = filled(made(KEY), (KEY, "firms", {"value": 131, "speaks_of": "2025"}))
    press(client, sent_back(client, first, official))
    gone = filled(made(KEY), (KEY, "firms", {"state": "not known"}))
    book = sent_back(client, gone, official)
    assert "You proposed “131” before" in text(client.get(reverse("workbook", args=[book.pk])))
    press(client, book)
    assert client.get(reverse("desk")).status_code == 200
    assert "not known" in text(client.get(reverse("confirm-row", args=["zone", KEY])))


def test_my_file_may_take_its_place(client, focal):
    data = filled(made(KEY), (KEY, "firms", {"value": 148}))
    change(KEY, firms=131)
    book = sent_back(client, data, focal)
    press(client, book, seen=json.dumps({f"{KEY} firms": 131}), mine=[f"{KEY} firms"])
    assert zone(KEY).firms == 148


def test_a_change_while_one_looks_is_not_overwritten(client, focal):
    data = filled(made(KEY), (KEY, "firms", {"value": 148}))
    book = sent_back(client, data, focal)
    change(KEY, firms=131)
    book = press(client, book)
    assert (book.state, zone(KEY).firms) == (WorkbookState.LOOKED_THROUGH, 131)
    assert "moment ago" in book.refusal


def test_a_file_goes_whole_or_not_at_all(client, focal, monkeypatch):
    data = filled(
        made(KEY, OTHER),
        (KEY, "firms", {"value": 148}),
        (OTHER, "firms", {"value": zone(OTHER).firms + 1}),
    )
    book = sent_back(client, data, focal)
    before = DataVersion.current()

    def refuse(**told):
        if told["key"] == OTHER:
            raise ValidationError("It cannot be.")
        return real(**told)

    real = sending.edit
    monkeypatch.setattr(sending, "edit", refuse)
    book = press(client, book)
    assert (zone(KEY).firms == 148, DataVersion.current()) == (False, before)
    assert "It cannot be." in book.refusal


def test_a_cell_is_corrected_on_the_page(client, focal):
    book = sent_back(client, filled(made(KEY), (KEY, "area_ha", {"value": "about 40"})), focal)
    address, area = reverse("workbook", args=[book.pk]), plain(zone(KEY).area_ha)
    page = text(client.get(address))
    name = page.partition('name="facts!')[2].partition('"')[0]
    client.post(address, {"do": "correct", f"facts!{name}": "40"})
    assert "What this file would change" in text(client.get(address))
    press(client, book, odd=[f"{KEY} area_ha"], seen=json.dumps({f"{KEY} area_ha": area}))
    assert zone(KEY).area_ha == 40


def test_the_marked_copy_says_in_the_cell_what_to_do(client, focal):
    book = sent_back(client, filled(made(KEY), (KEY, "area_ha", {"value": "about 40"})), focal)
    answer = client.get(reverse("workbook-marked", args=[book.pk]))
    copy = load_workbook(io.BytesIO(answer.content))
    sheet = copy[stamp_of(copy).sheets["facts"]]
    told = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [cell.value for cell in told] == ["about 40"]
    assert "about" in told[0].comment.text


def test_work_that_was_ended_begins_again(client, focal):
    book = sent_back(client, filled(made(KEY), (KEY, "firms", {"value": 148})), focal)
    SentWorkbook.objects.filter(pk=book.pk).update(
        state=WorkbookState.SENDING, touched_at="2026-01-01T00:00Z"
    )
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert "It was interrupted" in page
    assert press(client, book).state == WorkbookState.SENT


def test_a_workbook_is_its_sender_s_alone(client, focal):
    book = sent_back(client, made(KEY), focal)
    cast.sign_in(client, cast.focal_point("VN", "other@sample.invalid"))
    assert client.get(reverse("workbook", args=[book.pk])).status_code == 404
    assert client.get(reverse("workbook-marked", args=[book.pk])).status_code == 404


def test_the_old_ones_are_forgotten(focal):
    for _number in range(12):
        sending.take_in(name="a.xlsx", data=b"no workbook", by=focal)
    assert SentWorkbook.objects.filter(author=focal).count() <= 10


def test_the_daily_clean_up_forgets_what_was_kept_long_enough(focal):
    book = sending.take_in(name="a.xlsx", data=b"no workbook", by=focal)
    call_command("remove_orphans", stdout=io.StringIO())
    assert SentWorkbook.objects.filter(pk=book.pk).exists()
    SentWorkbook.objects.filter(pk=book.pk).update(created_at="2026-01-01T00:00Z")
    call_command("remove_orphans", stdout=io.StringIO())
    assert not SentWorkbook.objects.filter(pk=book.pk).exists()


@pytest.mark.parametrize("seen", ["", "[1]", "{", "null"])
def test_what_was_seen_is_no_json(client, focal, seen):
    data = filled(made(KEY), (KEY, "firms", {"value": 148}))
    change(KEY, firms=131)
    book = press(client, sent_back(client, data, focal), seen=seen, mine=[f"{KEY} firms"])
    assert (book.state, zone(KEY).firms) == (WorkbookState.LOOKED_THROUGH, 131)


def test_long_numbers_keep_their_digits(client, focal):
    data = filled(made(KEY), (KEY, "office_phone", {"value": 8562055512345}))
    press(client, sent_back(client, data, focal))
    assert zone(KEY).office_phone == "8562055512345"


def test_an_old_workbook_asks_nothing_about_lists_that_others_filled(focal):
    data = made(KEY)
    change(KEY, tenants=[{"name": "Another Co."}])
    assert not looked_at(data, focal).answers


def test_a_cell_emptied_as_it_was_asked_says_nothing(client, focal):
    data = filled(made(KEY), (KEY, "management_fee_usd_m2", {"speaks_of": "2024"}))
    book = sent_back(client, data, focal)
    (fault,) = sending.judge(book).faults
    client.post(
        reverse("workbook", args=[book.pk]),
        {"do": "correct", f"{fault.sheet}!{fault.row}!{fault.column}": ""},
    )
    page = client.get(reverse("workbook", args=[book.pk]))
    assert (page.status_code, "Nothing: every filled cell" in text(page)) == (200, True)


def test_the_same_file_twice_is_told_as_waiting(client, official):
    data = filled(made(KEY), (KEY, "firms", {"value": 131, "speaks_of": "2025"}))
    first = press(client, sent_back(client, data, official))
    book = sent_back(client, data, official)
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert "Sent before just so, and waiting: Firms" in page
    assert press(client, book).state == WorkbookState.LOOKED_THROUGH
    assert Submission.objects.filter(pk__in=first.submissions).get().changes["firms"]["to"] == 131


def test_who_decides_sees_what_others_changed_since_the_download(client, official):
    data = filled(made(KEY), (KEY, "firms", {"value": 148, "speaks_of": "2025"}))
    before = zone(KEY).firms
    change(KEY, firms=131)
    seen, mine = json.dumps({f"{KEY} firms": 131}), [f"{KEY} firms"]
    book = press(client, sent_back(client, data, official), seen=seen, mine=mine)
    (sent,) = Submission.objects.filter(pk__in=book.submissions)
    assert sent.changes["firms"] == {"from": before, "to": 148}


def test_what_the_file_has_as_it_was_takes_the_place_of_what_others_wrote(client, official):
    before = zone(KEY).firms
    data = filled(made(KEY), (KEY, "firms", {"value": before, "speaks_of": "2025"}))
    change(KEY, firms=131)
    seen, mine = json.dumps({f"{KEY} firms": 131}), [f"{KEY} firms"]
    book = press(client, sent_back(client, data, official), seen=seen, mine=mine)
    (sent,) = Submission.objects.filter(pk__in=book.submissions)
    assert sent.changes["firms"] == {"from": 131, "to": before}


def test_what_goes_live_without_a_decision_is_told_before_and_after(client, official):
    data = filled(
        made(KEY),
        (KEY, "website", {"value": "https://example.org/savan"}),
        (KEY, "firms", {"value": 131, "speaks_of": "2025"}),
    )
    book = sent_back(client, data, official)
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert page.count("Needs no decision: on the page at once") == 1
    press(client, book)
    assert zone(KEY).website == "https://example.org/savan"
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert "On the page: Website" in page
    assert "Waiting for a decision: Firms" in page


def test_what_was_confirmed_today_already_is_named_as_not_sent(client, focal):
    first = filled(made(KEY), (KEY, "area_ha", {"still": "yes"}))
    press(client, sent_back(client, first, focal))
    both = filled(made(KEY), (KEY, "area_ha", {"still": "yes"}), (KEY, "jobs", {"still": "yes"}))
    book = press(client, sent_back(client, both, focal))
    page = text(client.get(reverse("workbook", args=[book.pk])))
    assert "Area" in page.partition("Not sent")[2]
