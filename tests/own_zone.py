"""A zone of a test's own that other connections see: those of a live server, a thread, a command.

What is committed is not rolled back, so all that was said of it is taken away again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from investors.models import Enquiry, Message, SavedSearch, Thread
from sez_portal.accounts.models import User
from sez_portal.records.models import Evidence, Flag, Submission
from sez_portal.records.services.apply import apply
from zones import facets
from zones.models import Zone
from zones.record import ZONE

VALUES = {
    "name_en": "Journey Zone",
    "country": "LA",
    "type": "special_economic_zone",
    "status": "operational",
    "management": "unknown",
    "lat": "17.97",
    "lon": "102.6",
    "coord_precision": "province",
    "firms": 129,
    "jobs": 4681,
}


@contextmanager
def own_zone(key: str, **values) -> Iterator[None]:
    """The zone with VALUES, or with others; gone at the end with its people and enquiries."""
    apply(record=ZONE, key=key, values={**VALUES, **values}, origin="seed")
    try:
        yield
    finally:
        forget_investors(key)
        for model in (Submission, Evidence, Flag):
            model.objects.filter(key=key).delete()
        Zone.objects.filter(key=key).delete()
        facets.forget()


def forget_investors(*keys: str) -> None:
    """Take away the people of the tests, all saved searches, and what was asked at these zones."""
    Message.objects.filter(thread__zone__key__in=keys).delete()
    Thread.objects.filter(zone__key__in=keys).delete()
    Enquiry.objects.filter(threads=None).delete()
    SavedSearch.objects.all().delete()
    User.objects.filter(email__endswith="@sample.invalid").delete()
