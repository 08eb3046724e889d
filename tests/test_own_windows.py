"""An older window of the same author says what was changed in it, and nothing else; and putting
back a figure that waits takes it out, without a word about the one that stands."""

import pytest
from django.urls import reverse

from sez_portal.records.models import Draft, Submission
from sez_portal.records.services.propose import withdraw
from tests import cast
from tests.pages import in_one_line as text
from tests.test_desk import KEY, sent_by, the_proposal, typed, url
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BASKET = reverse("basket", args=["zone", KEY])
FAR = {"lease_term_years": "5", "note": "A new law"}  # far from before: asked about once


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def wanted(official) -> dict:
    return {name: told["to"] for name, told in the_proposal(official).changes.items()}


def source_of(official, name: str) -> str:
    return the_proposal(official).evidence[name][0]["sources"][0]["title"]


@pytest.fixture
def windows(client, official):
    """What an old window holds, of a form that opened while area and vacant land waited; what
    was sent from the other one since."""
    first = {"area_ha": "1150", "available_ha": "40", "note": "measured"}
    client.post(url("land"), typed(client, "land", **first))
    client.post(url("land"), typed(client, "land"))  # where it was asked about: once more
    old = typed(client, "land")
    more = {"area_ha": "1200", "available_ha": "300", "section_source_land": "Price sheet 2026"}
    more |= {"lease_price_usd_m2": "12.5", "factory_rent_usd_m2": "2.5"}
    client.post(url("land"), typed(client, "land", **more, note="Measured anew"))
    client.post(url("land"), typed(client, "land"))
    assert wanted(official)["area_ha"] == "1200" and wanted(official)["available_ha"] == "300"
    return old


LATEST = {
    "area_ha": "1200",
    "available_ha": "300",
    "lease_price_usd_m2": "12.5",
    "factory_rent_usd_m2": "2.5",
}


def is_as_sent(official, **more) -> None:
    assert wanted(official) == LATEST | more
    for name in LATEST:
        assert source_of(official, name) == "Price sheet 2026", name
    assert not Submission.objects.applied().filter(author=official).exists()


def test_an_old_window_changes_what_was_changed_in_it_alone(client, official, windows):
    client.post(url("land"), windows | {"lease_term_years": "49"})
    is_as_sent(official, lease_term_years=49)


def test_so_it_does_when_a_check_asked_first(client, official, windows):
    client.post(url("land"), windows | FAR)
    is_as_sent(official)
    assert Draft.objects.exists()
    client.post(url("land"), typed(client, "land"))
    is_as_sent(official, lease_term_years=5)
    assert not Draft.objects.exists()


def test_so_it_does_when_it_was_saved_and_sent_from_the_basket(client, official, windows):
    client.post(url("land"), windows | {"lease_term_years": "49", "do": "through"})
    page = client.get(BASKET)
    lines = [line.field.key for section in page.context["saved"] for line in section.lines]
    assert lines == ["lease_term_years"]
    client.post(BASKET, {"send": ["lease_term_years", "area_ha", "lease_price_usd_m2"]})
    is_as_sent(official, lease_term_years=49)


def test_what_two_windows_changed_is_asked_about_once(client, official, windows):
    client.post(url("land"), windows | {"area_ha": "1190"})
    is_as_sent(official)
    page = client.get(url("land"))
    assert page.context["form"]["area_ha"].value() == "1190"
    client.post(url("land"), typed(client, "land"))
    client.post(url("land"), typed(client, "land"))
    assert wanted(official)["area_ha"] == "1190"
    assert wanted(official)["available_ha"] == "300"


def test_so_it_is_in_the_basket(client, official, windows):
    client.post(url("land"), windows | {"area_ha": "1190", "do": "through"})
    page = client.post(BASKET, {"send": ["area_ha"]}, follow=True)
    assert "from another window" in text(page)
    is_as_sent(official)
    client.post(BASKET, {"send": ["area_ha"]})
    assert wanted(official) == LATEST | {"area_ha": "1190"}


def test_what_was_taken_back_since_is_not_sent_again_by_an_old_window(client, official, windows):
    withdraw(submission=the_proposal(official), by=official)
    client.post(url("land"), windows | {"lease_term_years": "49"})
    waiting = Submission.objects.waiting().get(author=official)
    assert set(waiting.changes) == {"lease_term_years"}


def test_what_was_said_beside_a_value_stays_too(client, official):
    old = typed(client, "glance")
    said = {"jobs": "", "jobs__state": "withheld", "jobs__reason": "Firms do not tell"}
    Zone.objects.filter(key=KEY).update(jobs=None)
    old = typed(client, "glance")
    client.post(url("glance"), typed(client, "glance", **said, note="so"))
    assert the_proposal(official).evidence["jobs"][0]["state"] == "withheld"
    client.post(url("glance"), old | {"firms": "148", "note": "counted"})
    assert set(the_proposal(official).fields) == {"jobs", "firms"}
    assert the_proposal(official).evidence["jobs"][0]["state"] == "withheld"


def nothing_live(official) -> None:
    assert not Submission.objects.applied().filter(author=official).exists()


@pytest.mark.parametrize("before", [None, 6000])
def test_a_figure_that_waits_and_is_put_back_is_taken_out(client, official, before):
    Zone.objects.filter(key=KEY).update(jobs=before)
    client.post(url("glance"), typed(client, "glance", jobs="6300", firms="148", note="counted"))
    back = str(before or "")
    answer = client.post(
        url("glance"), typed(client, "glance", jobs=back, note="A mistake"), follow=True
    )
    assert set(the_proposal(official).fields) == {"firms"}
    assert "It is on the page now" not in text(answer)
    assert "Taken out of what waits: Jobs" in text(answer)
    nothing_live(official)


def test_when_it_was_all_that_waited_all_is_taken_back(client, official):
    Zone.objects.filter(key=KEY).update(jobs=None)
    client.post(url("glance"), typed(client, "glance", jobs="6300", note="counted"))
    answer = client.post(url("glance"), typed(client, "glance", jobs="", note="oh"), follow=True)
    assert the_proposal(official).status == "withdrawn"
    assert "Taken out of what waits: Jobs" in text(answer)
    nothing_live(official)


def test_so_it_is_from_the_basket(client, official):
    Zone.objects.filter(key=KEY).update(jobs=None)
    client.post(url("glance"), typed(client, "glance", jobs="6300", firms="148", note="counted"))
    data = typed(client, "glance", jobs="", note="A mistake", do="through")
    client.post(url("glance"), data)
    page = client.get(BASKET)
    assert "still true" not in text(page)
    assert "taken out of what waits" in text(page)
    answer = client.post(BASKET, {"send": ["jobs"]}, follow=True)
    assert "It is on the page now" not in text(answer)
    assert set(the_proposal(official).fields) == {"firms"}
    nothing_live(official)


def test_nobody_dates_or_confirms_what_is_not_known(client, official):
    Zone.objects.filter(key=KEY).update(jobs=None)
    data = typed(client, "glance", jobs__source="A report", jobs__speaks_of="2025", note="so")
    answer = client.post(url("glance"), data, follow=True)
    assert "Nothing was changed" in text(answer)
    nothing_live(official)


def test_what_an_earlier_day_left_so_waits_for_a_person(official):
    """Of a proposal whose evidence names no figure nothing goes live by itself."""
    sent = sent_by(official, firms=148)
    piece = {"state": "unknown", "value": None, "speaks_of": "2025", "sources": []}
    Submission.objects.filter(pk=sent.pk).update(evidence={"jobs": [piece]})
    sent_by(official, firms=149)
    assert "jobs" in the_proposal(official).undecided
    nothing_live(official)
