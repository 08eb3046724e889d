"""The long run: `python -m tests.fuzz --requests 5000 [--forms 2000] [--postgres]`.

On a database of its own, gone afterwards. Counts as it goes; prints answers by status, memory and
size of the database before and after; fails on any 5xx, on memory that grows and on a database
that swells.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from tests.postgres import postgres_binaries, private_postgres

if TYPE_CHECKING:
    from tests.fuzz.requests import Told

MOST_MEMORY_MB, MOST_GROWTH_MB = 200, 60  # more than before
EVERY = 250  # answers between two counts
FAULT = 500


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--forms", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sez-fuzz-")))
        url = f"sqlite:///{folder}/fuzz.sqlite3"
        if options.postgres:
            binaries = postgres_binaries()
            if binaries is None:
                parser.error("no PostgreSQL was found on this machine")
            url = stack.enter_context(private_postgres(binaries))
        os.environ |= {
            "DATABASE_URL": url,
            "DEBUG": "0",
            "HTTPS": "0",
            "SECRET_KEY": "for-tests-only",
            "ALLOWED_HOSTS": "localhost",
            "STATIC_ROOT": str(folder / "static"),
            "MEDIA_ROOT": str(folder / "media"),
            "MAIL_URL": f"file:{folder}/mail",
            "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "sez_portal.settings",
        }
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    _prepare()
    from tests.fuzz import forms, requests  # noqa: PLC0415  settings first
    from tests.fuzz.people import assembled  # noqa: PLC0415

    people = assembled()
    list(requests.run(people, min(200, options.requests), options.seed + 1))  # warms up
    before = _memory_mb(), _database_mb()
    told: list[Told] = []
    for fuzzer, count in ((requests, options.requests), (forms, options.forms)):
        part = fuzzer.__name__.rsplit(".", 1)[-1]
        told += _counted(part, fuzzer.run(people, count, options.seed))
    after = _memory_mb(), _database_mb()
    faults = [one for one in told if one.status >= FAULT]
    grew = after[0] - before[0], after[1] - before[1]
    _say(f"{len(told)} answers, {len(faults)} of them errors: {_by_status(told)}")
    _say(f"memory {before[0]:.0f} -> {after[0]:.0f} MB ({grew[0]:+.0f})")
    _say(f"database {before[1]:.1f} -> {after[1]:.1f} MB ({grew[1]:+.1f})")
    return int(bool(faults) or grew[0] > MOST_MEMORY_MB or grew[1] > MOST_GROWTH_MB)


def _prepare() -> None:
    """A seeded database, static files, quick passwords, no log."""
    import django  # noqa: PLC0415  the environment first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("seed", stdout=nowhere)
    logging.disable(logging.CRITICAL)


def _counted(part: str, answers: Iterable["Told"]) -> Iterator["Told"]:
    """The answers as they come; a count is printed now and then, an error at once."""
    told: list[Told] = []
    start = time.monotonic()
    for one in answers:
        told.append(one)
        if one.status >= FAULT:
            _say(f"{one.status}: {one.role} {one.method} {one.path}")
        if len(told) % EVERY == 0:
            pace = len(told) / (time.monotonic() - start)
            _say(
                f"{part}: {len(told)}, {pace:.0f} a second, memory {_memory_mb():.0f} MB, "
                f"database {_database_mb():.1f} MB, {_by_status(told)}"
            )
        yield one


def _by_status(told: Iterable["Told"]) -> dict[int, int]:
    return dict(sorted(Counter(one.status for one in told).items()))


def _say(line: str) -> None:
    print(line, flush=True)


def _memory_mb() -> float:
    """What is resident now, not the most that ever was."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def _database_mb() -> float:
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1024**2
    file = Path(str(connection.settings_dict["NAME"]))
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) / 1024**2


if __name__ == "__main__":
    sys.exit(main())
