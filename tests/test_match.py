"""The match: scores, weights, ties and missing facts; must-haves are the directory's filters."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from investors.calculators.match import criteria
from investors.calculators.match.criteria import CRITERIA
from investors.calculators.match.engine import Scale, rank
from investors.calculators.match.page import MatchPage
from sez_portal.records.models import DataVersion
from zones.models import NearestGateway, Zone

pytestmark = pytest.mark.one_database  # computed by Python
database = pytest.mark.django_db


def page(query: str = "") -> MatchPage:
    return MatchPage(QueryDict(query))


def only(key: str, weight: int = 10) -> str:
    """A query with one weight and all others 0."""
    weights = {one.key: 0 for one in CRITERIA} | {key: weight}
    return "&".join(f"w_{name}={number}" for name, number in weights.items())


def test_the_best_has_a_hundred_and_the_unknown_nothing():
    scale = Scale([10, 40, None, 20, 40])
    assert scale.scores == [25, 100, None, 50, 100]
    less = Scale([10, 40, None, 20, 40], less_is_better=True)
    assert less.scores == [100, 50, None, 75, 50]


def test_one_far_off_does_not_press_the_others_together():
    assert Scale([1, 2, 3, 10**9]).scores == [25, 50, 75, 100]


def test_dates_are_compared_as_dates():
    assert Scale(["2019", "2026-01-31", "2026"]).scores == pytest.approx([100 / 3, 100, 200 / 3])


def test_nothing_of_what_is_better_the_more_there_is_scores_nothing():
    """Years free of tax: of 0, 0, 0, 5 and 9 the zeros are no middling zones."""
    assert Scale([0, 0, 0, 5, 9]).scores == [0, 0, 0, 80, 100]
    assert Scale([0, 7], less_is_better=True).scores == [100, 50]


def test_what_is_not_known_counts_at_worst_and_at_best():
    scales = {"a": Scale([1, 2, 3]), "b": Scale([5, None, 4])}
    found = rank(scales, {"a": 2, "b": 1}, [0, 1, 2])
    # (2 × 33.3 + 100) / 3; (2 × 66.7 + 0 to 100) / 3; (2 × 100 + 50) / 3.
    assert [(one.position, one.low, one.high) for one in found] == [
        (2, 83.3, 83.3),
        (1, 44.4, 77.8),
        (0, 55.6, 55.6),
    ]
    assert [(one.first, one.last) for one in found] == [(1, 1), (2, 3), (2, 3)]
    assert [one.position for one in rank(scales, {"a": 0, "b": 3}, [1, 0])] == [0, 1]


def test_a_figure_that_depends_on_the_project_is_a_range_too():
    scale = Scale([0, 3, 5], bests=[9, 3, None])
    assert scale.lows == pytest.approx([0, 200 / 3, 100])
    assert scale.highs == pytest.approx([100, 200 / 3, 100])


def test_places_are_ranges_and_equals_share_theirs():
    found = rank({"a": Scale([3, 3, 1, 2])}, {"a": 1}, range(4))
    assert [(one.position, one.first, one.last, one.is_open) for one in found] == [
        (0, 1, 2, True),
        (1, 1, 2, True),
        (3, 3, 3, False),
        (2, 4, 4, False),
    ]


def test_a_criterion_known_of_under_a_fifth_is_not_known_enough():
    scale = Scale([1, None, None, None, None, None])
    assert not scale.is_known_enough(range(6))
    assert scale.is_known_enough([0, 1, 2, 3, 4])


def test_no_weight_ranks_nothing():
    assert not rank({"a": Scale([1])}, {"a": 0}, [0])
    assert not rank({"a": Scale([1])}, {}, [0])


figures_of = st.lists(st.none() | st.integers(0, 100), min_size=1, max_size=20)


@settings(deadline=None)
@given(figures_of, st.booleans())
def test_a_better_figure_never_scores_less(values, less):
    scores = Scale(values, less).scores
    known = [
        (value, score) for value, score in zip(values, scores, strict=True) if score is not None
    ]
    assert len(known) == sum(value is not None for value in values)
    for value, score in known:
        assert (0 if value == 0 and not less else 1e-9) <= score <= 100
        for other, its in known:
            if (value < other) if less else (value > other):
                assert score > its


@settings(deadline=None)
@given(figures_of, figures_of, st.integers(0, 10), st.integers(0, 10))
def test_totals_are_sorted_and_bounded(one, two, first, second):
    count = min(len(one), len(two))
    scales = {"a": Scale(one[:count]), "b": Scale(two[:count])}
    found = rank(scales, {"a": first, "b": second}, range(count))
    middles = [round(placed.low + placed.high, 1) for placed in found]
    assert middles == sorted(middles, reverse=True)
    assert all(0 <= placed.low <= placed.high <= 100 for placed in found)
    assert len(found) == (count if first or second else 0)
    for place, placed in enumerate(found, 1):
        assert 1 <= placed.first <= placed.last <= count
        assert sum(other.low > placed.high for other in found) == placed.first - 1
        assert sum(other.high < placed.low for other in found) == count - placed.last
        assert placed.first <= place <= placed.last or placed.is_range


@database
def test_must_haves_are_the_filters_of_the_directory():
    query = "country=LA&country=KH&status=operational"
    wanted = Zone.objects.published().filter(country__in=["LA", "KH"], status="operational")
    assert page(query).total == wanted.count()
    assert page().total == Zone.objects.published().count()
    assert page("q=zzzzqqq").total == 0
    assert page("country=XX").narrowed.notes


@database
def test_the_nearest_to_a_seaport_comes_first():
    found = page(only("seaport"))
    nearest = NearestGateway.objects.filter(kind="seaport").order_by("distance_km").first()
    assert found.matches[0].placed.low == 100
    (score,) = found.matches[0].scores
    assert score.points == (100, 100)
    assert score.adds == (100, 100)
    distances = {
        row.zone_id: row.distance_km for row in NearestGateway.objects.filter(kind="seaport")
    }
    assert distances[found.matches[0].card.zone.pk] == nearest.distance_km


@database
def test_what_is_known_of_too_few_of_the_zones_compared_ranks_nothing():
    Zone.objects.filter(country="TH").update(jobs=None)
    Zone.objects.filter(key="th-bangpoo").update(jobs=100, version=DataVersion.bump())
    scarce = page("country=TH&" + only("jobs"))
    assert scarce.left_out == [("Jobs in the zone", 1)]
    assert scarce.weights == {}
    assert not scarce.ranking
    other = page("country=TH&" + only("jobs") + "&w_seaport=10")
    assert other.total == len(scarce.candidates)
    assert other.unknown == [("Distance to a seaport", other.total, other.total)]


@database
def test_a_score_is_a_range_where_something_is_not_known():
    keys = Zone.objects.filter(country="KH").values_list("pk", flat=True)
    Zone.objects.filter(pk__in=keys[:20]).update(jobs=500, version=DataVersion.bump())
    found = page("country=KH&" + only("jobs"))
    ranges = [one for one in found.ranking if one.is_range]
    assert ranges
    assert all((one.low, one.high) == (0, 100) for one in ranges)
    match = next(one for one in found.matches if one.placed.is_range)
    assert match.missing == ["Jobs in the zone"]
    assert match.scores[0].why == "Not known: anything from 0 to 100."
    assert match.scores[0].points_shown == "0 to 100"


@database
def test_a_criterion_known_of_few_is_announced_and_left_out(client):
    answer = client.get("/tools/match/")
    assert [label for label, _known in answer.context["page"].left_out] == [
        "Vacant land",
        "Land price",
    ]
    assert "known for fewer than one in five of these zones" in answer.content.decode()


@database
def test_land_and_a_gateway_are_must_haves():
    Zone.objects.update(available_ha=None)
    Zone.objects.filter(key="kh-sihanoukville-sez").update(area_ha=900, available_ha=50)
    short = Zone.objects.filter(key="kh-phnom-penh-sez")
    short.update(area_ha=900, available_ha=5, version=DataVersion.bump())
    whole, may = page("country=KH"), page("country=KH&ha=20")
    assert may.total == whole.total - 1
    assert may.sure_of_land == 1
    assert sum(match.asks_land for match in may.matches) >= len(may.matches) - 1
    sure = page("country=KH&ha=20&sure=on")
    assert [match.card.zone.key for match in sure.matches] == ["kh-sihanoukville-sez"]
    near = page("country=KH&km=30&gate=main_seaport")
    wanted = NearestGateway.objects.filter(
        zone__country="KH", kind="main_seaport", distance_km__lte=30
    )
    assert near.total == wanted.count() > 0
    assert page("country=LA&km=1&gate=seaport").total == 0
    assert not page("ha=x").is_right


@database
def test_the_boxes_are_filters_of_the_directory(client):
    answer = client.get("/tools/match/?status=operational&border=open&near=da+nang+port")
    words = answer.content.decode()
    assert words.count('name="status" value="operational"') == 1
    assert words.count('name="border" value="open"') == 1
    assert '<input type="hidden" name="near" value="vn-port-da-nang">' in words
    assert [box.is_ticked for box in answer.context["page"].musts.boxes] == [True, True, False]


@database
def test_a_price_that_is_not_the_zones_own_is_said_to_be_another():
    shown = [one.scores[0].shown for one in page("country=KH&" + only("power")).matches]
    assert all("figure of its province or region" in words for words in shown)
    Zone.objects.filter(key="kh-phnom-penh-sez").update(
        power_usd_kwh="0.10", version=DataVersion.bump()
    )
    found = page("q=phnom+penh+special&country=KH&" + only("power"))
    own = next(one for one in found.matches if one.card.zone.key == "kh-phnom-penh-sez")
    assert "figure" not in own.scores[0].shown
    # An average of all users of Lao PDR is no price for industry.
    assert page("country=LA&" + only("power")).left_out == [("Price of power", 0)]


@database
def test_years_free_of_tax_are_those_of_the_least_case():
    kept = criteria.current()
    years = dict(zip(kept.pks, kept.scales["exempt"].values, strict=True))
    expected = {
        "kh-phnom-penh-sez": 3,  # category 3
        "la-saysettha": 5,  # 5 to 10 by the share exported
        "mm-thilawa": 5,  # promotion zone
        "vn-hai-phong-ftz": 4,
        "cn-guangxi-ftz-nanning": 0,  # reduced rates only
        "la-khoksaath": None,  # no rule in force
    }
    pks = dict(Zone.objects.filter(key__in=expected).values_list("key", "pk"))
    assert {key: years[pks[key]] for key in expected} == expected


@database
def test_the_figures_follow_the_data():
    before = criteria.current()
    assert criteria.current() is before
    Zone.objects.filter(key="la-boten").update(jobs=10**8, version=DataVersion.bump())
    assert 10**8 in criteria.current().scales["jobs"].values
    Zone.objects.filter(key="la-boten").update(is_published=False, version=DataVersion.bump())
    assert 10**8 not in criteria.current().scales["jobs"].values


@database
@pytest.mark.parametrize(("asked", "shown"), [("2", 2), ("0", 1), ("999", 0), ("x", 1), ("²", 1)])
def test_pages(asked, shown):
    found = page(f"page={asked}")
    shown = shown or -(-Zone.objects.published().count() // 10)  # ten a page
    assert found.page == shown
    assert found.matches
    assert bool(found.previous) == (shown > 1)
    assert bool(found.following) == (shown < found.pages)


@database
def test_all_weights_at_nothing_is_said():
    found = page(only("jobs", 0))
    assert found.weights == {}
    assert not found.ranking
