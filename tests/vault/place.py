"""Where a keyring lies in a test: a file, or a PostgreSQL database of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres import fresh_database
from troth.kernel.config import Database
from troth.vault import Keyring, open_keyring

SECRET = b"s" * 32


class Place:
    """One keyring's; `open` may be called more than once, as processes do."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._opened: list[Keyring] = []

    def open(self, secret: bytes = SECRET, used: int = 0) -> Keyring:
        ring = open_keyring(self.database, secret, used)
        self._opened.append(ring)
        return ring

    def sql(self, statement: str, *params: Any) -> list[Any]:
        """One statement of the test's own; ? and %s are written as {}."""
        if self.database.kind == "sqlite":
            with closing(sqlite3.connect(self.database.path, isolation_level=None)) as file:
                return file.execute(statement.replace("{}", "?"), params).fetchall()
        with psycopg.connect(self.database.url, autocommit=True) as server:
            cursor = server.execute(statement.replace("{}", "%s").encode(), params)
            return cursor.fetchall() if cursor.description else []

    def close(self, ring: Keyring) -> None:
        self._opened.remove(ring)
        ring.close()

    def close_all(self) -> None:
        for ring in list(self._opened):
            self.close(ring)


@contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    """kind: "sqlite" or "postgres" (skips where there is no server)."""
    if kind == "sqlite":
        yield from _closing(Place(Database(kind="sqlite", path=folder / "keyring.sqlite3")))
        return
    with fresh_database() as url:
        yield from _closing(Place(Database(kind="postgres", url=url, name=url.rpartition("/")[2], host="the server")))


def _closing(made: Place) -> Iterator[Place]:
    try:
        yield made
    finally:
        made.close_all()
