"""What a long run does to the worker that answers it and to its database."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.serving import Server

if TYPE_CHECKING:
    from tests.fuzz.requests import Told

EVERY = 500  # answers between two lines of the table
WARM = 1_500  # answers until the caches are full
MOST_GROWTH = 1.10  # of the memory of a warm worker
MOST_KB_AN_ANSWER = 12  # that the database grows: a snapshot of a record has its place in it
FAULT, SLOW = 500, 5.0  # seconds of the processor


class Size(NamedTuple):
    """In MB: the worker's whole memory, what of it is its own (no files of others), the data."""

    resident: float
    own: float
    database: float


class Watch:
    def __init__(self, server: Server, log: Path) -> None:
        self.server, self.log = server, log
        self.complaints: list[str] = []
        self._read = 0  # of the log
        self._sizes: dict[int, Size] = {}

    def counted(self, answers: Iterable["Told"]) -> Iterator["Told"]:
        """The answers as they come, with a line of the table now and then, an error at once."""
        _say("answers   a second     worker MB    of its own   database MB")
        start, number = time.monotonic(), 0
        self._measure(0, start)
        for number, one in enumerate(answers, 1):
            if one.status >= FAULT or one.seconds > SLOW:
                self._complain(one)
            if number % EVERY == 0:
                self._measure(number, start)
            yield one
        self._measure(number, start)
        self._judge(number)

    def _measure(self, number: int, start: float) -> None:
        size = self._sizes[number] = Size(*_memory(self.server.worker()), _database_mb())
        pace = number / (time.monotonic() - start + 0.001)
        _say(
            f"{number:7} {pace:10.1f} {size.resident:11.1f} {size.own:12.1f} {size.database:13.1f}"
        )

    def _complain(self, one: "Told") -> None:
        told = f"{one.status} after {one.seconds:.1f} s: {one.role} {one.method} {one.path}"
        self.complaints.append(told)
        _say(told)
        if self.server.process.poll() is not None:
            raise SystemExit(f"gunicorn ended with {self.server.process.returncode}")
        with self.log.open(encoding="utf-8", errors="replace") as lines:
            lines.seek(self._read)
            _say(lines.read().rpartition("Internal Server Error")[2] if one.status >= FAULT else "")
            self._read = lines.tell()

    def _judge(self, number: int) -> None:
        last, first = self._sizes[number], self._sizes[0]
        warm = self._sizes.get(WARM, last)
        if last.own > warm.own * MOST_GROWTH:
            self.complaints.append(f"the worker grew from {warm.own:.0f} to {last.own:.0f} MB")
        if (last.database - first.database) * 1024 > max(number, 1) * MOST_KB_AN_ANSWER:
            self.complaints.append(
                f"the database grew from {first.database:.0f} to {last.database:.0f} MB"
            )


def _memory(process: int) -> tuple[float, float]:
    """Resident, and anonymous: a mapped database counts in the first, and is nobody's own."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return tuple(int(found[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))


def _database_mb() -> float:
    from django.db import connection  # noqa: PLC0415  settings first

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return float(cursor.fetchone()[0]) / 1024**2
    file = Path(str(connection.settings_dict["NAME"]))
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) / 1024**2


def _say(line: str) -> None:
    print(line, flush=True)
