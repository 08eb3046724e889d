"""The administration: whose rows are there for whom, and what its first page counts."""

import datetime
from itertools import product

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import (
    Corridor,
    CostFigure,
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from sez_portal.records.choices import Origin
from sez_portal.records.models import Evidence, Flag
from sez_portal.records.services.apply import apply
from sez_portal.site.administration import start_of
from tests import cast
from tests.administration import (
    FOREIGN,
    KEY,
    MODELS,
    countries_of,
    name,
    row_of,
    url,
)
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
ADDED_BY_FOCAL_POINTS = (Zone, Province, Gateway, Incentive, OneStopCentre, Procedure, CostFigure)
PEOPLE = {
    "LA": lambda: cast.focal_point("LA"),
    "KH": lambda: cast.focal_point("KH"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
    "official": lambda: cast.official(KEY),
    "person": cast.person,
}
EVERYBODY = list(product(MODELS, PEOPLE))
STAFF, STRANGERS = ("moderator", "administrator"), ("official", "person")


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


@pytest.mark.parametrize(("model", "who"), EVERYBODY, ids=name)
def test_each_role_sees_the_rows_it_keeps(client, model, who: str):
    cast.sign_in(client, PEOPLE[who]())
    answer = client.get(url(model, "changelist"))
    if who in STRANGERS or (model is Corridor and who not in STAFF):
        assert answer.status_code in (302, 403)
        if answer.status_code == 302:
            assert client.get(answer.url).status_code == 403
        return
    rows = answer.context["cl"].queryset
    kept = set(rows.values_list("pk", flat=True))
    expected = {r.pk for r in model.objects.all() if who in STAFF or who in countries_of(r)}
    assert kept == expected


@pytest.mark.one_database  # which rows are whose is asked of both above
@pytest.mark.parametrize(("model", "who"), EVERYBODY, ids=name)
@pytest.mark.parametrize("page", ["change", "history"])
def test_pages_of_a_row_of_cambodia(client, model, who: str, page: str):
    row = row_of(model, "KH") or model.objects.first()
    cast.sign_in(client, PEOPLE[who]())
    answer = client.get(url(model, page, row.pk), follow=True)
    may = who in STAFF or (who == "KH" and "KH" in countries_of(row))
    shown = answer.context.get("original") if answer.context else None
    assert (shown == row) == may
    assert shown is None or may
    assert (url(model, "history", row.pk) in answer.content.decode()) == (may and page == "change")


@pytest.mark.one_database  # which rows are whose is asked of both above
@pytest.mark.parametrize(("model", "who"), EVERYBODY, ids=name)
def test_who_adds_what(client, model, who: str):
    cast.sign_in(client, PEOPLE[who]())
    status = client.get(url(model, "add"), follow=True).status_code
    if who in STAFF:
        assert (status == 200) == (model is not Country)
    else:
        by_focal_points = who not in STRANGERS and model in ADDED_BY_FOCAL_POINTS
        assert (status == 200) == by_focal_points


@pytest.mark.one_database  # which rows are whose is asked of both above
@pytest.mark.parametrize(("model", "who"), EVERYBODY, ids=name)
def test_nobody_deletes(client, model, who: str):
    row, before = model.objects.first(), model.objects.count()
    cast.sign_in(client, PEOPLE[who]())
    answer = client.post(url(model, "delete", row.pk), {"post": "yes"})
    assert answer.status_code in (302, 403)
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(url(model, "changelist"), data)
    assert model.objects.count() == before


@pytest.mark.parametrize("who", ["LA", "KH", *STAFF, *STRANGERS])
def test_autocompletion_offers_own_rows_only(client, who: str):
    cast.sign_in(client, PEOPLE[who]())
    data = {"app_label": "zones", "model_name": "zone", "field_name": "province", "term": ""}
    answer = client.get(reverse("admin:autocomplete"), data)
    if who in STRANGERS:
        assert answer.status_code == 302
        return
    keys = {row["id"][:2] for row in answer.json()["results"]}
    assert keys == {who.lower()} if who not in STAFF else keys


def test_filters_and_search_stay_within_the_country(client, focal):
    for query in ("?country=KH", "?q=phnom+penh", "?status__exact=operational", "?overdue=yes"):
        rows = client.get(url(Zone, "changelist") + query).context["cl"].queryset
        assert set(rows.values_list("country", flat=True)) <= {"LA"}
    rows = client.get(url(Zone, "changelist") + "?q=savanseno").context["cl"].queryset
    assert [row.key for row in rows] == [KEY]
    assert not client.get(url(Zone, "changelist")).context["cl"].filter_specs[0].title == "country"


def test_a_moderator_filters_by_country(client):
    cast.sign_in(client, cast.moderator())
    rows = client.get(url(Zone, "changelist") + "?country=KH").context["cl"].queryset
    assert set(rows.values_list("country", flat=True)) == {"KH"}


def test_what_waits_longest_for_a_confirmation_comes_first(client, focal):
    rows = list(client.get(url(Zone, "changelist")).context["cl"].result_list)
    assert [row.overdue for row in rows] == sorted((row.overdue for row in rows), reverse=True)
    assert rows[0].overdue > 0


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_list_of_many_asks_as_often_as_a_short_one(client, monkeypatch):
    cast.sign_in(client, cast.moderator())
    model_admin = admin.site.get_model_admin(Zone)
    monkeypatch.setattr(model_admin, "list_per_page", 20)
    few = queries(client, url(Zone, "changelist"))
    monkeypatch.setattr(model_admin, "list_per_page", 200)
    assert queries(client, url(Zone, "changelist")) == few


def test_the_first_page_asks_as_often_for_six_countries_as_for_one(client, focal):
    one = queries(client, reverse("admin:index"))
    cast.sign_in(client, cast.moderator())
    assert queries(client, reverse("admin:index")) <= one


def test_the_first_page_counts_what_is_stale_and_what_waits(client, focal):
    today = datetime.date(2026, 11, 25)
    shown = Evidence.objects.filter(
        is_shown=True, months__isnull=False, country="LA", state="known"
    )
    shown = [piece for piece in shown if piece.value != "unknown"]
    due = [piece for piece in shown if piece.due_on is None or piece.due_on <= today]
    stale = [piece for piece in due if piece.freshness(today) == "stale"]
    found = start_of(focal, today)
    (line,) = found.countries
    assert (line.due, line.stale) == (len(due), len(stale))
    zones = Zone.objects.filter(country="LA")
    assert line.known == sum(zone.known for zone in zones)
    assert len(found.zones) == min(20, zones.count())
    first = found.zones[0]
    key = Zone.objects.get(name_en=first.title).key
    assert first.due == len([p for p in due if p.record == "zone" and p.key == key])
    Flag.objects.create(record="zone", key=KEY, country="LA", title="Savan", text="no")
    Flag.objects.create(record="zone", key=FOREIGN, country="KH", title="Phnom", text="no")
    found = start_of(focal, today)
    assert (found.flag_count, found.waiting_count) == (1, 0)
    page = client.get(reverse("admin:index")).content.decode()
    assert "1 reported mistake" in page
    assert "Phnom" not in page


def test_hidden_rows_have_no_public_page_to_go_to(client, focal):
    zone = Zone.objects.get(key=KEY)
    apply(record=ZONE, key=KEY, values={"district": "x"}, origin=Origin.SEED)
    Zone.objects.filter(key=KEY).update(is_published=False)
    page = client.get(url(Zone, "change", zone.pk))
    assert page.context["page_address"] is None
