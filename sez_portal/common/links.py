"""Whether an address on the web still answers. Addresses inside our own network are never asked.

Dead is a verdict: the server says that there is nothing (404, 410), or nobody knows the name. What
could not be looked at (a time-out, a fault of a certificate, a refusal) is no verdict.
"""

import enum
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from urllib.parse import quote, urljoin, urlsplit

SECONDS = 8  # for a connection, and for each word of its answer
SECONDS_IN_ALL = 20  # whatever the server sends, and however often it leads elsewhere
MOST_REDIRECTS = 4
NOTHING_THERE = (404, 410)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = [ipaddress.IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48")]
UNQUOTED = "/%:@!$&'()*+,;=~-._"  # what may stand in a path as it is


class LinkState(enum.Enum):
    ANSWERS = "answers"
    DEAD = "dead"
    UNSEEN = "unseen"  # it could not be looked at


def look_at(url: str) -> LinkState:
    """What became of the address, within twenty seconds."""
    try:
        status = _status(url, MOST_REDIRECTS, time.monotonic() + SECONDS_IN_ALL)
    except socket.gaierror as fault:
        return LinkState.DEAD if fault.errno == socket.EAI_NONAME else LinkState.UNSEEN
    except (OSError, ValueError, http.client.HTTPException):
        return LinkState.UNSEEN
    return LinkState.DEAD if status in NOTHING_THERE else LinkState.ANSWERS


def as_uri(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port, and path with query, each as a server takes it: in ASCII.

    Raises ValueError for what is no address on the web.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no address on the web")
    host = parts.hostname
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    query = f"?{quote(parts.query, safe=UNQUOTED + '?')}" if parts.query else ""
    return parts.scheme, host, port, quote(parts.path or "/", safe=UNQUOTED) + query


def _status(url: str, redirects: int, until: float) -> int:
    scheme, host, port, path = as_uri(url)
    address = _public_address(host)
    seconds_left = until - time.monotonic()
    if seconds_left <= 0:
        raise TimeoutError("it led elsewhere too long")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    # The address that was looked at is the one connected to: a name cannot change in between.
    line = socket.create_connection((address, port), timeout=min(SECONDS, seconds_left))
    other_end = line.dup()  # of the same line: ours becomes another object once it is secured
    end = threading.Timer(max(until - time.monotonic(), 0), _cut, [other_end])
    end.start()
    try:
        connection.sock = _secured(line, host) if scheme == "https" else line
        connection.request("GET", path, headers={"User-Agent": "LancangMekongZones link check"})
        answer = connection.getresponse()
        answer.close()  # what it says is not read
        target = answer.getheader("Location")
    finally:
        end.cancel()
        for connected in (connection, line, other_end):
            connected.close()
    if 300 <= answer.status < 400 and target and redirects:  # noqa: PLR2004  a redirect
        return _status(urljoin(url, _as_text(target)), redirects - 1, until)
    return answer.status


def _secured(line: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


def _cut(line: socket.socket) -> None:
    """The time is over: whoever waits for a word on this line gets none."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _as_text(header: str) -> str:
    """A header with letters beyond ASCII, which come as UTF-8 and are read as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _public_address(host: str) -> str:
    """An address of the host on the public network. Raises ValueError when it has none."""
    for *_family, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        if is_public(ipaddress.ip_address(str(address[0]).partition("%")[0])):
            return str(address[0])
    raise ValueError("not on the public network")


def is_public(address: Address) -> bool:
    """Whether anybody on the net reaches one machine there. What only wraps an IPv4 address
    (mapped, 6to4, NAT64) is as public as what it wraps."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _wrapped(address)):
        return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(address in network for network in NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
