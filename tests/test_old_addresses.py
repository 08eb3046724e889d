"""Old addresses of renamed and merged rows lead on, with the day, the query and what was typed."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from sez_portal.records.models import FormerKey, Submission
from sez_portal.records.seeding import SeedItem, load
from sez_portal.records.services.merge import merge, unmerge
from sez_portal.records.services.rename import rename
from sez_portal.records.services.told import Told
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
OLD, NEW, INTO = "la-savan-seno", "la-savannakhet", "la-boten"
PAGES = ("", "history/", "enquire/", "report/")


@pytest.fixture
def renamed(db):
    rename(record=ZONE, former=OLD, key=NEW)


@pytest.fixture
def merged(db):
    by = cast.moderator()
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Submission.objects.filter(record="zone").update(applied_at=long_ago)
    merge(record=ZONE, key=OLD, into=INTO, told=Told(by, "MI", "One"))
    return by


def day(ago: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=ago)).isoformat()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "?as_of=2026-01-31&x=%E0%B8%81"])
@pytest.mark.parametrize("start", ["", "/km"])
def test_every_page_of_a_renamed_zone_leads_on_with_its_query(client, renamed, page, query, start):
    answer = client.get(f"{start}/zones/{OLD}/{page}{query}")
    assert (answer.status_code, answer["Location"]) == (301, f"{start}/zones/{NEW}/{page}{query}")
    assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_merged_zone_leads_on(client, merged, page):
    answer = client.get(f"/zones/{OLD}/{page}?field=area_ha")
    assert (answer.status_code, answer["Location"]) == (301, f"/zones/{INTO}/{page}?field=area_ha")


@pytest.mark.parametrize("page", ["people/", "files/"])
def test_pages_of_the_desk_lead_on_too(client, renamed, page):
    cast.sign_in(client, cast.focal_point("LA"))
    answer = client.get(f"/desk/zones/{OLD}/{page}?a=b")
    assert (answer.status_code, answer["Location"]) == (301, f"/desk/zones/{NEW}/{page}?a=b")
    answer = client.get(f"/desk/edit/zone/{OLD}/glance/")
    assert (answer.status_code, answer["Location"]) == (301, f"/desk/edit/zone/{NEW}/glance/")
    assert client.get(f"/zones/{OLD}/claim/")["Location"] == f"/zones/{NEW}/claim/"


def test_the_new_key_of_a_hidden_zone_is_not_told(client, renamed):
    Zone.objects.filter(key=NEW).update(is_published=False)
    cast.sign_in(client, cast.person())
    assert client.get(f"/desk/edit/zone/{OLD}/glance/").status_code == 404


def test_what_was_typed_before_the_renaming_is_not_lost(client, renamed):
    form = client.get(f"/zones/{NEW}/report/").context["form"]
    typed = {bound.html_name: bound.value() or "" for bound in form} | {"text": "It is 56 ha"}
    answer = client.post(f"/zones/{OLD}/report/?field=area_ha", typed, follow=True)
    assert answer.redirect_chain[0] == (f"/zones/{NEW}/report/?field=area_ha", 307)
    assert answer.status_code == 200
    assert "It is 56 ha" not in answer.content.decode()  # taken in, and thanked for


def test_the_feed_of_a_former_key_leads_to_that_of_today(client, renamed):
    address = urlsplit(client.get(f"/zones/{NEW}/history/").context["request"].path)
    assert NEW in address.path
    answer = client.get(f"/updates.atom?zone={OLD}&country=LA")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/updates.atom?zone={NEW}&country=LA")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(f"/updates.atom?zone={NEW}").status_code == 200


def test_the_past_of_a_merged_zone_is_still_to_be_seen_under_its_old_address(client, merged):
    then = client.get(f"/zones/{OLD}/?as_of={day(3)}")
    assert then.status_code == 200
    assert "Savan" in then.content.decode()
    assert f'href="/zones/{INTO}/"' in then.content.decode()
    for today in (day(0), day(-3), "soon", ""):
        answer = client.get(f"/zones/{OLD}/?as_of={today}")
        assert (answer.status_code, answer["Location"]) == (
            301,
            f"/zones/{INTO}/?as_of={today}",
        )


def test_the_past_of_a_zone_that_was_hidden_when_it_was_merged_is_for_nobody(client, db):
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Submission.objects.filter(record="zone").update(applied_at=long_ago)
    Zone.objects.filter(key=OLD).update(is_published=False)
    merge(record=ZONE, key=OLD, into=INTO, told=Told(cast.moderator(), "MI", "One"))
    assert client.get(f"/zones/{OLD}/?as_of={day(3)}").status_code == 301


def test_who_keeps_a_merged_zone_is_sent_on_as_well_and_back_when_it_is_parted(client, merged):
    cast.sign_in(client, cast.focal_point("LA"))
    assert client.get(f"/zones/{OLD}/").status_code == 301
    unmerge(record=ZONE, key=OLD, told=Told(merged, "MI", "Two"))
    assert client.get(f"/zones/{OLD}/").status_code == 200
    assert not FormerKey.objects.filter(former=OLD).exists()


def test_a_seeding_leaves_both_rows_of_a_merging_as_they_are(merged):
    before = {key: ZONE.read(Zone.objects.get(key=key)) for key in (OLD, INTO)}
    table = {OLD: {"name_en": "Savan as its table says now"}, INTO: {}}
    items = [SeedItem(ZONE, key, {**before[key], **more}, {}) for key, more in table.items()]
    load(items, lambda told: None)
    assert ZONE.read(Zone.objects.get(key=INTO)) == before[INTO]
    assert Zone.objects.get(key=OLD).name_en == "Savan as its table says now"
