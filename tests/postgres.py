"""A private PostgreSQL for tests and measurements: started for one run, gone after it."""

import os
import pwd
import shlex
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def postgres_binaries() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps them off the PATH, newest version last."""
    on_path = [Path(found).resolve().parent for name in ["initdb"] if (found := shutil.which(name))]
    folders = on_path + sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def private_postgres(binaries: Path) -> Iterator[str]:
    """The URL of a cluster of our own, which is gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="sez-pg-"))
    data, log, port = folder / "data", folder / "log", free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-l", str(log), "-w"]
    if (owner := server_owner()) is not None:
        shutil.chown(folder, owner)
    try:
        initdb = [str(binaries / "initdb"), "-D", str(data), "--username=sez", "--auth=trust"]
        run_as(owner, [*initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        try:
            run_as(owner, [*control, "-o", options, "start"])
            yield f"postgres://sez@127.0.0.1:{port}/postgres"
        finally:
            run_as(owner, [*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def server_owner() -> str | None:
    """PostgreSQL refuses to run as root; then it is given to another user of the machine."""
    if os.getuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run_as(user: str | None, command: list[str]) -> None:
    if user is not None:
        command = ["su", "--shell=/bin/sh", "--command", shlex.join(command), user]
    # The server keeps its parent's output open: a pipe here would never end.
    subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
