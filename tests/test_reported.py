"""A reader reports a mistake: it is answered in words, spam is held back, others' are not there."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from sez_portal.records.models import Flag
from sez_portal.records.services import flags
from tests import cast

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
    with commit():
        client.post(
            reverse("flag", args=[flag.pk]), {"status": "accepted", "text": "Corrected, thank you."}
        )
    assert mail.outbox[-1].to == ["reader@sample.invalid"]
    assert "Corrected, thank you." in mail.outbox[-1].body


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
