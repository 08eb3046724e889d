"""A photo, a second, a caption, a review and a revert, seen in the browser, wide and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests import cast, papers, pictures
from tests.browser import axe
from tests.own_zone import own_zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-photographed"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def _zone(django_db_setup, django_db_blocker, settings, tmp_path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    expect.set_options(timeout=15_000)
    with django_db_blocker.unblock(), own_zone(KEY):
        yield


@pytest.fixture
def folder(tmp_path) -> Path:
    """Files as people have them."""
    (tmp_path / "gate.jpg").write_bytes(pictures.jpeg())
    (tmp_path / "road.jpg").write_bytes(pictures.jpeg(pictures.landscape(sky="#e0b080")))
    (tmp_path / "decree.pdf").write_bytes(b"\xef\xbb\xbf" + papers.PDF + b"\0" * 900)
    return tmp_path


def test_a_photo_a_second_a_caption_a_review_and_a_revert(visit, folder: Path) -> None:
    official, moderator = cast.official(KEY, office="Zone office"), cast.moderator()
    desk, phone = visit(official), visit(moderator, **PHONE)
    add(desk, "photos", folder / "gate.jpg", "The main gate")
    decide(phone, 1)
    add(desk, "photos", folder / "road.jpg", "The road to the port")
    nobody_else_sees(desk, visit())
    add(desk, "documents", folder / "decree.pdf", "Decree on the zone")
    decide(phone, 2)
    seen(visit(), ["The main gate", "The road to the port"])
    caption(desk, "photos-1-alt", "The road to the port, paved")
    change = decide(phone, 1)
    seen(visit(), ["The main gate", "The road to the port, paved"])
    take_back(phone, change)
    seen(visit(**PHONE), ["The main gate", "The road to the port"])
    assert len(mail.outbox) >= 2  # to each at most one an hour


def add(page: Page, kind: str, file: Path, title: str) -> None:
    page.goto(f"/desk/zones/{KEY}/files/")
    block = page.get_by_role("group", name="Another photo" if kind == "photos" else "Another docu")
    block.locator("input[type=file]").set_input_files(file)
    block.get_by_label("What the photo shows" if kind == "photos" else "Title").fill(title)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You get a mail when it is decided")).to_be_visible()


def caption(page: Page, name: str, text: str) -> None:
    page.goto(f"/desk/zones/{KEY}/files/")
    page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You get a mail when it is decided")).to_be_visible()


def decide(page: Page, fields: int) -> str:
    """Everything is accepted; the address of what went live."""
    page.goto("/desk/queue/")
    page.get_by_role("link", name="Journey Zone").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Journey Zone")
    address = page.url
    is_loaded(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ticks = page.get_by_label("Accept", exact=True)
    expect(ticks).to_have_count(fields)
    for number in range(fields):
        ticks.nth(number).check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("The author is told by mail")).to_be_visible()
    page.goto(address)
    page.get_by_role("region", name="What went live").get_by_role("link").first.click()
    return page.url


def is_loaded(page: Page) -> None:
    """Every picture of the page came, and says what it shows."""
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt")
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0


def nobody_else_sees(desk: Page, stranger: Page) -> None:
    """What waits: its author sees it, a visitor finds neither it nor its file."""
    is_loaded(desk)
    address = desk.locator(".is-added a").first.get_attribute("href") or ""
    assert desk.request.get(address).status == 200
    assert stranger.request.get(address).status == 404


def seen(page: Page, titles: list[str]) -> None:
    page.goto(f"/zones/{KEY}/")
    expect(page.locator("figure.photo")).to_have_count(len(titles))
    for title in titles:
        expect(page.get_by_role("img", name=title, exact=True)).to_be_visible()
    is_loaded(page)
    link = page.get_by_role("link", name="Decree on the zone")
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-disposition"] == 'attachment; filename="Decree on the zone.pdf"'
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/zones/{KEY}/history/")
    is_loaded(page)
    assert axe(page) == []


def take_back(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Reason").fill("It is not paved yet.")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
