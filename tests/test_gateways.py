"""Gateways: what each weighs, and that a closed crossing is nowhere shown as open."""

import csv

import pytest
from django.urls import reverse

from countries.choices import STRICTNESS, GatewayStatus
from countries.models import Gateway
from countries.seeding.folder import SEED
from sez_portal.records.models import Evidence
from tests.pages import text
from tests.test_seeding import Folders
from zones.models import NearestGateway

pytestmark = pytest.mark.django_db
SHUT = "Closed since 23 June 2025"


def test_both_sides_of_a_pair_share_the_stricter_state():
    for gate in Gateway.objects.filter(facing__isnull=False).select_related("facing"):
        assert gate.status == gate.facing.status, gate.key


def test_a_pair_whose_sides_differ_is_refused(tmp_path):
    folders = Folders(tmp_path)
    folders.edit(
        "gateways.csv",
        lambda rows: next(r for r in rows if r["key"] == "th-border-hat-lek").update(status="open"),
    )
    assert "status: kh-border-cham-yeam opposite is: Closed" in folders.refused()


def test_the_states_are_all_ordered():
    assert set(STRICTNESS) == set(GatewayStatus.values)


def test_fourteen_gates_between_thailand_and_cambodia_are_closed_with_their_day():
    shut = Gateway.objects.filter(status="closed")
    assert shut.count() == 14
    assert {(gate.country_id, gate.status_since) for gate in shut} == {
        ("TH", "2025-06-23"),
        ("KH", "2025-06-23"),
    }


def test_a_closed_crossing_says_so_wherever_it_is_named(client):
    near = NearestGateway.objects.filter(gateway__status="closed").select_related("zone").first()
    other = near.zone.get_absolute_url()
    gate = near.gateway
    assert SHUT in text(client.get(other))
    assert SHUT in text(client.get(gate.get_absolute_url()))
    compared = text(client.get(f"{reverse('compare')}?zone={near.zone.key}&zone=la-savan-seno"))
    assert SHUT in compared
    assert SHUT in text(client.get(reverse("connectivity")))


def test_every_gateway_but_a_crossing_has_a_weight_and_its_source():
    for gate in Gateway.objects.exclude(kind="border_crossing"):
        assert gate.rank, gate.key
        shown = Evidence.objects.get(record="gateway", key=gate.key, field="rank", is_shown=True)
        assert shown.sources.exists(), gate.key


def test_no_source_is_a_package_registry():
    for path in SEED.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                told = " ".join(filter(None, row.values()))
                assert "pypi.org" not in told, path.name
                assert "npmjs" not in told, path.name
