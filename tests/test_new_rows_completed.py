"""A proposed zone that lacks something: asked for, or completed as a proposal of one's own."""

import pytest

from sez_portal.records.models import Submission
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
VALUES = {
    "name_en": "Sample Zone",
    "country": "LA",
    "type": "special_economic_zone",
    "status": "planned",
    "management": "unknown",
    "lat": "17.9",
    "lon": "102.6",
    "coord_precision": "town",
}
TYPED = dict.fromkeys(("name_en", "country", "type", "area_ha", "website"), [""])


@pytest.fixture
def sent(client) -> Submission:
    cast.sign_in(client, cast.moderator())
    made = propose(record=ZONE, key="la-sample", by=cast.person(), values=VALUES)
    Submission.objects.filter(pk=made.pk).update(typed=TYPED)
    return made


def test_what_is_missing_is_named_and_a_question_for_it_is_written(client, sent):
    page = text(client.get(sent.get_absolute_url()))
    assert "Its author left empty: Area, Website." in page
    data = {"turn": sent.turn, "do": "missing", "verdict-name_en": "accepted", "text": "Thanks."}
    answer = client.post(sent.get_absolute_url(), data)
    assert answer.url == f"{sent.get_absolute_url()}#say"
    page = text(client.get(sent.get_absolute_url()))
    assert "Thanks. Please add what you know of: Area, Website.</textarea>" in page
    assert Submission.objects.get(pk=sent.pk).is_waiting  # it is read before it is sent


def test_who_accepts_it_is_led_on_to_complete_it_and_that_waits(client, sent):
    seen = {f"seen-{name}": '""' for name in VALUES}
    answer = client.post(sent.get_absolute_url(), {"turn": sent.turn, "do": "all", **seen})
    assert answer.url == sent.get_absolute_url()
    page = text(client.get(answer.url))
    assert "Complete its fields" in page and "/desk/edit/zone/la-sample/" in page
    moderator = cast.moderator("second@sample.invalid")
    own = propose(record=ZONE, key="la-sample", by=moderator, values={"area_ha": "120"})
    assert own.undecided == ["area_ha"]
    assert Zone.objects.get(key="la-sample").area_ha is None


def test_of_a_row_that_was_there_nothing_is_asked(client, sent):
    other = propose(
        record=ZONE, key="la-boten", by=cast.official("la-boten"), values={"firms": 148}
    )
    assert "Its author left empty" not in text(client.get(other.get_absolute_url()))
