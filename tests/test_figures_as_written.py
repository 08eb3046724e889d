"""Numbers as pages write them: years without separators, distances as exact as they are known."""

from decimal import Decimal

import pytest

from sez_portal.common.templatetags.text_tags import km
from tests.pages import text
from zones.models import Zone


@pytest.mark.parametrize(
    ("distance", "written"),
    [
        (72.03, "72"),
        (Decimal("72.0"), "72"),
        (1240.4, "1,240"),
        (10.0, "10"),
        (3.04, "3.0"),
        (Decimal("5.4"), "5.4"),
    ],
)
def test_kilometres(distance: float | Decimal, written: str):
    assert km(distance) == written


@pytest.mark.django_db
def test_a_year_is_no_thousand(client):
    page = text(client.get("/countries/cambodia/"))
    years = Zone.objects.published().filter(country="KH", established_year__isnull=False)
    for year in set(years.values_list("established_year", flat=True)):
        assert f">{year:,}<" not in page
    table = text(client.get("/zones/?country=KH&view=table&col=established_year"))
    assert ">2008" in table
    assert "2,008" not in table


@pytest.mark.django_db
def test_the_way_back_stays_in_the_language(client):
    crumbs = text(client.get("/vi/countries/cambodia/")).split('class="crumbs"')[1]
    assert 'href="/vi/countries/"' in crumbs.split("</nav>")[0]
