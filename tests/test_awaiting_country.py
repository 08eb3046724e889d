"""What went live while the country was silent is a task with an end, not a sentence for good."""

import pytest
from django.core.exceptions import PermissionDenied

from sez_portal.records.choices import Origin
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.decide import confirm_for_country
from sez_portal.records.services.edit import edit
from sez_portal.records.services.revert import revert
from tests import cast
from zones import facets
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
PAGE = f"/zones/{KEY}/"
SAYS = "Awaiting country confirmation"


@pytest.fixture
def part() -> Submission:
    made = apply(
        record=ZONE,
        key=KEY,
        values={"firms": 148, "jobs": 6250},
        origin=Origin.PROPOSAL,
        awaits_country=True,
    )
    assert made is not None
    return made


@pytest.fixture
def focal():
    return cast.focal_point("LA", office="Ministry of Planning")


def is_awaited(client, part: Submission) -> bool:
    facets.forget()
    part.refresh_from_db()
    assert (SAYS in client.get(PAGE).content.decode()) == part.awaits_country
    return part.awaits_country


def test_one_press_on_the_desk_ends_it(client, part, focal):
    assert is_awaited(client, part)
    cast.sign_in(client, focal)
    desk = client.get("/desk/").content.decode()
    assert "Confirm for my country" in desk
    assert "129" in desk and "148" in desk
    for _press in range(2):  # pressed twice, it says the same
        answer = client.post(f"/desk/submissions/{part.pk}/country/", follow=True)
        assert "Confirmed for your country." in answer.content.decode()
    assert not is_awaited(client, part)
    assert "Confirm for my country" not in client.get("/desk/").content.decode()


def test_only_the_country_confirms(client, part, focal):
    for other in (cast.focal_point("KH", "kh@sample.invalid"), cast.moderator()):
        with pytest.raises(PermissionDenied):
            confirm_for_country(submission=part, by=other)
    assert is_awaited(client, part)


def test_an_edit_of_the_figure_by_the_country_ends_it(client, part, focal):
    edit(record=ZONE, key=KEY, values={"jobs": 6300}, by=focal, office="O", note="n")
    assert not is_awaited(client, part)


def test_a_confirmation_by_the_country_ends_it(client, part, focal):
    confirm(record=ZONE, key=KEY, names=["jobs"], by=focal)
    assert not is_awaited(client, part)


def test_other_figures_and_other_people_do_not(client, part, focal):
    edit(record=ZONE, key=KEY, values={"developer": "A"}, by=focal, office="O", note="n")
    confirm(record=ZONE, key=KEY, names=["jobs"], by=cast.official(KEY))
    assert is_awaited(client, part)


def test_one_figure_of_two_changed_by_another_leaves_the_other_awaited(client, part):
    apply(record=ZONE, key=KEY, values={"jobs": 6300}, origin=Origin.MI, by=cast.moderator())
    assert is_awaited(client, part)
    apply(record=ZONE, key=KEY, values={"jobs": 1, "firms": 1}, origin=Origin.MI)
    assert not is_awaited(client, part)


def test_what_is_taken_back_is_not_awaited(client, part):
    revert(submission=part, by=cast.moderator(), note="a slip")
    assert not is_awaited(client, part)
