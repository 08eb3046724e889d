"""One seeded database a process: every test starts from the records that the portal opens with.

It is kept in `build/` until a migration, a seed or what loads them changes (tests/seeded.py), so
that one small test starts in seconds.

Tests roll back what they write. Browser tests only read, so they look at the seeded database
itself; on SQLite it is a file, which the threads of the live server open for themselves.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import SimpleTestCase
from django.utils import translation

from countries.models import Holiday, Incentive
from tests.seeded import seeded_database
from tests.visits import visits
from zones import facets

DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}

# Files that take longest, by measure: begun first, so that no core waits for another at the end.
LONG = (
    "browser pages page_cache foreign_pages admin fuzz replay every_record files_browser "
    "investor_journey alerts_killed tools_browser print_browser admin_browser desk_access "
    "hidden recount left_behind releases seeding lao_pages accounts_browser"
).split()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        for databases in (settings.DATABASES, connections.settings):
            databases["default"].setdefault("TEST", {})["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker
) -> Iterator[None]:
    """In place of pytest-django's, which makes no database where no test is marked `django_db`:
    one that commits would then write to, and delete from, the portal's own."""
    with django_db_blocker.unblock(), seeded_database():
        with django_db_blocker.block():
            yield


@pytest.fixture(autouse=True)
def _live_server_helper(request: pytest.FixtureRequest) -> Iterator[None]:
    """In place of pytest-django's, which would flush the seeded records after each visit."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("django_db_setup")
    hosts = request.getfixturevalue("live_server")._live_server_modified_settings
    with hosts, request.getfixturevalue("django_db_blocker").unblock():
        yield


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """No index of another test's data, no language that another test's visit left active."""
    facets.forget()
    translation.activate("en")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """`with commit():` what waits for the commit, such as mail, is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def committed(commit) -> Iterator[None]:
    """For a whole test: what waits for the commit is done at its end, as if there were one."""
    with commit():
        yield


@pytest.fixture
def no_counters(db) -> None:
    """No attempt of an earlier test counts."""
    cache.clear()


@pytest.fixture
def plain_weeks(db) -> None:
    """No country has public holidays: clocks count Monday to Friday, whatever day it is."""
    Holiday.objects.all().delete()


@pytest.fixture
def nothing_ends_soon(db) -> None:
    """No incentive is news by its end alone, whatever day it is."""
    Incentive.objects.update(effective_to="")


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser, live_server) -> Iterator:
    """`visit(user)` opens a page (tests/visits.py); `both_ways` also runs without JavaScript."""
    is_scripted = getattr(request, "param", True)
    with visits(browser, live_server, java_script_enabled=is_scripted) as visit:
        yield visit


def pytest_configure() -> None:
    """Tests make hundreds of accounts: their passwords need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PAGE_CACHE_SECONDS = 0  # tests/test_page_cache.py turns it on
    settings.API_REQUESTS_A_MINUTE = 1_000_000  # tests/test_api.py sets less
    settings.BACKGROUND_WORK = False  # a thread would not see what a test has not committed
    settings.WHITENOISE_AUTOREFRESH = True  # else each new client lists all static files anew
    # A thread of the live server keeps no connection, which would outlive its database.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not _asks_a_database(item):
            item.add_marker(pytest.mark.one_database)
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))
    begun = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: begun.get(item.path.name, len(LONG)))


def _asks_a_database(item: pytest.Item) -> bool:
    marks = any(item.iter_markers("django_db")) or any(item.iter_markers("postgres"))
    is_case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return marks or is_case or bool(DATABASE & set(getattr(item, "fixturenames", ())))
