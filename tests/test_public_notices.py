"""Notices of MI: hidden until published, beside what they concern, gone when taken back."""

import datetime

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sez_portal.common import dates
from sez_portal.records.models import PublicNotice
from sez_portal.records.services import public_notices
from sez_portal.records.services.rename import rename
from sez_portal.records.services.told import Told
from tests import cast
from tests.notices import published, written
from tests.pages import in_one_line, text
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY, OTHER = "la-savan-seno", "la-boten"
TITLE = "A workshop on figures"
DAY = datetime.timedelta(days=1)
PUBLIC = ("/", "/notices/", "/notices.atom", "/countries/lao-pdr/", f"/zones/{KEY}/")


@pytest.fixture
def mi():
    return cast.moderator()


@pytest.fixture
def kept(settings):
    """Pages are kept for everybody, as they are outside of tests."""
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def tells(client, url: str, words: str = TITLE) -> bool:
    return words in text(client.get(url))


def test_kept_pages_show_it_at_once_and_no_longer_than_it_stands(client, kept, mi):
    notice = written(mi, countries=["LA"])
    assert not any(tells(client, url) for url in PUBLIC)
    assert client.get(notice.get_absolute_url()).status_code == 404
    public_notices.publish(notice=notice, by=mi)
    assert [url for url in PUBLIC if not tells(client, url)] == []
    assert client.get(notice.get_absolute_url()).status_code == 200
    notice.refresh_from_db()
    notice.title_en = "Another title"
    public_notices.save(notice=notice, by=mi)
    assert not any(tells(client, url) for url in PUBLIC)
    assert all(tells(client, url, "Another title") for url in PUBLIC)
    public_notices.take_back(notice=notice, by=mi)
    assert not any(tells(client, url, "Another title") for url in PUBLIC)
    assert client.get(notice.get_absolute_url()).status_code == 404
    acts = [act["what"] for act in PublicNotice.objects.get().history]
    assert acts == ["taken back", "changed", "published", "written"]
    assert PublicNotice.objects.get().history[1]["before"] == [TITLE]


@pytest.mark.parametrize(
    ("concerns", "seen"),
    [
        ({}, {"zone", "other", "country", "corridor", "abroad"}),
        ({"countries": ["LA"]}, {"zone", "other", "country"}),
        ({"concerns": [f"zone:{KEY}"]}, {"zone", "country"}),
        ({"concerns": ["corridor:nsec-western-boten"]}, {"corridor"}),
    ],
)
def test_it_stands_beside_what_it_concerns(client, kept, mi, concerns, seen):
    pages = {
        "zone": f"/zones/{KEY}/",
        "other": f"/zones/{OTHER}/",
        "country": "/countries/lao-pdr/",
        "corridor": "/connectivity/corridors/nsec-western-boten/",
        "abroad": "/countries/cambodia/",
    }
    assert not any(tells(client, url) for url in pages.values())
    published(mi, **concerns)
    assert {name for name, url in pages.items() if tells(client, url)} == seen


def test_only_what_is_new_stands_beside(client, mi):
    old = dates.today() - 90 * DAY
    published(mi, dated_on=old)
    assert tells(client, f"/notices/?year={old.year}")
    assert not tells(client, "/")
    published(mi, title_en="Over", dated_on=old, starts_on=old, ends_on=old)
    published(mi, title_en="To come", dated_on=old, starts_on=old, ends_on=dates.today())
    assert tells(client, "/", "To come")
    assert not tells(client, "/", "Over")


def test_it_is_shown_within_its_days(client, mi):
    today = dates.today()
    early = published(mi, title_en="Early", from_day=today + DAY)
    late = published(mi, title_en="Late", from_day=today - 9 * DAY, until_day=today - DAY)
    for notice in (early, late):
        assert client.get(notice.get_absolute_url()).status_code == 404
        assert not tells(client, "/notices/", notice.title_en)


def test_a_text_that_lacks_a_language_says_which_it_is_in(client, mi):
    notice = published(mi, title_lo="ກອງປະຊຸມ")
    page = text(client.get(f"/lo{notice.get_absolute_url()}"))
    assert "ກອງປະຊຸມ" in page
    assert '<div class="stack measure" lang="en">' in page


def test_only_the_institute_writes(client):
    for user in (cast.focal_point("LA"), cast.official(KEY)):
        with pytest.raises(PermissionDenied):
            written(user)
    assert not PublicNotice.objects.exists()


def test_a_renamed_zone_keeps_its_notice(client, mi):
    published(mi, concerns=[f"zone:{KEY}"])
    rename(record=ZONE, former=KEY, key="la-new-key", told=Told(mi, "MI", "a slip"))
    assert tells(client, "/zones/la-new-key/")


def test_a_second_of_one_title_has_an_address_of_its_own(mi):
    assert [published(mi).key, published(mi).key] == [
        "a-workshop-on-figures",
        "a-workshop-on-figures-2",
    ]


def test_from_the_form_to_the_page(client, mi):
    cast.sign_in(client, mi)
    data = {
        "sort": "event",
        "title_en": TITLE,
        "text_en": "Come <b>all</b>.",
        "dated_on": dates.today().isoformat(),
        "starts_on": (dates.today() + DAY).isoformat(),
        "ends_on": dates.today().isoformat(),
        "place": "Khon Kaen",
        "from_day": dates.today().isoformat(),
        "zone": [f"zone:{KEY}"],
    }
    refused = client.post(reverse("notice-new"), data)
    assert refused.status_code == 422
    assert "An event ends on its first day or later." in text(refused)
    assert "Khon Kaen" in text(refused)
    answer = client.post(reverse("notice-new"), {**data, "ends_on": ""})
    notice = PublicNotice.objects.get()
    assert notice.lies_in == ["LA"]
    assert "being written" in in_one_line(client.get(answer.url))
    client.post(reverse("notice-act", args=[notice.pk]), {"do": "publish"})
    page = text(client.get(notice.get_absolute_url()))
    assert "Come &lt;b&gt;all&lt;/b&gt;." in page
    assert f"/zones/{KEY}/" in page
    assert client.get("/sitemap.xml").content.decode().count(notice.get_absolute_url()) >= 1
    client.post(reverse("notice-act", args=[notice.pk]), {"do": "take-back"})
    assert client.get(notice.get_absolute_url()).status_code == 404


def test_without_notices_no_page_speaks_of_them(client):
    for url in ("/", "/countries/lao-pdr/", f"/zones/{KEY}/"):
        assert "notice-line" not in text(client.get(url))
