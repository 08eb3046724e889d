"""The sentence on the first page: its words are filters of the list, and it is answered there."""

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from sez_portal.records.services.apply import apply
from sez_portal.site.job import EXAMPLE, JobForm, answered
from tests.pages import text
from zones.directory import Directory
from zones.filters import ZoneFilter
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_word_is_a_filter_of_the_list_and_may_be_left_open(client):
    form = JobForm()
    assert set(form.fields) <= set(ZoneFilter.base_filters)
    for name in form.fields:
        answer = client.get("/zones/", EXAMPLE | {name: ""}, follow=True)
        assert answer.status_code == 200
        notes = answer.context["directory"].notes
        assert notes == (
            ["The distance was ignored. Choose what it is measured to."] * (name == "near")
        )


def test_the_sentence_as_it_opens_is_answered_as_the_list_answers_it(client):
    query = QueryDict(mutable=True)
    query.update(EXAMPLE)
    listing, told = Directory(query), answered()
    assert (told.fit, told.may) == (listing.total, len(listing.maybe))
    assert told.may > told.fit > 0
    page = " ".join(strip_tags(text(client.get("/"))).split())
    told_of = f"With the words that stood here at first, {told.fit} zones fit."
    assert f"{told_of} Of {told.may} more nobody has said" in page


def test_what_is_new_stands_there_only_when_there_is_news(client):
    assert 'id="hn"' not in text(client.get("/"))
    apply(record=ZONE, key="la-boten", values={"firms": 11}, origin="admin")
    assert "Boten" in text(client.get("/")).partition('id="hn"')[2]
