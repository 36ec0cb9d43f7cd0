"""A PostgreSQL of our own on the server's core, as it comes from Debian (fsync on, nothing tuned)."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .machine import SERVER_CORE, pin


def binaries() -> Path | None:
    """Where initdb and postgres are."""
    return max((found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


@contextmanager
def cluster(given: str, kept: Path | None = None) -> Iterator[tuple[str, str]]:
    """(address, what to say of it): an own server pinned beside ours, else the one that was given. kept: where its
    data stays, to be served again another time."""
    found = binaries()
    if found is None:
        if kept is not None:
            raise SystemExit("bench: a store can only be kept where PostgreSQL's binaries are installed")
        yield given, "PostgreSQL as given, not pinned"
        return
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with TemporaryDirectory(prefix="troth-bench-pg-", ignore_cleanup_errors=True) as folder:
        data = kept or Path(folder, "data")
        data.mkdir(exist_ok=True)
        if user:
            shutil.chown(folder, user)
            shutil.chown(data, user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        if not (data / "PG_VERSION").exists():
            init: list[str | Path] = [found / "initdb", "-D", data, "-A", "trust", "-U", "troth", "-E", "UTF8"]
            subprocess.run(init, user=user, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        serve: list[str | Path] = [found / "postgres", "-D", data, "-p", str(port), "-k", folder,
                                   "-c", "listen_addresses=127.0.0.1"]  # fmt: skip
        with Path(folder, "log").open("wb") as log:
            server = subprocess.Popen(
                serve, user=user, cwd=folder, stdout=log, stderr=log, preexec_fn=lambda: pin(SERVER_CORE)
            )
        try:
            ready: list[str | Path] = [found / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
            while subprocess.run(ready, stdout=subprocess.DEVNULL).returncode:
                if server.poll() is not None:
                    raise SystemExit(f"bench: PostgreSQL did not start: {Path(folder, 'log').read_text()}")
            version = found.parent.name
            yield f"postgres://troth@127.0.0.1:{port}/postgres", f"PostgreSQL {version}, on the server's core"
        finally:
            server.terminate()
            server.wait()
