"""A short run of the fuzzers with their fixed seed: no request and no form answers 500."""

import logging

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
    told = list(fuzzer.run(assembled(), count))
    assert len(told) == count
    assert [one for one in told if one.status >= 500] == []
    assert len({one.status for one in told}) > 3  # noqa: PLR2004  it reaches more than one door
