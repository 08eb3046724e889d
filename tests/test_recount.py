"""What follows from a record is derived from the fields that changed, and can be recounted."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sez_portal.records.choices import Origin
from sez_portal.records.models import DataVersion
from sez_portal.records.services.apply import apply
from zones.models import NearestGateway, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
MOST_QUERIES = 30  # for one figure; all distances used to be measured again with it


def change(**values) -> CaptureQueriesContext:
    with CaptureQueriesContext(connection) as queries:
        apply(record=ZONE, key=KEY, values=values, origin=Origin.ADMIN)
    return queries


def distances() -> list[int]:
    return list(
        NearestGateway.objects.filter(zone__key=KEY).order_by("pk").values_list("pk", flat=True)
    )


def test_a_figure_measures_no_distances():
    before = distances()
    queries = change(firms=148)
    assert distances() == before
    assert len(queries) <= MOST_QUERIES, len(queries)


def test_a_place_does():
    before = distances()
    change(lat="16.60")
    assert distances() and distances() != before


def test_a_caution_is_noted_and_a_figure_does_not_forget_it():
    rows = [{"kind": "other", "text": "A note", "said_by": "An office", "said_on": "2026"}]
    kind = ZONE["cautions"].kind.columns["kind"].choices.values[0]
    rows[0]["kind"] = kind
    change(cautions=rows)
    assert Zone.objects.get(key=KEY).has_note
    change(firms=149)
    assert Zone.objects.get(key=KEY).has_note


def recount(*options: str) -> str:
    out = io.StringIO()
    call_command("recount", *options, stdout=out)
    return out.getvalue()


@pytest.mark.one_database  # three times all rows: what it computes is Python's
def test_recount_brings_stored_completeness_up_to_date():
    zone = Zone.objects.get(key=KEY)
    stood, version = (zone.known, zone.countable, zone.search_text), DataVersion.current()
    assert f"zone: {Zone.objects.count()} rows, 0 brought" in recount()
    assert DataVersion.current() == version
    Zone.objects.filter(key=KEY).update(known=1, countable=2, search_text="")
    assert ", 1 brought" in recount("--dry-run")
    assert Zone.objects.get(key=KEY).countable == 2
    assert ", 1 brought" in recount()
    zone.refresh_from_db()
    assert (zone.known, zone.countable, zone.search_text) == stood
    assert zone.version == DataVersion.current() > version
