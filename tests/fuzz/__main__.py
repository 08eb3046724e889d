"""The long run: `python -m tests.fuzz --requests 5000 [--forms 2000] [--postgres]`.

On a database of its own, gone afterwards. Prints answers by status, memory and size of the
database before and after; fails on any 5xx, on memory that grows and on a database that swells.
"""

import argparse
import logging
import os
import resource
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import postgres_binaries, private_postgres

MOST_MEMORY_MB, MOST_GROWTH_MB = 200, 60  # more than before


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--forms", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sez-fuzz-")))
        url = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/fuzz.sqlite3")
        binaries = postgres_binaries()
        if options.postgres and binaries:
            url = stack.enter_context(private_postgres(binaries))
        os.environ |= {
            "DATABASE_URL": url,
            "DEBUG": "1",
            "ALLOWED_HOSTS": "localhost",
            "MEDIA_ROOT": str(folder / "media"),
            "MAIL_URL": f"file:{folder}/mail",
            "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "sez_portal.settings",
        }
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    import django  # noqa: PLC0415  the environment first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed", stdout=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    logging.disable(logging.CRITICAL)
    from tests.fuzz import forms, requests  # noqa: PLC0415
    from tests.fuzz.people import assembled  # noqa: PLC0415

    people = assembled()
    told = list(requests.run(people, min(200, options.requests), options.seed + 1))  # warms up
    before = _memory_mb(), _database_mb()
    for fuzzer, count in ((requests, options.requests), (forms, options.forms)):
        told += fuzzer.run(people, count, options.seed)
    after = _memory_mb(), _database_mb()
    faults = [one for one in told if one.status >= 500]  # noqa: PLR2004
    print(f"{len(told)} answers: {dict(sorted(Counter(one.status for one in told).items()))}")
    print(
        f"memory {before[0]:.0f} -> {after[0]:.0f} MB, "
        f"database {before[1]:.1f} -> {after[1]:.1f} MB"
    )
    for one in faults:
        print(*one)
    grew = after[0] - before[0] > MOST_MEMORY_MB or after[1] - before[1] > MOST_GROWTH_MB
    return int(bool(faults) or grew)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _database_mb() -> float:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return float(cursor.fetchone()[0]) / 1024**2


if __name__ == "__main__":
    sys.exit(main())
