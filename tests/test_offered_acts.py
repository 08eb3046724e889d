"""What is offered for a row is not refused then; after an act one is led on."""

import pytest

from sez_portal.records.choices import RowAct
from sez_portal.records.models import Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.told import Told
from tests import cast
from tests.administration import url
from tests.pages import in_one_line as text
from tests.test_row_act_pages import GOES, KEY, OTHER, page_of, typed
from zones.models import CrossBorderZone, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


def merged(by) -> Zone:
    terms = {"into": OTHER, "take": []}
    told = Told(by, "Ministry", "One zone")
    row_acts.begin(act=RowAct.MERGE, record=ZONE, key=GOES, terms=terms, told=told)
    return Zone.objects.get(key=GOES)


def test_of_a_row_that_is_one_with_another_nothing_is_offered_but_parting(client, focal):
    row = merged(focal)
    page = client.get(url(Zone, "change", row.pk))
    assert page.context["acts"] == page.context["row_acts"] == []
    assert "Put on the public pages" not in text(page)
    assert len(page.context["undoable"]) == 1


@pytest.mark.parametrize("act", ["publish", "status", "confirm"])
def test_among_many_rows_it_is_left_out_before_anything_is_typed(client, focal, act: str):
    row, other = merged(focal), Zone.objects.get(key=KEY)
    address = f"{url(Zone, 'changelist')}act/{act}/?ids={row.pk},{other.pk}"
    page = client.get(address)
    assert page.context["rows"] == [other]
    assert "is one with another row now. Part them first." in text(page)


def test_what_only_the_institute_undoes_is_not_offered_to_one_side(client, focal):
    pair = CrossBorderZone.objects.filter(zone_a__country="LA").first() or (
        CrossBorderZone.objects.filter(zone_b__country="LA").first()
    )
    Submission.objects.create(
        record="pair",
        key=pair.key,
        act="rename",
        title="t",
        origin="rename",
        status="applied",
        applied_at="2026-11-01T00:00Z",
    )
    for user, count in ((focal, 0), (cast.moderator(), 1)):
        cast.sign_in(client, user)
        page = client.get(url(CrossBorderZone, "change", pair.pk))
        assert len(page.context["undoable"]) == count


def test_after_an_act_its_page_and_the_list_are_one_press_away(client, focal):
    address = page_of("rename", GOES)
    answer = client.post(address, typed(client, address, name_en="Another Name"))
    page = text(client.get(answer.url))
    told = page.partition("It can be undone here.")[2].partition("</li>")[0]
    assert f'<a href="/zones/{GOES}/">See its page</a>' in told
    assert "Back to the list</a>" in told


def test_who_decided_about_an_act_is_led_back_to_the_queue(client, focal):
    cast.sign_in(client, cast.moderator())
    address = page_of("rename", GOES)
    answer = client.post(address, typed(client, address, name_en="Another Name"))
    sent = Submission.objects.waiting().get()
    assert answer.url == sent.get_absolute_url()
    cast.sign_in(client, focal)
    page = text(client.get(answer.url))
    assert 'href="/desk/queue/">Back to the queue</a>' in page
    assert f'href="/zones/{GOES}/"' in page
