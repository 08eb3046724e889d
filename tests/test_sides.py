"""Who takes what from the public pages, which point machines are told, how often packs are made."""

import json
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from countries.record import COUNTRY
from sez_portal.records.services.apply import publish
from tests.cast import focal_point, moderator, sign_in
from zones.models import CrossBorderZone, Zone
from zones.record import PAIR

pytestmark = pytest.mark.django_db
TOLD = {"office": "An office", "note": "Away with it"}
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.mark.parametrize(("record", "key"), [(COUNTRY, "lao-pdr"), (PAIR, "mohan-boten")])
def test_a_focal_point_takes_neither_country_nor_pair_from_the_public_pages(record, key):
    with pytest.raises(PermissionDenied):
        publish(record=record, key=key, is_published=False, by=focal_point("LA"), **TOLD)
    assert publish(record=record, key=key, is_published=False, by=moderator(), **TOLD)


def test_no_side_puts_another_zone_in_the_place_of_the_other(client):
    pair = CrossBorderZone.objects.get(key="mohan-boten")
    address = f"/admin/zones/crossborderzone/{pair.pk}/change/"
    sign_in(client, focal_point("LA"))
    assert not {"zone_a", "zone_b"} & set(client.get(address).context["form"].fields)
    sign_in(client, moderator())
    assert {"zone_a", "zone_b"} <= set(client.get(address).context["form"].fields)


@pytest.mark.parametrize("precision", ["site", "town", "district", "province"])
def test_machines_are_told_a_point_only_where_it_is_known(client, precision):
    Zone.objects.filter(key="la-boten").update(coord_precision=precision)
    (found,) = JSON_LD.findall(client.get("/zones/la-boten/").content.decode())
    assert ("geo" in json.loads(found)) == (precision == "site")


def test_answer_packs_are_not_made_without_end(client):
    cache.clear()
    answers = [client.get("/shortlist/answer-pack/").status_code for _time in range(32)]
    assert set(answers) == {200, 429}
    cache.clear()
