"""The main database, read only, by one connection for all checks, one at a time."""

import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any, Protocol

from troth.kernel.config import Database

from .found import CantLook

PATIENCE = 4  # s to connect
LONGEST = 8.0  # s for a statement


class Rows(Protocol):
    kind: str  # "sqlite" or "postgres"

    def read(self, sql: str, *params: Any) -> list[Any]:
        """sql: with `?` for each of params. Raises the driver's errors."""

    def has(self, table: str) -> bool: ...

    def close(self) -> None: ...


def open_rows(database: Database) -> Rows:
    """Raises CantLook."""
    return _SQLiteRows(database) if database.kind == "sqlite" else _PostgresRows(database)


def moment(value: Any) -> datetime:
    """A column of Django's, as either driver gives it."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


class _SQLiteRows:
    kind = "sqlite"

    def __init__(self, database: Database) -> None:
        self.path = database.path
        if not self.path.exists():
            raise CantLook(f"there is no database at {self.path}")
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(
                f"{self.path.as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None,
                check_same_thread=False,
            )  # fmt: skip
            try:
                self._db.execute("PRAGMA query_only = ON")
                self._db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            except sqlite3.Error:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise CantLook(f"the database {self.path} can't be read ({error})") from None

    def read(self, sql: str, *params: Any) -> list[Any]:
        with self._lock:
            timer = threading.Timer(LONGEST, self._db.interrupt)
            timer.start()
            try:
                return self._db.execute(sql, params).fetchall()
            finally:
                timer.cancel()

    def has(self, table: str) -> bool:
        return bool(self.read("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table))

    def close(self) -> None:
        with self._lock:
            self._db.close()


class _PostgresRows:
    kind = "postgres"

    def __init__(self, database: Database) -> None:
        import psycopg

        self._lock = threading.Lock()
        try:
            self._server = psycopg.connect(
                database.url, autocommit=True, connect_timeout=PATIENCE, application_name="troth doctor",
                prepare_threshold=None, tcp_user_timeout=int(LONGEST * 1000), client_encoding="utf8",
            )  # fmt: skip
            # not as options at the start: a pooler refuses those before anybody can tell that it is one
            self._server.execute(f"SET statement_timeout = {int(LONGEST * 1000)}".encode())
        except psycopg.Error as error:
            raise CantLook(f"the database can't be reached ({' '.join(str(error).split())})") from None

    @property
    def told_pid(self) -> int:
        """Of the process at the other end, as it was told at the connection's beginning."""
        return int(self._server.info.backend_pid)

    def read(self, sql: str, *params: Any) -> list[Any]:
        with self._lock:
            asked = sql.replace("%", "%%").replace("?", "%s") if params else sql
            return self._server.execute(asked.encode(), params or None).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.read("SELECT to_regclass(?) IS NOT NULL", table)[0][0])

    def close(self) -> None:
        with self._lock:
            self._server.close()
