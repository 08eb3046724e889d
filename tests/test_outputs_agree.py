"""One fact, one wording: a zone's page, the comparison, the answer pack and their workbooks."""

import pytest

from investors.comparing.comparison import Comparison
from investors.comparing.workbook import book_of
from investors.shortlists.pack.answers import Pack
from investors.shortlists.pack.workbook import book_of as pack_book
from investors.zone_facts import zones_by_key
from zones import facets
from zones.near import near_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NEAR = ["vn-shtp", "kh-sihanoukville-port", "la-savan-seno", "la-boten"]


def pack_of(*keys: str) -> Pack:
    return Pack(dict.fromkeys(keys, ""))


def rows_of(pack: Pack) -> dict:
    return {row.label: row for section in pack.matrix.sections for row in section.rows}


def test_kilometres_are_as_cautious_in_every_output():
    """What lies nearer than the point can bear is never an exact number, not in a workbook."""
    comparison = Comparison(zones_by_key(NEAR).values())
    for number, of_zone in enumerate(pack_of(*NEAR).answers):
        lines = {line.label: line for section in of_zone.sections for line in section.lines}
        near = near_of(of_zone.zone, facets.current().reference)
        rows = [(kind.label, row) for kind in near for row in kind.gateways]
        assert any(row.km.startswith("under") for _kind, row in rows), of_zone.zone
        cells = [row[2 + 2 * number] for row in book_of(comparison, "/")["Distances"].values if row]
        for kind, row in rows:
            told = row.km if row.km.startswith("under") else int(row.km)
            assert lines[row.line(kind)].value == told, of_zone.zone
            assert lines[row.line(kind)].shown == f"{row.km} km"
            assert told in cells


def test_the_main_gateway_is_told_with_its_own_distance_unless_it_is_the_nearest():
    """Of Savan-Seno the nearest station is Nong Khai, the main one another and farther."""
    keys = ["la-savan-seno", "la-thakhek", "kh-sihanoukville-sez", "la-boten"]
    pack = pack_of(*keys)
    for of_zone in pack.answers:
        (access,) = [one for one in of_zone.sections if one.label == "Transport access"]
        for kind in near_of(of_zone.zone, facets.current().reference):
            nearest = [row for row in kind.gateways if row.is_nearest]
            for line in access.lines:
                if line.label == f"{kind.label}, main" and line.shown.startswith("the same"):
                    assert line.shown == f"the same: {nearest[0].name}", of_zone.zone
                    assert nearest[0].is_main
    rows = rows_of(pack)["Rail station, main"].cells
    assert rows[0][0].value == 264


def test_every_distance_of_the_pack_names_its_gateway():
    """Beside the distance on the page, in a row of its own in the workbook."""
    pack = pack_of("la-boten", "la-savan-seno")
    row = rows_of(pack)["Rail station"]
    names = [cell[0].beside for cell in row.cells]
    assert "Mohan" in names[0]
    assert "China" in names[0]
    sheet = {row[1]: row[3:5] for row in pack_book(pack, "/")["Side by side"].values}
    assert list(sheet["Rail station: name"]) == names


def test_lines_of_a_kind_stand_under_its_nearest():
    """Also those that only a later zone has."""
    labels = list(rows_of(pack_of("la-boten", "vn-shtp", "th-amata-city-chonburi")))
    kinds = [label.split(", ")[0] for label in labels if label.startswith(("Rail", "Seap", "Air"))]
    assert kinds == sorted(kinds, key=kinds.index)
    for kind in set(kinds):
        own = [label for label in labels if label.split(", ")[0] == kind]
        assert own[0] == kind
        assert own[-1] in (kind, f"{kind}, main")


def test_figures_side_by_side_carry_year_and_freshness():
    """On the page as a badge, in the first sheet as a date and a word for each zone."""
    pack = pack_of("mm-thilawa", "la-savan-seno")
    row = rows_of(pack)["Jobs"]
    marks = [line.mark for cell in row.cells for line in cell if line.is_known]
    assert marks and all(marks)
    head, *rows = pack_book(pack, "/")["Side by side"].values
    cells = next(dict(zip(head, row, strict=False)) for row in rows if row[1] == "Jobs")
    for zone, (line,) in row.columns:
        name = zone.name
        assert cells[f"As of: {name}"] == line.as_of
        assert cells[f"How fresh: {name}"] == (line.mark.label if line.mark else None)


def test_the_text_of_a_public_note_stands_right_under_its_mark():
    labels = list(rows_of(pack_of("la-golden-triangle", "la-savan-seno")))
    assert labels[labels.index("Public note, border") + 1] == "Cautions"
    assert labels.count("Cautions") == 1


def test_what_all_say_alike_has_no_year_or_source_of_the_first_alone():
    keys = ["la-savan-seno", "mm-thilawa", "th-amata-city-chonburi"]
    comparison = Comparison(zones_by_key(keys).values())
    rows = [row for section in comparison.sections for row in section.alike]
    assert rows
    for row in rows:
        dated = {fact.mark and (fact.mark.state, fact.mark.year) for fact in row.facts}
        assert bool(row.dated_alike) == (len(dated) == 1)
        assert set(row.notes) == {note for fact in row.facts for note in fact.notes}


def test_a_cost_of_the_country_is_a_number_under_its_own_unit():
    """No dong, baht or kyat under "US$": it cannot be reckoned with there."""
    pack = pack_of("th-amata-city-chonburi", "mm-thilawa", "kh-phnom-penh-sez", "vn-shtp")
    for section in pack.matrix.sections:
        for row in section.rows:
            if "US" in row.unit:
                told = [str(line.value) for cell in row.cells for line in cell]
                assert not [one for one in told if one.endswith(("day", "month", "kWh"))]
    units = {row.unit for row in rows_of(pack).values()}
    assert any(unit.startswith("MMK") for unit in units)


def test_land_price_of_the_zone_itself_is_told_and_no_open_question(client):
    """Amata sells by the rai: its page and the site cost tell it, so do pack and shortlist."""
    pack = pack_of("th-amata-city-chonburi")
    (answers,) = pack.answers
    lines = [line for section in answers.sections for line in section.lines]
    (land,) = [line for line in lines if line.unit.startswith("THB per rai")]
    assert land.value == 11_000_000
    assert "lease_price_usd_m2" not in [line.field for _section, line in answers.open_questions]
