"""A filter is declared once and works on every page that filters zones: asked of each declared one.

A new filter of a kind that stands here is tested without being named.
"""

import re
from html import unescape

import pytest
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.http import urlencode

from countries.models import Gateway
from investors.offers.filters import OfferFilter
from sez_portal.common.filters import Day, Number, Ticked, Typed
from sez_portal.common.form_fields import DayField, NumberField
from sez_portal.records.services.apply import apply
from zones import facets
from zones.choices import Tenure
from zones.directory import Directory
from zones.filters import PART_OF_ANOTHER, OneOfFilter, ZoneFilter
from zones.models import Zone
from zones.near_filter import NearField
from zones.record import ZONE

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PAGES = {
    "page": ("/zones/", {}),
    "table": ("/zones/?view=table", {}),
    "fragment": ("/zones/", {"headers": HTMX}),
    "map": ("/zones/?view=map", {}),
    "feed of the map": ("/zones/map.json", {}),
    "match": ("/tools/match/", {}),
    "cost": ("/tools/cost/", {}),
    "alert": ("/alerts/new/", {}),
    "feed of changes": ("/updates.atom", {}),
}
SAID = {"page", "table", "fragment", "map", "match", "cost", "alert"}
RIGHT = {
    NearField: lambda field: Gateway.objects.published().order_by("key").first().key,
    NumberField: lambda field: str(max(1, field.least)),
    DayField: lambda field: "2026-11-30",
    forms.MultipleChoiceField: lambda field: list(field.choices)[0][0],
    forms.ChoiceField: lambda field: list(field.choices)[0][0],
    forms.CharField: lambda field: "park",
}
# What a filter that is part of another one is asked with.
BESIDE = {"within": {"near": "seaport"}, "unknown": {"area_min": "1"}}
# The columns of rows that a new filter may be declared on, beside those that are.
MORE_NUMBER = Number(
    "firms", "gte", label="Least firms", most=10**6, chip="at least %(value)s firms", group="land"
)
UNSAID = Number("jobs", "gte", label="Least jobs", most=10**6)
MORE_TICKED = OneOfFilter("tenure", choices=Tenure.choices, label="tenure")


def right_value(filter_) -> str:
    for kind, value in RIGHT.items():
        if isinstance(filter_.field, kind):
            return value(filter_.field)
    raise AssertionError(f"no value is known for a {type(filter_.field).__name__}: add one above")


WRONG = "no such thing"  # no number, no day, no gateway and no key; words alone take it
REFUSING = [
    name for name, one in ZoneFilter.base_filters.items() if one.field_class is not forms.CharField
]


def answer_of(client, where: str, **query: str):
    address, more = PAGES[where]
    joined = "&" if "?" in address else "?"
    return client.get(f"{address}{joined}{urlencode(query)}", **more)


def words_on(answer) -> str:
    """The answer without its tags, its blanks as one."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def asked_with(name: str) -> dict[str, str]:
    return {name: right_value(ZoneFilter.base_filters[name]), **BESIDE.get(name, {})}


@pytest.mark.parametrize("name", ZoneFilter.base_filters)
def test_a_right_value_narrows_and_is_said(client, name):
    query = asked_with(name)
    answer = answer_of(client, "fragment", **query)
    assert answer.status_code == 200
    asked = ZoneFilter(QueryDict(urlencode(query)))
    assert asked.given[name]
    ((told, given),) = asked.in_force()
    assert asked.chip(told, given) in words_on(answer)


@pytest.mark.one_database
@pytest.mark.parametrize("where", PAGES)
def test_right_values_of_all_filters_are_said_on_each_page(client, where):
    query = {}
    for name in ZoneFilter.base_filters:
        query |= asked_with(name)
    answer = answer_of(client, where, **query)
    assert answer.status_code == 200
    asked = ZoneFilter(QueryDict(urlencode(query)))
    assert set(ZoneFilter.base_filters) <= set(asked.given)
    if where in SAID:
        words = words_on(answer)
        in_force = asked.in_force()
        assert len(in_force) >= len(ZoneFilter.base_filters) - len(PART_OF_ANOTHER)
        assert [asked.chip(*one) for one in in_force if asked.chip(*one) not in words] == []


@pytest.mark.one_database
@pytest.mark.parametrize("where", PAGES)
def test_a_wrong_value_of_each_filter_is_said_and_ignored(client, where):
    query = dict.fromkeys(REFUSING, WRONG)
    answer = answer_of(client, where, **query)
    assert answer.status_code == (422 if where == "alert" else 200)
    if where in SAID:
        said = words_on(answer).count("was ignored")
        assert said >= len(REFUSING), said


@pytest.mark.parametrize("name", ZoneFilter.base_filters)
def test_the_form_asks_for_it(client, name):
    Zone.objects.update(confirmed_on="2026-11-30")  # else nobody could be found by it
    facets.forget()
    page = client.get("/zones/").content.decode()
    if isinstance(ZoneFilter.base_filters[name], Ticked):
        assert f'id="facet-{name}"' in page
    else:
        assert f'<label class="vh" for="{name}"' in page or f'<label for="{name}"' in page


@pytest.mark.parametrize("name", ZoneFilter.base_filters)
def test_its_chip_takes_it_away(name):
    value = right_value(ZoneFilter.base_filters[name])
    query = {name: value, **BESIDE.get(name, {})}
    [chip] = Directory(QueryDict(urlencode(query))).chips
    assert chip.label
    rest = Directory(QueryDict(chip.without[1:]))
    assert not rest.chips
    assert not rest.filter.given
    assert not rest.notes


@pytest.mark.parametrize("name", PART_OF_ANOTHER)
def test_what_has_no_effect_alone_leaves_no_chip(name):
    value = right_value(ZoneFilter.base_filters[name])
    found = Directory(QueryDict(urlencode({name: value})))
    assert not found.chips
    assert not found.filter.given
    assert found.total == found.everything


@pytest.mark.parametrize("where", PAGES)
def test_one_declared_like_its_neighbours_works(client, monkeypatch, where):
    monkeypatch.setitem(ZoneFilter.base_filters, "firms_min", MORE_NUMBER)
    monkeypatch.setitem(ZoneFilter.base_filters, "jobs_min", UNSAID)
    answer = answer_of(client, where, firms_min="1200", jobs_min="7")
    assert answer.status_code == 200
    if where in SAID:
        assert "at least 1,200 firms" in words_on(answer)
        assert "Least jobs: 7" in words_on(answer)
    if where in ("page", "table", "fragment"):
        page = answer.content.decode()
        assert '<label for="firms_min">' in page
        assert 'value="1200"' in page


def test_a_vocabulary_declared_like_its_neighbours_is_a_facet(client, monkeypatch):
    monkeypatch.setitem(ZoneFilter.base_filters, "tenure", MORE_TICKED)
    monkeypatch.setattr(facets, "FACETS", (*facets.FACETS, "tenure"))
    facets.forget()
    found = Directory(QueryDict("country=LA"))
    counts = found.index.counts("tenure", found.left["tenure"])
    for tenure in Tenure.values:
        assert (
            counts.get(tenure, 0)
            == ZoneFilter(
                QueryDict(f"country=LA&tenure={tenure}"), found.filter.queryset
            ).qs.count()
        )
    assert 'id="facet-tenure"' in client.get("/zones/?tenure=lease").content.decode()


@pytest.mark.parametrize("name", OfferFilter.base_filters)
@pytest.mark.parametrize("is_right", [True, False])
def test_a_filter_of_offers_works_too(client, name, is_right):
    filter_ = OfferFilter.base_filters[name]
    value = right_value(filter_) if is_right else WRONG
    offer = {"kind": "plot", "title": "Plot 7", "size_m2": "5000", "price_usd_m2": "4"}
    offers = [offer | {"price_text": "", "free_from": "2027"}]
    apply(record=ZONE, key="la-savan-seno", values={"offers": offers}, origin="admin")
    answer = client.get("/offers/", {name: value})
    assert answer.status_code == 200
    assert ("was ignored" in words_on(answer)) != is_right
    assert f'name="{name}"' in answer.content.decode()


def test_what_is_said_of_a_value_follows_its_kind():
    assert Number("firms", "gte", label="Firms", most=10, chip="%(value)s or more").chip_of(5) == (
        "5 or more"
    )
    day = Day(method="by_date", label="Free by")
    assert day.chip_of(day.field.clean("2026-11-30")) == "Free by: 30 November 2026"
    assert issubclass(Number, Typed)
    assert not issubclass(models.Model, Typed)
