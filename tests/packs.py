"""The workbook of an answer pack read back and held against the records, cell by cell."""

import pytest
from django.conf import settings
from django.utils import timezone

from countries.competence import by_reader, competent
from countries.cost_beside import STANDS_FOR
from countries.cost_choices import CostItem
from countries.cost_table import amount_of
from countries.costs import since_year
from countries.in_force import Standing, standing
from countries.models import CostFigure, Country, Incentive, OneStopCentre, Procedure
from countries.record import CENTRE, COUNTRY, INCENTIVE, PROCEDURE
from countries.totals import days_of, fee_of
from investors.shortlists.pack import answers as pack
from sez_portal.common import dates
from sez_portal.records.field_types.basic import Decimal, Email, Url, Whole
from sez_portal.records.models import Evidence
from sez_portal.records.record import is_known
from zones import facets
from zones.incentives.eligibility import applies
from zones.kilometres import km_cell
from zones.models import Zone
from zones.near import main_line, near_of
from zones.record import ZONE

NOT_ITS_OWN = "(of the country or a part of it)"  # ends the label of such a figure
UNKNOWN = "not known"
LAND_WORDS = [CostItem.LAND_BOUGHT.label]  # of single zones, where no field holds it
ELSEWHERE = {
    str(COUNTRY[key].label): str(CostItem(items[0]).label) for key, items in STANDS_FOR.items()
}
STANDING = [
    "Environmental impact assessment of the zone",
    "Risk of floods, storms and earthquakes",
]
Cells = dict[str, dict]  # the row of each question: its cells by column


def answers(sheet) -> Cells:
    """The rows of a zone's sheet by question; several answers to one are joined, as texts."""
    head, *rows = sheet.iter_rows(values_only=True)
    found: Cells = {}
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        if before := found.get(row[1]):
            cells = {name: f"{before[name]}; {value}" for name, value in cells.items()}
        found[row[1]] = cells
    return found


def sheet_of(found, zone: Zone):
    return next(s for s in found.worksheets[1:] if zone.name_en.startswith(s.title))


def check_zone(found, zone: Zone) -> None:
    """Every row of the zone's sheet is what the records say, and no row is missing or more."""
    cells = answers(sheet_of(found, zone))
    own_note = cells.pop(None, None)
    assert own_note is None or own_note["Section"] == "My note"
    asked = _check_fields(cells, zone) + _check_place(cells, zone) + _check_gateways(cells, zone)
    asked += _check_incentives(cells, zone) + _check_services(cells, zone) + STANDING
    assert all(cells[question]["Answer"] == UNKNOWN for question in STANDING)
    assert set(cells) == set(asked)


def _check_fields(cells: Cells, zone: Zone) -> list[str]:
    names = [
        "name_en",
        *(name for names in pack.FIELDS.values() for name in names),
        *pack.OF_TABLES,
    ]
    rows = [(ZONE, ZONE[name], zone, str(ZONE[name].label)) for name in names]
    for name in (name for names in pack.OF_COUNTRY.values() for name in names):
        field = COUNTRY[name]
        rows.append((COUNTRY, field, zone.country, f"{field.label} {NOT_ITS_OWN}"))
    asked = [label for *where, label in rows if _check(cells, *where, label)]
    prices = [str(word) for word in LAND_WORDS if str(word) in cells]
    return [_row_of(cells, label) for label in asked] + prices


def _row_of(cells: Cells, label: str) -> str:
    """A figure that is not in the dollars of its field stands in a row of its own."""
    word = ELSEWHERE.get(label.partition(" (")[0])
    others = [one for one in cells if word and one and one.startswith(f"{word}, ")]
    return label if label in cells else next(iter(others), label)


def _check(cells: Cells, record, field, row, label: str) -> bool:
    """Whether the question stands there; one that cannot be asked is left out when unknown."""
    cell = cells.get(_row_of(cells, label))
    if not is_known(field, field.kind.read(row, field.key)):
        if record is COUNTRY and (figures := _costs_for(row, field.key)):
            if cell["Answer"] == UNKNOWN:  # those are of other provinces than the zone's
                assert all(figure.provinces or figure.area for figure in figures), label
                return True
            told = cell["Answer"]
            amounts = [end for one in figures for end in (amount_of(one), float(one.value_max))]
            assert told in amounts, label
            return True
        if cell:
            assert cell["Answer"] in (UNKNOWN, "not applicable", "withheld"), label
            assert cell["As of"] is None
        assert cell or not field.counted, label
        return cell is not None
    assert cell, label
    if record is COUNTRY and cell["Answer"] != _expected(field, row):
        told = [amount_of(figure) for figure in _costs_for(row, field.key)]
        is_other_place = field.key == "minimum_wage_text" and cell["Answer"] == UNKNOWN
        assert is_other_place or str(cell["Answer"]).startswith(tuple(told)), label
        return True
    assert cell["Answer"] == _expected(field, row), label
    assert cell["Unit"] == (str(field.unit) or None), label
    if field.months is not None:
        _check_evidence(cell, record, row, field.key)
    return True


def _costs_for(country: Country, key: str) -> list[CostFigure]:
    """The figures of the whole country, or of places in it, that may stand for a field."""
    figures = CostFigure.objects.published().filter(country=country.iso2)
    figures = figures.filter(item__in=STANDS_FOR.get(key, ()))
    since = since_year(dates.today())
    return [row for row in figures if not row.is_superseded and (row.year or since) >= since]


def _expected(field, row) -> object:
    """The cell as the record alone says it, written down anew."""
    value = field.kind.read(row, field.key)
    if isinstance(field.kind, Decimal):
        return pytest.approx(float(value))
    if isinstance(field.kind, Whole | Url | Email):
        return value
    text = field.kind.show(value)
    return f"'{text}" if text[:1] in "=+-@" else text


def _check_evidence(cell: dict, record, row, key: str) -> None:
    """The dates and the sources of a cell are those of the evidence that is shown."""
    shown = Evidence.objects.filter(record=record.name, key=row.key, field=key, is_shown=True)
    evidence = shown.first()
    if evidence is None:
        return
    date = evidence.speaks_of
    assert cell["As of"] == (int(date) if len(date) == 4 else date or "undated"), key
    on = evidence.confirmed_on
    assert cell["Confirmed"].startswith(str(on.day) if on else "Not yet"), key
    _check_sources(cell, evidence)


def _check_sources(cell: dict, evidence: Evidence) -> None:
    for source in evidence.sources.all():
        assert source.title in cell["Source"], evidence


def authorities(zone: Zone) -> str:
    """The address at which the pack says who is competent in the country."""
    return f"{settings.SITE_URL}{zone.country.get_absolute_url()}#h-law"


def _check_place(cells: Cells, zone: Zone) -> list[str]:
    local = getattr(zone, f"name_{zone.country.local_language}")
    told = {
        "Local name": local or UNKNOWN,
        "Country": zone.country.name_en,
        "Province": zone.province.name_en if zone.province else UNKNOWN,
        "Latitude": pytest.approx(float(zone.lat)),
        "Authorities of the country": authorities(zone),
        "Longitude": pytest.approx(float(zone.lon)),
    }
    if zone.has_note or zone.border not in ("", "open"):
        told["Public note, border"] = "; ".join(mark.text for mark in zone.marks)
    assert {question: cells[question]["Answer"] for question in told} == told
    return list(told)


def _check_gateways(cells: Cells, zone: Zone) -> list[str]:
    """Each kind has a line, and what matters beside its nearest has more."""
    lines = []
    for kind in near_of(zone, facets.current().reference):
        if not kind.gateways:
            assert cells[kind.label]["Answer"] == "none within 300 km"
            lines.append(kind.label)
        for row in kind.gateways:
            lines.append(row.line(kind.label))
            cell = cells[lines[-1]]
            assert cell["Unit"] == "km"
            assert cell["Answer"] == km_cell(row.distance_km, zone.coord_precision)
            assert row.gateway.name_en in cell["Remark"]
        if (main := main_line(kind.label)) in cells and main not in lines:
            is_it = [row for row in kind.gateways if row.is_main]
            nearest = [row.gateway.name_en for row in is_it if row.is_nearest]
            told = f"the same: {nearest[0]}" if nearest else "none within 300 km"
            if is_it and not nearest:
                told = km_cell(is_it[0].distance_km, zone.coord_precision)
                assert is_it[0].gateway.name_en in cells[main]["Remark"]
            assert cells[main]["Answer"] == told
            lines.append(main)
    return lines


def _check_incentives(cells: Cells, zone: Zone) -> list[str]:
    """The best case first, then what is in force or may be; what ended is not named."""
    rows = Incentive.objects.published().filter(country=zone.country)
    offered = [one for one in rows if applies(one, zone)]
    best = "Profit tax of a new tenant that makes goods, best case"
    asked = [best] if best in cells else []
    for one in offered:
        if standing(one, timezone.localdate()) != Standing.ENDED:
            question = f"{one.get_category_display()}: {one.name_en}"
            assert one.legal_basis in cells[question]["Remark"]
            _check_evidence(cells[question], INCENTIVE, one, "description_en")
            asked.append(question)
    return asked


def _check_services(cells: Cells, zone: Zone) -> list[str]:
    """The centres competent for the zone; each procedure with its days and fee."""
    centres = competent(OneStopCentre.objects.published(), zone)
    cell = cells["One-stop service"]
    assert cell["Answer"] == "; ".join(centre.name_en for centre in centres)
    for evidence in Evidence.objects.filter(
        record=CENTRE.name, key__in=[one.key for one in centres], field="agency", is_shown=True
    ):
        _check_sources(cell, evidence)
    asked = ["One-stop service"]
    for one in by_reader(competent(Procedure.objects.published(), zone))[0]:
        for key, what, total in (
            ("processing_days", "working days", days_of(one)),
            ("fee_usd", "fee", fee_of(one)),
        ):
            value = getattr(one, key)
            value = total if value is None else value
            question = f"{one.name_en}, {what}"
            told = cells[question]["Answer"]
            assert told == (UNKNOWN if value is None else pytest.approx(float(value))), question
            if getattr(one, key) is not None:
                _check_evidence(cells[question], PROCEDURE, one, key)
            asked.append(question)
    return asked


def _details(zone: Zone) -> set[str]:
    """What stands with the zone alone: its laws one by one, and what procedures take."""
    laws = Incentive.objects.published().filter(country=zone.country)
    steps = Procedure.objects.published().filter(country=zone.country)
    return {
        *(f"{one.get_category_display()}: {one.name_en}" for one in laws),
        *(f"{one.name_en}, {what}" for one in steps for what in ("working days", "fee")),
    }


def check_side_by_side(found, zones) -> None:
    """The first sheet says of each zone what the zone's own sheet says, less its details."""
    head, *rows = found.worksheets[0].iter_rows(values_only=True)
    assert head[3 : 3 + len(zones)] == tuple(zone.name_en for zone in zones)
    for zone in zones:
        told = {row[1]: row[head.index(zone.name_en)] for row in rows}
        asked = set(answers(sheet_of(found, zone))) - {None}
        for question in asked - _details(zone):
            own = answers(sheet_of(found, zone))[question]["Answer"]
            assert told[question] == own, question
        assert not _details(zone) & set(told)


def check_open_questions(found, zones) -> None:
    """They are all that is not known and the zone can tell, and nothing else."""
    rows = found["Open questions"].iter_rows(min_row=2, values_only=True)
    asked = [row[:3] for row in rows]
    of_zone = {*STANDING, *(str(field.label) for field in ZONE.fields)}
    blank = [
        (zone.name_en, row["Section"], question)
        for zone in zones
        for question, row in answers(sheet_of(found, zone)).items()
        if row["Answer"] == UNKNOWN and question in of_zone
    ]
    assert asked == blank
    assert not [question for *_zone, question in asked if NOT_ITS_OWN in question]
