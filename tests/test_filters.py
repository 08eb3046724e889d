"""Every parameter of the directory, what is ignored and said so, and counts that agree with SQL."""

import random

import pytest
from django.db.models import Q
from django.http import QueryDict

from countries.models import Country, Gateway
from sez_portal.common.fields import wrapped
from sez_portal.common.geo import distance_km
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.services.apply import apply
from zones import facets
from zones.directory import PER_PAGE, Directory
from zones.filters import ZoneFilter
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db


def filtered(query: str) -> ZoneFilter:
    return ZoneFilter(QueryDict(query), Zone.objects.published())


def keys(query: str) -> set[str]:
    return set(filtered(query).qs.values_list("key", flat=True))


def wanted(*conditions: Q) -> set[str]:
    return set(Zone.objects.published().filter(*conditions).values_list("key", flat=True))


LAO_PROVINCE = Q(province="la-savannakhet") | Q(further_provinces__contains=";la-savannakhet;")


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("country=LA", Q(country="LA")),
        ("country=LA&country=KH", Q(country__in=["LA", "KH"])),
        ("province=la-savannakhet", LAO_PROVINCE),
        ("type=industrial_park", Q(type="industrial_park")),
        ("status=planned&status=operational", Q(status__in=["planned", "operational"])),
        ("sector=garments_textiles", Q(sectors__contains=wrapped("garments_textiles"))),
        ("management=private", Q(management="private")),
        ("corridor=southern", Q(corridors__contains=wrapped("southern"))),
        ("area_min=500", Q(area_ha__gte=500)),
        ("available_min=100.5", Q(available_ha__gte="100.5")),
        ("lease_max=50", Q(lease_price_usd_m2__lte=50)),
        ("country=VN&status=planned", Q(country="VN", status="planned")),
        ("q=", Q()),
        ("", Q()),
    ],
)
def test_each_parameter(query, condition):
    found = filtered(query)
    assert set(found.qs.values_list("key", flat=True)) == wanted(condition)
    assert found.notes == []


def test_a_zone_in_several_provinces_is_found_in_each():
    Zone.objects.filter(key="la-boten").update(further_provinces=["la-savannakhet"])
    own = Zone.objects.get(key="la-boten").province_id
    for province in (own, "la-savannakhet"):
        assert "la-boten" in keys(f"province={province}")


def test_sectors_match_whole_keys_only():
    sectors = {key for zone in Zone.objects.all() for key in zone.sectors}
    for sector in sectors:
        expected = {zone.key for zone in Zone.objects.published() if sector in zone.sectors}
        assert keys(f"sector={sector}") == expected


def test_confirmed_within():
    today = filtered("").today
    given = [Piece(value="1", confirmed_on=today.isoformat(), confirmed_by="The zone")]
    evidence = {"area_ha": given}
    apply(record=ZONE, key="la-savan-seno", values={}, evidence=evidence, origin=Origin.RENAME)
    assert keys("confirmed_within=1") == {"la-savan-seno"}


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("country=XX", "“XX” is no value of the filter “country”; it was ignored."),
        ("province=nowhere", "“nowhere” is no value of the filter “province”; it was ignored."),
        ("type=wild", "“wild” is no value of the filter “kind”; it was ignored."),
        ("status=wild", "“wild” is no value of the filter “status”; it was ignored."),
        ("sector=wild", "“wild” is no value of the filter “sector”; it was ignored."),
        ("management=wild", "“wild” is no value of the filter “management”; it was ignored."),
        ("corridor=wild", "“wild” is no value of the filter “corridor”; it was ignored."),
    ],
)
def test_an_unknown_value_is_ignored_and_said_so(query, note):
    found = filtered(f"{query}&area_min=500")
    assert found.notes == [note]
    assert set(found.qs.values_list("key", flat=True)) == wanted(Q(area_ha__gte=500))


def test_what_is_known_beside_the_unknown_still_counts():
    assert keys("country=XX&country=LA") == wanted(Q(country="LA"))


@pytest.mark.parametrize(
    "query",
    [
        *("within=0", "within=2001", "within=far", "area_min=-1", "area_min=1e99", "area_min=NaN"),
        *("available_min=Infinity", "lease_max=x", "confirmed_within=0", "confirmed_within=121"),
        *("confirmed_within=1e9999999", "near=Nowhere at all", "near=---", "area_min=%00"),
        *("near=port", "near=port&within=50", "near=da nang", "within=50"),
    ],
)
def test_a_number_that_is_none_is_noted(query):
    found = filtered(query)
    assert len(found.notes) == 1
    assert "was ignored" in found.notes[0]
    assert found.qs.count() == Zone.objects.published().count()


def test_unknown_parameters_are_let_be():
    assert filtered("colour=green&utm_source=x").notes == []


def test_notes_are_escaped_on_the_page(client):
    page = client.get("/zones/?country=<b>x</b>").content.decode()
    assert "<b>x</b>" not in page
    assert "is no value of the filter “country”" in page


@pytest.mark.parametrize("within", [1, 25, 60, 100, 250, 2000])
@pytest.mark.parametrize("kind", ["seaport", "airport", "border_crossing"])
def test_near_agrees_with_the_haversine(kind, within):
    gateway = Gateway.objects.filter(kind=kind).order_by("key")[3]
    found = filtered(f"near={gateway.key}&within={within}")
    km = {z.key: distance_km(gateway.point, z.point) for z in Zone.objects.published()}
    assert {zone.key for zone in found.qs} == {key for key, far in km.items() if far <= within}
    for zone in found.qs:
        assert zone.distance_km == pytest.approx(km[zone.key], abs=0.05)


def test_near_sorts_by_distance_and_understands_names():
    found = filtered("near=da nang port")
    assert "Da Nang" in found.place.gateway.name_en
    sort = found.sort_of("")
    zones = found.ordered(found.qs, sort)
    distances = [zone.distance_km for zone in zones]
    assert sort == "distance"
    assert distances == sorted(distances)
    assert distances
    assert distances[-1] <= 100  # the default


def test_a_zone_at_the_gateway_itself_is_near():
    gateway = Gateway.objects.order_by("key").first()
    Zone.objects.filter(key="la-savan-seno").update(lat=gateway.lat, lon=gateway.lon)
    assert "la-savan-seno" in keys(f"near={gateway.key}&within=1")


@pytest.mark.parametrize("sort", ["complete", "name", "area", "confirmed", "distance", "wild"])
@pytest.mark.parametrize("query", ["", "q=park", "near=da nang port", "country=LA&q=savan"])
def test_every_order_holds_every_zone_once(query, sort):
    found = filtered(query)
    zones = found.ordered(found.qs, found.sort_of(sort))
    ordered = list(zones.values_list("key", flat=True))
    assert len(ordered) == len(set(ordered))
    assert set(ordered) == keys(query)


def random_query(chance: random.Random, values: dict[str, list[str]]) -> str:
    query = QueryDict(mutable=True)
    for facet in chance.sample(facets.FACETS, chance.randint(0, 4)):
        several = min(len(values[facet]), chance.choice([1, 1, 2, 3]))
        query.setlist(facet, chance.sample(values[facet], several))
    if chance.random() < 0.3:
        query["q"] = chance.choice(["park", "industrial", "zone", "savan", "economic border"])
    if chance.random() < 0.2:
        query["area_min"] = chance.choice(["10", "100", "1000"])
    if chance.random() < 0.2:
        query["near"] = chance.choice(["da nang port", "th-airport-bkk"])
        query["within"] = chance.choice(["50", "150", "400"])
    return query.urlencode()


def counted(query: str, facet: str) -> dict[str, int]:
    """The counts of a facet by the database: all other filters in force."""
    rest = QueryDict(query).copy()
    rest.pop(facet, None)
    rows = list(filtered(rest.urlencode()).qs)
    counts: dict[str, int] = {}
    columns = {"country": "country_id", "sector": "sectors", "corridor": "corridors"}
    several_of = {
        "province": lambda zone: zone.province_keys,
        "note": lambda zone: "with" if zone.has_note else "without",
        "border": lambda zone: {"": "none", "open": "open"}.get(zone.border, "not_open"),
    }
    for zone in rows:
        read = several_of.get(facet, lambda zone: getattr(zone, columns.get(facet, facet)))
        several = read(zone)
        for value in set(several) if isinstance(several, list) else {several}:
            counts[value] = counts.get(value, 0) + 1
    return counts


def check(query: str) -> None:
    found = Directory(QueryDict(query))
    assert found.total == filtered(query).qs.count(), query
    for facet in facets.FACETS:
        counts = found.index.counts(facet, found.left[facet])
        assert {k: n for k, n in counts.items() if n} == counted(query, facet), (query, facet)


def values_of_facets() -> dict[str, list[str]]:
    index = facets.current()
    return {name: sorted(index.bits[name]) for name in facets.FACETS}


@pytest.mark.parametrize("seed", range(60))
def test_counts_equal_those_of_the_database(seed):
    check(random_query(random.Random(seed), values_of_facets()))  # noqa: S311


def test_the_index_follows_every_change():
    chance, values = random.Random(7), values_of_facets()  # noqa: S311
    for key, change in (
        ("la-savan-seno", {"status": "suspended", "sectors": ["other"]}),
        ("la-boten", {"country": "VN", "province": None, "corridors": []}),
        ("vn-vung-ang", {"management": "private", "type": "free_trade_zone"}),
    ):
        known = {name: ZONE[name].kind for name in change}
        if "type" in known and change["type"] not in known["type"].choices.values:
            change["type"] = known["type"].choices.values[0]
        assert apply(record=ZONE, key=key, values=change, origin=Origin.RENAME)
        for _ in range(5):
            check(random_query(chance, values))


def test_an_unpublished_zone_leaves_every_count():
    before = Directory(QueryDict("")).total
    apply(record=ZONE, key="la-boten", values={"firms": 12345}, origin=Origin.RENAME)
    Zone.objects.filter(key="la-boten").update(is_published=False)
    facets.forget()
    assert Directory(QueryDict("")).total == before - 1
    check("country=LA")


def test_a_new_zone_enters_every_count():
    before = Directory(QueryDict("country=LA")).total
    values = ZONE.read(Zone.objects.get(key="la-savan-seno"))
    apply(record=ZONE, key="la-new", values=values, origin=Origin.RENAME)
    assert Directory(QueryDict("country=LA")).total == before + 1
    check("country=LA&q=savan")


def test_a_chip_says_how_many_zones_dropping_it_would_bring():
    found = Directory(QueryDict("country=LA&q=vietnam nonsense"))
    assert found.total == 0
    for chip in found.chips:
        assert chip.count == filtered(chip.without[1:]).qs.count()


@pytest.mark.parametrize("query", ["q=park&country=VN", "near=da nang port&within=400"])
def test_the_page_shows_the_zones_that_sql_orders_first(query):
    """Words and distances are asked once; facets and pages are cut from that answer."""
    filter_ = filtered(query)
    wanted = list(filter_.ordered(filter_.qs, filter_.sort_of("")).values_list("key", flat=True))
    found = Directory(QueryDict(query))
    assert found.total == len(wanted) > 1
    shown = [card.zone for card in found.cards]
    assert [zone.key for zone in shown] == wanted[:PER_PAGE]
    assert all(line["away"].km for line in found.lines if "near" in query)
    last = Directory(QueryDict(f"{query}&page={found.pages}"))
    assert [card.zone.key for card in last.cards] == wanted[(found.pages - 1) * PER_PAGE :]


def test_a_line_of_a_list_is_made_once_and_anew_after_a_change(django_assert_num_queries):
    """Other pages that show the zone take the line as it is, until any record changes."""
    first = Directory(QueryDict("country=LA")).lines[0]
    with django_assert_num_queries(2):  # the data version, and which zones there are
        again = Directory(QueryDict("country=LA&sort=complete")).lines[0]
    assert again is first
    apply(record=ZONE, key=first["key"], values={"jobs": 43_219}, origin=Origin.SEED)
    lines = {line["key"]: line for line in Directory(QueryDict("country=LA")).lines}
    assert any("43,219" in figure for _label, figure in lines[first["key"]]["figures"])


def test_a_hidden_country_is_no_choice_of_the_directory():
    Country.objects.filter(iso2="LA").update(is_published=False)
    facets.forget()
    assert Directory(QueryDict("country=LA&province=la-vientiane-capital")).notes
    assert not Directory(QueryDict("country=LA")).filter.given
