"""What is to be confirmed is one number, wherever it is told to the same person."""

import re

import pytest
from django.urls import reverse

from sez_portal.records.choices import Origin
from sez_portal.records.desk.figures import sections_to_confirm
from sez_portal.records.models import Evidence
from sez_portal.records.services.apply import apply
from sez_portal.records.services.due import due_figures, overdue
from sez_portal.records.services.propose import propose
from sez_portal.site.administration import start_of
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture
def waiting():
    """A figure that is due and for which a change waits, and one that is due alone."""
    Evidence.objects.filter(key=KEY, is_shown=True).update(due_on=None, stale_on=None)
    return propose(record=ZONE, key=KEY, by=cast.official(KEY, "a@b.test"), values={"firms": 148})


def of_the_row(row: Zone) -> int:
    """What the page of the row asks to look at."""
    return sum(
        figure.is_overdue and figure.can_be_confirmed
        for section in sections_to_confirm(ZONE, row)
        for figure in section.figures
    )


def test_desk_and_administration_tell_the_same_of_a_zone(client, waiting):
    row = Zone.objects.annotate(overdue=overdue(ZONE)).get(key=KEY)
    expected = of_the_row(row)
    assert expected and row.overdue == expected
    focal, official = cast.focal_point("LA"), cast.official(KEY)
    start = start_of(focal)
    line = next(one for one in start.zones if one.title == str(row))
    assert line.due == expected
    cast.sign_in(client, official)
    (task,) = [
        one
        for one in client.get(reverse("desk")).context["tasks"]
        if one.url == reverse("confirm-row", args=["zone", KEY])
    ]
    assert task.title == f"{expected} figures: still true?"


def test_desk_and_administration_tell_the_same_of_a_country(client, waiting):
    focal = cast.focal_point("LA")
    (country,) = start_of(focal).countries
    cast.sign_in(client, focal)
    tasks = client.get(reverse("desk")).context["tasks"]
    (task,) = [one for one in tasks if one.title.endswith("have figures to confirm")]
    assert task.about.startswith(f"{country.due} figures are to be confirmed")
    listed = client.get(task.url).context["cl"].result_count
    assert listed == int(re.match(r"[0-9]+", task.title)[0])


def test_every_page_of_a_row_counts_as_the_lists_do():
    rows = Zone.objects.annotate(overdue=overdue(ZONE)).order_by("key")[:25]
    assert [(row.key, row.overdue) for row in rows] == [(row.key, of_the_row(row)) for row in rows]


def test_what_waits_is_no_figure_to_confirm_until_it_is_decided(waiting):
    own = due_figures().filter(record="zone", key=KEY)
    assert not own.filter(field="firms").exists()
    apply(record=ZONE, key=KEY, values={"developer": "Another"}, origin=Origin.ADMIN)
    waiting.status = "withdrawn"
    waiting.save()
    assert due_figures().filter(record="zone", key=KEY, field="firms").exists()
