"""Story pages: each answers its question from the records as they stand."""

import pytest
from django.urls import reverse

from countries.models import Incentive
from sez_portal.common import dates
from sez_portal.records.services.apply import apply
from sez_portal.records.services.confirm import confirm
from sez_portal.site.stories.views import STORIES
from tests import cast
from zones import facets
from zones.directory import Directory
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ZONE_AT_SEA = "kh-sihanoukville-sez"


def told(slug: str):
    facets.forget()
    return STORIES[slug].tell(facets.current())


def names(answer) -> list[str]:
    return [entry.name for part in answer.parts for entry in part.entries]


def test_the_directory_finds_the_same_zones_near_a_main_seaport(client, rf):
    answer = told("near-a-main-seaport")
    listing = Directory(rf.get("/zones/?near=main_seaport&within=50").GET)
    assert len(names(answer)) == listing.total > 100
    assert answer.finding.startswith(f"{listing.total} of ")
    assert sum(bar.count for bar in answer.chart) == listing.total
    assert " 0.0 km" not in str(answer.parts)


def test_a_hidden_zone_is_in_no_story(client):
    zone = Zone.objects.get(key=ZONE_AT_SEA)
    path = reverse("story", args=["near-a-main-seaport"])
    assert zone.get_absolute_url() in client.get(path).content.decode()
    Zone.objects.filter(pk=zone.pk).update(is_published=False, version=zone.version + 1)
    facets.forget()
    assert zone.get_absolute_url() not in client.get(path).content.decode()


def test_the_railway_goes_from_north_to_south():
    answer = told("along-the-railway")
    stations = [part.title.split(",")[0] for part in answer.parts]
    assert stations.index("Mohan Railway Station") < stations.index("Boten Railway Station")
    assert stations[-1] == "Vientiane South Freight Station"
    assert any("Boten" in name for name in names(answer))


def test_a_rule_that_ends_stands_under_its_year():
    rule = Incentive.objects.published().filter(effective_from="").first()
    year = dates.today().year + 1
    Incentive.objects.filter(pk=rule.pk).update(effective_to=f"{year}-06-30")
    parts = {part.title: part for part in told("tax-rules").parts}
    assert str(rule) in [entry.name for entry in parts[str(year)].entries]


def test_an_office_that_confirms_is_told_and_nobody_before_that(client):
    assert not told("kept-up-to-date").parts
    assert "keep their page" not in client.get(reverse("stories")).content.decode()
    official = cast.official(ZONE_AT_SEA, office="Zone office")
    apply(record=ZONE, key=ZONE_AT_SEA, values={"firms": 203}, origin="admin")
    confirm(record=ZONE, key=ZONE_AT_SEA, names=["firms"], by=official)
    answer = told("kept-up-to-date")
    assert names(answer) == [Zone.objects.get(key=ZONE_AT_SEA).name_en]
    assert answer.parts[0].entries[0].told.startswith("1 figure")


def test_a_story_that_is_none(client):
    assert client.get("/stories/no-such/").status_code == 404
