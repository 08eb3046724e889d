"""What only the summary of a zone tells, and its facts do not, is told as its sources' words."""

import html
import re

import pytest

from sez_portal.records.choices import State
from zones.models import Zone
from zones.page import ZonePage
from zones.summary import PATTERNS, only_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def read(client, key: str) -> str:
    page = html.unescape(client.get(f"/zones/{key}/").content.decode())
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_figure_that_was_not_taken_stands_at_its_fact_with_why_and_source(client):
    """Boten: 917 companies registered are no firms at work, a developer's term no tenant's."""
    page = ZonePage(Zone.objects.get(key="la-boten"))
    for name, told in (("firms", "917"), ("investment_usd_m", "1,979"), ("lease_term_years", "99")):
        fact = page.facts[name]
        assert fact.state == State.UNKNOWN
        (other,) = fact.others
        assert (other.shown, bool(other.notes), bool(other.note)) == (told, True, True), name
        assert not any(fact in group.folded for group in page.groups)
    words = read(client, "la-boten")
    assert (
        "A source gives 917, which is not taken as this figure (2023): "
        '"917 companies were registered": registered companies, not firms at work' in words
    )
    assert "2023" not in [year for year, _figures in page.years]


def test_every_summary_that_tells_more_than_the_facts_says_whose_words_it_is():
    """Over all zones: each field that the summary speaks of is known, or explained at its place,
    or named below the summary with the year."""
    told = 0
    for zone in Zone.objects.published():
        page = ZonePage(zone)
        spoken_of = [name for name, words in PATTERNS.items() if words.search(zone.summary_en)]
        for name in spoken_of:
            fact = page.facts[name]
            if fact.state == State.UNKNOWN and not fact.others:
                assert str(fact.field.label) in page.words_of_summary, (zone.key, name)
                told += 1
    assert told


def test_the_sentence_has_the_year_of_the_summary(client):
    page = ZonePage(Zone.objects.get(key="cn-mohan-boten-ecz"))
    told = only_in_words(page.zone.summary_en, page.facts)
    assert [fact.field.key for fact in told] == ["area_ha", "investment_usd_m"]
    assert "of December 2025, and may count something else" in read(client, "cn-mohan-boten-ecz")
    assert page.words_of_summary.endswith("Area, Investment.")
