"""An answer becomes data: what an office wrote to an investor, proposed for the zone's page."""

import pytest
from django.urls import reverse

from investors.enquiries import services
from investors.models import Thread
from sez_portal.records.models import Submission
from tests import cast
from tests.investor import KEY, sent, thread_of
from tests.pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters", "committed")]
ASKED = "factory_rent_usd_m2"


@pytest.fixture
def official():
    return cast.official(KEY, office="Zone office")


@pytest.fixture
def thread(official) -> Thread:
    """An enquiry about the rent of a factory that the office answered."""
    thread = thread_of(sent(fields=[ASKED]))
    services.answer(thread=thread, by=official, text="Two dollars and a half a month.")
    thread.refresh_from_db()
    return thread


def address(thread: Thread) -> str:
    return reverse("enquiry-to-page", args=[thread.pk])


def test_it_is_offered_once_there_is_an_answer(client, official):
    thread = thread_of(sent(fields=[ASKED]))
    cast.sign_in(client, official)
    assert address(thread) not in client.get(thread.get_absolute_url()).content.decode()
    assert client.get(address(thread)).status_code == 404
    told = {"do": "answer", "text": "Two dollars and a half."}
    page = client.post(thread.get_absolute_url(), told, follow=True).content.decode()
    assert address(thread) in page


def test_the_letter_is_the_source_of_a_proposal(client, thread, official):
    cast.sign_in(client, official)
    answer = client.get(address(thread))
    page, form = text(answer), answer.context["form"]
    assert "Two dollars and a half a month." in page
    assert list(answer.context["fields"]) == [ASKED]
    filled = {name: form[name].value() or "" for name in form.fields if name != "paper"}
    assert "Zone office" in filled["section_source_land"]
    sent_on = client.post(address(thread), filled | {ASKED: "2.5", "turn": "0"})
    submission = Submission.objects.get(origin="proposal")
    assert sent_on.url == submission.get_absolute_url()
    assert submission.changes[ASKED]["to"] == "2.5"
    (piece,) = submission.evidence[ASKED]
    (source,) = piece["sources"]
    assert source["title"] == filled["section_source_land"]
    assert "mai" not in str([submission.changes, submission.evidence, submission.typed]).lower()


def test_a_refusal_keeps_what_was_typed(client, thread, official):
    cast.sign_in(client, official)
    answer = client.post(address(thread), {ASKED: "about two", "turn": "0", "note": "as written"})
    assert answer.status_code == 422
    assert "about two" in answer.content.decode()
    assert "as written" in answer.content.decode()
    assert not Submission.objects.filter(origin="proposal").exists()


def test_other_facts_can_be_added(client, thread, official):
    cast.sign_in(client, official)
    answer = client.get(address(thread) + "?field=lease_price_usd_m2&field=no_such&field=key")
    assert answer.context["fields"] == [ASKED, "lease_price_usd_m2"]


def test_who_does_not_keep_the_zone_has_no_such_page(client, thread):
    cast.sign_in(client, cast.official("la-boten", "other@sample.invalid"))
    assert client.get(address(thread)).status_code == 404
