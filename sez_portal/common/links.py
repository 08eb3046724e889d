"""Whether an address on the web still answers. Addresses inside our own network are never asked."""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urljoin, urlsplit

SECONDS = 8
MOST_REDIRECTS = 4


def is_dead(url: str) -> bool:
    """Whether the address cannot be reached or says that there is nothing (404, 410)."""
    try:
        status = _status(url, MOST_REDIRECTS)
    except (OSError, ValueError, http.client.HTTPException):
        return True
    return status in (404, 410)


def _status(url: str, redirects: int) -> int:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no address on the web")
    address = _public_address(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
    # The address that was looked at is the one connected to: a name cannot change in between.
    connection.sock = socket.create_connection((address, port), timeout=SECONDS)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("GET", path, headers={"User-Agent": "LancangMekongZones link check"})
        answer = connection.getresponse()
        target = answer.getheader("Location")
    finally:
        connection.close()
    if 300 <= answer.status < 400 and target and redirects:  # noqa: PLR2004  a redirect
        return _status(urljoin(url, target), redirects - 1)
    return answer.status


def _public_address(host: str) -> str:
    """An address of the host on the public network. Raises ValueError when it has none."""
    for *_family, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        if ipaddress.ip_address(address[0]).is_global:
            return str(address[0])
    raise ValueError("not on the public network")
