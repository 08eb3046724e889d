"""One country: each fact once, what is long folded, the zones with most firms first."""

import re

import pytest

from countries.models import Country
from sez_portal.site.countries import ZONES_SHOWN
from tests.pages import text
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("key", ["viet-nam", "lao-pdr"])
def test_each_fact_stands_once(client, key):
    country = Country.objects.get(key=key)
    page = text(client.get(f"/countries/{key}/"))
    before, _costs, after = page.partition('id="costs"')
    page = before + after.partition("</section>")[2]  # there each source has a row of its own
    for label in ("Profit tax, standard rate", "Value added tax", "Exchange rate"):
        assert page.count(f">{label}<") <= 1, label
    assert page.count(country.number_of_zones_text) == 1


def test_every_zone_is_named_once_those_with_most_firms_first(client):
    page = text(client.get("/countries/viet-nam/"))
    section = page[page.index('id="zones"') : page.index('id="tax"')]
    keys = re.findall(r'href="/zones/([\w-]+)/"', section)
    of_country = Zone.objects.published().filter(country="VN")
    assert sorted(keys) == sorted(of_country.values_list("key", flat=True))
    firms = dict(of_country.values_list("key", "firms"))
    first = [firms[key] for key in keys[:ZONES_SHOWN]]
    assert first == sorted(first, reverse=True)
    assert min(first) >= max(firms[key] or 0 for key in keys[ZONES_SHOWN:])


def test_the_rest_is_folded(client):
    page = text(client.get("/countries/viet-nam/"))
    for name in ("All other zones, by name", "Profit tax by further rules", "Public holidays"):
        assert re.search(rf"<summary>\s*<b>{name}</b>", page), name


def test_a_rate_whose_source_lets_it_end_says_so_and_is_stale(client):
    page = text(client.get("/countries/thailand/"))
    _before, _label, after = page.partition(">Value added tax<")
    row = after[: after.index("</dl>")]
    assert "By its source until" in row
    assert "30 September 2026" in row
    assert 'class="mark is-stale"' in row
