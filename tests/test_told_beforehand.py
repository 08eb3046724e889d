"""What an official should know before a button is pressed: what is on the page at once, which
photos and papers are kept, which choice of a row is open."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sez_portal.records.services.decide import Ruling, decide
from tests import cast
from tests.pages import in_one_line as text
from tests.pages import refused
from tests.papers import PDF
from tests.test_desk import KEY, the_proposal, typed, url
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BASKET = reverse("basket", args=["zone", KEY])
FILES = reverse("zone-files", args=[KEY])
AT_ONCE = "These fields are on the page at once; they are looked at later."


@pytest.fixture
def official(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def test_a_section_that_goes_live_at_once_says_so_at_its_buttons(client, official, monkeypatch):
    assert AT_ONCE in text(client.get(url("office")))
    for other in ("glance", "land", "offers"):
        page = text(client.get(url(other)))
        assert AT_ONCE not in page and "On the page at once, and looked at later" not in page
    phone = ZONE["office_phone"]
    for one in ZONE.fields:
        monkeypatch.setitem(one.__dict__, "low_risk", one is phone)
    page = text(client.get(url("office")))
    assert AT_ONCE not in page
    assert f"On the page at once, and looked at later: <b>{phone.label}</b>." in page


def test_photos_and_papers_that_are_kept_are_seen_in_the_basket(client, official):
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(out, "JPEG")
    data = {
        "based_on": client.get(FILES).context["form"]["based_on"].value(),
        "photos-0-upload": SimpleUploadedFile("p.jpg", out.getvalue()),
        "photos-0-alt": "The main gate",
        "documents-0-upload": SimpleUploadedFile("d.pdf", PDF),
        "documents-0-title": "The decree",
    }
    client.post(FILES, data)
    sent = the_proposal(official)
    live = ZONE.read(Zone.objects.get(key=KEY), sent.fields)
    rulings = {name: Ruling("declined", "Whose is it?", seen=live[name]) for name in sent.fields}
    decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=sent.turn)
    paper = {"firms": "148", "paper": SimpleUploadedFile("register.pdf", PDF), "do": "save"}
    client.post(url("glance"), typed(client, "glance", **paper))
    page = text(client.get(BASKET))
    (photo,) = sent.proposed("photos")
    assert photo["image"].removesuffix(".webp") in page
    for words in ('alt="The main gate"', "The decree", "register.pdf"):
        assert words in page
    assert FILES in page
    assert "Nothing is saved for this page" not in page


@pytest.mark.parametrize("kind", ["", "land"])
def test_a_row_without_a_kind_says_what_to_choose_at_its_place(client, official, kind: str):
    data = typed(client, "offers", **{"offers-0-kind": kind, "offers-0-title": "Plot 7"})
    page = text(refused(client, url("offers"), data))
    assert "Row 1: Kind: Choose one from the list." in page
    assert "is unknown" not in page
    assert re.search(r'name="offers-0-kind"\s+aria-invalid="true"', page)
    assert page.count('aria-invalid="true"') <= 2  # the cell, and the table as a whole


def test_every_column_of_a_row_that_is_at_fault_is_named(client, official):
    data = typed(client, "offers", **{"offers-0-kind": "", "offers-0-size_m2": "much"})
    page = text(refused(client, url("offers"), data))
    assert "Row 1: Kind: Choose one from the list." in page
    assert "“much” is not a number" in page


def test_what_is_on_the_page_now_is_told_apart_from_what_waits(client, official):
    sent = text(client.post(url("glance"), typed(client, "glance", firms="148"), follow=True))
    assert "Sent. You get a mail when it is decided." in sent
    phone = {"office_phone": "+856 20 555 0101"}
    page = text(client.post(url("office"), typed(client, "office", **phone), follow=True))
    assert "It is on the page now." in page  # though the firms still wait
    assert "You get a mail" not in page
    client.post(url("office"), typed(client, "office", do="save", office_phone="+856 20 555 0102"))
    client.post(url("land"), typed(client, "land", do="save", available_ha="40"))
    data = {"send": ["office_phone", "available_ha"]}
    page = text(client.post(BASKET, data, follow=True))
    assert "On the page now: Telephone. You get a mail when the rest is decided." in page
    desk = text(client.get("/desk/"))
    assert "Vacant land, firms and telephone" in desk or "Firms, vacant land and telephone" in desk
