"""The door of every change: what is recorded, what is kept, what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from countries.models import Gateway, Incentive, OneStopCentre
from countries.record import GATEWAY
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.models import DataVersion, Evidence, FormerKey, Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.merge import merge, unmerge
from sez_portal.records.services.rename import rename
from sez_portal.records.services.told import Told
from tests import cast
from zones.models import CrossBorderZone, NearestGateway, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
ALONE = "la-vita-park"  # no pair points at it


def change(values: dict, evidence: dict | None = None, **more):
    given = {"record": ZONE, "key": KEY, "origin": Origin.RENAME} | more
    return apply(values=values, evidence=evidence, **given)


def state() -> tuple:
    zone = Zone.objects.filter(key=KEY).values().get()
    evidence = list(Evidence.objects.order_by("pk").values())
    return zone, evidence, DataVersion.current(), Submission.objects.count()


def test_a_change_records_from_and_to():
    before, version = Zone.objects.get(key=KEY).jobs, DataVersion.current()
    made = change({"jobs": 4321}, note="As the office wrote", office="The zone")
    made.refresh_from_db()
    assert made.changes == {"jobs": {"from": before, "to": 4321}}
    assert (made.record, made.key, made.country) == ("zone", KEY, "LA")
    assert made.applied_at
    assert made.version == version + 1 == DataVersion.current()
    zone = Zone.objects.get(key=KEY)
    assert (zone.jobs, zone.version) == (4321, version + 1)


def test_nothing_is_touched_when_nothing_changes():
    before = state()
    zone = Zone.objects.get(key=KEY)
    assert change(ZONE.read(zone)) is None
    assert state() == before


def test_given_evidence_again_touches_nothing():
    cited = (Cited("https://a.example/", "A"), Cited("https://b.example/", "B"))
    for sources in (cited, cited[::-1]):
        pieces = {"jobs": [Piece(value=5, speaks_of="2026", sources=sources)]}
        made = change({"jobs": 5}, pieces)
        assert (made is None) == (sources != cited)


def test_what_was_on_show_stays_no_longer_on_show():
    old = Evidence.objects.get(key=KEY, record="zone", field="area_ha", is_shown=True)
    change({"area_ha": "999"}, {"area_ha": [Piece(value="999", speaks_of="2026")]})
    old.refresh_from_db()
    assert not old.is_shown
    new = Evidence.objects.get(key=KEY, record="zone", field="area_ha", is_shown=True)
    assert (new.value, new.country) == ("999", "LA")


@pytest.mark.parametrize(
    "values",
    [
        {"area_ha": "10", "available_ha": "11"},
        {"status": "wild"},
        {"lat": "95"},
        {"name_en": ""},
        {"country": "XX"},
        {"jobs": 5, "cautions": [{"kind": "wild", "text": "?"}]},
        {"tenants": [{"name": "x" * 301}]},
    ],
)
def test_an_invalid_row_writes_nothing(values):
    before = state()
    with pytest.raises(ValidationError):
        change(values)
    assert state() == before


def test_an_unknown_field_is_an_error():
    with pytest.raises(KeyError):
        change({"colour": "green"})


def test_a_new_record_counts_what_is_known():
    values = ZONE.read(Zone.objects.get(key=KEY))
    made = change(values | {"name_en": "A new zone"}, key="la-new-zone")
    assert made.is_new
    zone = Zone.objects.get(key="la-new-zone")
    assert zone.sort_name == "a new zone"
    assert 0 < zone.known <= zone.countable
    kinds = set(Gateway.objects.values_list("kind", flat=True))
    assert zone.nearest_gateways.filter(kind__in=kinds).count() == len(kinds)


def test_a_moved_zone_is_measured_anew():
    change({"lat": "17.9", "lon": "102.7"})
    nearest = Zone.objects.get(key=KEY).nearest_gateways.get(kind="airport")
    assert nearest.distance_km < 30


def test_a_moved_gateway_moves_the_distances_of_zones():
    nearest = NearestGateway.objects.filter(zone__key=KEY, kind="airport").get()
    gateway = nearest.gateway
    change({"lat": "27.0", "lon": "98.9"}, record=GATEWAY, key=gateway.key)
    now = NearestGateway.objects.get(zone__key=KEY, kind="airport")
    assert now.gateway_id != gateway.key or now.distance_km > nearest.distance_km


def test_a_rename_redirects_and_keeps_evidence_and_history(client):
    pieces = Evidence.objects.filter(record="zone", key=ALONE).count()
    history = Submission.objects.filter(record="zone", key=ALONE).count()
    rename(record=ZONE, former=ALONE, key="la-savannakhet")
    answer = client.get(f"/zones/{ALONE}/")
    assert (answer.status_code, answer["Location"]) == (301, "/zones/la-savannakhet/")
    assert client.get("/zones/la-savannakhet/").status_code == 200
    assert Evidence.objects.filter(record="zone", key="la-savannakhet").count() == pieces
    renamed = Submission.objects.filter(record="zone", key="la-savannakhet")
    assert renamed.count() == history + 1


def test_a_second_rename_leads_both_former_keys_to_the_last():
    rename(record=ZONE, former=ALONE, key="la-one")
    rename(record=ZONE, former="la-one", key="la-two")
    former = dict(FormerKey.objects.values_list("former", "key"))
    assert former == {ALONE: "la-two", "la-one": "la-two"}


def test_a_rename_back_leaves_no_circle(client):
    rename(record=ZONE, former=ALONE, key="la-one")
    rename(record=ZONE, former="la-one", key=ALONE)
    assert client.get(f"/zones/{ALONE}/").status_code == 200
    assert client.get("/zones/la-one/").status_code == 301


@pytest.mark.parametrize("key", ["la-boten", "Not a key", ""])
def test_a_key_that_is_taken_or_none_is_refused(key):
    before = state()
    with pytest.raises(ValidationError):
        rename(record=ZONE, former=ALONE, key=key)
    assert state() == before


def test_what_points_at_a_renamed_record_follows_it():
    pair = CrossBorderZone.objects.get(zone_b__key="la-boten")
    gateway = pair.gateway_id
    rename(record=ZONE, former="la-boten", key="la-boten-new")
    rename(record=GATEWAY, former=gateway, key="cn-border-new")
    connection.check_constraints()
    pair.refresh_from_db()
    assert (pair.zone_b_id, pair.gateway_id) == ("la-boten-new", "cn-border-new")
    assert not NearestGateway.objects.filter(gateway_id=gateway).exists()


def test_keys_kept_as_text_follow_a_rename():
    rename(record=ZONE, former="cn-mohan-boten-ecz", key="cn-mohan")
    assert Incentive.objects.get(key="cn-mohan-boten-guarantee").zone_keys == ["cn-mohan"]
    assert OneStopCentre.objects.filter(zone_key="cn-mohan").exists()
    assert not OneStopCentre.objects.filter(zone_key="cn-mohan-boten-ecz").exists()


def test_two_rows_that_are_one_are_merged_and_parted_again(client):
    moderator = cast.moderator()
    told = Told(moderator, "MI", "The same park under two names.")
    merge(record=ZONE, key=ALONE, into=KEY, told=told)
    answer = client.get(f"/zones/{ALONE}/")
    assert (answer.status_code, answer.url) == (301, f"/zones/{KEY}/")
    unmerge(record=ZONE, key=ALONE, told=told._replace(note="They are two after all."))
    assert client.get(f"/zones/{ALONE}/").status_code == 200


@pytest.mark.parametrize(
    ("former", "into", "note"),
    [(ALONE, ALONE, "n"), (ALONE, "no-such", "n"), ("no-such", KEY, "n"), (ALONE, KEY, " ")],
)
def test_a_merging_that_makes_no_sense_is_refused(former: str, into: str, note: str):
    with pytest.raises(ValidationError):
        merge(record=ZONE, key=former, into=into, told=Told(cast.moderator(), "MI", note))
    assert Zone.objects.get(key=ALONE).is_published
