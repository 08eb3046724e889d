"""The page of data quality: by kind, confirmed within a year, month by month, and its download."""

import csv
import datetime
import io

import pytest
from django.core.management import call_command

from sez_portal.common import dates
from sez_portal.records.models import Evidence, QualitySnapshot
from sez_portal.records.services.confirm import confirm
from sez_portal.site.quality_counts import board
from tests import cast
from tests.pages import in_one_line, text
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-savan-seno"
PAGE, FILE = "/about/data-quality/", "/about/data-quality.csv"


def lines(client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client.get(FILE)))))


def test_what_an_office_confirmed_within_a_year_is_counted():
    before = board()
    confirm(record=ZONE, key=KEY, names=["jobs", "firms"], by=cast.official(KEY))
    after = board()
    for tallies, key in (("countries", "LA"), ("sections", "glance"), ("kinds", "zone")):
        gained = getattr(after, tallies)[key].confirmed - getattr(before, tallies)[key].confirmed
        assert gained == 2, tallies
    shown = Evidence.objects.filter(record="zone", key=KEY, is_shown=True)
    shown.exclude(confirmed_on=None).update(confirmed_on=dates.today() - datetime.timedelta(400))
    assert board().countries["LA"].confirmed == before.countries["LA"].confirmed


def test_the_kind_says_what_the_countries_say_together():
    counts = board()
    assert counts.kinds["zone"].fresh == counts.total.fresh
    assert counts.kinds["zone"].rows == Zone.objects.published().count()


def test_a_month_is_kept_once_and_shown(client):
    assert "No month was kept yet." in in_one_line(client.get(PAGE))
    call_command("keep_quality", stdout=io.StringIO())
    known = QualitySnapshot.objects.get().counts["all"]["all"]["known"]
    Zone.objects.filter(key=KEY).update(is_published=False)
    call_command("keep_quality", stdout=io.StringIO())
    assert QualitySnapshot.objects.get().counts["all"]["all"]["known"] == known
    assert "No month was kept yet." not in in_one_line(client.get(PAGE))
    of_all = [line for line in lines(client) if line["by"] == "all"]
    assert [line["day"] for line in of_all] == ["now", dates.today().isoformat()]
    assert int(of_all[1]["known"]) == known > int(of_all[0]["known"])


def test_the_file_has_every_country_section_and_kind(client):
    counts = board()
    told = {(line["by"], line["key"]) for line in lines(client)}
    assert {("country", key) for key in counts.countries} <= told
    assert {("section", key) for key in counts.sections} <= told
    assert {("kind", key) for key in counts.kinds} <= told
