"""A PostgreSQL server of our own for one run of the tests, from the binaries the machine has. Kept nowhere."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _binaries() -> Path | None:
    """The folder with initdb and postgres: Debian keeps them out of PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max((one.parent for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


@contextmanager
def own_postgres() -> Iterator[str | None]:
    """The address of a fresh server on a free port, stopped at the end; None where nothing is installed."""
    binaries = _binaries()
    # PostgreSQL refuses to run as root; Debian's package made a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if binaries is None or (user and user not in {one.pw_name for one in pwd.getpwall()}):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="troth-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if user:
            for path in (folder, data):
                shutil.chown(path, user, user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        quiet = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
        subprocess.run(
            [binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
            **quiet,  # type: ignore[call-overload]
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        control = [binaries / "pg_ctl", "-D", data, "-w", "-l", f"{folder}/log"]
        subprocess.run([*control, "-o", options, "start"], **quiet)  # type: ignore[call-overload]
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
