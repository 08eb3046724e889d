"""A zone as of a day: replayed values, their evidence then, and what the page says about it."""

import datetime

import pytest
from django.utils import timezone

from sez_portal.records.evidence.citation import Piece
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.past import values_at
from sez_portal.records.services.edit import edit
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
URL = f"/zones/{KEY}/"


@pytest.fixture
def _long_ago():
    """The records came in on 1 March 2026; on 1 June firms and the state changed."""
    seeded = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    Submission.objects.update(applied_at=seeded)
    made = edit(
        record=ZONE,
        key=KEY,
        values={"firms": 777, "status": "suspended"},
        evidence={"firms": [Piece(777, speaks_of="2026-05")]},
        by=cast.focal_point("LA"),
        office="Focal office",
        note="counted",
    )
    june = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
    Submission.objects.filter(pk=made.pk).update(applied_at=june)


@pytest.mark.usefixtures("_long_ago")
def test_the_page_shows_what_stood_there_then(client):
    now = client.get(URL).content.decode()
    assert "777" in now
    then = client.get(f"{URL}?as_of=2026-05-31").content.decode()
    assert "777" not in then
    assert ">129<" in then
    assert "You see this page as it stood on" in then
    assert 'content="noindex"' in then


@pytest.mark.usefixtures("_long_ago")
def test_the_evidence_is_that_of_then(client):
    then = client.get(f"{URL}?as_of=2026-05-31").context["page"].facts["firms"]
    assert (then.value, then.mark.year) == (129, "2019")
    later = client.get(f"{URL}?as_of=2026-06-01").context["page"].facts["firms"]
    assert (later.value, later.mark.year) == (777, "2026")


@pytest.mark.usefixtures("_long_ago")
@pytest.mark.parametrize("asked", ["2026-02-28", "yesterday", "2026-13-01", "2999-01-01", "'; --"])
def test_no_such_day_is_ignored_with_a_note(client, asked: str):
    page = client.get(URL, {"as_of": asked}).content.decode()
    assert "was ignored" in page
    assert "777" in page


def test_every_zone_replays_to_its_live_values():
    version = DataVersion.current()
    for zone in Zone.objects.all()[:40]:
        assert values_at(ZONE, zone.key, version) == ZONE.read(zone)


def test_rows_of_offers_are_those_of_then(client):
    offer = {
        "kind": "plot",
        "title": "Sample plot",
        "size_m2": "20000",
        "price_usd_m2": "30",
        "price_text": "",
        "free_from": "2027",
    }
    focal = cast.focal_point("LA")
    edit(record=ZONE, key=KEY, values={"offers": [offer]}, by=focal, office="O", note="n")
    assert "Sample plot" in client.get(URL).content.decode()
    version = Submission.objects.applied().filter(record="zone", key=KEY)[1].version
    assert values_at(ZONE, KEY, version, ["offers"]) == {"offers": []}
    assert timezone.localdate()
