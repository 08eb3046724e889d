"""One after another: what is pressed twice at the same moment is looked at in turn."""

from django.db import connection


def take_turn(name: str) -> None:
    """Wait until no other transaction holds this name; held until the end of one's own.

    SQLite lets one writer in at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
