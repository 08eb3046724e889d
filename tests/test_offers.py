"""Offers across zones: what each filter means, what is refused, and that none is said honestly."""

import datetime

import pytest

from sez_portal.records.evidence.citation import Piece
from sez_portal.records.services.apply import apply
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OFFERS = {
    "la-savan-seno": [
        ("plot", "North plot", "50000", "12.5", "", "2026"),
        ("factory", "Hall 3", "2000", None, "on request", ""),
    ],
    "mm-thilawa": [
        ("warehouse", "Store B", "900", "60", "", "2026-03-15"),
        ("office", "Desk floor", None, "90", "", "2027-01"),
    ],
}


@pytest.fixture
def _offers() -> None:
    names = ("kind", "title", "size_m2", "price_usd_m2", "price_text", "free_from")
    for key, rows in OFFERS.items():
        values = [dict(zip(names, row, strict=True)) for row in rows]
        told = Piece(value=values, speaks_of=datetime.date.today().isoformat())  # noqa: DTZ011
        made = apply(
            record=ZONE,
            key=key,
            values={"offers": values},
            evidence={"offers": [told]},
            origin="admin",
        )
        assert made


def found(client, query: str = "") -> set[str]:
    return {offer.title for offer, _mark in client.get(f"/offers/{query}").context["rows"]}


def test_without_any_offer_the_page_says_so(client):
    for query in ("", "?kind=plot"):
        page = client.get(f"/offers/{query}").content.decode()
        assert "No zone has told us of an offer yet" in page
        assert "How a zone adds an offer" in page
        assert 'class="filters' not in page  # nothing to filter


@pytest.mark.usefixtures("_offers")
def test_with_offers_the_filters_stand_beside_them(client):
    page = client.get("/offers/?kind=office&country=LA").content.decode()
    assert "No offer fits all of these filters." in page
    assert 'class="filters' in page


@pytest.mark.usefixtures("_offers")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"North plot", "Hall 3", "Store B", "Desk floor"}),
        ("?kind=plot&kind=factory", {"North plot", "Hall 3"}),
        ("?country=MM", {"Store B", "Desk floor"}),
        ("?size_min=1000", {"North plot", "Hall 3"}),
        ("?price_max=60", {"North plot", "Store B"}),
        ("?free_by=2026-03-15", {"Store B"}),
        ("?free_by=2026-03-14", set()),
        ("?free_by=2026-12-30", {"Store B"}),
        ("?free_by=2026-12-31", {"Store B", "North plot"}),
        ("?free_by=2027-01-30", {"Store B", "North plot"}),
        ("?free_by=2027-01-31", {"Store B", "North plot", "Desk floor"}),
        ("?kind=plot&country=MM", set()),
    ],
)
def test_what_a_filter_finds(client, query: str, titles: set[str]):
    assert found(client, query) == titles


@pytest.mark.usefixtures("_offers")
@pytest.mark.parametrize(
    "query",
    ["size_min=-5", "size_min=1e300", "size_min=big", "price_max=-1", "free_by=soon"]
    + ["kind=castle", "country=XX", "price_max=nan"],
)
def test_what_makes_no_sense_is_named_and_the_rest_holds(client, query: str):
    answer = client.get(f"/offers/?{query}&kind=plot")
    assert answer.context["filter"].notes
    assert "was ignored" in answer.content.decode()
    assert found(client, f"?{query}&kind=plot") == {"North plot"}


@pytest.mark.usefixtures("_offers")
def test_a_row_says_what_is_known_and_when_it_was_told(client):
    page = client.get("/offers/").content.decode()
    assert "on request" in page
    assert "12.5" in page
    assert "50,000" in page
    assert 'href="/zones/la-savan-seno/#offers"' in page
    marks = [mark for _offer, mark in client.get("/offers/").context["rows"]]
    assert {mark.state for mark in marks} == {"fresh"}
    assert "No offer fits" in client.get("/offers/?size_min=900000").content.decode()


@pytest.mark.usefixtures("_offers")
def test_offers_of_an_unpublished_zone_are_not_shown(client):
    Zone.objects.filter(key="mm-thilawa").update(is_published=False)
    assert found(client) == {"North plot", "Hall 3"}


@pytest.mark.usefixtures("_offers")
def test_more_offers_take_no_more_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/offers/")
