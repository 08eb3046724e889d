"""Results over the years, and photos, on the page of a zone."""

import html
import re

import pytest

from sez_portal.records.evidence.citation import Piece
from sez_portal.records.models import DataVersion, Evidence
from sez_portal.records.services.apply import apply
from zones.models import Photo, Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-saysettha"


def tell(year: str, jobs: int) -> None:
    piece = Piece(jobs, speaks_of=year)
    apply(record=ZONE, key=KEY, values={"jobs": jobs}, evidence={"jobs": [piece]}, origin="admin")


def page(client) -> str:
    return html.unescape(client.get(f"/zones/{KEY}/").content.decode())


def test_three_dated_values_are_drawn_and_stand_in_a_table(client):
    Zone.objects.filter(key=KEY).update(jobs=None)
    Evidence.objects.filter(record="zone", key=KEY, field="jobs").delete()
    tell("2021", 1000)
    tell("2023", 4000)
    assert "yearlines" not in page(client)
    tell("2025", 2000)
    shown = page(client)
    (drawn,) = re.findall(r'<div class="yearlines">.*?</div>', shown, re.DOTALL)
    assert 'role="img" aria-label="Jobs: 1,000 in 2021, 2,000 in 2025"' in drawn
    assert re.search(r'points="12\.0,78\.5 160\.0,26\.0 308\.0,61\.0"', drawn)
    assert re.findall(r'class="of-year"[^>]*>(\d+)', drawn) == ["2021", "2023", "2025"]
    table = shown[shown.index("Results by year") :]
    for year, jobs in (("2025", "2,000"), ("2023", "4,000"), ("2021", "1,000")):
        assert re.search(rf'<th scope="row">{year}</th>.*?{jobs}', table, re.DOTALL)


def test_photos_have_caption_credit_and_day_and_load_when_they_are_seen(client):
    zone = Zone.objects.get(key=KEY)
    for number in range(2):
        Photo.objects.create(
            zone=zone,
            order=number,
            image=f"photos/2026/{number}.webp",
            alt=f"Gate {number} of the zone",
            credit="Mai Tran",
            taken="2026-03",
        )
    Zone.objects.filter(key=KEY).update(version=DataVersion.bump())
    shown = page(client)
    photos = re.findall(r'<figure class="photo">.*?</figure>', shown, re.DOTALL)
    assert len(photos) == 2
    for number, photo in enumerate(photos):
        assert f"Gate {number} of the zone" in photo
        assert "Photo: Mai Tran" in photo
        assert "Taken: March 2026" in photo
        assert 'loading="lazy"' in photo
        assert 'width="480" height="320"' in photo
