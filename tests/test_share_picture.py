"""The picture of a zone for other sites: made on the server, for what is public alone."""

import io

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from sez_portal.maps.card import SIZE, can_draw, lines_of, width_of
from sez_portal.records.services.apply import apply
from zones.models import Zone
from zones.page import ZonePage
from zones.record import ZONE
from zones.share import WIDE, _foot

pytestmark = pytest.mark.one_database  # drawn by Python
KEY = "la-boten"


def picture(client, key: str = KEY) -> Image.Image:
    answer = client.get(reverse("zone-share", args=[key]))
    assert answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content))


@pytest.mark.django_db
def test_the_page_names_its_own_picture(client):
    page = client.get(f"/zones/{KEY}/").content.decode()
    assert f'"og:image" content="{settings.SITE_URL}/zones/{KEY}/share.png"' in page
    made = picture(client)
    assert (made.size, made.format) == (SIZE, "PNG")
    colours = made.convert("RGB").getcolors(10_000)
    assert len(colours) > 40  # a map and letters, not an empty sheet


@pytest.mark.django_db
def test_it_is_made_anew_after_a_change(client):
    before = client.get(reverse("zone-share", args=[KEY])).content
    assert client.get(reverse("zone-share", args=[KEY])).content == before
    apply(record=ZONE, key=KEY, values={"firms": 4321}, origin="admin")
    assert client.get(reverse("zone-share", args=[KEY])).content != before


@pytest.mark.django_db
def test_a_hidden_zone_has_none(client):
    Zone.objects.filter(key=KEY).update(is_published=False)
    assert client.get(reverse("zone-share", args=[KEY])).status_code == 404


@pytest.mark.django_db
def test_every_name_fits_and_has_letters():
    """Nothing is written over the map: neither the names nor the figures of any real zone."""
    for zone in Zone.objects.published():
        lines = lines_of(zone.name_en, 40, WIDE)
        assert len(lines) <= 4, zone.key
        assert all(width_of(line, 40) <= WIDE for line in lines), zone.key
        assert can_draw(zone.name_en), zone.key
    page = ZonePage(Zone.objects.get(key=KEY))
    assert width_of(_foot(page), 20) <= WIDE
    assert page.cautions.is_known


def test_what_has_no_face_is_not_drawn():
    assert can_draw("Khu công nghiệp")
    assert can_draw("ເຂດເສດຖະກິດ")
    assert not can_draw("昆明")
