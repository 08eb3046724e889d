"""The migrated and seeded database, kept in `build/` until what makes it changes.

On SQLite it is a file that is copied, on PostgreSQL a dump that is restored: a process of tests
starts in seconds, and does not migrate and seed for itself. `python -m tests.seeded` makes it.
"""

import hashlib
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.test.utils import setup_databases, teardown_databases

from tests.postgres import postgres_binaries

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "seeded"
FOR_ALL = "KEPT_DATABASE"  # a variable: the path of the one to take, whatever the code is by now
MADE_OF = ("sez_portal", "countries", "zones", "investors/models", "investors/migrations")
NOT_MADE_OF = {"site", "desk", "admin", "maps", "incentives", "templatetags", "formats"}
NOT_MADE_OF |= {"__pycache__"}
NO_PARTS_OF_IT = {
    *("views.py", "urls.py", "admin.py", "page.py", "feeds.py", "sitemaps.py", "permissions.py"),
    *("filters.py", "directory.py", "facets.py", "list_items.py", "page_cache.py", "schedule.py"),
    *("propose.py", "decide.py", "confirm.py", "revert.py", "edit.py", "flags.py", "reminders.py"),
}
SUFFIXES = {"sqlite": ".sqlite3", "postgresql": ".dump"}
MOST_KEPT = 4  # of other branches too; the oldest go


@contextmanager
def seeded_database() -> Iterator[None]:
    """The test database with the records that the portal opens with; gone afterwards."""
    kept = kept_as()
    if kept.exists() and (connection.vendor == "sqlite" or _binaries()):
        own = _create_empty()
        _restore(kept)
        yield
        connection.creation.destroy_test_db(own, verbosity=0)
        return
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    call_command("seed", stdout=io.StringIO())
    _keep(kept)
    yield
    teardown_databases(made, verbosity=0)


def kept_as() -> Path:
    """Where the database of this code is kept, or will be."""
    if given := os.environ.get(FOR_ALL):
        return Path(given)
    return FOLDER / f"{_hash_of_what_makes_it()}{SUFFIXES[connection.vendor]}"


def _hash_of_what_makes_it() -> str:
    """Of each file that the migrated and seeded database follows from."""
    made_of = hashlib.sha256()
    for folder in MADE_OF:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".csv", ".json"} and not (
                {*path.parts} & NOT_MADE_OF or path.name in NO_PARTS_OF_IT
            ):
                made_of.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return made_of.hexdigest()[:16]


def _create_empty() -> str:
    """Have the connection lead to a new test database; returns the name of the portal's own."""
    own = connection.settings_dict["NAME"]
    name = connection.creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    for database in (settings.DATABASES["default"], connection.settings_dict):
        database["NAME"] = name
    return own


def _restore(kept: Path) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(kept, connection.settings_dict["NAME"])
        return
    _run("pg_restore", "--exit-on-error", "--no-owner", str(kept))


def _keep(kept: Path) -> None:
    """Write it beside those of other branches; whole or not at all."""
    if connection.vendor == "postgresql" and not _binaries():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    copy = kept.with_suffix(f".{os.getpid()}")
    if connection.vendor == "sqlite":
        copy.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
    copy.replace(kept)
    alike = sorted(kept.parent.glob(f"*{kept.suffix}"), key=lambda path: path.stat().st_mtime)
    for old in alike[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def _binaries() -> Path | None:
    found = postgres_binaries()
    return found if found and (found / "pg_restore").exists() else None


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, with the test database."""
    binaries = _binaries()
    assert binaries
    (_psql, *where, name), more = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    command = [str(binaries / program), *where, f"--dbname={name}", *arguments]
    subprocess.run(command, env=os.environ | (more or {}), check=True)


if __name__ == "__main__":
    django.setup()
    if not kept_as().exists():
        with seeded_database():
            pass
