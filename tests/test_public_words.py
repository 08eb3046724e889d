"""Words on public pages are those of people: no key of a row, no code of a country."""

import re
from html import unescape

import pytest

from countries.models import Incentive
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def words(answer) -> str:
    """The main part of the page without its tags, its drawings and the address it prints."""
    page = re.search(r"<main.*</main>", answer.content.decode(), flags=re.DOTALL).group(0)
    page = re.sub(r"<(script|style|svg|select).*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<p class="print-only.*?</p>', "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_price_told_in_words_is_not_called_unknown(client):
    zone = Zone.objects.published().exclude(lease_price_text="").filter(lease_price_usd_m2=None)
    page = words(client.get(zone.first().get_absolute_url()))
    assert "Land price, as stated" in page
    assert not re.search(r"Land price(?!, as stated)[^.]{0,40}not known", page)
    assert not re.search(r"Not known [^.]*Land price(?!, as stated)", page)


def test_rules_are_named_and_not_keyed(client):
    keys = list(Incentive.objects.values_list("key", flat=True))
    for incentive in Incentive.objects.published().filter(country="CN"):
        page = words(client.get(incentive.get_absolute_url()))
        assert not [key for key in keys if key in page], incentive.key


@pytest.mark.parametrize("url", ["/connectivity/", "/zones/?view=table&country=TH"])
def test_countries_are_named_and_not_coded(client, url):
    assert not re.findall(r"(?<![\w-])(?:KH|CN|LA|MM|TH|VN)(?![\w-])", words(client.get(url)))


def test_no_page_of_a_zone_speaks_of_fields(client):
    for zone in Zone.objects.published().order_by("key")[::20]:
        page = words(client.get(zone.get_absolute_url()))
        for word in ("available_ha", "Data note", "Set up by", zone.key):
            assert word not in page, (zone.key, word)
