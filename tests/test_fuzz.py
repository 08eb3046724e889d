"""A short run of the fuzzers with their fixed seed: no request and no form answers 500."""

import logging
from itertools import islice

import pytest

from tests.fuzz import forms, requests
from tests.fuzz.people import assembled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
REQUESTS, FORMS = 350, 100


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(("fuzzer", "count"), [(requests, REQUESTS), (forms, FORMS)])
def test_nothing_answers_500(fuzzer, count: int):
    more = {"most": 1} if fuzzer is forms else {}
    told = list(islice(fuzzer.run(assembled(), **more), count))
    assert len(told) == count
    assert [one for one in told if one.status >= 500] == []
    assert len({one.status for one in told}) > 3  # it reaches more than one door
