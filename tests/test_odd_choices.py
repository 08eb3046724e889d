"""A choice that is none, a text too long for its column, a hidden country: no page breaks."""

import pytest
from django.urls import reverse

from countries.models import Country
from sez_portal.records import record
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply, publish
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import refused, text
from zones.models import Zone
from zones.record import ZONE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("no_counters"),
]
KEY = "la-savan-seno"
ODD = {
    "status": "no_longer",
    "type": "no_longer",
    "management": "no_longer",
    "coord_precision": "no_longer",
    "country": "XX",
    "province": "no-longer",
    "sectors": ["no_longer"],
    "corridors": ["no_longer"],
}
NEW = "/desk/zones/new/"


@pytest.fixture
def official(client):
    return cast.official(KEY)


@pytest.mark.parametrize("name", [name for name in ODD if name in ZONE.by_key])
def test_a_choice_that_is_none_in_a_waiting_proposal(client, official, name: str):
    sent = propose(record=ZONE, key=KEY, by=official, values={"name_en": "Another"}, note="n")
    live = ZONE.read(Zone.objects.get(key=KEY), [name])[name]
    sent.changes |= {name: {"from": live, "to": ODD[name]}}
    sent.save()
    for who in (official, cast.focal_point("LA"), cast.moderator()):
        cast.sign_in(client, who)
        for address in ("preview", "submission"):
            assert client.get(reverse(address, args=[sent.pk])).status_code == 200
    cast.sign_in(client, official)
    section = ZONE[name].group or "other"
    assert client.get(reverse("propose-section", args=["zone", KEY, section])).status_code < 400
    assert client.get(reverse("desk")).status_code == 200
    assert client.get(reverse("queue")).status_code == 200


@pytest.mark.parametrize("name", [name for name in ODD if name in ZONE.by_key])
def test_a_choice_that_is_none_in_the_history(client, name: str):
    apply(record=ZONE, key=KEY, values={"firms": 151}, origin="admin")
    made = Submission.objects.applied().filter(key=KEY).first()
    live = ZONE.read(Zone.objects.get(key=KEY), [name])[name]
    made.changes |= {name: {"from": ODD[name], "to": live}}
    made.save()
    for address in (
        f"/zones/{KEY}/history/",
        f"/zones/{KEY}/?as_of=2026-11-01",
        "/updates.atom",
        "/updates/",
    ):
        assert client.get(address).status_code in (200, 404), address
    made.changes[name] = {"from": live, "to": ODD[name]}
    made.save()
    for address in (f"/zones/{KEY}/history/", "/updates.atom", "/updates/"):
        assert client.get(address).status_code == 200, address
    cast.sign_in(client, cast.moderator())
    assert client.get(made.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["name_en", "note"])
@pytest.mark.parametrize("length", [301, 2001, 100_000])
def test_a_text_of_a_new_zone_that_is_too_long(client, name: str, length: int):
    cast.sign_in(client, cast.person())
    said = {"name_en": "Long Zone", "country": "LA", "type": "special_economic_zone"}
    said |= {"status": "planned", "management": "unknown", name: "x" * length}
    if name == "note" and length <= 2000:
        assert client.post(NEW, said).status_code == 302
        return
    answer = refused(client, NEW, said)
    assert "at most" in text(answer)
    assert "x" * length in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("firms__url", "https://x.invalid/" + "a" * 450),
        ("firms__url", "https://x.invalid/" + "a" * 700),
        ("firms__source", "x" * 401),
        ("firms__reason", "x" * 301),
        ("firms__speaks_of", "2" * 40),
        ("note", "x" * 2001),
    ],
)
def test_a_source_or_a_note_that_is_too_long(client, official, name: str, value: str):
    cast.sign_in(client, official)
    address = reverse("propose-section", args=["zone", KEY, "glance"])
    data = {"firms": "148", name: value}
    if len(value) < 600 and name == "firms__url":
        assert client.post(address, data).status_code == 302
        return
    answer = refused(client, address, data)
    assert value in answer.content.decode()


def test_an_office_that_is_too_long(client):
    cast.sign_in(client, cast.person())
    long = {"office": "x" * 201, "position": "y" * 201, "note": "z" * 20_000}
    answer = client.post(f"/zones/{KEY}/claim/", long)
    assert answer.status_code == 422
    for typed in long.values():
        assert typed in answer.content.decode()
    profile = {"name": "n" * 151, "office": "x" * 201, "language": "en"}
    assert client.post(reverse("profile"), profile).status_code in (200, 422)


@pytest.mark.parametrize("iso2", ["LA", "KH"])
def test_a_hidden_country_breaks_no_page(client, iso2: str):
    country = Country.objects.get(iso2=iso2)
    by = cast.moderator()
    told = {"by": by, "office": "MI", "note": "n"}
    publish(record=record.get("country"), key=country.key, is_published=False, **told)
    for address in (
        *("/about/data-quality/", "/about/moderation/", "/", "/countries/", "/zones/"),
        *("/updates/", "/updates.atom", "/connectivity/", "/incentives/", "/one-stop-services/"),
    ):
        assert client.get(address).status_code == 200, address
