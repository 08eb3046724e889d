"""Measures the slowest pages on SQLite and a private PostgreSQL; writes docs/performance.md.

Nothing here reads or writes the database of the checkout: each run has its own, gone afterwards.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import report
from tests.bench.load import ROUNDS, Address, Round, ask, median_of, round_of, tag_of
from tests.bench.report import AGAIN, BARE, CHANGING, DESK, KEPT, OWN, PAGES, Measured
from tests.postgres import postgres_binaries, private_postgres
from tests.serving import ROOT, gunicorn, manage

PAGE = ROOT / "docs" / "performance.md"
SIZES, QUICK_SIZES = (380, 5000, 50_000), (380, 5000)
SECONDS, QUICK_SECONDS = 10.0, 1.5
WORKERS = 2
WARMING = 10  # requests a page before the rounds: every worker has its index by then

KEEPING = {"PAGE_CACHE_SECONDS": "600"}
BARELY = {"DJANGO_SETTINGS_MODULE": "tests.bench.bare"}

Environment = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short rounds, no 50,000 zones")
    parser.add_argument("--postgres", action="store_true", help="5,000 and more on it alone")
    parser.add_argument("--seconds", type=float, help="of each round, instead of the usual")
    parser.add_argument("--output", type=Path, default=PAGE, help="another page to write")
    options = parser.parse_args()
    sizes, usual = (QUICK_SIZES, QUICK_SECONDS) if options.quick else (SIZES, SECONDS)
    seconds = options.seconds or usual
    sizes = sizes[1:] if options.postgres else sizes
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is cleaned up
    results, missing, started = [], [], time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sez-bench-"))
        databases = {"SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        if binaries := postgres_binaries():
            databases["PostgreSQL"] = stack.enter_context(private_postgres(binaries))
        else:
            missing.append("PostgreSQL, which this machine does not have")
        if options.postgres:
            del databases["SQLite"]
            missing.append("SQLite and the 380 real zones by themselves")
        for database, url in databases.items():
            environment = environment_for(url, Path(folder))
            manage(environment, "collectstatic", "--noinput", "--verbosity=0")
            results += measure_database(database, environment, sizes, seconds)
    if options.quick:
        missing.append("50,000 zones; this was a quick run")
    options.output.write_text(report.page(results, seconds=seconds, missing=missing), "utf-8")
    print(f"{report.table(results)}\n\n{report.aims(results)}")
    print(f"\n{options.output}: written after {time.monotonic() - started:.0f} s")


def environment_for(url: str, folder: Path) -> Environment:
    """A server's environment, less HTTPS, with nothing of the user's own."""
    own = {
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "for-measurements-only",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": url,
        "BENCH_DATABASE_URL": url,
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "ERROR",
        "PAGE_CACHE_SECONDS": "0",
        "SECOND_FACTOR_REQUIRED": "0",  # the session of the made-up moderator shows none
        "DJANGO_SETTINGS_MODULE": "sez_portal.settings",
    }
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_FILE")}
    return kept | own


def measure_database(
    database: str, environment: Environment, sizes: tuple[int, ...], seconds: float
) -> Iterator[Measured]:
    """One database, growing from size to size."""
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "seed")
    for size in sizes:
        started = time.monotonic()
        in_django(environment, f"from tests.bench import generate; generate.grow({size})")
        print(f"{database}: {size:,} zones after {time.monotonic() - started:.0f} s", flush=True)
        cookie = json.loads(in_django(environment, "from tests.bench import desk; desk.prepare()"))
        queries = {BARE: 0} | counted(environment, PAGES) | counted(environment, DESK, cookie)
        queries |= counted(environment | KEEPING, KEPT | CHANGING)
        queries |= counted(environment | KEEPING, OWN, cookie)
        queries |= dict.fromkeys(AGAIN, 1)  # tests/test_page_cache.py counts it
        rounds = measure_pages(environment, seconds, cookie)
        bare = rounds[BARE].mean
        for page, found in rounds.items():
            yield Measured(database, size, page, found, queries[page], found.mean / bare)


def counted(environment: Environment, pages: dict[str, str], cookie: str = "") -> dict[str, int]:
    code = f"from tests.bench import queries; queries.report({pages!r}, {cookie!r})"
    return json.loads(in_django(environment, code))


def measure_pages(environment: Environment, seconds: float, cookie: str) -> dict[str, Round]:
    """Every page and the bare view in turn, ROUNDS times: what disturbs one disturbs all."""
    with (
        gunicorn(environment, "/healthz", workers=WORKERS) as portal,
        gunicorn(environment | KEEPING, "/healthz", workers=WORKERS) as keeping,
        gunicorn(environment | BARELY, "/", workers=WORKERS) as bare,
    ):
        addresses = {BARE: Address(bare.port, "/")}
        addresses |= {name: Address(portal.port, path) for name, path in PAGES.items()}
        addresses |= {name: Address(keeping.port, path) for name, path in KEPT.items()}
        addresses |= {name: Address(keeping.port, path, cookie) for name, path in OWN.items()}
        addresses |= {
            name: Address(keeping.port, path, tag=tag_of(keeping.port, path))
            for name, path in AGAIN.items()
        }
        addresses |= {name: Address(portal.port, path, cookie) for name, path in DESK.items()}
        addresses |= {name: Address(keeping.port, path) for name, path in CHANGING.items()}
        for address in addresses.values():
            for _ in range(WARMING):
                ask(*address)
        rounds: dict[str, list[Round]] = {name: [] for name in addresses}
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                with ExitStack() as stack:
                    if name in CHANGING:
                        stack.enter_context(changes(environment, seconds))
                    rounds[name].append(round_of(address, seconds))
    return {name: median_of(found) for name, found in rounds.items()}


@contextmanager
def changes(environment: Environment, seconds: float) -> Iterator[None]:
    """Records change meanwhile, by a process of its own that is there when the round starts."""
    code = f"from tests.bench import changes; changes.run({seconds})"
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # it says when it begins
        yield


def in_django(environment: Environment, code: str) -> str:
    """What the code prints, run in a process of its own with Django set up."""
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return run.stdout


if __name__ == "__main__":
    main()
