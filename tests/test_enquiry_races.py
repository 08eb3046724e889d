"""On PostgreSQL with threads: one link, one step of the clock and one alert are used once."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from investors.alerts import outbox, services
from investors.enquiries import routing
from investors.enquiries.services import verify
from investors.models import Alert, Enquiry, SavedSearch, Thread
from sez_portal.accounts.models import User
from sez_portal.records.models import Flag
from sez_portal.records.services.flags import take_in
from tests import cast
from tests.investor import KEY, after_the_limit, asked, sent, thread_of
from tests.test_races import at_once
from zones import claims
from zones.models import Zone

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("_committed")]
ROUNDS = 10


@pytest.fixture
def _committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Rows that other connections see; taken away again afterwards."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            Thread.objects.filter(zone__key=KEY).delete()
            Enquiry.objects.all().delete()
            SavedSearch.objects.all().delete()
            connection.close()


def test_a_link_pressed_twice_at_once_sends_once():
    for number in range(ROUNDS):
        enquiry = asked(email=f"i{number}@investor.test")
        results = at_once(*[lambda enquiry=enquiry: verify(enquiry=enquiry)] * 2)
        assert sum(isinstance(result, ValidationError) for result in results) == 1, results


def test_two_runs_of_the_clock_move_an_enquiry_one_step():
    day = after_the_limit()
    for number in range(ROUNDS):
        thread = thread_of(sent(email=f"i{number}@investor.test"))
        Thread.objects.filter(pk=thread.pk).update(level=1, mi_at=None)
        thread.refresh_from_db()
        rows = [Thread.objects.get(pk=thread.pk) for _number in range(2)]
        results = at_once(*[lambda row=row: routing.move_on(thread=row, today=day) for row in rows])
        assert sorted(map(str, results)) == ["False", "True"]


def test_two_runs_send_an_alert_once():
    search = services.save_search(
        query=QueryDict("country=LA"), frequency="daily", by=None, email="a@b.test", language="en"
    )
    for _number in range(ROUNDS):
        day = timezone.localdate()
        Alert.objects.all().delete()
        alert = Alert.objects.create(search=search, version=1, day=day, notes=["gone"])
        mail.outbox.clear()
        results = at_once(*[lambda alert=alert: outbox.send(alert)] * 2)
        assert sorted(map(str, results)) == ["False", "True"]
        assert len(mail.outbox) == 1


def test_a_report_sent_twice_at_once_is_stored_once():
    said = {"record": "zone", "key": KEY, "title": "Z", "country": "LA", "email": "r@b.test"}
    try:
        for number in range(ROUNDS):
            text = f"It is {number}."
            flags = [Flag(text=text, **said) for _press in range(2)]
            at_once(*[lambda flag=flag: take_in(flag) for flag in flags])
            assert Flag.objects.filter(text=text).count() == 1
    finally:
        Flag.objects.filter(email="r@b.test").delete()


def test_a_claim_sent_twice_at_once_is_stored_once():
    zone, said = Zone.objects.get(key=KEY), {"office": "O", "position": "Head"}
    people = [cast.person(f"c{number}@sample.invalid") for number in range(ROUNDS)]
    try:
        for by in people:
            made = at_once(*[lambda by=by: claims.claim(zone=zone, by=by, **said)] * 2)
            assert len({one.pk for one in made}) == 1, made
    finally:
        User.objects.filter(email__endswith="@sample.invalid").delete()
