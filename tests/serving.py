"""A gunicorn of our own, on a free port, for measurements and the long run of the fuzzers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.load import ask
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent


class Server(NamedTuple):
    port: int
    process: subprocess.Popen

    def worker(self) -> int:
        """The first worker as it stands: one that was killed has a successor."""
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return int(children.split()[0])

    def seconds(self) -> float:
        """That the worker has had of the processor."""
        told = Path(f"/proc/{self.worker()}/stat").read_text(encoding="ascii")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def gunicorn(
    environment: Mapping[str, str], healthy: str, *more: str, workers: int = 2
) -> Iterator[Server]:
    """A running gunicorn, which is stopped afterwards; `more` are options of the command line."""
    port = free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command = [sys.executable, "-m", "gunicorn", "-c", "sez_portal/gunicorn.conf.py", *options]
    with subprocess.Popen(
        [*command, "--log-level", "warning", *more], cwd=ROOT, env=dict(environment)
    ) as process:
        try:
            wait_for(process, port, healthy)
            yield Server(port, process)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_for(process: subprocess.Popen, port: int, path: str) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise SystemExit(f"gunicorn ended with {process.returncode}")
        try:
            ask(port, path)
        except (OSError, ValueError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit("gunicorn did not answer within 30 s")


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.DEVNULL)
