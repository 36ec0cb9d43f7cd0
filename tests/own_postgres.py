"""A PostgreSQL server of our own for one run of the tests, from the binaries the machine has. Kept nowhere."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg

from tests.process import free_port
from tests.until import PATIENCE
from troth.kernel.ids import new_id


def binaries() -> Path | None:
    """The folder with initdb and postgres: Debian keeps them out of PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max((one.parent for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


class OwnPostgres:
    """A running server. url: of its database `postgres`, as a superuser, durable enough for a crash of the server."""

    def __init__(self, url: str, control: list[str | Path], options: str, quiet: dict[str, Any]) -> None:
        self.url = url
        self._control = control
        self._options = options
        self._quiet = quiet

    def database(self) -> str:
        """The address of a new, empty database, which ends with the server."""
        name = f"troth_test_{new_id().hex}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url.rpartition("/")[0] + "/" + name

    def start(self) -> None:
        subprocess.run([*self._control, "-o", self._options, "start"], **self._quiet)

    def stop(self, mode: Literal["fast", "immediate"]) -> None:
        """fast: clients are told; immediate: as if the machine had lost power."""
        subprocess.run([*self._control, "-m", mode, "stop"], **self._quiet)

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        self.stop(mode)
        self.start()


@contextmanager
def own_postgres(more: str = "") -> Iterator[OwnPostgres | None]:
    """A fresh server on a free port, stopped at the end; None where nothing is installed. more: options of it."""
    found = binaries()
    # PostgreSQL refuses to run as root; Debian's package made a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if found is None or (user and user not in {one.pw_name for one in pwd.getpwall()}):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="troth-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        if user:
            for path in (folder, data):
                shutil.chown(path, user, user)
        port = free_port()
        quiet: dict[str, Any] = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
        subprocess.run(
            [found / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"], **quiet
        )
        server = OwnPostgres(
            f"postgres://postgres@127.0.0.1:{port}/postgres",
            [found / "pg_ctl", "-D", data, "-w", "-t", f"{PATIENCE:.0f}", "-l", f"{folder}/log"],
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400 {more}",
            quiet,
        )
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
