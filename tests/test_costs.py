"""Cost figures: what stands for a place, and how the pages of a country and a zone tell it."""

import datetime

import pytest

from countries.cost_choices import CostItem
from countries.costs import CostBook, Level, level_of, moon, since_year
from countries.models import CostFigure
from sez_portal.records.models import Evidence
from tests.pages import in_one_line
from tests.seeds import rows_of
from zones import facets
from zones.models import Zone

pytestmark = pytest.mark.one_database  # computed by Python
database = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 30)
WAGE = (CostItem.MINIMUM_WAGE.value,)


def row(key: str, **more) -> CostFigure:
    """A wage of the whole of Viet Nam in 2025, but for what is told."""
    told = {"item": WAGE[0], "country_id": "VN", "value_max": 1, "as_of": "2025", "trust": "medium"}
    return CostFigure(key=key, **(told | more))


def best(*rows: CostFigure, provinces=("vn-hanoi",), zone="", since="2016", items=WAGE):
    found = CostBook({"VN": rows}, lambda _keys: {}).best(items, "VN", provinces, zone, since=since)
    return (found.level, [one.key for one in found.figures]) if found else None


HERE = {"provinces": ["vn-hanoi"]}


def test_the_nearest_level_stands_whatever_its_date():
    rows = [row("all"), row("region", provinces=["vn-hanoi", "vn-bac-ninh"], area="North")]
    assert best(*rows) == (Level.REGION, ["region"])
    rows += [row("here", as_of="2020", **HERE), row("zone", zone_key="vn-x", as_of="2019")]
    assert best(*rows) == (Level.PROVINCE, ["here"])
    assert best(*rows, zone="vn-x") == (Level.ZONE, ["zone"])
    assert best(*rows, provinces=["vn-hue"]) == (Level.COUNTRY, ["all"])


def test_a_single_park_or_a_region_in_words_alone_stands_for_nobody():
    assert level_of(row("park", area="Cam Khe park (Phu Tho)"), ["vn-phu-tho"], "") is None
    assert best(row("park", area="Cam Khe park")) is None


def test_a_weak_source_does_not_stand_while_a_better_one_does():
    weak = row("weak", trust="weak", **HERE)
    assert best(weak, row("good")) == (Level.COUNTRY, ["good"])
    assert best(weak) == (Level.PROVINCE, ["weak"])


def test_of_one_level_the_newest_year_stands_and_all_who_differ_in_it():
    rows = [row("old", as_of="2022"), row("one", as_of="2025-03"), row("two"), row("no", as_of="")]
    assert best(*rows) == (Level.COUNTRY, ["one", "two"])
    assert best(row("no", as_of="")) == (Level.COUNTRY, ["no"])


def test_what_is_superseded_or_too_old_never_stands():
    assert best(row("was", state="superseded")) is None
    assert best(row("old", as_of="2011-04")) is None
    assert since_year(TODAY) == "2016"


def test_the_moon_follows_the_day_that_a_figure_speaks_of():
    states = [moon(row("x", as_of=day), TODAY).state for day in ("2026", "2025-03", "2019", "")]
    assert states == ["fresh", "due", "stale", "stale"]
    assert moon(row("x", as_of=""), TODAY).year == "undated"


@database
def test_every_figure_of_the_table_is_there_with_its_source():
    told = rows_of("cost_figures.csv")
    assert CostFigure.objects.count() == len(told) > 350
    pieces = Evidence.objects.filter(record="cost_figure", is_shown=True)
    assert pieces.count() == len(told)
    assert not pieces.filter(sources=None).exists()


@database
def test_an_average_of_all_users_is_never_the_price_for_industry():
    book = facets.current().reference.costs
    assert book.best((CostItem.POWER.value,), "LA", since=since_year(TODAY)) is None


@database
def test_what_a_developer_pays_the_treasury_is_no_price_of_a_zone():
    zones = Zone.objects.filter(lease_price_text__contains="Treasury")
    assert zones.count() == 8
    for zone in zones:
        assert "not a tenant’s price" in zone.lease_price_text
        assert zone.lease_price_usd_m2 is None
        assert not CostFigure.objects.filter(zone_key=zone.key).exists()


@database
def test_the_country_tells_what_things_cost_with_place_date_and_source(client):
    page = in_one_line(client.get("/countries/cambodia/"))
    costs = page[page.index('id="costs"') : page.index('id="h-tax"')]
    for words in ("What it costs", "210", "provinces outside Phnom Penh", "date not known"):
        assert words in costs, words
    assert "weak source" in costs
    assert "Estate Media" in costs
    lao = in_one_line(client.get("/countries/lao-pdr/"))
    assert "<b>superseded</b>" in lao
    assert "average of all users: no price for industry" in lao


@database
def test_the_average_of_a_province_is_told_as_that_and_only_without_a_price(client):
    zone = Zone.objects.filter(province="th-chonburi", lease_price_usd_m2=None).exclude(
        key="th-amata-city-chonburi"
    )[0]
    page = in_one_line(client.get(zone.get_absolute_url()))
    assert "5,500,000 to 14,000,000" in page
    assert "average of the province (Chonburi), not this zone’s price" in page
    own = in_one_line(client.get("/zones/vn-hiep-phuoc/"))
    assert "average of the province" not in own
    amata = in_one_line(client.get("/zones/th-amata-city-chonburi/"))
    assert "11,000,000" in amata
    assert "this zone’s price, as its source counts it" in amata


@database
def test_prices_of_single_zones_have_their_own_date_and_source():
    piece = Evidence.objects.get(
        record="zone", key="vn-nhon-hoi", field="lease_price_usd_m2", is_shown=True
    )
    assert piece.speaks_of == "2014"
    assert piece.note == "16 to 18"
    assert piece.sources.get().publisher == "Binh Dinh Economic Zone Authority"
