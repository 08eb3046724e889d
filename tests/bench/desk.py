"""A made-up moderator, signed in, with a queue of made-up submissions, in a bench database."""

import json

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User
from sez_portal.records.field_types.basic import Json, Text
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import Submission
from sez_portal.records.record import Field
from zones.models import Zone
from zones.record import ZONE

QUEUE = 2000
REVIEWED = 10_000_000  # the number of the submission whose page is measured
FIELDS = 40
KEY = "la-savan-seno"


def prepare() -> None:
    """Fill the queue and print the moderator's cookie, as JSON."""
    moderator = User.objects.filter(email="bench@bench.invalid").first()
    if moderator is None:
        moderator = User.objects.create_user("bench@bench.invalid", None, name="Bench")
        Appointment.objects.create(user=moderator, role=Role.MODERATOR)
        author = User.objects.create_user("author@bench.invalid", None, name="Author")
        zones = list(Zone.objects.values_list("key", "country", "name_en")[:QUEUE])
        rows = [_waiting(*zones[number % len(zones)], number) for number in range(QUEUE)]
        Submission.objects.bulk_create([*rows, _of_forty(author)])
    session = SessionStore()
    session[SESSION_KEY] = str(moderator.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = moderator.get_session_auth_hash()
    session.save()
    print(json.dumps(f"sessionid={session.session_key}"))


def _waiting(key: str, country: str, title: str, number: int) -> Submission:
    return Submission(
        record="zone",
        key=key,
        country=country,
        title=title,
        origin="proposal",
        status="waiting",
        changes={"firms": {"from": number, "to": number + 1}},
        author_name="Author",
        submitted_at=timezone.now(),
    )


def _of_forty(author: User) -> Submission:
    """FIELDS fields of a real zone proposed: texts and whole numbers anew, the rest as it is."""
    live = ZONE.read(Zone.objects.get(key=KEY))
    row = _waiting(KEY, "LA", "Review", 0)
    row.pk, row.author = REVIEWED, author
    row.changes = {
        field.key: {"from": live[field.key], "to": _another(field, live[field.key])}
        for field in ZONE.fields
        if not isinstance(field.kind, Rows)
    }
    row.changes = dict(list(row.changes.items())[:FIELDS])
    return row


def _another(field: Field, value: Json) -> Json:
    if isinstance(value, int):
        return value + 1
    return f"{value} and more" if type(field.kind) is Text else value
