"""Locks by name: what is pressed twice at the same moment is looked at one after another."""

import datetime

from django.db import connection
from django.utils import timezone

TWICE_MINUTES = 10  # in which the same words of the same sender are one


def take_turn(name: str) -> None:
    """Wait until no other transaction holds this name; held until the end of one's own.

    SQLite lets one writer in at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def just_now() -> datetime.datetime:
    """The moment since which the same words of the same sender are a second press."""
    return timezone.now() - datetime.timedelta(minutes=TWICE_MINUTES)
