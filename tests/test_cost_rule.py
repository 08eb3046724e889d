"""One rule which cost figure stands for a place, and what is told past the end of a figure."""

import re

import pytest

from investors.shortlists.pack.answers import Pack
from sez_portal.common.text import in_one_line
from zones import facets
from zones.models import Caution, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
POWER, WAGE_TEXT = "electricity", "Minimum wage in words"


def pack_lines(key: str):
    (answers,) = Pack({key: ""}).answers
    return [line for section in answers.sections for line in section.lines]


def text(client, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize(
    ("key", "amount", "before"),
    [
        ("th-amata-city-chonburi", "2.6506 to 2.716", "4 to 5"),
        ("kh-phnom-penh-sez", "0.133 to 0.164", ""),
        ("kh-sihanoukville-sez", "0.122 to 0.146", ""),
    ],
)
def test_the_pack_tells_the_power_price_that_the_page_of_the_zone_tells(
    client, key, amount, before
):
    told = next(line for line in pack_lines(key) if amount in str(line.value))
    assert "not this zone’s price" in told.remark
    assert amount in text(client, f"/zones/{key}/")
    assert not before or before not in str([line.value for line in pack_lines(key)])


def test_a_newer_figure_stands_before_an_older_and_names_it(client):
    page = text(client, "/countries/")
    assert "Another figure: 0.146" in page
    country = text(client, "/countries/cambodia/")
    assert "A newer figure among what things cost: 0.117" in country


def test_figures_past_their_end_say_so_everywhere(client):
    ended = "Its source gives it until 30 September 2026"
    assert ended in text(client, "/countries/")
    country = text(client, "/countries/thailand/")
    assert country.count(ended) >= 2, "in the figures and under what things cost"
    vat = next(
        line
        for line in pack_lines("th-amata-city-chonburi")
        if "VAT" in line.label.upper() or "added tax" in line.label
    )
    assert ended in in_one_line([vat.remark])
    book = facets.current().reference.costs
    row = next(row for row in book.by_country["TH"] if row.item == "vat")
    assert str(book.until(row)) == "2026-09-30"


def test_a_reduced_rate_stands_beside_the_general_one(client):
    vat = next(
        line
        for line in pack_lines("vn-vsip-bac-ninh")
        if "added tax" in line.label.lower() or "VAT" in line.label.upper()
    )
    assert "8 to 10" in vat.remark
    assert "A newer figure among what things cost: 8 to 10" in text(client, "/countries/")


def test_a_wage_of_yunnan_is_no_answer_for_guangxi():
    guangxi = [line.shown for line in pack_lines("cn-nanning-etdz")]
    assert not any("Yunnan 2025" in shown for shown in guangxi)
    assert any("Yunnan" in line.shown for line in pack_lines("cn-kunming-etdz"))


def test_no_exchange_rate_is_called_unknown_above_the_table_that_tells_it(client):
    page = text(client, "/countries/myanmar/")
    assert "No exchange rate of this currency is taken" in page
    assert not re.search(r"Exchange rate[^.]{0,40}not known", page)


def test_a_country_says_how_many_of_its_zones_have_a_public_note(client):
    page = client.get("/countries/myanmar/").content.decode()
    assert "?country=MM&amp;note=with" in page
    assert "zones here have a public note, such as a sanction" in " ".join(page.split())
    assert "have a public note" in text(client, "/countries/")


def test_a_shut_casino_is_no_closed_border():
    assert [one.kind for one in Caution.objects.filter(zone__key="la-boten")] == ["note"]


def test_a_sentence_before_a_date_has_no_stop():
    field = ZONE["cautions"]
    shown = field.kind.show(ZONE.read(Zone.objects.get(key="la-boten"), ["cautions"])["cautions"])
    assert "2011., 2011" not in shown
    assert "2011, 2011" in shown
