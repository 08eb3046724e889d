"""Where a source lies: its host stands beside its title, and a weak one says so."""

from collections import defaultdict

import pytest

from sez_portal.records.models import Evidence, Source
from sez_portal.records.source_hosts import host_of, is_weak
from tests.pages import text
from zones.models import Zone


@pytest.mark.parametrize(
    ("url", "host", "weak"),
    [
        ("https://www.bangkokpost.com/business/1", "bangkokpost.com", False),
        ("http://khmernz.blogspot.com/2012/01/a.html", "khmernz.blogspot.com", True),
        ("https://ja.m.wikipedia.org./wiki/X", "ja.m.wikipedia.org", True),
        ("https://notblogspot.com/", "notblogspot.com", False),
        ("", "", False),
    ],
)
def test_a_host_and_whether_it_is_weak(url: str, host: str, weak: bool) -> None:
    assert (host_of(url), is_weak(url)) == (host, weak)


@pytest.mark.django_db
def test_the_page_says_where_a_source_lies_and_which_is_weak(client):
    piece = Evidence.objects.standing().filter(record="zone", is_shown=True).first()
    weak = Source.objects.create(url="https://a.blogspot.com/1", title="A day at the zone")
    piece.sources.add(weak)
    page = text(client.get(Zone.objects.get(key=piece.key).get_absolute_url()))
    note = page[page.index("A day at the zone</a>") :][:200]
    assert ">a.blogspot.com</span>" in note
    assert "weak: a blog, a forum or a copy" in note


@pytest.mark.django_db
def test_a_weak_source_is_not_alone_where_a_better_one_stands():
    pieces = defaultdict(list)
    for piece in Evidence.objects.standing().prefetch_related("sources"):
        pieces[piece.record, piece.key, piece.field].append(piece)
    for figure, found in pieces.items():
        weak = {piece.pk: all(is_weak(one.url) for one in piece.sources.all()) for piece in found}
        shown = [piece for piece in found if piece.is_shown and piece.sources.all()]
        if any(weak[piece.pk] for piece in shown):
            assert all(weak.values()), figure
