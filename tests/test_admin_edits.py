"""Editing in the administration: what is saved is recorded, and what is refused."""

import datetime
import logging

import pytest

from countries.models import (
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from sez_portal.records.choices import Origin, Verdict
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.edit import edit
from tests import cast
from tests.administration import (
    FOREIGN,
    KEY,
    MODELS,
    change,
    faults,
    name,
    row_of,
    state,
    typed,
    url,
)
from zones.models import CrossBorderZone, Zone
from zones.record import PAIR, ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_every_form_sent_untouched_changes_nothing(client, model):
    cast.sign_in(client, cast.moderator())
    row = row_of(model, "LA") or model.objects.first()
    before = state()
    answer = change(client, row.key, model)
    assert answer.status_code == 302, faults(answer)
    assert state() == before
    assert "Nothing was changed" in client.get(answer.url).content.decode()


def test_an_edit_is_recorded_with_reason_office_and_evidence(client, focal):
    given = {"firms__speaks_of": "2026", "firms__source": "Half-year report"}
    answer = change(client, KEY, Zone, firms="148", note="The report came", **given)
    assert answer.status_code == 302
    made = Submission.objects.applied().first()
    assert made.changes == {"firms": {"from": 129, "to": 148}}
    assert (made.author, made.origin, made.note) == (focal, Origin.ADMIN, "The report came")
    assert made.office == "Ministry of Planning"
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert (shown.value, shown.speaks_of) == (148, "2026")
    assert shown.confirmed_by == "Ministry of Planning"
    assert shown.confirmed_on == datetime.date.today()  # noqa: DTZ011
    assert [source.title for source in shown.sources.all()] == ["Half-year report"]
    assert "148" in client.get(f"/zones/{KEY}/").content.decode()


def test_an_edit_needs_a_reason(client, focal):
    before = state()
    answer = change(client, KEY, Zone, firms="148", note=" ")
    assert (answer.status_code, list(faults(answer))) == (422, ["note"])
    assert 'value="148"' in answer.content.decode() or ">148<" in answer.content.decode()
    assert state() == before


def test_a_form_sent_after_the_session_ended_is_shown_again(client, focal):
    address = url(Zone, "change", Zone.objects.get(key=KEY).pk)
    data = typed(client, address, developer="Some <developer>")
    client.logout()
    answer = client.post(address, data, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Some &lt;developer&gt;" in answer.content.decode()


def test_a_figure_that_is_taken_out_is_unknown_from_then_on(client, focal):
    change(client, KEY, Zone, firms="", note="never counted")
    assert Zone.objects.get(key=KEY).firms is None
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert (shown.state, shown.confirmed_by) == ("unknown", "Ministry of Planning")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"available_ha": "99999"}, "available_ha"),
        ({"firms": "many"}, "firms"),
        ({"name_en": ""}, "name_en"),
        ({"lat": "95"}, "lat"),
        ({"firms__speaks_of": "soon"}, "firms__speaks_of"),
        ({"offers-0-kind": "plot", "offers-0-title": "Plot A", "offers-0-size_m2": "0"}, ""),
    ],
)
def test_faults_land_on_the_form_and_what_was_typed_stays(client, focal, values, field):
    before = state()
    answer = change(client, KEY, Zone, developer="Some <developer>", **values)
    assert answer.status_code == 422
    if field:
        assert field in faults(answer)
    page = answer.content.decode()
    assert "Some &lt;developer&gt;" in page
    assert all(not value or value in page for value in values.values())
    assert state() == before


def test_what_others_changed_meanwhile_is_kept(client, focal):
    address = url(Zone, "change", Zone.objects.get(key=KEY).pk)
    data = typed(client, address, firms="148")
    edit(record=ZONE, key=KEY, values={"jobs": 5000}, by=focal, office="O", note="n")
    assert client.post(address, data).status_code == 302
    zone = Zone.objects.get(key=KEY)
    assert (zone.firms, zone.jobs) == (148, 5000)


def test_what_others_changed_in_the_same_field_is_told_first(client, focal):
    address = url(Zone, "change", Zone.objects.get(key=KEY).pk)
    data = typed(client, address, firms="148")
    edit(record=ZONE, key=KEY, values={"firms": 140}, by=focal, office="O", note="n")
    answer = client.post(address, data)
    assert "it is now: 140" in " ".join(faults(answer)["firms"])
    assert Zone.objects.get(key=KEY).firms == 140
    data["based_on"] = answer.context["form"]["based_on"].value()
    assert client.post(address, data).status_code == 302
    assert Zone.objects.get(key=KEY).firms == 148


@pytest.mark.parametrize(
    ("model", "key", "values"),
    [
        (Zone, KEY, {"country": "KH"}),
        (Zone, KEY, {"province": "kh-phnom-penh"}),
        (Zone, KEY, {"further_provinces": ["kh-phnom-penh"]}),
        (Gateway, "", {"country": "KH"}),
        (Incentive, "", {"zone_keys": [FOREIGN]}),
        (Incentive, "", {"country": "KH"}),
        (OneStopCentre, "", {"zone_key": FOREIGN}),
        (Procedure, "", {"centre": "kh-cdc-oss"}),
    ],
    ids=name,
)
def test_a_forged_link_across_the_border_is_refused(client, focal, model, key, values):
    row = model.objects.get(key=key) if key else row_of(model, "LA")
    before = state()
    answer = change(client, row.key, model, **values)
    assert answer.status_code == 422
    assert set(values) <= set(faults(answer))
    assert state() == before


def test_the_zones_of_a_pair_are_not_the_focal_points_to_change(client, focal):
    before = state()
    change(client, row_of(CrossBorderZone, "LA").key, CrossBorderZone, zone_b=FOREIGN)
    assert state() == before


def test_forged_posts_to_rows_of_others_do_nothing(client, focal, caplog):
    zone = Zone.objects.get(key=FOREIGN)
    before, mine = state(), typed(client, url(Zone, "change", Zone.objects.get(key=KEY).pk))
    with caplog.at_level(logging.WARNING, "sez_portal.security"):
        answer = client.post(url(Zone, "change", zone.pk), mine | {"firms": "1"})
    assert answer.status_code == 302
    assert state() == before
    assert str(focal.pk) in caplog.text


NEW = {
    Zone: {
        "type": "special_economic_zone",
        "status": "planned",
        "management": "unknown",
        "lat": "17.9",
        "lon": "102.6",
        "coord_precision": "town",
    },
    Province: {},
    Gateway: {"kind": "airport", "status": "operational", "lat": "17.9", "lon": "102.6"},
    Incentive: {"scope": "national", "category": "tax_holiday", "beneficiary": "investor"},
    OneStopCentre: {},
    Procedure: {"order": "1"},
}


def add(client, model, **more):
    address = url(model, "add")
    given = {"name_en": "Sample", "country": "LA", "key": "la-sample"} | _vocabulary(model)
    return client.post(address, typed(client, address, **(given | more)))


def _vocabulary(model) -> dict:
    """The first choice of each vocabulary, where the one written above is none."""
    found = {}
    for key, value in NEW[model].items():
        choices = [choice for choice, _label in model._meta.get_field(key).choices or []]
        found[key] = value if not choices or value in choices else choices[0]
    return found


@pytest.mark.parametrize("model", NEW, ids=name)
def test_a_focal_point_adds_rows_of_the_own_country(client, focal, model):
    answer = add(client, model)
    assert answer.status_code == 302, faults(answer)
    row = model.objects.get(key="la-sample")
    assert (row.country_id, row.name_en) == ("LA", "Sample")
    made = Submission.objects.get(key="la-sample")
    assert (made.is_new, made.author, made.note) == (True, focal, "counted again")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": KEY}, "key"),
        ({"key": FOREIGN}, "key"),
        ({"key": "kh-sample"}, "key"),
        ({"key": "la sample"}, "key"),
        ({"key": ""}, "key"),
        ({"country": "KH", "key": "kh-sample"}, "country"),
        ({"country": ""}, "country"),
        ({"name_en": ""}, "name_en"),
    ],
)
def test_new_rows_that_are_refused(client, focal, given: dict, field: str):
    before = state()
    answer = add(client, Zone, **given)
    assert answer.status_code == 422
    assert field in faults(answer)
    assert state() == before


def test_the_code_of_a_country_is_not_on_its_form(client, focal):
    change(
        client,
        Country.objects.get(iso2="LA").key,
        Country,
        iso2="XX",
        capital="Vientiane!",
    )
    assert Country.objects.get(iso2="LA").capital == "Vientiane!"


def test_the_focal_point_of_either_side_keeps_a_pair(client):
    pair = next(p for p in CrossBorderZone.objects.all() if p.zone_b_id)
    country = pair.zone_b.country_id
    cast.sign_in(client, cast.focal_point(country))
    answer = change(
        client,
        pair.key,
        CrossBorderZone,
        summary_en="Both sides work together.",
        status="suspended",
    )
    assert answer.status_code == 302, faults(answer)
    sent = Submission.objects.get(record="pair", key=pair.key, status="waiting")
    live = PAIR.read(pair)
    rulings = {name: Ruling(Verdict.ACCEPTED, seen=live[name]) for name in sent.fields}
    other = cast.focal_point(pair.zone_a.country_id, "other@sample.invalid")
    decide(submission=sent, by=other, rulings=rulings, turn=sent.turn)
    shown = Evidence.objects.get(record="pair", key=pair.key, field="status", is_shown=True)
    assert shown.confirmed_by
