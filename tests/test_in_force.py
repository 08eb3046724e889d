"""In force, not confirmed or ended on a day: one answer, and no page names what ended otherwise."""

import datetime
import re

import pytest

from countries.in_force import Standing, in_year, standing
from countries.models import Incentive
from investors import zone_facts
from investors.calculators.match import criteria
from investors.shortlists.pack.answers import Pack
from sez_portal.common import dates
from sez_portal.records.evidence.facts import Notes
from zones.incentives.combining import Book, Question
from zones.incentives.eligibility import Level, Place, applies, level, offered
from zones.models import Zone

pytestmark = pytest.mark.one_database  # judged by Python
DAY = datetime.date(2026, 11, 30)
WALKED = ("kh-sihanoukville-sez", "vn-vung-ang", "vn-deep-c", "la-boten", "la-khoksaath")
WALKED += ("cn-ruili-border-ecz", "th-tak-sez", "mm-thilawa", "vn-my-phuoc-3")


def rule(**values) -> Incentive:
    return Incentive(**{"new_projects": "yes", "effective_from": "", "effective_to": "", **values})


@pytest.mark.parametrize(
    ("values", "day", "state"),
    [
        ({}, DAY, Standing.IN_FORCE),
        ({"effective_to": "2026-11-30"}, DAY, Standing.IN_FORCE),  # its last day
        ({"effective_to": "2026-11-29"}, DAY, Standing.ENDED),
        ({"effective_to": "2026"}, DAY, Standing.IN_FORCE),
        ({"effective_to": "2025"}, DAY, Standing.ENDED),
        ({"effective_from": "2026-12-01"}, DAY, Standing.AHEAD),
        ({"effective_from": "2026-11-30"}, DAY, Standing.IN_FORCE),
        ({"new_projects": "doubtful"}, DAY, Standing.DOUBTFUL),
        ({"new_projects": "doubtful", "effective_to": "2025"}, DAY, Standing.ENDED),
        ({"new_projects": "no"}, DAY, Standing.ENDED),
        ({"new_projects": "no", "effective_to": "2099"}, DAY, Standing.ENDED),
        # over by now, but open then
        (
            {"new_projects": "no", "effective_to": "2025-09-30"},
            datetime.date(2025, 1, 1),
            "in_force",
        ),
    ],
)
def test_a_day_of_a_rule(values, day, state):
    assert standing(rule(**values), day) == state


def test_a_year_has_a_rule_that_ends_or_begins_in_it():
    assert in_year(rule(effective_to="2027-02-01"), 2027) == Standing.IN_FORCE
    assert in_year(rule(effective_from="2027-12-01"), 2027) == Standing.IN_FORCE
    assert in_year(rule(effective_to="2026-12-31"), 2027) == Standing.ENDED


def test_an_ended_rule_says_for_whom_it_holds():
    assert rule(effective_to="2025-09-30").whom_it_held_for.endswith("before 1 October 2025.")
    assert rule(new_projects="no").whom_it_held_for == "Not for new projects."


def test_what_is_excluded_is_excluded_whatever_else_fits():
    row = rule(zone_types=["industrial_park"], excludes_zone_keys=["x"], excludes_zone_types=[])
    assert applies(row, Place("VN", "y", "industrial_park"))
    assert not applies(row, Place("VN", "x", "industrial_park"))
    row = rule(excludes_zone_types=["industrial_park"])
    assert not applies(row, Place("VN", "y", "industrial_park"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"scope": "zone"}, Level.ZONE),
        ({"scope": "zone_type"}, Level.AREA),  # for zones of some kind, in words only
        ({"scope": "national", "provinces": ["x"]}, Level.AREA),
        ({"scope": "national"}, Level.COUNTRY),
    ],
)
def test_how_near_to_the_zone_a_rule_is_made(values, expected):
    assert level(rule(**values)) == expected


@pytest.mark.django_db
def test_each_incentive_stands_in_exactly_one_part():
    rows = list(Incentive.objects.published())
    found = offered(rows, DAY)
    parts = [*found.open, *found.ended]
    assert sorted(one.key for one in parts) == sorted(one.key for one in rows)
    assert {one.key for one in found.ended} >= {
        "vn-ez-10-percent-15-years",
        "vn-ip-2-exempt-4-half",
        "la-lip-zone1-profit-tax",
        "la-lip-reinvested-profit",
        "kh-sihanoukville-vat",
        "cn-border-coop-zones-15-percent",
    }
    by_day = [one.key for one in rows if standing(one, DAY) == Standing.ENDED]
    assert sorted(one.key for one in found.ended) == sorted(by_day)
    assert all(one.beneficiary == "developer" for one in found.developers)
    assert {one.key for one in found.workers} >= {"vn-ez-pit-half", "th-eec-visa-10"}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["th-boi-20-provinces", "th-boi-industrial-estate-year"])
def test_more_years_are_told_after_the_years_they_add_to(key):
    told = [one.key for one in offered(Incentive.objects.published(), DAY).open]
    added_to = [name for name in Incentive.objects.get(key=key).cumulates_with if name in told]
    assert added_to
    assert told.index(key) > max(told.index(name) for name in added_to)


@pytest.mark.django_db
def test_no_zone_is_offered_what_ended():
    """All zones through what their page, the comparison and the answer pack ask."""
    zones = list(Zone.objects.published().select_related("country"))
    assert len(zones) >= 380
    ended = 0
    for tax in zone_facts.tax_of(zones, Notes()).values():
        shown = [*tax.offered.open, *tax.others]
        shown += tax.best.case.plan.parts if tax.best else ()
        assert all(standing(one, dates.today()) != Standing.ENDED for one in shown)
        assert all(standing(one, dates.today()) == Standing.ENDED for one in tax.offered.ended)
        ended += bool(tax.offered.ended)
    assert ended > 100  # they are told, apart


@pytest.mark.django_db
def test_the_schedule_and_the_match_compute_nothing_that_ended():
    book = Book(Incentive.objects.published())
    year = dates.today().year + 1
    for zone in Zone.objects.published().select_related("country"):
        place = Place(
            zone.country_id, zone.key, zone.type, tuple(zone.province_keys), zone.district
        )
        found = book.relief(place, Question(year))
        parts = [part for plan in found.plans for part in plan.parts]
        assert all(in_year(one, year) != Standing.ENDED for one in [*parts, *found.other])
    assert criteria.current().scales["exempt"].known


def outside_of_folds(page: str) -> str:
    """The page without what is folded under "Ended"."""
    return re.sub(r'<details class="more ended">.*?</details>', "", page, flags=re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *(f"/zones/{key}/" for key in WALKED),
        *(f"/countries/{key}/" for key in ("viet-nam", "lao-pdr", "cambodia", "china")),
        "/incentives/",
        "/incentives/?country=VN",
        "/compare/?zone=vn-vung-ang&zone=la-boten&zone=la-khoksaath&zone=vn-my-phuoc-3",
    ],
)
def test_a_page_names_what_ended_under_ended_alone(client, path):
    page = outside_of_folds(client.get(path).content.decode())
    day = dates.today()
    ended = [one for one in Incentive.objects.published() if standing(one, day) == "ended"]
    assert [one.key for one in ended if f'href="/incentives/{one.key}/"' in page] == []


@pytest.mark.django_db
def test_an_answer_pack_names_nothing_that_ended():
    lines = [
        f"{line.label} {line.shown} {line.remark}"
        for answers in Pack(dict.fromkeys(WALKED, "")).answers
        for section in answers.sections
        for line in section.lines
    ]
    told = "\n".join(lines)
    for one in Incentive.objects.published():
        if standing(one, dates.today()) == Standing.ENDED:
            assert one.name_en not in told


@pytest.mark.django_db
def test_the_page_of_an_ended_rule_says_so_first(client):
    page = client.get("/incentives/vn-ez-10-percent-15-years/").content.decode()
    assert "For projects licensed before 1 October 2025." in page
    assert "In force until" not in page
    assert "Zones it applied to" in page


@pytest.mark.django_db
def test_no_line_of_a_band_begins_with_a_full_stop(client):
    Incentive.objects.filter(key="la-phoukhyo-profit-tax-industry").update(
        legal_basis="", area="somewhere"
    )
    for path in ("/incentives/?country=LA", "/zones/la-phoukhyo/"):
        page = client.get(path).content.decode()
        heads = re.findall(r'<tr class="bl">.*?</tr>', page, flags=re.DOTALL)
        assert heads
        assert not any(re.search(r">\s*\.", head) for head in heads)
