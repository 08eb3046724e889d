"""What the tests of saved searches share: a search of long ago, changes to tell, runs, days."""

import datetime
import io

from django.core.management import call_command
from django.http import QueryDict

from investors.alerts import services
from investors.models import Alert, SavedSearch
from sez_portal.common import dates
from sez_portal.records.services.apply import apply
from zones import record

KEY = "la-savan-seno"
NEW = "/alerts/new/?country=LA"
FORM = {"email": "mai@investor.test", "frequency": "daily", "language": "en"}


def saved(query: str = "country=LA", email: str = "mai@investor.test", **more) -> SavedSearch:
    """A confirmed search that was last looked at long ago."""
    made = services.save_search(
        query=QueryDict(query), frequency="daily", by=None, email=email, language="en"
    )
    services.confirm(search=made)
    week_ago = dates.today() - datetime.timedelta(days=7)
    SavedSearch.objects.filter(pk=made.pk).update(**{"looked_on": week_ago} | more)
    return SavedSearch.objects.get(pk=made.pk)


def change(key: str = KEY, **values) -> None:
    apply(record=record.ZONE, key=key, values=values, origin="admin")


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("send_alerts", *args, stdout=out)
    return out.getvalue()


def next_day() -> None:
    """As if all that was done today had been done yesterday."""
    yesterday = dates.today() - datetime.timedelta(days=1)
    SavedSearch.objects.filter(looked_on=dates.today()).update(looked_on=yesterday)
    Alert.objects.filter(day=dates.today()).update(day=yesterday)
