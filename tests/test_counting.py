"""Limits cost a handful of queries, count every time, and open again when they say."""

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sez_portal.common.counting import Counter
from tests.test_races import at_once

A_HANDFUL = 7


@pytest.fixture
def _committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Counts that other connections see; taken away again afterwards."""
    with django_db_blocker.unblock():
        cache.clear()
        try:
            yield
        finally:
            cache.clear()
            connection.close()


@pytest.mark.django_db
@pytest.mark.usefixtures("no_counters")
def test_a_limit_of_two_rates_costs_a_handful_of_queries():
    for _time in range(3):
        counter = Counter("cheap", "somebody", rate="30/m,300/h")
        with CaptureQueriesContext(connection) as captured:
            assert counter.wait() == 0
            counter.add()
        assert len(captured) <= A_HANDFUL


@pytest.mark.django_db
@pytest.mark.usefixtures("no_counters")
def test_each_rate_holds_and_opens_again_when_it_says(monkeypatch):
    start, passed = time.time(), 0.0
    monkeypatch.setattr("sez_portal.common.counting.time.time", lambda: start + passed)

    def times(most: int) -> int:
        for number in range(most):
            counter = Counter("rates", "somebody", rate="3/m,5/h")
            if counter.wait():
                return number
            counter.add()
        return most

    assert times(9) == 3
    assert 0 < Counter("rates", "somebody", rate="3/m,5/h").wait() <= 60
    assert Counter("rates", "another", rate="3/m,5/h").wait() == 0
    passed = 61.0
    assert times(9) == 2
    assert 3400 < Counter("rates", "somebody", rate="3/m,5/h").wait() <= 3600


@pytest.mark.postgres
@pytest.mark.usefixtures("_committed")
def test_none_is_lost_that_comes_at_the_same_moment():
    for number in range(10):
        at_once(*[Counter("races", number, rate="20/h").add for _time in range(6)])
        counted = Counter("races", number, rate="20/h")
        counted.wait()
        assert len(counted.moments or {}) == 6
