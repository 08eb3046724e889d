"""Whoever works or reads in another language gets it also where no page of ours stands around:
in the administration, in the feed of changes, in the data of the maps."""

import pytest
from django.utils import translation

from countries.filters import country_choices
from countries.models import Gateway
from sez_portal import languages
from sez_portal.common.alphabet import alphabetically
from sez_portal.records.choices import Origin
from sez_portal.records.models import DataVersion
from sez_portal.records.services.apply import apply
from tests import cast
from tests.pages import text
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-savan-seno"


@pytest.fixture(autouse=True)
def _complete(monkeypatch):
    monkeypatch.setattr(languages, "complete_languages", lambda: ["en", "km", "lo"])


@pytest.mark.parametrize(
    ("language", "shown"), [("lo", "lo"), ("km", "km"), ("en", "en"), ("vi", "en")]
)
def test_the_administration_is_in_the_language_of_the_account(client, language, shown):
    cast.sign_in(client, cast.administrator(language=language))
    page = client.get("/admin/", headers={"accept-language": "th"})
    assert f'<html lang="{shown}"' in text(page)
    assert page["Content-Language"] == shown
    assert f'<html lang="{shown}"' in text(client.get("/admin/zones/zone/"))


def test_a_visitor_after_somebody_of_another_language_reads_english(client):
    cast.sign_in(client, cast.administrator(language="lo"))
    client.get("/admin/")
    client.logout()
    assert '<html lang="en"' in text(client.get("/zones/"))


def test_the_feed_of_changes_is_in_the_language_of_its_address(client):
    assert 'xml:lang="en"' in text(client.get("/updates.atom"))
    assert 'xml:lang="lo"' in text(client.get("/lo/updates.atom"))
    assert 'xml:lang="en"' in text(client.get("/vi/updates.atom"))  # not translated yet
    assert 'href="/lo/updates.atom' in text(client.get("/lo/updates/"))


def test_the_maps_name_places_as_the_reader_does(client):
    Zone.objects.filter(key=KEY).update(name_lo="ສະຫວັນ-ເຊໂນ")
    gateway = Gateway.objects.published().first()
    Gateway.objects.filter(pk=gateway.pk).update(name_lo="ດ່ານ")
    named = {zone[0]: zone[1] for zone in client.get("/lo/zones/map.json").json()["zones"]}
    assert named[KEY] == "ສະຫວັນ-ເຊໂນ"
    gates = client.get("/lo/connectivity/map.json").json()["gateways"]
    assert {row[0]: row[1] for row in gates}[gateway.key].startswith("ດ່ານ")
    assert 'data-feed="/lo/zones/map.json' in text(client.get("/lo/zones/?view=map"))
    plain = {zone[0]: zone[1] for zone in client.get("/zones/map.json").json()["zones"]}
    assert plain[KEY] == Zone.objects.get(key=KEY).name_en


def test_names_stand_in_the_language_of_the_reader_wherever_they_are_shown(client):
    Zone.objects.filter(key=KEY).update(name_lo="ສະຫວັນ-ເຊໂນ")
    DataVersion.bump()
    for path, name in {
        "/lo/incentives/": "ກຳປູເຈຍ",
        "/lo/alerts/new/?country=KH": "ກຳປູເຈຍ",
        "/lo/zones/": "ກຳປູເຈຍ",
    }.items():
        page = text(client.get(path))
        assert name in page, path
        assert ">Cambodia<" not in page.replace('<span lang="en">Cambodia<', ""), path
    plate = text(client.get(f"/lo/zones/{KEY}/"))
    assert "<title>ສະຫວັນ-ເຊໂນ" in " ".join(plate.split()).replace("<title> ", "<title>")


def test_lists_of_countries_follow_the_alphabet_of_the_reader():
    with translation.override("vi"):
        assert [name for _code, name in country_choices()][:3] == ["Campuchia", "Lào", "Myanmar"]
    with translation.override("th"):
        names = [name for _code, name in country_choices()]
    assert names.index("เมียนมา") < names.index("ลาว") < names.index("เวียดนาม")  # by ม, ล, ว


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("vi", ["An Giang", "Bà Rịa", "Cần Thơ", "Đà Nẵng", "Điện Biên", "Gia Lai", "Ô Môn", "Ơ"]),
        ("th", ["กระบี่", "เชียงใหม่", "ตาก", "แพร่", "ระยอง"]),
        ("lo", ["ຄຳມ່ວນ", "ໄຊສົມບູນ", "ບໍ່ແກ້ວ"]),
        ("en", ["Bangkok", "Béloc", "Chonburi"]),
    ],
)
def test_the_alphabet_of_each_language(language, names):
    with translation.override(language):
        assert alphabetically(reversed(names), str) == names


def test_a_change_names_its_country_and_zone(client):
    Zone.objects.filter(key=KEY).update(name_lo="ສະຫວັນ-ເຊໂນ")
    row, by = Zone.objects.get(key=KEY), cast.moderator()
    apply(record=ZONE, key=row.key, values={"firms": 77}, origin=Origin.MI, by=by, office="MI")
    assert "ສະຫວັນ-ເຊໂນ" in text(client.get("/lo/updates/"))
    assert "ສະຫວັນ-ເຊໂນ" in text(client.get("/lo/updates.atom"))
    assert "<td>Lao PDR</td>" in text(client.get("/updates/"))
