"""What the tests of enquiries share: an investor's form, an enquiry that was sent, its links."""

import datetime
import itertools
import re

from django.conf import settings
from django.utils import timezone

from countries.models import Country
from investors.enquiries import services
from investors.models import Enquiry, Thread
from sez_portal.common.dates import add_working_days
from zones.models import Zone

_numbers = itertools.count(1)
KEY = "la-savan-seno"
ASK = f"/zones/{KEY}/enquire/"
BY_MAIL = "th-bangpoo"  # its office has a mail address
FORM = {
    "need": "land",
    "hectares": "2.5",
    "sector": "electronics_electrical",
    "jobs": "120",
    "start": "2090",
    "questions": "What does a square metre cost?",
    "name": "Mai Tran",
    "organisation": "Tran Lamps",
    "email": "mai@investor.test",
    "language": "en",
    "consent": "on",
}


def asked(*keys: str, user=None, fields=(), email: str = FORM["email"]) -> Enquiry:
    """An enquiry by the services, not verified yet unless it is of an account.

    Each asks in its own words: the same twice is one.
    """
    said = {name: FORM[name] for name in ("need", "questions", "name", "organisation", "language")}
    said["questions"] += f" {next(_numbers)}"
    return services.enquire(
        zones=Zone.objects.filter(key__in=keys or [KEY]),
        fields=fields,
        by=user,
        email=user.email if user else email,
        **said,
    )


def sent(*keys: str, **more) -> Enquiry:
    enquiry = asked(*keys, **more)
    if not enquiry.verified_at:
        services.verify(enquiry=enquiry)
    enquiry.refresh_from_db()
    return enquiry


def thread_of(enquiry: Enquiry, key: str = KEY) -> Thread:
    return Thread.objects.get(enquiry=enquiry, zone__key=key)


def after_the_limit() -> datetime.date:
    """The day on which what was sent today to the zone of KEY moves on."""
    days_off = Country.objects.get(iso2=KEY[:2].upper()).days_off
    return add_working_days(timezone.localdate(), settings.ENQUIRY_WORKING_DAYS, days_off)


def link_in(letter, name: str) -> str:
    """The path of the first link in a mail that contains this."""
    found = re.search(rf"https?://[^/]+(/\S*{name}\S*)", letter.body)
    assert found, letter.body
    return found[1]
