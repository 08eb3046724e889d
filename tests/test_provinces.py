"""Provinces by their own names, and what a dollar was worth: each with where it is from."""

import re

import pytest

from countries.models import Country, ExchangeRate, Province
from countries.record import COUNTRY
from sez_portal.records.models import DataVersion, Evidence
from sez_portal.records.past import values_at
from tests.pages import text
from tests.seeds import rows_of

pytestmark = pytest.mark.django_db
UNNAMED = {"th-trang", "th-nakhon-sawan"}  # no local name has been found in a source yet


def test_each_province_has_its_local_names_its_code_and_a_source():
    for province in Province.objects.exclude(key__in=UNNAMED):
        assert province.name_local_full, province.key
        assert province.iso_3166_2.startswith(f"{province.country_id}-"), province.key
        column = f"name_{province.country.local_language.replace('-', '_')}"
        piece = Evidence.objects.get(
            record="province", key=province.key, field=column, is_shown=True
        )
        assert piece.value == getattr(province, column) != ""
        assert piece.sources.exists()


def test_no_khmer_name_is_given_to_a_place_of_another_country():
    assert not Province.objects.exclude(country="KH").exclude(name_km="").exists()


def test_a_zone_names_its_province_in_its_own_script_too(client):
    page = text(client.get("/zones/la-savan-seno/"))
    assert '<span class="native" lang="lo">ສະຫວັນນະເຂດ</span>' in page
    assert "ສະຫວັນນະເຂດ" in text(client.get("/zones/?q=savan-seno"))


def test_a_district_that_is_the_province_stands_once(client):
    for key in ("la-boten", "kh-sihanoukville-port", "vn-dai-an"):
        page = text(client.get(f"/zones/{key}/"))
        for twice in ("Luang Namtha, Luang Namtha<", "Preah Sihanouk, Preah Sihanouk"):
            assert twice not in page


def test_rates_of_exchange_are_dated_with_their_source(client):
    assert ExchangeRate.objects.count() == len(rows_of("exchange_rates.csv")) > 90
    for country in Country.objects.all():
        rates = list(country.rates.all())
        assert [rate.period for rate in rates] == sorted(
            (rate.period for rate in rates), reverse=True
        )
        assert all(rate.source for rate in rates)
        assert Evidence.objects.get(
            record="country", key=country.key, field="rates", is_shown=True
        ).sources.exists()
    page = text(client.get("/countries/thailand/"))
    assert "35.2935" in page
    assert "International Monetary Fund" in page


def test_the_exchange_rate_is_the_dated_rate_of_the_newest_day(client):
    """One truth on the page; the kyat, whose official rate is far from the market, has none."""
    assert Country.objects.get(iso2="MM").currency_per_usd is None
    for country in Country.objects.exclude(iso2="MM"):
        newest = max(
            (rate for rate in country.rates.all() if len(rate.period) == len("2026-09-29")),
            key=lambda rate: rate.period,
        )
        assert country.currency_per_usd == newest.per_usd
        piece = Evidence.objects.get(
            record="country", key=country.key, field="currency_per_usd", is_shown=True
        )
        assert piece.speaks_of == newest.period
        assert [source.publisher for source in piece.sources.all()] == [newest.source]
        row = re.search(r"<dt>Exchange rate.*?</dd>", text(client.get(country.get_absolute_url())))
        assert row, country.key
        assert "not known" not in row[0]


def test_the_rates_are_part_of_the_history():
    then = values_at(COUNTRY, "viet-nam", DataVersion.current(), ["rates"])["rates"]
    assert then == COUNTRY.read(Country.objects.get(key="viet-nam"), ["rates"])["rates"]
