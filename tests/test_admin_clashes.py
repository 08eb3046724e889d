"""Two people at one form of the administration: asked field by field, where they differ."""

import pytest

from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.edit import edit
from tests import cast
from tests.administration import KEY, Sent, typed, url
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


@pytest.fixture
def clash(client, focal):
    """The page after somebody else changed firms and jobs, and this person firms and more."""
    address = url(Zone, "change", Zone.objects.get(key=KEY).pk)
    data = typed(client, address, firms="148", firms__source="Our own list", developer="Savan Park")
    other = cast.focal_point("LA", "other@sample.invalid")
    values = {"firms": 140, "jobs": 5000}
    edit(record=ZONE, key=KEY, values=values, by=other, office="O", note="n")
    return client.post(address, data)


def again(client, answer, **more):
    page = answer.content.decode()
    address = url(Zone, "change", Zone.objects.get(key=KEY).pk)
    return client.post(address, Sent(page).data | more)


def test_the_three_values_stand_side_by_side_for_the_field_that_clashes(clash):
    meanwhile = clash.context["meanwhile"]
    (one,) = meanwhile.to_choose
    assert (one.opened_words, one.live_words, one.typed_words) == ("129", "140", "148")
    assert [other.field.key for other in meanwhile.others] == ["jobs"]
    page = clash.content.decode()
    assert clash.status_code == 422
    assert "it is now: 140" in page
    assert 'value="theirs"' in page
    assert "Savan Park" in page


def test_theirs_is_left_as_it_is_and_the_rest_is_saved(client, clash):
    answer = again(client, clash, **{"clash-firms": "theirs"})
    assert answer.status_code == 302
    zone = Zone.objects.get(key=KEY)
    assert (zone.firms, zone.jobs, zone.developer) == (140, 5000, "Savan Park")
    assert set(Submission.objects.applied().first().changes) == {"developer"}
    shown = Evidence.objects.filter(record="zone", key=KEY, field="firms", is_shown=True)
    assert "Our own list" not in {src.title for one in shown for src in one.sources.all()}


def test_mine_takes_the_place_of_theirs(client, clash):
    assert again(client, clash, **{"clash-firms": "mine"}).status_code == 302
    zone = Zone.objects.get(key=KEY)
    assert (zone.firms, zone.jobs, zone.developer) == (148, 5000, "Savan Park")


def test_who_does_not_choose_is_asked_again(client, clash):
    answer = again(client, clash)
    assert answer.status_code == 422
    (one,) = answer.context["meanwhile"].to_choose
    assert (one.opened_words, one.live_words, one.typed_words) == ("129", "140", "148")
    assert Zone.objects.get(key=KEY).firms == 140
    assert again(client, answer, **{"clash-firms": "theirs"}).status_code == 302


def test_a_third_change_is_told_as_well(client, clash, focal):
    edit(record=ZONE, key=KEY, values={"firms": 141}, by=focal, office="O", note="n")
    answer = again(client, clash, **{"clash-firms": "mine"})
    assert answer.status_code == 422
    (one,) = answer.context["meanwhile"].to_choose
    assert (one.opened_words, one.live_words, one.typed_words) == ("129", "141", "148")
    assert one.choice == ""
    assert again(client, answer, **{"clash-firms": "theirs"}).status_code == 302
    assert Zone.objects.get(key=KEY).firms == 141


@pytest.mark.parametrize("opened_at", ["9" * 30, "-1", "x", ""])
def test_a_version_that_is_none_is_no_error(client, clash, opened_at: str):
    assert again(client, clash, opened_at=opened_at).status_code == 422


def test_the_form_knows_what_is_on_the_page_and_what_waits(client, focal):
    page = client.get(url(Zone, "change", Zone.objects.get(key=KEY).pk))
    rows = {row.field.key: row for row in page.context["form"].rows}
    assert rows["jobs"].now.fact.mark.state == "stale"
    assert rows["jobs"].now.sources
    assert "On the page now" in page.content.decode()
    assert any(one.due for one in page.context["form"].fieldsets)
