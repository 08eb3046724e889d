"""Zones side by side: what a row says, where it differs, what is left out and named, the file."""

import io

import openpyxl
import pytest

from countries.choices import GatewayKind
from investors.comparing.comparison import Comparison
from investors.zone_facts import zones_by_key
from sez_portal.records.models import FormerKey
from tests.test_query_counts import queries
from zones.models import NearestGateway, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEYS = ["la-savan-seno", "mm-thilawa", "th-amata-city-chonburi", "la-boten"]


def url(*keys: str, more: str = "") -> str:
    return "/compare/?" + "&".join(f"zone={key}" for key in keys) + more


def compared(client, *keys: str, more: str = "") -> Comparison:
    return client.get(url(*keys, more=more)).context["comparison"]


def rows_of(comparison: Comparison) -> dict:
    return {row.field.key: row for section in comparison.sections for row in section.rows}


def page_of(client, *keys: str, more: str = "") -> str:
    return client.get(url(*keys, more=more)).content.decode()


def sheet(answer, number: int = 0) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return list(book.worksheets[number].iter_rows(values_only=True))


def test_figures_stand_with_unit_year_and_source(client):
    comparison = compared(client, *KEYS[:2])
    area = rows_of(comparison)["area_ha"]
    assert [fact.value for fact in area.facts] == ["954", "2400"]
    assert area.differs
    assert [fact.mark.year for fact in area.facts] == ["2013", "2019"]
    cited = comparison.notes.sources[area.facts[0].notes[0] - 1]
    page = page_of(client, *KEYS[:2])
    number = area.facts[0].notes[0]
    told = '954<span class="unit">ha</span><sup class="src"><span class="vh"> Source </span>'
    assert f"{told}{number}" in page
    assert f'<li id="n{number}">' in page
    assert cited.title in page
    with_dates = page_of(client, *KEYS[:2], more="&dates=all")
    assert f'<a href="#n{number}">' in with_dates
    assert with_dates.count("<summary") > page.count("<summary") + 20


def test_a_row_differs_in_words_and_unknowns_do_not_differ(client):
    page = page_of(client, *KEYS[:2])
    assert 'Area <span class="ne">differ</span>' in page
    rows = rows_of(compared(client, *KEYS[:2]))
    assert not rows["type"].differs  # both are special economic zones
    assert not rows["investment_usd_m"].differs  # one of them is not known
    assert '<span class="unk">not known</span>' in page


def test_only_the_rows_that_differ(client):
    comparison = compared(client, *KEYS[:2], more="&rows=differ")
    assert set(rows_of(comparison)) == {
        key for key, row in rows_of(compared(client, *KEYS[:2])).items() if row.differs
    }
    assert "No row differs." in page_of(client, KEYS[0], more="&rows=differ")


def test_what_all_say_alike_stands_in_one_row(client):
    section = compared(client, *KEYS[:2]).sections[0]
    assert {row.field.key for row in section.alike} == {"type", "status"}
    assert not {row.field.key for row in section.apart} & {"type", "status"}
    page = page_of(client, *KEYS[:2])
    assert "The same for all" in page
    assert "The same for all" not in page_of(client, *KEYS[:2], more="&rows=differ")
    assert not compared(client, KEYS[0]).sections[0].alike  # one zone is compared with nothing


def test_an_empty_comparison_offers_examples_of_the_records(client):
    told = client.get("/compare/").context["examples"]
    assert len(told) == 2
    for example in told:
        columns = client.get(f"/compare/{example.query}").context["columns"]
        assert [str(zone.name) for zone, _query in columns] == example.names
    assert not client.get(url(KEYS[0])).context["examples"]


def test_what_no_zone_tells_is_named_in_one_row(client):
    comparison = compared(client, *KEYS[:2])
    blank = {row.field.key for section in comparison.sections for row in section.blank}
    assert "power_usd_kwh" in blank
    assert blank.isdisjoint(rows_of(comparison))


def test_the_best_case_stands_as_a_band_and_zones_of_one_regime_share_them(client):
    tax = compared(client, "la-savan-seno", "mm-thilawa").tax
    assert [[zone.key for zone in part.zones] for part in tax] == [
        ["la-savan-seno"],
        ["mm-thilawa"],
    ]
    assert all(part.tax.band for part in tax)
    assert "Exempt" in page_of(client, "mm-thilawa")


def test_distances_are_those_of_the_zones(client):
    comparison = compared(client, *KEYS[:3])
    told = {
        (row.zone.key, row.kind): row.distance_km
        for row in NearestGateway.objects.filter(
            zone__key__in=KEYS[:3], kind__in=GatewayKind, distance_km__lte=300
        ).select_related("zone")
    }
    cells = [
        (zone.key, gateways)
        for reach in comparison.reaches
        for zone, gateways in zip(comparison.zones, reach.cells, strict=True)
    ]
    shown = {
        (key, gateways[0][0].gateway.kind): min(row.distance_km for row, _bar in gateways)
        for key, gateways in cells
        if gateways
    }
    assert shown == told
    assert comparison.scale_km >= max(told.values())
    assert comparison.scale_km <= 300


@pytest.mark.parametrize("bad", ["no-such-zone", "x" * 500, "<script>"])
def test_an_unknown_zone_is_dropped_with_a_note(client, bad: str):
    answer = client.get(url("la-boten", bad))
    assert answer.status_code == 200
    assert [zone.key for zone, _query in answer.context["columns"]] == ["la-boten"]
    assert "is no zone of the directory" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace('<script type="application', "")


def test_a_fifth_zone_is_named_as_left_out(client):
    fifth = Zone.objects.exclude(key__in=KEYS).first()
    answer = client.get(url(*KEYS, fifth.key))
    assert len(answer.context["columns"]) == 4
    assert fifth.name_en in " ".join(answer.context["chosen"].notes)
    assert 'id="add"' not in answer.content.decode()


def test_zones_come_and_go_by_links_and_by_name(client):
    page = page_of(client, "la-boten", "mm-thilawa")
    assert 'href="?zone=mm-thilawa"' in page
    answer = client.get(url("la-boten", more="&add=thilawa+special"))
    assert answer.url == "/compare/?zone=la-boten&zone=mm-thilawa"
    assert client.get(url("la-boten", more="&add=savan")).context["chosen"].offers


def test_a_zone_named_twice_stands_once_and_a_former_key_counts(client):
    FormerKey.objects.create(record="zone", former="la-old", key="la-boten")
    answer = client.get(url("la-boten", "la-boten", "la-old"))
    assert [zone.key for zone, _query in answer.context["columns"]] == ["la-boten"]


def test_an_unpublished_zone_is_unknown(client):
    Zone.objects.filter(key="la-boten").update(is_published=False)
    assert not client.get(url("la-boten")).context["columns"]


def test_a_comparison_takes_few_queries(client):
    assert queries(client, url(*KEYS)) <= 16


def test_the_workbook_says_the_same(client):
    answer = client.get("/compare/compare.xlsx?zone=la-savan-seno&zone=mm-thilawa")
    assert answer["Content-Disposition"] == 'attachment; filename="compare.xlsx"'
    head, *rows = sheet(answer)
    by_field = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    savan = str(zones_by_key(["la-savan-seno"])["la-savan-seno"].name)
    assert by_field["Area"][savan] == 954
    assert by_field["Area"]["Unit"] == "ha"
    assert by_field["Area"]["Different?"] == "differ"
    assert by_field["Firms"][f"As of: {savan}"] == 2019
    assert by_field["Vacant land"][savan] == "not known"
    assert by_field["Firms"][f"Source: {savan}"].startswith("[")
    assert sheet(answer, 3)[1][0] == 1  # the sources by number
    assert ("/compare/?zone=la-savan-seno&zone=mm-thilawa") in sheet(answer, 4)[2][1]


def test_the_workbook_of_no_zone_opens(client):
    assert sheet(client.get("/compare/compare.xlsx?zone=nope"))[0][0] == "Section"


def test_what_is_not_known_leads_to_the_question(client):
    page = page_of(client, *KEYS[:2])
    asking = dict(compared(client, *KEYS[:2]).asking)
    form = next(form for zone, form in asking.items() if zone.key == "la-savan-seno")
    assert form.startswith("/zones/la-savan-seno/enquire/?field=")
    assert "field=investment_usd_m" in form
    assert "field=area_ha" not in form
    assert f'href="{form.replace("&", "&amp;")}"' in page
    asked = client.get("/enquire/?zone=la-savan-seno&zone=mm-thilawa&field=power_usd_kwh")
    assert asked.status_code == 200
    assert "/enquire/?zone=la-savan-seno&amp;zone=mm-thilawa&amp;field=" in page
