"""Links: what answers, what is dead, and that our own network is never asked."""

import http.server
import io
import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from sez_portal.common import links
from sez_portal.records import proposals
from sez_portal.records.choices import Finding
from sez_portal.records.models import DataVersion, Submission
from tests import cast
from zones.record import ZONE


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/gone": 410, "/moved": 301, "/loop": 302}.get(self.path, 200)
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", "/gone" if self.path == "/moved" else "/loop")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(("path", "dead"), [("/", False), ("/gone", True), ("/moved", True)])
def test_what_answers(server: str, monkeypatch, path: str, dead: bool):
    monkeypatch.setattr(links, "_public_address", lambda _host: "127.0.0.1")
    assert links.is_dead(server + path) == dead


def test_a_redirect_without_end_is_not_followed_for_ever(server: str, monkeypatch):
    monkeypatch.setattr(links, "_public_address", lambda _host: "127.0.0.1")
    assert not links.is_dead(f"{server}/loop")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "[::1]", "localhost"]
)
def test_our_own_network_is_never_asked(server: str, host: str):
    port = server.rsplit(":", 1)[1]
    with pytest.raises(ValueError, match="public network"):
        links._status(f"http://{host}:{port}/", 0)  # noqa: SLF001
    assert links.is_dead(f"http://{host}:{port}/")


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "http://", "x"])
def test_what_is_no_address_is_dead(url: str):
    assert links.is_dead(url)


@pytest.mark.django_db
def test_a_dead_link_is_noted_on_the_submission(monkeypatch):
    key = "la-savan-seno"
    sent = proposals.propose(
        record=ZONE,
        key=key,
        by=cast.official(key),
        values={"website": "http://x.invalid", "firms": 1290},
        based_on=DataVersion.current(),
    )
    # Contacts go live at once, so the address of a waiting one is put there by hand.
    Submission.objects.filter(pk=sent.pk).update(checks={"firms": Finding.JUMP})
    out = io.StringIO()
    monkeypatch.setattr("sez_portal.common.links.socket.getaddrinfo", _no_such_host)
    call_command("check_links", stdout=out)
    sent.refresh_from_db()
    assert sent.checks["website"] == Finding.DEAD_LINK
    assert out.getvalue() == "1 addresses asked, 1 of them dead.\n"


def _no_such_host(*_args: object, **_more: object) -> list:
    raise OSError("no such host")
