"""A reader reports a mistake: it is answered in words, spam is held back, others' are not there."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from sez_portal.records.choices import Origin
from sez_portal.records.models import Flag
from sez_portal.records.services import flags
from sez_portal.records.services.apply import apply, publish
from sez_portal.records.services.propose import propose
from sez_portal.records.services.revert import revert
from tests import cast
from tests.pages import in_one_line as text
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


def test_a_visitor_reports_a_mistake_and_hears_the_outcome(client, commit):
    address = reverse("zone-report", args=[KEY])
    assert 'value="firms" selected' in client.get(f"{address}?field=firms").content.decode()
    data = {"field": "firms", "text": "It is 130.", "email": "reader@sample.invalid"}
    client.post(address, data)
    flag = Flag.objects.get()
    assert (flag.field, flag.country, flag.status) == ("firms", "LA", "open")
    cast.sign_in(client, cast.focal_point("LA"))
    apply(record=ZONE, key=KEY, values={"firms": 130}, origin=Origin.ADMIN)
    with commit():
        client.post(
            reverse("flag", args=[flag.pk]), {"status": "accepted", "text": "Corrected, thank you."}
        )
    assert mail.outbox[-1].to == ["reader@sample.invalid"]
    assert "Corrected, thank you." in mail.outbox[-1].body


def reported(field: str = "firms") -> Flag:
    return Flag.objects.create(
        record="zone", key=KEY, country="LA", title="t", text="t", field=field, email="a@b.test"
    )


@pytest.mark.parametrize("between", ["nothing", "another", "proposed", "back", "same"])
def test_corrected_is_not_told_of_a_page_that_says_the_same(client, commit, between):
    flag, moderator = reported(), cast.moderator()
    if between == "another":
        apply(record=ZONE, key=KEY, values={"developer": "Another"}, origin=Origin.ADMIN)
    elif between == "proposed":
        propose(record=ZONE, key=KEY, by=cast.official(KEY), values={"firms": 1300})
    elif between != "nothing":
        made = apply(record=ZONE, key=KEY, values={"firms": 130}, origin=Origin.ADMIN)
        if between == "back":
            revert(submission=made, by=moderator, note="It was right")
        else:
            apply(record=ZONE, key=KEY, values={"firms": 129}, origin=Origin.ADMIN)
    cast.sign_in(client, moderator)
    address = reverse("flag", args=[flag.pk])
    page = text(client.get(address))
    assert 'value="accepted"' not in page
    assert "The page says the same as when this was reported." in page
    assert ("A change of it waits for a decision:" in page) == (between == "proposed")
    answered = client.post(address, {"status": "accepted", "text": "It is now."})
    assert answered.status_code == 409
    assert "so it is not corrected yet." in text(answered)
    assert "It is now.</textarea>" in text(answered)
    flag.refresh_from_db()
    assert flag.status == "open"
    with commit():
        client.post(address, {"status": "admitted", "text": "The law is not published yet."})
    (letter,) = [one for one in mail.outbox if one.to == ["a@b.test"]]
    assert "The page is not corrected yet" in letter.body
    assert "The law is not published yet." in letter.body


def test_a_page_that_was_hidden_since_is_corrected_and_one_hidden_before_is_not():
    told = {"by": cast.moderator(), "office": "MI", "note": "It is looked at"}
    before = reported()
    publish(record=ZONE, key=KEY, is_published=False, **told)
    assert flags.is_corrected(before)
    assert not flags.is_corrected(reported())


@pytest.mark.parametrize("field", ["firms", ""])
def test_corrected_is_told_once_the_page_says_something_else(client, field):
    flag = reported(field)
    apply(record=ZONE, key=KEY, values={"firms": 130}, origin=Origin.ADMIN)
    cast.sign_in(client, cast.moderator())
    address = reverse("flag", args=[flag.pk])
    assert 'value="accepted"' in text(client.get(address))
    assert client.post(address, {"status": "accepted", "text": "Now 130."}).status_code == 302
    flag.refresh_from_db()
    assert flag.get_status_display() == "corrected"


def test_a_report_is_not_answered_with_blanks():
    flag = Flag.objects.create(record="zone", key=KEY, country="LA", title="t", text="t")
    with pytest.raises(ValidationError):
        flags.answer(flag=flag, by=cast.moderator(), status="declined", text=" \n")


@pytest.mark.parametrize(
    "spam", [{"company": "x"}, {"text": "http://a.example http://b.example http://c.example"}]
)
def test_spam_is_held_back(client, spam: dict):
    client.post(reverse("zone-report", args=[KEY]), {"text": "buy"} | spam)
    assert not Flag.objects.exists()


def test_flags_of_other_countries_are_not_there(client):
    client.post(reverse("zone-report", args=[KEY]), {"text": "It is 130."})
    cast.sign_in(client, cast.focal_point("KH"))
    assert client.get(reverse("flag", args=[Flag.objects.get().pk])).status_code == 404
