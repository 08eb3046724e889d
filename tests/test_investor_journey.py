"""The whole way of an investor in a browser, with JavaScript and without.

From a search over a comparison, a shortlist and its answer pack to an enquiry, its mailed link,
the answer of an official at the desk, and the median on the zone's page from the fifth on.
"""

import datetime
import io
from collections.abc import Iterator
from unittest import mock

import openpyxl
import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from countries.models import Country
from investors.enquiries import services
from sez_portal.accounts.models import Appointment, User
from sez_portal.common import mail_settings
from sez_portal.common.dates import add_working_days
from tests import cast
from tests.investor import FORM, link_in, sent, thread_of
from tests.own_zone import forget_investors
from tests.packs import check_open_questions, check_side_by_side, check_zone, sheet_of
from tests.postoffice import PostOffice, post_office
from tests.visits import both_ways
from zones.models import Zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_nobody_asked")]
KEYS = ["la-savan-seno", "mm-thilawa"]
NAMES = ["Savan-Seno Special Economic Zone", "Thilawa Special Economic Zone"]
NOTE = "Near the second bridge"
MEDIAN = "First answer in a median of"


@pytest.fixture
def _nobody_asked(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The zones are those of the directory; what is asked and said of them goes again."""
    with django_db_blocker.unblock():
        cache.clear()
        yield
        forget_investors(*KEYS)
        cache.clear()


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    """The mail server that the portal really delivers to."""
    with post_office() as office:
        for name, value in mail_settings.settings_of(office.url).items():
            setattr(settings, name, value)
        yield office


@both_ways
def test_from_a_search_to_the_answer_and_the_median(visit, office: PostOffice) -> None:
    official = cast.official(KEYS[0], office="Savan office")
    Appointment.objects.filter(user=official).update(starts_on=datetime.date(2026, 1, 1))
    for days in (1, 2, 3, 4):
        answered_after(days, official)
    page = visit()
    compare(page)
    shortlist(page)
    take_the_pack(page)
    ask_all(page)
    verify(page, office)
    says_no_median(visit())
    answer(visit(official))
    read_the_answer(page, office)
    says_the_median(visit())


def answered_after(days: int, official: User) -> None:
    """An enquiry of a month ago that was verified at once and answered so many days later."""
    monday = timezone.now() - datetime.timedelta(days=28 + timezone.localdate().weekday())
    sent_on, off = timezone.localdate(monday), Country.objects.get(iso2="LA").days_off
    answered = add_working_days(sent_on, days, off) - sent_on
    with mock.patch.object(timezone, "now", return_value=monday):
        enquiry = sent(email=f"investor{days}@sample.invalid")
    with mock.patch.object(timezone, "now", return_value=monday + answered):
        services.answer(thread=thread_of(enquiry), by=official, text=f"After {days} days.")


def compare(page: Page) -> None:
    """From the directory's search; the second zone is added beside the first by its name."""
    page.goto("/zones/")
    page.get_by_label("Zone, place, firm", exact=True).fill("savanseno")
    page.locator("main").get_by_role("button", name="Find").click()
    expect(page.locator(".zline")).to_have_count(1)  # nothing moves any more
    page.locator(".zline").get_by_role("link", name=NAMES[0]).click()
    page.locator(".zhead").get_by_role("link", name="Compare").click()
    page.get_by_label("Add a zone by its name").fill("thilawa special")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".cmp thead h2")).to_have_text(NAMES)
    area = page.locator(".cmp tr", has=page.locator("th", has_text="Area")).first
    for told in ("differ", "954", "2,400"):
        expect(area).to_contain_text(told)


def shortlist(page: Page) -> None:
    page.get_by_role("button", name="Put all on the shortlist").click()
    expect(page.get_by_text("2 zones are on your shortlist.")).to_be_visible()
    page.get_by_role("link", name="See the shortlist").click()
    page.get_by_label(f"Note on {NAMES[0]}").fill(NOTE)
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("Your notes are saved.")).to_be_visible()


def take_the_pack(page: Page) -> None:
    """The workbook that was downloaded, cell by cell."""
    with page.expect_download() as started:
        page.get_by_role("button", name="Answer pack as XLSX").click()
    assert started.value.suggested_filename == "answer-pack.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    zones = [Zone.objects.get(key=key) for key in KEYS]
    assert [sheet_of(book, zone) for zone in zones] == book.worksheets[1:3]
    for zone in zones:
        check_zone(book, zone)
    check_side_by_side(book, zones)
    check_open_questions(book, zones)
    last = list(sheet_of(book, zones[0]).iter_rows(values_only=True))[-1]
    assert last[:3] == ("My note", None, NOTE)


def ask_all(page: Page) -> None:
    page.get_by_role("button", name="Ask all of them").click()
    for name in NAMES:
        expect(page.get_by_label(name, exact=True)).to_be_checked()
    page.get_by_label("What do you need?").select_option("land")
    page.get_by_label("Your questions").fill("What does land cost?")
    page.get_by_label("Your name").fill(FORM["name"])
    page.get_by_label("E-mail address").fill(FORM["email"])
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send the questions").click()
    expect(page.get_by_role("heading", name="One step is left")).to_be_visible()


def verify(page: Page, office: PostOffice) -> None:
    """The link of the mail; its page sends nothing on, its button does."""
    official = "official@sample.invalid"
    before = len(office.letters_to(official))
    (letter,) = office.letters_to(FORM["email"])
    page.goto(link_in(letter, "e/confirm/"))
    assert len(office.letters_to(official)) == before
    page.get_by_role("button", name="Yes, send them on").click()
    expect(page.get_by_text("Sent. The answers will stand on this page.")).to_be_visible()
    expect(page.get_by_text("No answer yet")).to_have_count(len(KEYS))
    assert len(office.letters_to(official)) == before + 1


def answer(page: Page) -> None:
    """At the desk, after a word among colleagues."""
    page.goto("/desk/")
    page.get_by_role("link", name=f"An investor asks {NAMES[0]}").first.click()
    expect(page.get_by_text("What does land cost?")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("Is this the same firm?")
    page.get_by_role("button", name="Keep as an internal note").click()
    expect(page.get_by_text("The investor does not see it")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("Three dollars a year.")
    page.get_by_role("button", name="Send to the investor").click()
    expect(page.get_by_text("The investor gets a mail.")).to_be_visible()


def read_the_answer(page: Page, office: PostOffice) -> None:
    letter = office.letters_to(FORM["email"])[-1]
    assert "Three dollars a year." in letter.body
    page.goto(link_in(letter, "e/"))
    expect(page.get_by_text("Three dollars a year.")).to_be_visible()
    expect(page.get_by_text("Is this the same firm?")).to_have_count(0)


def says_no_median(page: Page) -> None:
    """Four were answered, the fifth waits."""
    page.goto(f"/zones/{KEYS[0]}/")
    expect(page.get_by_role("heading", name=NAMES[0])).to_be_visible()
    expect(page.get_by_text(MEDIAN)).to_have_count(0)


def says_the_median(page: Page) -> None:
    """Of 0, 1, 2, 3 and 4 working days."""
    page.goto(f"/zones/{KEYS[0]}/")
    expect(page.get_by_text(f"{MEDIAN} 2 working days")).to_be_visible()
    expect(page.get_by_text("5 of 5 enquiries of the last 12 months")).to_be_visible()
