"""The long run: `python -m tests.fuzz [--requests 5000] [--turns 1] [--postgres]`.

A gunicorn with one worker answers, on a database of its own that is gone afterwards, with the
records and the made-up people of development in it. `--turns` is how many wrong values each field
of each form gets, `--forms` how many forms are sent at most. Prints the memory of the worker and
the size of the database as it goes, each error with its traceback, and the slowest answers; fails
on any 5xx, on memory that still grows when the caches are full, and on a database that swells.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path

from tests.fuzz.watching import Watch
from tests.postgres import postgres_binaries, private_postgres
from tests.serving import gunicorn, manage

SLOWEST = 12
WARMING = 500  # forms before all else: what the first use of a form takes is no growth


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--forms", type=int, help="at most as many forms sent; all if not said")
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is cleaned up
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sez-fuzz-")))
        url = f"sqlite:///{folder}/fuzz.sqlite3"
        if options.postgres:
            binaries = postgres_binaries()
            if binaries is None:
                parser.error("no PostgreSQL was found on this machine")
            url = stack.enter_context(private_postgres(binaries))
        os.environ |= _environment(url, folder)
        _prepare()
        log = folder / "log"
        more = ["--error-logfile", str(log), "--capture-output"]
        more += ["--access-logfile", str(folder / "access")]
        server = stack.enter_context(gunicorn(os.environ, "/healthz", *more, workers=1))
        return _run(options, Watch(server, log))


def _environment(url: str, folder: Path) -> dict[str, str]:
    """A server's, less HTTPS."""
    return {
        "DATABASE_URL": url,
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "for-tests-only",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SITE_URL": "http://localhost",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "MAIL_URL": f"file:{folder}/mail",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "sez_portal.settings",
    }


def _prepare() -> None:
    """A database with records and the people of development; static files."""
    manage(os.environ, "collectstatic", "--noinput", "--verbosity=0")
    manage(os.environ, "migrate", "--verbosity=0")
    manage(os.environ, "seed")
    manage(os.environ | {"DEBUG": "1"}, "demo")
    import django  # noqa: PLC0415  the environment first

    django.setup()


def _run(options: argparse.Namespace, watch: Watch) -> int:
    from tests.fuzz import forms, requests  # noqa: PLC0415  settings first
    from tests.fuzz.asking import over_http  # noqa: PLC0415
    from tests.fuzz.people import assembled  # noqa: PLC0415

    people = assembled(over_http(watch.server))
    told = list(
        watch.counted(
            chain(
                islice(forms.run(people, seed=options.seed + 1, most=1), WARMING),
                requests.run(people, options.requests, options.seed),
                islice(forms.run(people, options.turns, options.seed), options.forms),
            )
        )
    )
    print(f"\n{len(told)} answers: {dict(sorted(Counter(one.status for one in told).items()))}")
    for one in sorted(told, key=lambda one: -one.seconds)[:SLOWEST]:
        print(f"{one.seconds:6.2f} s  {one.status} {one.role} {one.method} {one.path[:120]}")
    for line in watch.complaints:
        print(line)
    return int(bool(watch.complaints))


if __name__ == "__main__":
    sys.exit(main())
