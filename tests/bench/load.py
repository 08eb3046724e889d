"""Eight visitors at once: each asks again as soon as it is answered, for some seconds.

Bare sockets, because the machine that asks is the one that answers: what the client spends
is missing to the server. Every request opens a connection, as gunicorn's sync workers close it.
"""

import math
import socket
import statistics
import threading
import time
from typing import NamedTuple

CONNECTIONS = 8
ROUNDS = 3
TIMEOUT = 120


class Round(NamedTuple):
    """What one round saw of one page; times in milliseconds."""

    per_second: float
    mean: float
    p50: float
    p99: float
    size: int  # of the body, in bytes


class Address(NamedTuple):
    """What is asked of which server, as whom, and which tag the browser has of it."""

    port: int
    path: str
    cookie: str = ""
    tag: str = ""


def round_of(address: Address, seconds: float) -> Round:
    """Load one page. Any answer but 200, and 304 to who has its tag, ends the measurement."""
    times: list[float] = []
    failures: list[BaseException] = []
    sizes: set[int] = set()
    started = time.perf_counter()

    def visit() -> None:
        try:
            while time.perf_counter() < started + seconds and not failures:
                before = time.perf_counter()
                sizes.add(ask(*address))
                times.append(1000 * (time.perf_counter() - before))
        except BaseException as failure:
            failures.append(failure)

    visitors = [threading.Thread(target=visit) for _ in range(CONNECTIONS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    took = time.perf_counter() - started
    if failures:
        raise failures[0]
    times.sort()
    p50, p99 = (times[math.ceil(share * len(times)) - 1] for share in (0.5, 0.99))
    return Round(len(times) / took, statistics.fmean(times), p50, p99, max(sizes))


def ask(port: int, path: str, cookie: str = "", tag: str = "") -> int:
    """The bytes of the body, which the server ends by closing the connection."""
    head, _rest, body = answer_of(port, path, cookie, tag).partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 304 " if tag else b"HTTP/1.1 200 "):
        raise RuntimeError(f"{path} answered {head[:80]!r}")
    return len(body)


def tag_of(port: int, path: str) -> str:
    """The tag that a visitor's browser keeps of the page."""
    head = answer_of(port, path).partition(b"\r\n\r\n")[0].decode()
    lines = (line.partition(": ") for line in head.split("\r\n"))
    return next(value for name, _colon, value in lines if name == "ETag")


def answer_of(port: int, path: str, cookie: str = "", tag: str = "") -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    head += f"Cookie: {cookie}\r\n" * bool(cookie) + f"If-None-Match: {tag}\r\n" * bool(tag)
    request = f"{head}\r\n".encode()
    answer = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
        connection.sendall(request)
        while part := connection.recv(1 << 18):
            answer += part
    return bytes(answer)


def median_of(rounds: list[Round]) -> Round:
    """Each figure's median over the rounds."""
    columns = [statistics.median(column) for column in zip(*rounds, strict=True)]
    return Round(*columns[:-1], size=int(columns[-1]))
