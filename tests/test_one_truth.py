"""No page contradicts another: every zone is walked, and what each page says of it is compared.

The page of the zone is what the others are held against: comparison, answer pack, list, schedule.
EVERY_ZONE=1 walks all zones (a minute or two); else it is every fifth four of them.
"""

import html
import os
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.http import QueryDict

from countries.cost_beside import STANDS_FOR
from countries.cost_table import amount_of
from countries.costs import Level, moon, since_year
from countries.models import Country
from countries.record import COUNTRY
from countries.seeding.same_figures import SAME
from investors import zone_facts
from investors.calculators.cost.page import CostPage
from investors.calculators.match.criteria import CRITERIA
from investors.calculators.match.page import MatchPage
from investors.comparing.comparison import Comparison
from investors.shortlists.pack.answers import Pack
from sez_portal.common import dates
from sez_portal.common.templatetags.text_tags import words as words_in
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.site.side_by_side import Material, of_field, or_of_costs
from zones import facets
from zones.directory_rows import Rows
from zones.filters import ZoneFilter
from zones.list_items import Card, cards_of
from zones.map.page import card_of as map_card
from zones.models import Zone
from zones.page import ZonePage
from zones.price_range import stated_range
from zones.record import ZONE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]
FIGURES = ("area_ha", "available_ha", "firms", "jobs", "lease_price_usd_m2", "lease_price_text")
TOGETHER = 4  # as many as stand side by side


def batches() -> Iterator[list[Zone]]:
    """The zones, those of a country together."""
    step = 1 if os.environ.get("EVERY_ZONE") == "1" else 5
    zones = list(Zone.objects.published().order_by("country_id", "key"))
    for iso2 in dict.fromkeys(zone.country_id for zone in zones):
        of_country = [zone for zone in zones if zone.country_id == iso2]
        for start in range(0, len(of_country), step * TOGETHER):
            yield of_country[start : start + TOGETHER]


def read(client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200, path
    answer.words = html.unescape(answer.content.decode())
    return answer


def query(zones: list[Zone]) -> str:
    return "?" + "&".join(f"zone={zone.key}" for zone in zones)


def said_of(page: ZonePage) -> Iterator[tuple[str, str]]:
    """What the page of a zone says that others say too: figures, gateways, marks, offices."""
    for name in FIGURES:
        if page.facts[name].is_known:
            yield name, page.facts[name].shown
    for kind in page.near:
        for row in kind.gateways:
            yield f"gateway {row.gateway.key}", row.gateway.name_en
    for mark in page.zone.marks:
        yield "mark", mark.text
    for centre in page.services.centres:
        yield f"office {centre.key}", centre.name_en


def test_comparison_and_answer_pack_say_what_the_page_of_the_zone_says(client):
    missing = []
    for zones in batches():
        comparison = read(client, f"/compare/{query(zones)}").words
        cache.clear()  # packs are counted
        pack = read(client, f"/shortlist/answer-pack/{query(zones)}").words
        for zone in zones:
            own = read(client, zone.get_absolute_url())
            for what, told in said_of(own.context["page"]):
                others = {"own page": own.words, "pack": pack}
                if not what.startswith("office"):  # the comparison names no offices
                    others["comparison"] = comparison
                missing += [
                    (zone.key, what, told, name) for name in others if told not in others[name]
                ]
    assert missing == []


def test_the_list_marks_what_the_page_of_the_zone_marks(client):
    pages = read(client, "/zones/").context["directory"].pages
    listed = "".join(read(client, f"/zones/?page={page}").words for page in range(1, pages + 1))
    for zone in Zone.objects.published():
        row = listed[listed.index(f'"{zone.get_absolute_url()}">') :].partition("</li>")[0]
        for mark in zone.marks:
            assert mark.text in row, zone.key


def test_one_best_case_a_zone_wherever_it_is_told(client):
    """The rates year by year on the page, in the comparison and in the schedule are the same."""
    for zones in batches():
        side_by_side = {
            zone.key: band.tax.best
            for band in read(client, f"/compare/{query(zones)}").context["comparison"].tax
            for zone in band.zones
        }
        country = zones[0].country_id
        schedule = read(client, f"/tools/incentives/{query(zones)}&country={country}")
        scheduled = {result.address: result.best for result in schedule.context["page"].results}
        for zone in zones:
            best = ZonePage(zone).tax.best
            rates = best and best.rates
            assert (side_by_side[zone.key] and side_by_side[zone.key].rates) == rates, zone.key
            told = scheduled[zone.get_absolute_url()]
            assert (told and told.rates) == rates, zone.key


@pytest.mark.parametrize("country", ["KH", "CN", "LA", "MM", "TH", "VN"])
def test_power_and_pay_of_a_country_are_the_same_wherever_they_are_told(client, country):
    """Beside the other countries, on its own page, and in the answer pack of a zone there, which
    tells a figure of a nearer place before it."""
    book, since = facets.current().reference.costs, since_year(dates.today())
    row = Country.objects.get(iso2=country)
    material = Material(Country.objects.published(), facets.current())
    zone = Zone.objects.published().filter(country=country).first()
    own = read(client, row.get_absolute_url()).words
    pack = read(client, f"/shortlist/answer-pack/{query([zone])}").words
    for key, words in (
        ("minimum_wage_usd_month", "minimum_wage_text"),
        ("electricity_industrial_usd_kwh", ""),
    ):
        told = or_of_costs(key, words=words).answer(material, row)
        said = told.shown or told.words
        label = str(COUNTRY[key].label)
        unknown = rf"{label}[^<]*</dt>\s*<dd[^>]*>\s*<span class=\"unk"
        if said:
            assert said in own, (key, said)
            near = book.best(STANDS_FOR[key], country, zone.province_keys, zone.key, since=since)
            is_nearer = near is not None and near.level != Level.COUNTRY
            assert (amount_of(near.figures[0]) if is_nearer else said) in pack, (key, said)
        if told.shown:
            assert not re.search(unknown, own), key


NOT_CONVERTED = "not converted: the official rate is far from the market"


def test_a_cost_that_no_rate_converts_is_told_alike_everywhere(client):
    """With its currency, and that it is not converted; nowhere is it said not to be known."""
    zone = Zone.objects.published().filter(country="MM", power_usd_kwh=None).first()
    needs = f"?zone={zone.key}&power=500&hours=4000&workers=100"
    power = "900 MMK per kWh"
    match = read(client, "/tools/match/?country=MM&country=KH&w_power=5").words
    alone = read(client, "/tools/match/?country=MM&w_power=5").words
    cell = r"<th scope=\"row\">{}(?:(?!</tr>).)*"
    cost = read(client, f"/tools/cost/{needs}").words
    result = [
        row
        for label in ("Electricity", "Wages at the minimum")
        for row in re.findall(cell.format(label), cost, re.DOTALL)
    ]
    assert len(result) == 4  # the prices and the result
    pack = read(client, f"/shortlist/answer-pack/{query([zone])}").words
    told = {
        "zone": read(client, zone.get_absolute_url()).words,
        "country": read(client, "/countries/myanmar/").words,
        "countries": read(client, "/countries/").words,
        "pack": pack,
        "match": match,
        "match of a country": alone,
        "cost of all": read(client, "/tools/cost/?country=MM&power=500&hours=4000").words,
        **{f"cost {number}": row for number, row in enumerate(result)},
    }
    for page, source in told.items():
        said = " ".join(re.sub(r"<[^>]*>", " ", source).split())
        assert NOT_CONVERTED in said, page
        assert page in ("cost 2", "cost 3") or power in said, page
    for row in result:
        assert "not known" not in row
    assert not re.search("not known:[^<]*Price of power", match)
    assert "its prices are not counted" not in cost


def test_how_far_a_seaport_is_and_which_is_told_alike_everywhere(client):
    """By the page of the zone, the rows of the directory, its card on the map, match and cost."""
    index = facets.current()
    far = {zone.pk: zone for zone in Zone.objects.filter(country="CN")[:4]}
    weights = "&".join(f"w_{one.key}={5 * (one.key == 'seaport')}" for one in CRITERIA)
    for zones in (*list(batches())[::8], list(far.values())):
        cost = CostPage(QueryDict(query(zones)[1:] + "&containers=5&freight=1"))
        (kilometres,) = [row for row in cost.prices if row.part == "km"]
        for zone, cell in zip(zones, kilometres.cells, strict=True):
            (kind,) = [one for one in ZonePage(zone).near if one.kind == "seaport"]
            nearest = next((row for row in kind.gateways if row.is_nearest), None)
            main = next((row for row in kind.gateways if row.is_main and not row.is_nearest), None)
            told = f"{nearest.km} km" if nearest else kind.none
            line = map_card(zone.pk, index.reference)
            assert told in line["figures"][0][1], zone.key
            assert cell.port[0] == (nearest.km if nearest else kind.none), zone.key
            assert (cost._found[zone.key][0].port_km is None) == (nearest is None)
            match = MatchPage(QueryDict(f"country={zone.country_id}&{weights}"))
            card = Card(Zone.objects.get(pk=zone.pk), [])
            (score,) = match._scores(match.figures.positions[zone.pk], card)
            assert (score.shown or score.none) == cell.port[0], zone.key
            assert score.where == cell.port[1], zone.key
            if not nearest:
                continue
            name = words_in(nearest.gateway, "name")
            assert name in cell.port[1]
            assert name in line["figures"][0][1]
            assert (main is None) == ("main" not in cell.port[1]), zone.key
            rows = Rows(ZoneFilter(QueryDict("near=seaport&within=300")), index, "name")
            (row,) = rows.lines([zone.pk])
            assert (row["away"].km, row["away"].of) == (nearest.km, name), zone.key


def test_a_price_that_is_stated_as_a_range_is_told_as_one_everywhere(client):
    """Lists sort by its middle; page, comparison and pack say so, and the cost counts both ends."""
    zones = [
        zone
        for zone in Zone.objects.exclude(lease_price_usd_m2=None)
        if stated_range(zone.lease_price_usd_m2, zone.lease_price_text)
    ]
    assert {"vn-long-hau", "vn-nhon-hoi"} <= {zone.key for zone in zones}
    for zone in zones:
        low, high = stated_range(zone.lease_price_usd_m2, zone.lease_price_text)
        said = f"the middle of the range that is stated: {low} to {high}"
        assert said in read(client, zone.get_absolute_url()).words, zone.key
        assert said in read(client, f"/compare/{query([zone])}").words, zone.key
        cache.clear()
        assert said in read(client, f"/shortlist/answer-pack/{query([zone])}").words, zone.key
        cost = CostPage(QueryDict(f"zone={zone.key}&hectares=1"))
        price = cost.inputs[zone.key]["land"].price
        assert (price.low, price.high) == (low, high), zone.key


def test_how_fresh_a_figure_is_and_of_which_year_is_told_alike_everywhere(client):
    """The mark of each figure: page of the zone, rows and table of lists, comparison, pack."""
    differ = []
    for zones in batches():
        rows = list(Zone.objects.filter(pk__in=[zone.pk for zone in zones]).for_cards(ZONE.listed))
        cards = cards_of(rows, ZONE.listed, reference=facets.current().reference)
        listed = {card.zone.key: {one.field.key: one for one in card.figures} for card in cards}
        compared = Comparison(zone_facts.zones_by_key([zone.key for zone in zones]).values()).facts
        packed = {
            one.zone.key: {line.field: line for section in one.sections for line in section.lines}
            for one in Pack(dict.fromkeys((zone.key for zone in zones), "")).answers
        }
        for zone in zones:
            facts = ZonePage(zone).facts
            for name in ZONE.listed:
                told = _mark(facts[name])
                others = {"list": listed[zone.key][name]}
                if name in compared[zone.key]:
                    others["comparison"] = compared[zone.key][name]
                differ += [
                    (zone.key, name, where, told, _mark(one))
                    for where, one in others.items()
                    if _mark(one) != told
                ]
                line = packed[zone.key].get(name)
                if line and told and str(line.as_of)[:4] != told[1][:4]:
                    differ.append((zone.key, name, "pack", told, line.as_of))
    assert differ == []


def _mark(told) -> tuple[str, str] | None:
    return told.mark and (str(told.mark.state), told.mark.year)


def test_the_mark_of_a_countrys_figure_is_the_same_wherever_it_is_told():
    """Beside the others, on its own page, and in a pack."""
    material = Material(Country.objects.published(), facets.current())
    differ = []
    for country in Country.objects.published():
        own = facts_of(COUNTRY, country, notes=Notes())
        zone = Zone.objects.published().filter(country=country).first()
        (pack,) = Pack({zone.key: ""}).answers
        packed = {line.label: line for section in pack.sections for line in section.lines}
        for key in ("standard_cit_rate_pct", "standard_vat_rate_pct"):
            beside = of_field(key).answer(material, country)
            if _mark(beside) != _mark(own[key]):
                differ.append((country.iso2, key, _mark(beside), _mark(own[key])))
        for key in ("minimum_wage_usd_month", "electricity_industrial_usd_kwh"):
            beside = or_of_costs(key).answer(material, country)
            lines = [
                line
                for label, line in packed.items()
                if line.field == key or (beside.shown and line.shown.startswith(f"{beside.shown} "))
            ]
            for line in lines:
                if beside.mark and str(line.as_of)[:4] != beside.mark.year[:4]:
                    differ.append((country.iso2, key, line.as_of, beside.mark.year))
    assert differ == []


def test_a_figure_of_a_country_that_is_among_its_costs_too_has_one_mark():
    """Cambodia's minimum wage stood as undated beside the other countries, of 2026 in its costs."""
    book, today, seen = facets.current().reference.costs, dates.today(), set()
    for country in Country.objects.published():
        own = facts_of(COUNTRY, country, notes=Notes())
        for name, (item, currency, measure) in SAME.items():
            rows = [
                row
                for row in book.by_country.get(country.iso2, ())
                if (row.item, row.currency, row.measure) == (item, currency, measure)
                and not (row.provinces or row.area or row.zone_key)
                and not (row.is_superseded or row.is_weak)
                and own[name].is_known
                and row.value_min == row.value_max == Decimal(str(own[name].value))
            ]
            if rows:
                newest = moon(max(rows, key=lambda row: row.as_of), today)
                assert own[name].mark.year == newest.year
                if not own[name].mark.holds_until:  # its source names its last day
                    assert _mark(own[name]) == (str(newest.state), newest.year)
                seen.add((country.iso2, name))
    assert ("KH", "minimum_wage_usd_month") in seen
    assert ("TH", "standard_vat_rate_pct") in seen
