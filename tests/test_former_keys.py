"""Rows by the keys of an address: of today and former, in order, and never a hidden one."""

import pytest
from django.http import Http404

from sez_portal.records.former_keys import row_called, rows_called
from sez_portal.records.services.rename import rename
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY, FORMER = "la-savannakhet", "la-savan-seno"


@pytest.fixture(autouse=True)
def renamed(db):
    rename(record=ZONE, former=FORMER, key=KEY)


def test_rows_come_by_the_keys_asked_for_and_in_their_order():
    other = Zone.objects.published().exclude(key=KEY).order_by("key").first().key
    keys = [FORMER, "nobody", other, "x" * 200, "nul\x00", FORMER]
    found = rows_called(ZONE, keys, Zone.objects.published())
    assert [(key, row.key) for key, row in found.items()] == [(FORMER, KEY), (other, other)]
    assert rows_called(ZONE, ["x" * 200], Zone.objects.published()) == {}


def test_a_former_key_of_a_hidden_row_leads_nowhere():
    assert row_called(ZONE, FORMER, Zone.objects.published()).key == KEY
    Zone.objects.filter(key=KEY).update(is_published=False)
    for key in (KEY, FORMER, "nobody"):
        with pytest.raises(Http404):
            row_called(ZONE, key, Zone.objects.published())
