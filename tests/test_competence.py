"""Which offices and procedures a zone is shown: those that are for it, and no other."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape

from countries.competence import competent
from countries.models import Country, OneStopCentre, Procedure
from countries.record import CENTRE
from investors.shortlists.pack.answers import Pack
from investors.shortlists.pack.parts import one_stop, surroundings_of
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.facts import Notes
from sez_portal.records.services.apply import apply
from tests.packs import authorities
from tests.pages import text
from tests.seeds import rows_of
from zones.models import Zone
from zones.page import ZonePage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # judged by Python, row by row
# One more than judged for two Vietnamese rows: Amata Long Thanh is an industrial park since then.
# Of the zones of November 2026 those for which a row was judged to hold, by hand.
ZONES_JUDGED = set(Path(__file__).with_name("judged_zones.txt").read_text().split())
JUDGED = {
    "kh-sez-administration": 34,
    "kh-phnom-penh-sez-oss": 1,
    "kh-sihanoukville-sez-oss": 1,
    "kh-preah-sihanouk-working-group": 8,
    "kh-sez-origin-certificates": 4,
    "kh-manhattan-sez-oss": 1,
    "kh-tai-seng-sez-oss": 1,
    "cn-qinzhou-approval-bureau": 2,
    "cn-guangxi-investment-bureau": 30,
    "cn-chongzuo-ftz-admin": 1,
    "cn-yunnan-ftz-areas": 3,
    "cn-mohan-boten-admin": 1,
    "cn-youyiguan-customs": 4,
    "la-central-one-stop": 5,
    "la-sezo": 15,
    "la-zone-one-stop-offices": 13,
    "la-golden-triangle-oss": 1,
    "la-savan-seno-oss": 1,
    "mm-thilawa-ossc": 1,
    "mm-sez-ossc-general": 1,
    "mm-dica": 30,
    "mm-mic": 30,
    "mm-dica-yangon-oss": 11,
    "mm-dawei-committee": 1,
    "th-eec-office": 44,
    "th-sez-oss-border": 12,
    "th-ieat": 60,
    "vn-zone-management-boards": 91,
    "vn-heza": 9,
    "vn-hepza": 20,
    "vn-dseza": 6,
    "vn-beza": 2,
    "vn-dong-nam-eza": 3,
    "vn-quang-ninh-investor-care": 6,
    "vn-lang-son-digital-gate": 2,
    "kh-sez-set-up": 38,
    "kh-ppsez-project-approval": 1,
    "kh-sez-duty-free-import": 38,
    "cn-project-approval-qinzhou": 2,
    "cn-western-15-claim": 66,
    "cn-bonded-zone-customs": 7,
    "la-company-registration": 5,
    "la-sez-investment-application": 15,
    "la-sez-construction": 15,
    "la-sez-environment": 15,
    "la-sez-foreign-labour": 15,
    "la-incentive-certificate": 5,
    "mm-thilawa-investment-permit": 1,
    "mm-thilawa-company": 1,
    "mm-thilawa-environment": 1,
    "mm-thilawa-construction": 1,
    "mm-thilawa-visa": 1,
    "mm-thilawa-import-lists": 1,
    "mm-myco-registration": 30,
    "mm-mic-permit-endorsement": 30,
    "mm-thilawa-employment": 1,
    "th-free-zone-user": 2,
    "th-ieat-permit": 60,
    "th-factory-licence": 28,
    "th-eec-promotion-zone": 44,
    "vn-nhon-hoi-full-path": 2,
    "vn-epe-customs": 123,
    "vn-heza-elicence": 9,
    "vn-lang-son-border-gate": 2,
    "vn-quang-ninh-project-planning": 6,
}
# Zones that came later, and how many offices and procedures were judged to be for each.
ADDED = {
    "kh-isi": 15,
    "la-vang-vieng": 7,
    "la-luang-prabang-eco": 7,
    "mm-dagon-seikkan": 8,
    "mm-namoum": 7,
    "mm-yangon-southwest": 8,
    "th-sinsakhon": 12,
    "th-maharaj-nakorn": 12,
    "th-asia-suvarnabhumi": 12,
    "th-tfd-1": 14,
    "th-bangplee": 12,
    "th-phraeksa": 12,
    "th-wha-chonburi-1": 14,
    "th-map-ta-phut-port": 14,
    "th-kaeng-khoi": 12,
    "th-amata-smart-city-chonburi": 14,
    "th-hermes": 14,
    "th-lpp-nakhon-sawan": 12,
}


@cache
def tables() -> dict[str, list[dict[str, str]]]:
    return {name: rows_of(f"{name}.csv") for name in ("oss_centres", "oss_procedures")}


def is_for(row: dict[str, str], zone: Zone) -> bool:
    """The rule once more, from the cells of the table alone."""
    cells = {name: set(filter(None, row[name].split(";"))) for name in row if "zone" in name}
    provinces = set(filter(None, row["applies_provinces"].split(";")))
    if row["country_iso2"] != zone.country_id or zone.key in cells["excludes_zone_keys"]:
        return False
    if zone.type in cells["excludes_zone_types"]:
        return False
    if zone.key in cells["applies_zone_keys"] or row["applies_countrywide"] == "yes":
        return True
    types = cells["applies_zone_types"]
    there = not provinces or bool(provinces & set(zone.province_keys))
    return bool(provinces or types) and there and (not types or zone.type in types)


def expected(zone: Zone) -> set[str]:
    keys = set()
    for rows in tables().values():
        own = {row["key"]: row for row in rows if is_for(row, zone)}
        keys |= {
            key for key, row in own.items() if not set(row["gives_way_to"].split(";")) & set(own)
        }
    return keys


def offices_of(country: Country) -> set[str]:
    """The names in the country's cells of authorities, and of its one-stop centres."""
    cells = f"{country.sez_authority};{country.ipa_name}"
    named = {name.strip() for name in re.split(r";| / | and ", cells)} - {""}
    return named | {centre.name_en for centre in OneStopCentre.objects.filter(country=country.iso2)}


@pytest.mark.parametrize("key", ["china", "thailand", "myanmar", "lao-pdr", "viet-nam", "cambodia"])
def test_the_country_page_names_its_authorities_where_the_zones_lead(client, key):
    country = Country.objects.get(key=key)
    page = text(client.get(country.get_absolute_url()))
    section = page[page.index('id="h-law"') :].partition("</section>")[0]
    assert escape(country.sez_authority) in section
    assert escape(country.ipa_name) in section


@pytest.mark.parametrize(("key", "count"), JUDGED.items())
def test_a_row_is_for_as_many_zones_as_were_judged(key, count):
    model = OneStopCentre if OneStopCentre.objects.filter(key=key).exists() else Procedure
    rows = list(model.objects.filter(country=key[:2].upper()))
    zones = Zone.objects.filter(country=key[:2].upper(), key__in=ZONES_JUDGED)
    found = [zone for zone in zones if key in {row.key for row in competent(rows, zone)}]
    assert len(found) == count


@pytest.mark.parametrize(("key", "count"), ADDED.items())
def test_a_zone_that_came_later_has_what_was_judged(key, count):
    assert len(expected(Zone.objects.get(key=key))) == count


def test_the_pack_names_the_offices_of_the_page():
    zones = list(Zone.objects.filter(key__in=["vn-dong-dang-lang-son", "th-araya", "la-boten"]))
    notes = Notes()
    here = surroundings_of(zones, notes)
    for zone in zones:
        page = ZonePage(zone)
        told = [str(line.value) for line in one_stop(zone, here, notes)]
        assert told[: len(page.centres)] == [centre.name_en for centre in page.centres]
        assert here.procedures[zone.key] == page.procedures


def test_the_pack_names_no_authority_of_the_whole_country():
    """Which of its offices is competent for a zone, the country's record does not say."""
    zones = Zone.objects.filter(key__in=["cn-ruili-border-ecz", "th-araya", "mm-thilawa"])
    for answers in Pack({zone.key: "" for zone in zones}).answers:
        lines = [line for section in answers.sections for line in section.lines]
        country = answers.zone.country
        assert country.sez_authority not in {line.value for line in lines}
        where = [line for line in lines if line.label == "Authorities of the country"]
        assert [line.value for line in where] == [authorities(answers.zone)]


def test_a_zone_without_an_office_says_so(client):
    for centre in OneStopCentre.objects.filter(country="CN"):
        apply(
            record=CENTRE,
            key=centre.key,
            values={"reach": "named", "provinces": [], "zone_keys": [], "zone_key": ""},
            origin=Origin.RENAME,
        )
    page = text(client.get(Zone.objects.filter(country="CN").first().get_absolute_url()))
    assert "No one-stop centre is known for this zone." in page


def test_what_only_informs_comes_last_and_what_is_near_first():
    zone = Zone.objects.get(key="vn-dinh-vu-cat-hai")
    centres = ZonePage(zone).centres
    assert [centres[0].key, centres[-1].key] == ["vn-heza", "vn-fia"]
    assert ZonePage(zone).own_centre.key == "vn-heza"


def test_the_nearer_goes_first_whatever_the_order():
    zone = Zone(key="vn-sample", country_id="VN", type="industrial_park")
    rows = [
        OneStopCentre(key="background", country_id="VN", for_whom="background"),
        OneStopCentre(key="country", country_id="VN"),
        OneStopCentre(key="kind", country_id="VN", zone_types=["industrial_park"]),
        OneStopCentre(key="named", country_id="VN", zone_keys=["vn-sample"]),
        OneStopCentre(key="elsewhere", country_id="VN", zone_keys=["vn-other"]),
    ]
    found = [row.key for row in competent(rows, zone)]
    assert found == ["named", "kind", "country", "background"]


def test_a_procedure_for_developers_is_told_apart():
    page = ZonePage(Zone.objects.get(key="th-araya"))
    assert "th-free-zone-establish" in {row.key for row in page.developer_procedures}
    assert "th-free-zone-establish" not in {row.key for row in page.procedures}


def test_an_office_says_where_it_is_competent(client):
    page = text(client.get(reverse("centre", args=["vn-heza"])))
    assert "In 9 zones of the directory" in page
    assert "In every zone of the country." in text(client.get(reverse("centre", args=["vn-fia"])))
