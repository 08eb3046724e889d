"""Pytest plugin: the system's Chromium against a server like production's.

`pyproject.toml` loads it. `tests/run` sets the stage: DEBUG off and STATIC_ROOT collected with
hashed names, so WhiteNoise serves what gunicorn would. `live_server` only has to keep Django's
test handler for static files out of the way. Pages run under the real, strict CSP: strings that
are evaluated in the page (`page.wait_for_function("…")`) fail, so wait with locators."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's sync API runs an event loop in this thread, beside which Django refuses its ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Where this machine's Chromium is, if it has one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """pytest-django's, but static files come from WhiteNoise and photos from our own view, as in
    production: Django's handler for uploads, which asks nobody, is taken off."""
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = lambda uploads: uploads.application
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def page_faults() -> list[str]:
    """Console errors, exceptions and requests to other hosts; a test may look, and clear it."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, page_faults: list[str]) -> Iterator[Page]:
    """A fresh visitor's page; the test fails when anything is left in `page_faults`."""
    yield from _visit(browser, live_server, page_faults, java_script_enabled=True)


@pytest.fixture
def page_without_js(
    browser: Browser, live_server: LiveServer, page_faults: list[str]
) -> Iterator[Page]:
    yield from _visit(browser, live_server, page_faults, java_script_enabled=False)


def _visit(
    browser: Browser, live_server: LiveServer, faults: list[str], *, java_script_enabled: bool
) -> Iterator[Page]:
    own = (f"{live_server.url}/", "data:", "blob:")

    def on_request(request: Request) -> None:
        if not request.url.startswith(own):
            faults.append(f"request to another host: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    context = browser.new_context(base_url=live_server.url, java_script_enabled=java_script_enabled)
    page = context.new_page()
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"exception: {error}"))
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, a line each; evaluated past the page's CSP."""
    run = f"axe.run(document, {{runOnly: {WCAG_22_AA}}}).then(found => found.violations)"
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    answer = session.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    return [
        f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']]}"
        for violation in answer["result"]["value"]
    ]


def go_back(page: Page) -> None:
    """As the browser's Back. A page that Chromium keeps alive is another target of its protocol,
    which for a moment is "not attached to an active page": asked once more then."""
    try:
        page.go_back()
    except Error as error:
        if "Not attached" not in str(error):
            raise
        page.wait_for_timeout(500)
        page.go_back()


def first_visit_bytes(page: Page, url: str) -> Counter[str]:
    """Bytes on the wire (headers too) of a first visit, by kind: Document, Script, Font, …

    For a fresh `page` only: what it has cached already is not sent again."""
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()

    def on_response(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def on_finished(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    session = page.context.new_cdp_session(page)
    session.on("Network.responseReceived", on_response)
    session.on("Network.loadingFinished", on_finished)
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sizes
