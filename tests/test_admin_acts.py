"""Acts on whole rows in the administration: publish, status, “still true”."""

import datetime
import logging

import pytest

from sez_portal.records.desk.figures import sections_to_confirm
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.edit import edit
from tests import cast
from tests.administration import (
    FOREIGN,
    KEY,
    faults,
    state,
    url,
)
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


def boxes(zone: Zone, *names: str) -> list[str]:
    """What the boxes of these figures send, or of all."""
    figures = [one for section in sections_to_confirm(ZONE, zone) for one in section.figures]
    return [one.tick for one in figures if not names or one.name in names]


@pytest.mark.parametrize("act", ["confirm", "status", "publish", "unpublish"])
def test_bulk_acts_on_rows_of_others_do_nothing_to_them(client, focal, act: str, caplog):
    mine, other = Zone.objects.get(key=KEY), Zone.objects.get(key=FOREIGN)
    before = Submission.objects.filter(key=FOREIGN).count()
    data = {"action": act, "index": 0, "_selected_action": [mine.pk, other.pk]}
    with caplog.at_level(logging.WARNING, "sez_portal.security"):
        answer = client.post(url(Zone, "changelist"), data)
        assert answer.url.endswith(f"?ids={mine.pk}")
        page = client.get(url(Zone, "act", act) + f"?ids={mine.pk},{other.pk}")
    assert caplog.text.count("administration refused") >= 2
    assert "Phnom Penh" not in page.content.decode()
    given = {"ids": f"{mine.pk},{other.pk}", "note": "n", "status": "closed", "since": "2026"}
    mine_ticked = {f"tick-{mine.pk}": boxes(mine)} if act == "confirm" else {}
    client.post(url(Zone, "act", act), given | mine_ticked | {f"tick-{other.pk}": boxes(other)})
    assert Submission.objects.filter(key=FOREIGN).count() == before
    forged = {**given, "ids": str(other.pk), f"tick-{other.pk}": boxes(other)}
    client.post(url(Zone, "act", act), forged)
    assert Submission.objects.filter(key=FOREIGN).count() == before
    other.refresh_from_db()
    assert other.is_published
    assert other.status != "closed"


def history_page(client, key: str = KEY) -> str:
    return client.get(url(Zone, "history", Zone.objects.get(key=key).pk)).content.decode()


def test_publishing_is_told_in_the_history_with_its_reason(client, focal):
    zone = Zone.objects.get(key=KEY)
    address = url(Zone, "act", "unpublish")
    before = state()
    assert client.get(f"{address}?ids={zone.pk}").status_code == 200
    assert client.post(address, {"ids": zone.pk, "note": ""}).status_code == 422
    assert state() == before
    client.post(address, {"ids": zone.pk, "note": "Closed for now"})
    assert client.get(f"/zones/{KEY}/").status_code in (200, 404)
    zone.refresh_from_db()
    assert not zone.is_published
    page = history_page(client)
    assert "Closed for now" in page
    assert "not published" in page
    client.post(url(Zone, "act", "publish"), {"ids": zone.pk, "note": "Open again"})
    assert "Open again" in history_page(client)


def test_a_change_of_status_is_a_dated_event(client, focal):
    zone = Zone.objects.get(key=KEY)
    given = {"ids": zone.pk, "status": "suspended", "since": "2026-10", "note": "Decree 12"}
    client.post(url(Zone, "act", "status"), given)
    zone.refresh_from_db()
    assert (zone.status, zone.status_since) == ("suspended", "2026-10")
    shown = Evidence.objects.get(record="zone", key=KEY, field="status", is_shown=True)
    assert (shown.value, shown.speaks_of) == ("suspended", "2026-10")
    assert shown.confirmed_by == "Ministry of Planning"
    assert "Decree 12" in history_page(client)
    before = state()
    client.post(url(Zone, "act", "status"), given)
    assert state() == before


@pytest.mark.parametrize("since", ["", "2099", "soon"])
def test_a_status_needs_a_day_that_has_come(client, focal, since: str):
    zone, before = Zone.objects.get(key=KEY), state()
    given = {"ids": zone.pk, "status": "closed", "since": since, "note": "n"}
    answer = client.post(url(Zone, "act", "status"), given)
    assert "since" in faults(answer)
    assert state() == before


def test_chosen_sections_are_confirmed_and_others_are_not(client, focal):
    zone, before = Zone.objects.get(key=KEY), state()
    address = url(Zone, "act", "confirm")
    page = client.get(f"{address}?ids={zone.pk}")
    assert "4,681" in page.content.decode()
    assert state() == before
    client.post(address, {"ids": zone.pk, f"tick-{zone.pk}": boxes(zone, "jobs")})
    shown = Evidence.objects.filter(record="zone", key=KEY, is_shown=True)
    today = datetime.date.today()  # noqa: DTZ011
    assert shown.get(field="jobs").confirmed_on == today
    assert shown.get(field="area_ha").confirmed_on is None


def test_what_changed_since_the_page_was_opened_is_not_confirmed(client, focal):
    zone = Zone.objects.get(key=KEY)
    seen = boxes(zone, "jobs")
    edit(record=ZONE, key=KEY, values={"jobs": 5000}, by=focal, office="O", note="n")
    before = state()
    given = {"ids": zone.pk, f"tick-{zone.pk}": seen}
    given[f"tick-{zone.pk}"] += boxes(zone, "firms")
    answer = client.post(url(Zone, "act", "confirm"), given | {"compared": "Our list"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "changed since you opened the page: Jobs" in page
    assert 'value="Our list"' in page
    assert f'value="{boxes(zone, "firms")[0]}"\n                checked' in page
    assert state() == before
