"""Comparison, schedule, cost and match take as many queries among 300 zones as among 8.

The zones are those of the seed with all that hangs on them (sources, gateways, offers, cautions):
a query for each of them would be seen.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sez_portal.records.models import DataVersion
from tests.test_query_counts import queries
from zones import facets
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # the ORM asks both alike
TWO = "zone=la-savan-seno&zone=mm-thilawa"
FOUR = f"{TWO}&zone=th-amata-city-chonburi&zone=kh-dara-sakor"
NEEDS = "hectares=2&power=5&workers=9&water=1&containers=3&freight=1"
FEW, MANY = 8, 300
OF_CHOSEN = {
    "comparison": "/compare/?",
    "comparison, rows that differ": "/compare/?rows=differ&",
    "comparison as a workbook": "/compare/compare.xlsx?",
    "schedule": "/tools/incentives/?",
    "cost": f"/tools/cost/?{NEEDS}&",
}
AMONG_ALL = {name: url + FOUR for name, url in OF_CHOSEN.items()} | {
    "comparison, one added by words": f"/compare/?{TWO}&add=special+economic+zone",
    "schedule, one added by words": f"/tools/incentives/?{TWO}&add=special+economic+zone",
    "schedule of a country": "/tools/incentives/?country=LA",
    "cost of all": f"/tools/cost/?{NEEDS}",
    "cost of a country": f"/tools/cost/?{NEEDS}&country=LA",
    "match": "/tools/match/",
    "match by other weights": "/tools/match/?country=LA&w_lease=10&w_fresh=9&w_border=5",
}


def publish_only(count: int) -> None:
    """The chosen zones and others, `count` in all, as if the directory held no more."""
    chosen = [part.partition("=")[2] for part in FOUR.split("&")]
    others = Zone.objects.exclude(key__in=chosen).order_by("key").values_list("key", flat=True)
    keys = [*chosen, *others[: count - len(chosen)]]
    version = DataVersion.bump()
    Zone.objects.update(is_published=False, version=version)
    assert Zone.objects.filter(key__in=keys).update(is_published=True) == count
    facets.forget()


def first_queries(client, url: str) -> int:
    """Of a process that has served nothing since the data changed."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("url", AMONG_ALL.values(), ids=AMONG_ALL)
def test_among_300_zones_as_many_queries_as_among_8(client, url: str) -> None:
    client.get(url)
    publish_only(FEW)
    few = first_queries(client, url), queries(client, url)
    publish_only(MANY)
    assert (first_queries(client, url), queries(client, url)) == few


@pytest.mark.parametrize("url", OF_CHOSEN.values(), ids=OF_CHOSEN)
def test_four_zones_take_as_many_queries_as_two(client, url: str) -> None:
    assert queries(client, url + FOUR) == queries(client, url + TWO)
