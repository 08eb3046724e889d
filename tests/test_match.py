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


def test_weights_add_up_and_missing_counts_as_nothing():
    scales = {"a": Scale([1, 2]), "b": Scale([5, None])}
    # The first: (2 × 50 + 1 × 100) / 3; the second: (2 × 100 + 0) / 3.
    found = rank(scales, {"a": 2, "b": 1}, [0, 1])
    assert [(one.position, one.total, one.place) for one in found] == [(0, 66.7, 1), (1, 66.7, 1)]
    assert all(one.is_tied for one in found)
    assert [one.position for one in rank(scales, {"a": 0, "b": 3}, [1, 0])] == [0, 1]


def test_ties_share_a_place_and_the_next_is_counted_on():
    found = rank({"a": Scale([3, 3, 1, 2])}, {"a": 1}, range(4))
    assert [(one.position, one.place, one.is_tied) for one in found] == [
        (0, 1, True),
        (1, 1, True),
        (3, 3, False),
        (2, 4, False),
    ]


def test_no_weight_ranks_nothing():
    assert not rank({"a": Scale([1])}, {"a": 0}, [0])
    assert not rank({"a": Scale([1])}, {}, [0])


figures_of = st.lists(st.none() | st.integers(-100, 100), min_size=1, max_size=20)


@settings(deadline=None)
@given(figures_of, st.booleans())
def test_a_better_figure_never_scores_less(values, less):
    scores = Scale(values, less).scores
    known = [
        (value, score) for value, score in zip(values, scores, strict=True) if score is not None
    ]
    assert len(known) == sum(value is not None for value in values)
    for value, score in known:
        assert 0 < score <= 100
        for other, its in known:
            if (value < other) if less else (value > other):
                assert score > its


@settings(deadline=None)
@given(figures_of, figures_of, st.integers(0, 10), st.integers(0, 10))
def test_totals_are_sorted_and_bounded(one, two, first, second):
    count = min(len(one), len(two))
    scales = {"a": Scale(one[:count]), "b": Scale(two[:count])}
    found = rank(scales, {"a": first, "b": second}, range(count))
    totals = [placed.total for placed in found]
    assert totals == sorted(totals, reverse=True)
    assert all(0 <= total <= 100 for total in totals)
    assert len(found) == (count if first or second else 0)
    for before, after in zip(found, found[1:], strict=False):
        assert (before.total == after.total) == (before.place == after.place)


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
    assert found.matches[0].placed.total == 100
    (score,) = found.matches[0].scores
    assert score.points == 100
    assert score.adds == 100
    distances = {
        row.zone_id: row.distance_km for row in NearestGateway.objects.filter(kind="seaport")
    }
    assert distances[found.matches[0].card.zone.pk] == nearest.distance_km


@database
def test_a_missing_fact_is_shown_and_counts_nothing():
    found = page(only("available"))
    known = Zone.objects.published().exclude(available_ha=None).count()
    assert sum(one.total > 0 for one in found.ranking) == known
    assert found.unknown == [("Free land", known, found.total)]
    last = page(only("available") + "&page=999").matches[-1]
    assert last.missing == ["Free land"]
    assert last.scores[0].why == "Not known: counts as 0."
    assert last.placed.is_tied


@database
def test_a_price_of_the_country_is_said_to_be_one():
    first = page("country=KH&" + only("power")).matches[0]
    assert "country" in first.scores[0].shown
    assert first.scores[0].fact is None
    Zone.objects.filter(key="kh-phnom-penh-sez").update(
        power_usd_kwh="0.10", version=DataVersion.bump()
    )
    first = page("country=KH&" + only("power")).matches[0]
    assert first.card.zone.key == "kh-phnom-penh-sez"
    assert "country" not in first.scores[0].shown


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
    assert page(only("jobs")).matches[0].card.zone.key == "la-boten"
    Zone.objects.filter(key="la-boten").update(is_published=False, version=DataVersion.bump())
    assert page(only("jobs")).matches[0].card.zone.key != "la-boten"


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
