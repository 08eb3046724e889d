"""The outbox of alerts: what is to be told is written down first, then sent, then marked.

Looking advances the search and writes its mail in one transaction, so that nothing is left out
or told twice, wherever a run is cut off. A mail in hand is claimed, so that no second run sends
it too, and marked as sent at the mail server's yes, before the connection is closed. A run that
is killed leaves its claim behind: after ten minutes the next run sends that mail.

One instant is left in which nobody can know: the server has kept the mail, and its yes is lost
or not yet marked (the process is killed, the line or the machine dies). Then we would rather
send twice than not at all: the copy has the same Message-ID, by which mail servers and programs
know it as the same mail.
"""

import datetime
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from investors.alerts import changes, services
from investors.models import Alert, SavedSearch, ToldExpiry
from sez_portal.common.mail import as_subject, sent_by_itself, to_stop
from sez_portal.records.models import DataVersion

log = logging.getLogger(__name__)


@transaction.atomic
def look(search: SavedSearch, today: datetime.date) -> Alert | None:
    """Write down what is to be told, and that the search has seen it. None when nothing is."""
    row = SavedSearch.objects.select_for_update().due(today).filter(pk=search.pk).first()
    if row is None:  # another run was faster
        return None
    until = DataVersion.current()
    with translation.override(row.language):
        change = changes.find(row, until=until, today=today)
    row.last_version, row.looked_on, row.is_broken = until, today, bool(change.notes)
    row.save(update_fields=["last_version", "looked_on", "is_broken"])
    ToldExpiry.objects.bulk_create(
        [ToldExpiry(search=row, incentive_key=key, ends=ends) for key, ends in change.expiries]
    )
    if not change.news and not change.notes:
        return None
    return Alert.objects.create(
        search=row, version=until, day=today, news=change.news, notes=change.notes
    )


def send(alert: Alert) -> bool:
    """Send one mail of the outbox. False when another run has it in hand or it cannot be sent."""
    if not Alert.objects.unsent().filter(pk=alert.pk).update(begun_at=timezone.now()):
        return False
    is_sent = False
    try:
        with get_connection() as post:
            letter_of(alert, post).send()
            Alert.objects.filter(pk=alert.pk).update(sent_at=timezone.now())
            is_sent = True
    except Exception:  # one mail that cannot be sent holds up no other; the next run tries again
        log.exception("alert %s: an error when it was mailed (sent: %s)", alert.pk, is_sent)
    finally:  # cut off before the mail left: free for the next run
        if not is_sent:
            Alert.objects.filter(pk=alert.pk).update(begun_at=None)
    return is_sent


def letter_of(alert: Alert, post: BaseEmailBackend) -> EmailMessage:
    """Return the mail in the language of the search, with a stop that mail programs show."""
    search = alert.search
    with translation.override(search.language):
        stop = services.address(services.STOP, search)
        context = {
            "lines": changes.lines(alert.news),
            "notes": alert.notes,
            "search": search,
            "stop_link": stop,
            "site_url": settings.SITE_URL,
        }
        text = render_to_string("emails/alert.txt", context)
    subject, _newline, body = text.strip().partition("\n")
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        as_subject(subject),
        body.strip() + "\n",
        to=[search.address],
        connection=post,
        headers={
            **sent_by_itself(),
            **to_stop(stop),
            "Message-ID": f"<alert-{alert.pk}-{alert.day:%Y%m%d}@{host}>",
        },
    )
