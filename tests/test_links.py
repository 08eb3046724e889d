"""Links: what answers, what is dead, and that our own network is never asked."""

import contextlib
import http.server
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from sez_portal.common import links
from sez_portal.common.links import LinkState
from sez_portal.records.choices import Finding
from sez_portal.records.management.commands import check_links
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.services.propose import propose
from tests import cast
from zones.record import ZONE

LEADS_TO = {
    "/moved": "/gone",
    "/loop": "/loop",
    "/to-thai": "/ไทย".encode().decode("latin-1"),  # as servers of the region send it
}


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/gone": 410, "/moved": 301, "/loop": 302, "/to-thai": 302}.get(self.path, 200)
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", LEADS_TO[self.path])
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "found"),
    [("/", LinkState.ANSWERS), ("/gone", LinkState.DEAD), ("/moved", LinkState.DEAD)],
)
def test_what_answers(server: str, monkeypatch, path: str, found: LinkState):
    monkeypatch.setattr(links, "_public_address", lambda _host: "127.0.0.1")
    assert links.look_at(server + path) is found


def test_letters_of_the_region_are_encoded_before_asking(server: str, monkeypatch):
    monkeypatch.setattr(links, "_public_address", lambda _host: "127.0.0.1")
    for path in ("/นิคม/อุตสาหกรรม?ชื่อ=ก%20ข", "/khu công nghiệp", "/to-thai"):
        assert links.look_at(server + path) is LinkState.ANSWERS
    assert links.as_uri("https://ไทย.example/ก?ข=ค") == (
        *("https", "xn--o3cw4h.example", 443),
        "/%E0%B8%81?%E0%B8%82=%E0%B8%84",
    )
    assert links.as_uri("http://a.example/a%20b?c=d%26")[3] == "/a%20b?c=d%26"


def test_a_server_that_drips_is_cut_off(monkeypatch):
    monkeypatch.setattr(links, "_public_address", lambda _host: "127.0.0.1")
    monkeypatch.setattr(links, "SECONDS_IN_ALL", 1.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_drip, args=[listening], daemon=True).start()
        began = time.monotonic()
        port = listening.getsockname()[1]
        for scheme in ("http", "https"):
            assert links.look_at(f"{scheme}://127.0.0.1:{port}/") is LinkState.UNSEEN
        assert time.monotonic() - began < 8


def _drip(listening: socket.socket) -> None:
    for _visit in range(2):
        line, _address = listening.accept()
        threading.Thread(target=_drip_into, args=[line], daemon=True).start()


def _drip_into(line: socket.socket) -> None:
    with contextlib.suppress(OSError), line:
        line.sendall(b"HTTP/1.1 ")
        for _byte in range(100):
            line.sendall(b"a")
            time.sleep(0.2)


FAULTS = [
    (ssl.SSLCertVerificationError("self-signed"), LinkState.UNSEEN),
    (TimeoutError(), LinkState.UNSEEN),
    (ConnectionRefusedError(), LinkState.UNSEEN),
    (socket.gaierror(socket.EAI_AGAIN, "later"), LinkState.UNSEEN),
    (socket.gaierror(socket.EAI_NONAME, "no such name"), LinkState.DEAD),
]


@pytest.mark.parametrize(("fault", "found"), FAULTS)
def test_what_could_not_be_looked_at_is_no_verdict(monkeypatch, fault: OSError, found: LinkState):
    def fail(*_args: object) -> None:
        raise fault

    monkeypatch.setattr(links, "_status", fail)
    assert links.look_at("https://a.example/") is found


NOT_PUBLIC = [
    *("0.0.0.0", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "fe80::1"),  # noqa: S104
    *("fc00::1", "ff02::1", "ff0e::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2001:db8::1", "::7f00:1"),
    "2001::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_only_wrap_our_own_network_are_not_public(address: str):
    assert not links.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "2606:4700::1", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::"]
)
def test_the_public_network_is_public(address: str):
    assert links.is_public(ipaddress.ip_address(address))


def test_a_redirect_without_end_is_not_followed_for_ever(server: str, monkeypatch):
    monkeypatch.setattr(links, "_public_address", lambda _host: "127.0.0.1")
    assert links.look_at(f"{server}/loop") is LinkState.ANSWERS


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "[::1]", "localhost"]
)
def test_our_own_network_is_never_asked(server: str, host: str):
    port = server.rsplit(":", 1)[1]
    with pytest.raises(ValueError, match="public network"):
        links._status(f"http://{host}:{port}/", 0, time.monotonic() + 5)  # noqa: SLF001
    assert links.look_at(f"http://{host}:{port}/") is LinkState.UNSEEN


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "http://", "x"])
def test_what_is_no_address_is_not_asked(url: str):
    assert links.look_at(url) is LinkState.UNSEEN


@pytest.mark.django_db
def test_a_dead_link_is_noted_on_the_submission(monkeypatch):
    key = "la-savan-seno"
    sent = propose(
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
    assert out.getvalue() == (
        "1 addresses asked, 1 of them dead, 0 not to be looked at, 0 left for the next run.\n"
    )
    monkeypatch.setattr(check_links, "look_at", lambda _address: LinkState.UNSEEN)
    call_command("check_links", stdout=out)
    sent.refresh_from_db()
    assert sent.checks["website"] == Finding.UNSEEN_LINK
    monkeypatch.setattr(check_links, "look_at", lambda _address: LinkState.ANSWERS)
    call_command("check_links", seconds=0, stdout=out)
    assert out.getvalue().endswith("1 left for the next run.\n")
    call_command("check_links", stdout=out)
    sent.refresh_from_db()
    assert sent.checks == {"firms": Finding.JUMP}


def _no_such_host(*_args: object, **_more: object) -> list:
    raise socket.gaierror(socket.EAI_NONAME, "no such host")
