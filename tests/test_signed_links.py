"""Signed links: each for one purpose, one time, one row, and its own days."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from investors.alerts import services as alerts
from investors.enquiries import links
from investors.models import Enquiry, SavedSearch
from sez_portal.common import unsent_forms
from sez_portal.records.models import MailLink
from sez_portal.records.services.confirm import new_link, use
from tests import cast
from tests.investor import KEY, sent
from tests.searches import saved
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def later(monkeypatch):
    """`later(days)`: as if that many days had passed since a link was signed."""

    def pass_by(days: float) -> None:
        now = timezone.now().timestamp()
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + days * 86400)

    return pass_by


@pytest.mark.parametrize("name", ["enquiry-link", "enquiry-verify"])
@pytest.mark.parametrize("purpose", ["READ", "VERIFY", "ASKED"])
def test_a_link_to_an_enquiry_opens_what_it_was_made_for_alone(client, name, purpose):
    token = links.token_of(sent(), getattr(links, purpose))
    answer = client.get(reverse(name, args=[token]), follow=True)
    own = {"enquiry-link": "READ", "enquiry-verify": "VERIFY"}[name]
    assert (answer.status_code == 200) == (purpose == own)


def test_a_link_to_an_enquiry_opens_no_other_that_was_given_its_number_later():
    enquiry = sent()
    token = links.token_of(enquiry)
    assert links.enquiry_of(token) == enquiry
    Enquiry.objects.update(created_at=enquiry.created_at + DAY)
    assert links.enquiry_of(token) is None


def test_a_link_to_a_search_opens_no_other_that_was_given_its_number_later():
    search = saved()
    token = alerts.token_of(search, alerts.STOP)
    assert alerts.search_of(token, alerts.STOP) == search
    SavedSearch.objects.update(created_at=search.created_at + DAY)
    assert alerts.search_of(token, alerts.STOP) is None


def test_the_link_that_begins_a_search_ends_after_three_days_and_the_one_that_stops_never(later):
    search = alerts.save_search(
        query=QueryDict("q=x"), frequency="daily", by=None, email="a@b.test", language="en"
    )
    begins, stops = (alerts.token_of(search, salt) for salt in (alerts.CONFIRM, alerts.STOP))
    assert alerts.search_of(begins, alerts.CONFIRM) == search
    later(2.9)
    assert alerts.search_of(begins, alerts.CONFIRM) == search
    later(3.1)
    assert alerts.search_of(begins, alerts.CONFIRM) is None
    later(3000)
    assert alerts.search_of(stops, alerts.STOP) == search


def test_a_link_that_confirms_is_spent_once_and_by_its_own_person():
    official, other = cast.official(KEY), cast.official(KEY, "other@sample.invalid")
    new_link(user=official, record=ZONE, key=KEY, group="glance")
    link = MailLink.objects.get()
    with pytest.raises(ValidationError):
        use(link, other)
    use(link, official)
    with pytest.raises(ValidationError):
        use(link, official)


def test_a_form_that_is_offered_again_is_let_in_for_a_day(later):
    def offered(ticket: str) -> bool:
        data = {"firms": "148", unsent_forms.TICKET: ticket}
        made = RequestFactory().post("/desk/", data, headers={"origin": "http://testserver"})
        return unsent_forms.fits(made)

    ticket = unsent_forms.ticket(RequestFactory().post("/desk/", {"firms": "148"}))
    assert offered(ticket)
    later(0.9)
    assert offered(ticket)
    later(1.1)
    assert not offered(ticket)
