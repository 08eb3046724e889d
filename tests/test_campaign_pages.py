"""The pages of campaigns: who sees which rows, from the form to the report, and their queries."""

import functools
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sez_portal.common import dates
from sez_portal.records.models import Campaign
from tests import cast
from tests.campaigns import ABROAD, KEY, LAST, OTHER, asked, draft
from tests.pages import in_one_line, text
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def opened(commit):
    return functools.partial(asked, commit)


def test_an_official_sees_the_own_rows_alone(client, opened):
    official = cast.official(KEY)
    found = opened(cast.moderator(), KEY, OTHER)
    cast.sign_in(client, official)
    page = client.get(found.get_absolute_url())
    assert reverse("propose-section", args=["zone", KEY, "glance"]) in text(page)
    assert OTHER not in text(page)
    book = load_workbook(io.BytesIO(client.get(page.context["workbook"]).content))
    assert not any(OTHER in str(cell.value) for row in book.worksheets[0] for cell in row)


def test_a_focal_point_follows_the_rows_of_the_own_country(client, opened):
    found = opened(cast.moderator(), KEY, ABROAD)
    cast.sign_in(client, cast.focal_point("LA"))
    page = client.get(found.get_absolute_url())
    assert KEY in text(page)
    assert ABROAD not in text(page)
    for form in ("xlsx", "csv"):
        answer = client.get(reverse("campaign-sheet", args=[found.pk, form]))
        assert answer.status_code == 200
    assert Zone.objects.get(key=ABROAD).name_en not in text(answer)


def test_from_the_form_to_the_open_campaign(client):
    cast.sign_in(client, cast.moderator())
    cast.official(KEY)
    data = {
        "name_en": "Figures of 2026",
        "letter_en": "Please answer.",
        "deadline": (dates.today() + LAST).isoformat(),
        "section": ["glance"],
        "country": "LA",
        "remind": ["14"],
        "chosen": [KEY],
    }
    refused = client.post(reverse("campaign-new"), {**data, "deadline": "2020-01-01"})
    assert refused.status_code == 422
    assert "Please answer." in text(refused)
    answer = client.post(reverse("campaign-new"), data)
    page = client.get(answer.url)
    assert "Zones asked" in in_one_line(page)
    found = Campaign.objects.get()
    client.post(reverse("campaign-act", args=[found.pk]), {"do": "open"})
    found.refresh_from_db()
    assert found.is_running
    assert client.get(answer.url).status_code == 200
    again = client.post(
        reverse("campaign-act", args=[found.pk]), {"do": "extend", "deadline": "2020-01-01"}
    )
    assert again.status_code == 422
    client.post(reverse("campaign-act", args=[found.pk]), {"do": "close"})
    assert "What the campaign brought" in in_one_line(client.get(answer.url))


def test_a_draft_is_seen_by_those_who_may_change_it(client):
    found = draft(cast.moderator(), country="LA")
    cast.sign_in(client, cast.focal_point("LA"))
    assert client.get(found.get_absolute_url()).status_code == 404
    cast.sign_in(client, cast.official(KEY))
    assert client.get(found.get_absolute_url()).status_code == 404


def test_many_rows_take_no_more_queries(client, opened):
    """Of officials, letters and submissions too: one query each, however many rows are asked."""
    mi = cast.moderator()
    cast.sign_in(client, mi)

    def counted(found: Campaign) -> int:
        client.get(found.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(found.get_absolute_url())
        return len(captured)

    few, many = opened(mi, KEY, OTHER), opened(mi, country="VN")
    assert counted(few) == counted(many)
    drafts = draft(mi, KEY, OTHER), draft(mi, country="VN")
    assert counted(drafts[0]) == counted(drafts[1])
