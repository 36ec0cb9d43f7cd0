"""The log's own connections to SQLite, and the promise that only one server uses the file."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from troth.kernel.own_file import OwnFile

from .gate import Gate
from .schema import SQLITE

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 0",  # checkpoints.py does it
    "cache_size = -8192",  # 8 MiB
    "foreign_keys = ON",
)
BUSY_MS = 20_000  # only other programs are ever waited for; in the process there is the gate


class InUse(Exception):
    """Another server has the file."""


SCRIBE_CACHE_KIB = 65_536  # the indexes' pages it comes back to


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


class SQLiteStore:
    """Reading connections, one a thread; `writing` passes the gate."""

    def __init__(self, path: Path, gate: Gate, *, exclusive: bool) -> None:
        """Raises InUse when `exclusive` and another process has the file so."""
        self.path = path
        self._gate = gate
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock_file = lock(path) if exclusive else None
        self._writing = connect(path)
        self.file = OwnFile(path)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A cursor of the calling thread."""
        connection = getattr(self._own, "connection", None)
        if connection is None:
            self.file.check()  # connecting would make an empty one
            connection = self._own.connection = connect(self.path, read_only=True)
            self._all.append(connection)
        yield connection.cursor()

    @contextmanager
    def writing(self, name: str) -> Iterator[Any]:
        """A cursor in a transaction of its own, for what is no event: marks."""
        with self._gate.held(name):
            cursor = self._writing.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._writing.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    def close(self) -> None:
        for connection in (*self._all, self._writing):
            connection.close()
        if self._lock_file is not None:
            os.close(self._lock_file)


def in_use(path: Path) -> bool:
    """Whether a server has the file now."""
    try:
        os.close(lock(path))
    except InUse:
        return True
    return False


def is_current(path: Path) -> bool:
    """Whether the log's tables are those of this version."""
    connection = connect(path, read_only=True)
    try:
        (done,) = connection.execute("SELECT coalesce(max(step), 0) FROM log_schema").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return bool(done == len(SQLITE))


def lock(path: Path) -> int:
    """Be the file's only server until the returned file is closed. Raises InUse."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        raise InUse(f"Another Troth server already uses {path}. Stop it first, or set TROTH_VAR.") from None
    return file
