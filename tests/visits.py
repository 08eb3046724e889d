"""Several people at once in a browser, each signed in on a page of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from sez_portal.accounts.models import User
from tests import cast

both_ways = pytest.mark.parametrize(
    "visit", [True, False], indirect=True, ids=["with JavaScript", "without"]
)


@contextmanager
def visits(browser: Browser, live_server: LiveServer, **options) -> Iterator:
    """`visit(user)` opens a page signed in; without a user, a visitor's. Closed together."""
    contexts = []

    def visit(user: User | None = None, **more) -> Page:
        context = browser.new_context(base_url=live_server.url, **options, **more)
        contexts.append(context)
        if user:
            client = Client()
            cast.sign_in(client, user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
